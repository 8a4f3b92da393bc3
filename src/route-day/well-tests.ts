import { viewNamed } from '../binding/named.js';
import { dayAt, zoneOf } from '../days/local-day.js';
import type { Reads } from '../loaders/reads.js';
import { byDayEnd, byParent, columnIn, keyOf, lastBefore, nameOf, rowsOf } from '../production/route-rows.js';
import { isValid } from '../production/valid-tests.js';
import type { Row } from '../sources/row-source.js';
import { boeOf } from './micro.js';

const LABEL = 'Query.routeDay';
/** Of each store: the test of the day, one more of it, and the one before. */
const MOST = 3;
const IN_PRODVIEW = ['oil_cond_rate_bbl_per_day', 'produced_gas_rate_mcf_per_day'] as const;
const HERE = ['oil_rate_bbl_per_day', 'gas_rate_mcf_per_day'] as const;

interface Tested {
  readonly day: string;
  readonly boe: number;
}

export type TestStep = { readonly before: number; readonly after: number } | null;

/** How a valid test of the day moved the rate of a completion; null where no test did. */
export async function testSteps(reads: Reads, completions: readonly Row[], units: readonly Row[], day: string) {
  const [prodview, here] = await Promise.all([
    inProdview(reads, completions, day),
    recordedHere(reads, completions, units, day),
  ]);
  const zones = new Map(units.map((unit) => [nameOf(unit), unit.timezone]));
  return (completion: Row): TestStep => {
    const zone = zones.get(JSON.stringify([String(completion.id_rec_parent), String(completion.id_flownet)]));
    const known = zoneOf(typeof zone === 'string' ? zone : null) ?? 'UTC';
    const name = nameOf(completion);
    // ProdView's first: where both have the day's test, its values count.
    const tests = [
      ...(prodview.get(name) ?? []).flatMap((row) => tested(String(row.effective_date).slice(0, 10), row, IN_PRODVIEW)),
      ...(here.get(name) ?? []).flatMap((row) => tested(dayAt(known, new Date(String(row.test_start))), row, HERE)),
    ];
    return stepOf(tests, day);
  };
}

function stepOf(tests: readonly Tested[], day: string): TestStep {
  const after = tests.find((test) => test.day === day);
  const earlier = tests.filter((test) => test.day < day);
  const before = earlier.reduce<Tested | undefined>(
    (best, test) => (best && best.day >= test.day ? best : test),
    undefined,
  );
  return after && before ? { before: before.boe, after: after.boe } : null;
}

function tested(day: string, row: Row, [oil, gas]: readonly [string, string]): Tested[] {
  const number = (name: string) => (typeof row[name] === 'number' ? (row[name] as number) : null);
  const boe = boeOf(number(oil), number(gas));
  return boe === null ? [] : [{ day, boe }];
}

async function inProdview(reads: Reads, completions: readonly Row[], day: string): Promise<Map<string, Row[]>> {
  const date = columnIn(reads, 'ProductionTest', 'effective_date');
  const by = ['id_rec_parent', 'id_flownet'] as const;
  const rows = await rowsOf(reads, 'ProductionTest', {
    by,
    keys: completions.map(keyOf),
    columns: ['effective_date', ...IN_PRODVIEW],
    where: {
      all: [
        isValid(viewNamed(reads.asked.bindings, 'ProductionTest')),
        { column: { ...date, kind: 'date' }, is: 'lte', value: day },
      ],
    },
    newest: 'effective_date',
    most: MOST,
    label: LABEL,
  });
  return byParent(rows, by);
}

function recordedHere(reads: Reads, completions: readonly Row[], units: readonly Row[], day: string) {
  const column = (name: string) => columnIn(reads, 'WellTest', name);
  const where = {
    all: [
      { column: column('is_valid'), is: 'eq', value: true },
      { column: column('test_status'), is: 'eq', value: 'COMPLETED' },
    ],
  } as const;
  const by = ['completion_id', 'id_flownet'];
  const wanted = {
    by,
    keys: [],
    columns: ['test_start', ...HERE],
    where,
    newest: 'test_start',
    most: MOST,
    label: LABEL,
  };
  return lastBefore(reads, 'WellTest', wanted, byDayEnd(completions, units, day));
}
