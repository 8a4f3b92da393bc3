import type { GraphQLResolveInfo } from 'graphql';
import type { ViewBinding } from '../binding/bindings.js';
import { columnAt, viewNamed } from '../binding/named.js';
import type { ReadContext } from '../binding/resolvers.js';
import type { ProductionTestRow } from '../generated/rows.js';
import { inOrder } from '../loaders/in-order.js';
import type { Condition, Key, Row } from '../sources/row-source.js';
import { daysBetween } from './summary.js';

/** ProdView's flag is a text in this view; what it says when a test must not be used, as databases write a yes. */
export const INVALID = ['true', 'True', 'TRUE', 't', 'T', 'yes', 'Yes', 'YES', 'y', 'Y', '1'];

/** Quantities of a test that its change speaks of, and their columns. */
const COMPARED = {
  oilCondRateBblPerDay: 'oil_cond_rate_bbl_per_day',
  producedGasRateMcfPerDay: 'produced_gas_rate_mcf_per_day',
  waterRateBblPerDay: 'water_rate_bbl_per_day',
  gasOilRatioMcfPerBbl: 'gas_oil_ratio_mcf_per_bbl',
  totalBswPct: 'total_bsw_pct',
} as const;

type Quantity = keyof typeof COMPARED;

/** Holds of tests that are not marked invalid; one without a mark is valid. */
export function isValid(view: ViewBinding): Condition {
  return { not: { column: columnAt(view, 'invalidTest'), in: INVALID } };
}

export function testView(context: ReadContext, info: GraphQLResolveInfo): ViewBinding {
  return viewNamed(context.read(info).asked.bindings, 'ProductionTest');
}

/** A valid test against the valid one before it: one statement reads the valid tests of all completions that ask. */
export async function changeOf(test: ProductionTestRow, context: ReadContext, info: GraphQLResolveInfo) {
  const { id_rec_parent: completion, effective_date: at } = test;
  if (INVALID.includes(test.invalid_test ?? '') || completion === null || at === null) return null;
  const valid = await validTests([completion, test.id_flownet ?? ''], context, info);
  const previous = valid.find((other) => isBefore(other, { at, id: test.id_rec }));
  if (!previous) return null;
  const difference = (quantity: Quantity) => differenceOf(test[COMPARED[quantity]], previous[COMPARED[quantity]]);
  return {
    previous,
    days: daysBetween(previous.effective_date?.slice(0, 10) ?? '', at.slice(0, 10)),
    oilCondRateBblPerDay: difference('oilCondRateBblPerDay'),
    producedGasRateMcfPerDay: difference('producedGasRateMcfPerDay'),
    waterRateBblPerDay: difference('waterRateBblPerDay'),
    gasOilRatioMcfPerBbl: difference('gasOilRatioMcfPerBbl'),
    totalBswPct: difference('totalBswPct'),
  };
}

/** Of tests at the same moment the lesser id came first, so that each has its own place. */
function isBefore({ effective_date, id_rec }: ProductionTestRow, { at, id }: { at: string; id: string }): boolean {
  if (effective_date === null) return false;
  return effective_date < at || (effective_date === at && id_rec < id);
}

/** The valid tests of a completion, newest first. */
function validTests(key: Key, context: ReadContext, info: GraphQLResolveInfo): Promise<ProductionTestRow[]> {
  const view = testView(context, info);
  const reads = context.read(info);
  const by = ['idRecParent', 'idFlownet'].map((path) => columnAt(view, path));
  const date = columnAt(view, 'effectiveDate');
  const compared = Object.keys(COMPARED).map((path) => columnAt(view, path));
  return context.loaders(info).batched('valid tests', key, async (tuples) => {
    const rows = await reads.select(view, {
      ...reads.from(view, 'ProductionTest.change'),
      columns: [...reads.columns(view), date, ...compared],
      keys: { columns: by, tuples },
      where: isValid(view),
      order: [
        { column: date, descending: true },
        { column: columnAt(view, 'idRec'), descending: true },
      ],
    });
    return inOrder(tuples, by, rows) as readonly Row[][] as unknown as ProductionTestRow[][];
  });
}

function differenceOf(now: number | null, before: number | null) {
  const difference = now === null || before === null ? null : now - before;
  return { difference, differencePct: difference === null || !before ? null : (difference / before) * 100 };
}
