import { columnAt, viewNamed } from '../binding/named.js';
import type { CompletionResolvers, ProductionSummaryResolvers, UnitResolvers } from '../generated/resolvers.js';
import { type Asked, dayOf } from '../production/asked.js';
import { daysBetween, firstAllocation, landmarks, last30Days, peakMonth } from '../production/summary.js';
import { compareWithTarget } from '../production/target-comparison.js';

const asked = (whose: Asked['whose'], id: string, network: string | null, asOf?: string | null): Asked => ({
  whose,
  id,
  network: network ?? '',
  asOf: asOf ?? null,
});

export const ofUnit: Pick<UnitResolvers, 'production'> = {
  production: ({ id_rec, id_flownet }, { asOf }) => asked('idRecUnit', id_rec, id_flownet, asOf),
};

export const ofCompletion: Pick<CompletionResolvers, 'production' | 'actualVsTarget' | 'statusAsOf'> = {
  production: ({ id_rec, id_flownet }, { asOf }) => asked('idRecComp', id_rec, id_flownet, asOf),
  actualVsTarget: ({ id_rec, id_flownet }, { from, to }, context, info) =>
    compareWithTarget(asked('idRecComp', id_rec, id_flownet), from, to, { context, info }),
  statusAsOf: async ({ id_rec, id_flownet }, { day }, context, info) => {
    const view = viewNamed(context.read(info).asked.bindings, 'CompletionStatus');
    const by = ['idRecParent', 'idFlownet'].map((path) => columnAt(view, path));
    const date = columnAt(view, 'statusDate');
    const order = [
      { column: date, descending: true },
      { column: columnAt(view, 'idRec'), descending: false },
    ];
    const until = { column: { ...date, kind: 'date' }, is: 'lte', value: day } as const;
    const key = [id_rec, id_flownet ?? ''];
    return (await context.loaders(info).row(view, by, key, 'Completion.statusAsOf', order, until)) as never;
  },
};

export const ProductionSummary: ProductionSummaryResolvers = {
  asOf: (asked, _args, context, info) => dayOf(asked, { context, info }),
  firstAllocationDate: (asked, _args, context, info) => firstAllocation(asked, { context, info }),
  firstProductionDate: async (asked, _args, context, info) => (await landmarks(asked, { context, info })).first ?? null,
  lastProductionDate: async (asked, _args, context, info) => (await landmarks(asked, { context, info })).last ?? null,
  daysSinceProduction: async (asked, _args, context, info) => {
    const { last, asOf } = await landmarks(asked, { context, info });
    return last && asOf ? daysBetween(last, asOf) : null;
  },
  peakMonth: (asked, _args, context, info) => peakMonth(asked, { context, info }),
  last30Days: (asked, _args, context, info) => last30Days(asked, { context, info }),
};
