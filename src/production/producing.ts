import { viewNamed } from '../binding/named.js';
import type { Reads } from '../loaders/reads.js';
import { type Held, heldDuring, heldStatuses } from '../overlay/held-status.js';
import { type Merged, merge } from '../overlay/merge.js';
import type { Row } from '../sources/row-source.js';
import { byDayEnd, byParent, columnIn, keyOf, lastBefore, nameOf, rowsOf, zonesOf } from './route-rows.js';

/** Before the first record. */
const FIRST = '1900-01-01';
/** The last changes of each store that are looked at: no completion changes as often within a day. */
const MOST = 10;

/** A completion that produces, and the status that says so. */
export interface Producing {
  readonly completion: Row;
  readonly status: string;
}

interface Asked {
  readonly completions: readonly Row[];
  readonly units: readonly Row[];
  readonly day: string;
  readonly label: string;
}

/**
 * Completions of units that produce on a day: by the status that holds at the day's end, whoever told it. ProdView's is free
 * text, which begins with the name of a status of production.
 */
export async function producingOf(
  reads: Reads,
  units: readonly Row[],
  day: string,
  label: string,
): Promise<Producing[]> {
  const completions = await completionsOf(reads, units, label);
  return producingBy(reads, { completions, units, day, label }, 1, (all) => heldDuring(all, day).slice(0, 1));
}

/** Those that produced at any time of a day, also where they were shut in before it ended. */
export async function producedOf(
  reads: Reads,
  units: readonly Row[],
  day: string,
  label: string,
): Promise<Producing[]> {
  return producedAmong(reads, { completions: await completionsOf(reads, units, label), units, day, label });
}

/** Those of completions that produced at any time of a day. */
export const producedAmong = (reads: Reads, asked: Asked): Promise<Producing[]> =>
  producingBy(reads, asked, MOST, (all) => heldDuring(all, asked.day));

function completionsOf(reads: Reads, units: readonly Row[], label: string): Promise<Row[]> {
  const by = ['id_rec_parent', 'id_flownet'];
  return rowsOf(reads, 'Completion', { by, keys: units.map(keyOf), columns: ['id_rec'], label });
}

/** Those of which a status says so, of the statuses that count of the last ones of each store. */
async function producingBy(
  reads: Reads,
  asked: Asked,
  most: number,
  counted: (all: readonly Merged[]) => readonly Held[],
): Promise<Producing[]> {
  const { completions, units, day, label } = asked;
  const [words, recorded, prodview] = await Promise.all([
    producingStatuses(reads, label),
    recordedOf(reads, byDayEnd(completions, units, day), most, label),
    prodviewOf(reads, asked, most),
  ]);
  const zoneAt = zonesOf(units);
  const saysSo = ({ status, isCode }: Held) =>
    isCode ? words.includes(status) : words.some((word) => begins(status, word));
  return completions.flatMap((completion) => {
    const name = nameOf(completion);
    const told = { recorded: recorded.get(name) ?? [], prodview: prodview.get(name) ?? [] };
    const held = counted(mergedTo(told, day, zoneAt(completion))).find(saysSo);
    return held ? [{ completion, status: held.status }] : [];
  });
}

type Told = Readonly<Record<'recorded' | 'prodview', readonly Row[]>>;

/** Statuses up to a day's end, as `mergedStatus` has them, of the last ones that each store has by then. */
function mergedTo({ recorded, prodview }: Told, day: string, zone: string): Merged[] {
  const asked = { from: FIRST, to: day, zone, now: new Date(0) };
  const told = {
    prodview: heldStatuses.prodview.facts(prodview, asked),
    operations: heldStatuses.operations.facts(recorded, asked),
  };
  return merge(heldStatuses, told, asked);
}

const begins = (status: string, word: string) => status.trim().toLowerCase().startsWith(word.toLowerCase());

async function producingStatuses(reads: Reads, label: string): Promise<string[]> {
  const view = viewNamed(reads.asked.bindings, 'CatalogueStatus');
  const column = (name: string) => columnIn(reads, 'CatalogueStatus', name);
  const rows = await reads.select(view, {
    ...reads.from(view, label),
    columns: [...view.key],
    where: {
      all: [
        { column: column('status_type'), is: 'eq', value: 'OPERATIONAL' },
        { column: column('is_producing'), is: 'eq', value: true },
      ],
    },
    order: [],
  });
  return rows.map(({ status }) => String(status));
}

/** A status that was the last to begin holds, unless what it said was put out of force. */
function recordedOf(reads: Reads, completions: Map<string, Row[]>, most: number, label: string) {
  const operational = columnIn(reads, 'WellStatusChange', 'status_type');
  const wanted = {
    by: ['completion_id', 'id_flownet'],
    keys: [],
    columns: ['status', 'effective_at'],
    where: { column: operational, is: 'eq', value: 'OPERATIONAL' },
    newest: 'effective_at',
    most,
    label,
  } as const;
  return lastBefore(reads, 'WellStatusChange', wanted, completions);
}

async function prodviewOf(reads: Reads, { completions, day, label }: Asked, most: number) {
  const date = columnIn(reads, 'CompletionStatus', 'status_date');
  const rows = await rowsOf(reads, 'CompletionStatus', {
    by: ['id_rec_parent', 'id_flownet'],
    keys: completions.map(keyOf),
    columns: ['status', 'status_date'],
    where: { column: { ...date, kind: 'date' }, is: 'lte', value: day },
    newest: 'status_date',
    most,
    label,
  });
  return byParent(rows, ['id_rec_parent', 'id_flownet']);
}
