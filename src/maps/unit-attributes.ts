import { PerScope, type PerScopeOptions } from '../loaders/per-scope.js';
import type { Reads } from '../loaders/reads.js';
import type { Row } from '../sources/row-source.js';
import { readCompletions, readDays, readStatuses, readTests } from './unit-reads.js';

/** What ProdView knows of one unit; null where it knows nothing. */
export interface UnitFacts {
  readonly status: string | null;
  readonly statusDate: string | null;
  /** The newest day with an allocation, and what its completions were allocated on it. */
  readonly rateDate: string | null;
  readonly oilBbl: number | null;
  readonly gasMcf: number | null;
  readonly waterBbl: number | null;
  /** The day of the newest valid test. */
  readonly testDate: string | null;
}

/** The facts of all units that one scope may see. */
export interface UnitAttributes {
  /** When the statement that they were read by began, RFC 3339. */
  readonly asOf: string;
  /** By `unitKey`. */
  readonly facts: ReadonlyMap<string, UnitFacts>;
}

/** A unit's id alone may be that of another network's unit. */
export const unitKey = (network: unknown, unit: unknown) => JSON.stringify([network, unit]);

/** A gateway's attributes of units, one set a scope, shared by its requests. */
export class AttributesOfUnits extends PerScope<UnitAttributes> {
  constructor(options: PerScopeOptions) {
    super(options, 'PRODVIEW', loadUnitAttributes);
  }
}

/** Reads them all by one statement, whatever is asked for: it costs once what it saves every viewport after. */
async function loadUnitAttributes(reads: Reads, asOf: Date): Promise<UnitAttributes> {
  const [completions, statuses, days, tests] = await Promise.all([
    readCompletions(reads),
    readStatuses(reads),
    readDays(reads),
    readTests(reads),
  ]);
  const unitOf = new Map(completions.map((row) => [unitKey(row.id_flownet, row.id_rec), row.id_rec_parent]));
  const owner = (row: Row) => unitKey(row.id_flownet, unitOf.get(unitKey(row.id_flownet, row.id_rec_parent)));
  const facts = new Map<string, UnitFacts>();
  const tell = (key: string, more: (known: UnitFacts) => UnitFacts) => facts.set(key, more(facts.get(key) ?? UNKNOWN));
  for (const row of statuses) tell(owner(row), (known) => withStatus(known, row));
  for (const row of days) tell(unitKey(row.id_flownet, row.id_rec_unit), (known) => withDay(known, row));
  for (const row of tests) tell(owner(row), (known) => withTest(known, row));
  return { asOf: asOf.toISOString(), facts };
}

const UNKNOWN: UnitFacts = {
  status: null,
  statusDate: null,
  rateDate: null,
  oilBbl: null,
  gasMcf: null,
  waterBbl: null,
  testDate: null,
};

/** Of completions that changed at the same moment the status that sorts first: the order of rows decides nothing. */
function withStatus(known: UnitFacts, row: Row): UnitFacts {
  const [status, statusDate] = [textOf(row.status), textOf(row.status_date)];
  if (status === null) return known;
  const [now, before] = [statusDate ?? '', known.statusDate ?? ''];
  const isOlder = now < before || (now === before && status > (known.status ?? '\uffff'));
  return isOlder ? known : { ...known, status, statusDate };
}

/** Completions that have no row of the unit's newest day made nothing on it. */
function withDay(known: UnitFacts, row: Row): UnitFacts {
  const rateDate = textOf(row.allocation_date);
  if (rateDate === null || rateDate < (known.rateDate ?? '')) return known;
  const same = rateDate === known.rateDate ? known : UNKNOWN;
  const sum = (before: number | null, now: Row[string] | undefined) =>
    typeof now === 'number' ? (before ?? 0) + now : before;
  return {
    ...known,
    rateDate,
    oilBbl: sum(same.oilBbl, row.allocated_oil_bbl),
    gasMcf: sum(same.gasMcf, row.allocated_gas_mcf),
    waterBbl: sum(same.waterBbl, row.allocated_water_bbl),
  };
}

function withTest(known: UnitFacts, { newest }: Row): UnitFacts {
  const testDate = textOf(newest)?.slice(0, 10) ?? null;
  return testDate === null || testDate < (known.testDate ?? '') ? known : { ...known, testDate };
}

const textOf = (value: Row[string] | undefined) => (typeof value === 'string' ? value : null);
