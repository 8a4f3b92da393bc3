import { columnAt } from '../binding/named.js';
import type { CompletionResolvers, ProductionTestResolvers } from '../generated/resolvers.js';
import { changeOf, isValid, testView } from '../production/valid-tests.js';
import type { Condition } from '../sources/row-source.js';

export const ofCompletion: Pick<CompletionResolvers, 'latestValidTest'> = {
  latestValidTest: async ({ id_rec, id_flownet }, { asOf }, context, info) => {
    const view = testView(context, info);
    const by = ['idRecParent', 'idFlownet'].map((path) => columnAt(view, path));
    const date = columnAt(view, 'effectiveDate');
    const order = [
      { column: date, descending: true },
      { column: columnAt(view, 'idRec'), descending: true },
    ];
    const until: Condition[] = asOf ? [{ column: { ...date, kind: 'date' }, is: 'lte', value: asOf }] : [];
    const where = { all: [isValid(view), ...until] };
    const key = [id_rec, id_flownet ?? ''];
    return (await context.loaders(info).row(view, by, key, 'Completion.latestValidTest', order, where)) as never;
  },
};

export const ProductionTest: ProductionTestResolvers = {
  change: (test, _args, context, info) => changeOf(test, context, info),
};
