import { viewNamed } from '../binding/named.js';
import type { Reads } from '../loaders/reads.js';
import { heldAt, heldStatuses } from '../overlay/held-status.js';
import { merge } from '../overlay/merge.js';
import type { Row } from '../sources/row-source.js';
import { byDayEnd, byParent, columnIn, keyOf, lastBefore, nameOf, rowsOf, zonesOf } from './route-rows.js';

/** Before the first record. */
const FIRST = '1900-01-01';

/** A completion that produces, and the status that says so. */
export interface Producing {
  readonly completion: Row;
  readonly status: string;
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
  const by = ['id_rec_parent', 'id_flownet'];
  const completions = await rowsOf(reads, 'Completion', { by, keys: units.map(keyOf), columns: ['id_rec'], label });
  return producingAmong(reads, completions, units, day, label);
}

/** Those of completions that produce on a day. */
export async function producingAmong(
  reads: Reads,
  completions: readonly Row[],
  units: readonly Row[],
  day: string,
  label: string,
): Promise<Producing[]> {
  const [words, recorded, prodview] = await Promise.all([
    producingStatuses(reads, label),
    recordedOf(reads, byDayEnd(completions, units, day), label),
    prodviewOf(reads, completions, day, label),
  ]);
  const zoneAt = zonesOf(units);
  return completions.flatMap((completion) => {
    const name = nameOf(completion);
    const told = { recorded: recorded.get(name) ?? [], prodview: prodview.get(name) ?? [] };
    const { status, isCode } = statusOf(told, day, zoneAt(completion));
    const isProducing = isCode ? words.includes(status) : words.some((word) => begins(status, word));
    return isProducing ? [{ completion, status }] : [];
  });
}

type Told = Readonly<Record<'recorded' | 'prodview', readonly Row[]>>;

/** The status at a day's end, as `mergedStatus` has it, of the last one that each store has by then. */
function statusOf({ recorded, prodview }: Told, day: string, zone: string) {
  const asked = { from: FIRST, to: day, zone, now: new Date(0) };
  const told = {
    prodview: heldStatuses.prodview.facts(prodview, asked),
    operations: heldStatuses.operations.facts(recorded, asked),
  };
  const held = heldAt(merge(heldStatuses, told, asked), day);
  const status = String(held?.values.status ?? '');
  return { status, isCode: held?.operations?.values.status === status };
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
function recordedOf(reads: Reads, completions: Map<string, Row[]>, label: string) {
  const operational = columnIn(reads, 'WellStatusChange', 'status_type');
  const wanted = {
    by: ['completion_id', 'id_flownet'],
    keys: [],
    columns: ['status', 'effective_at'],
    where: { column: operational, is: 'eq', value: 'OPERATIONAL' },
    newest: 'effective_at',
    label,
  } as const;
  return lastBefore(reads, 'WellStatusChange', wanted, completions);
}

async function prodviewOf(reads: Reads, completions: readonly Row[], day: string, label: string) {
  const date = columnIn(reads, 'CompletionStatus', 'status_date');
  const rows = await rowsOf(reads, 'CompletionStatus', {
    by: ['id_rec_parent', 'id_flownet'],
    keys: completions.map(keyOf),
    columns: ['status', 'status_date'],
    where: { column: { ...date, kind: 'date' }, is: 'lte', value: day },
    newest: 'status_date',
    label,
  });
  return byParent(rows, ['id_rec_parent', 'id_flownet']);
}
