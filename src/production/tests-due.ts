import { dayAfter, dayAt, zoneOf } from '../days/local-day.js';
import type { Reads } from '../loaders/reads.js';
import type { Row } from '../sources/row-source.js';
import { producingOf } from './producing.js';
import { byDayEnd, byParent, columnIn, keyOf, lastBefore, nameOf, rowsOf, unitsOf } from './route-rows.js';
import { isValid } from './valid-tests.js';
import { viewNamed } from '../binding/named.js';

export interface DueTests {
  readonly route: string;
  readonly within: number;
  readonly every: number;
  readonly on: string;
}

const LABEL = 'Query.testsDue';

/** Completions of a route whose last valid test is too old; null where the viewer sees no such route. */
export async function testsDue(reads: Reads, asked: DueTests) {
  const units = await unitsOf(reads, asked.route, LABEL);
  if (!units) return null;
  const producing = await producingOf(reads, units, asked.on, LABEL);
  const completions = producing.map(({ completion }) => completion);
  const last = await lastTests(reads, completions, units, asked.on);
  const due = completions.map((completion) => {
    const lastValidTestOn = last(completion) ?? null;
    const dueOn = lastValidTestOn && dayAfter(lastValidTestOn, asked.every);
    return { completion, lastValidTestOn, dueOn, isOverdue: dueOn === null || dueOn < asked.on };
  });
  const until = dayAfter(asked.on, asked.within);
  return due.filter(({ dueOn }) => dueOn === null || dueOn <= until).sort(earliest);
}

const earliest = (a: { dueOn: string | null }, b: { dueOn: string | null }) =>
  (a.dueOn ?? '') < (b.dueOn ?? '') ? -1 : (a.dueOn ?? '') > (b.dueOn ?? '') ? 1 : 0;

/** The day of a completion's last valid test up to a day, of those recorded here and ProdView's. */
async function lastTests(reads: Reads, completions: readonly Row[], units: readonly Row[], on: string) {
  const [here, prodview] = await Promise.all([
    recordedTests(reads, byDayEnd(completions, units, on)),
    prodviewTests(reads, completions.map(keyOf), on),
  ]);
  const zones = new Map(units.map((unit) => [nameOf(unit), unit.timezone]));
  return (completion: Row): string | undefined => {
    const zone = zones.get(JSON.stringify([String(completion.id_rec_parent), String(completion.id_flownet)]));
    const name = nameOf(completion);
    const days = (here.get(name) ?? []).map(({ test_start: at }) =>
      dayAt(zoneOf(typeof zone === 'string' ? zone : null) ?? 'UTC', new Date(String(at))),
    );
    const theirs = prodview.get(name)?.[0]?.effective_date;
    const all = theirs ? [...days, String(theirs).slice(0, 10)] : days;
    return all
      .filter((day) => day <= on)
      .sort()
      .at(-1);
  };
}

function recordedTests(reads: Reads, completions: Map<string, Row[]>) {
  const column = (name: string) => columnIn(reads, 'WellTest', name);
  const where = {
    all: [
      { column: column('is_valid'), is: 'eq', value: true },
      { column: column('test_status'), is: 'eq', value: 'COMPLETED' },
    ],
  } as const;
  const by = ['completion_id', 'id_flownet'];
  const wanted = { by, keys: [], columns: ['test_start'], where, newest: 'test_start', label: LABEL };
  return lastBefore(reads, 'WellTest', wanted, completions);
}

async function prodviewTests(reads: Reads, keys: ReturnType<typeof keyOf>[], on: string) {
  const date = columnIn(reads, 'ProductionTest', 'effective_date');
  const rows = await rowsOf(reads, 'ProductionTest', {
    by: ['id_rec_parent', 'id_flownet'],
    keys,
    columns: ['effective_date'],
    where: {
      all: [
        isValid(viewNamed(reads.asked.bindings, 'ProductionTest')),
        { column: { ...date, kind: 'date' }, is: 'lte', value: on },
      ],
    },
    newest: 'effective_date',
    label: LABEL,
  });
  return byParent(rows, ['id_rec_parent', 'id_flownet']);
}
