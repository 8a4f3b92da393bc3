import { viewNamed } from '../binding/named.js';
import type { Reads } from '../loaders/reads.js';
import type { Row } from '../sources/row-source.js';
import { byDayEnd, byParent, columnIn, keyOf, lastBefore, nameOf, rowsOf } from './route-rows.js';

/** A completion that produces, and the status that says so. */
export interface Producing {
  readonly completion: Row;
  readonly status: string;
}

/**
 * Completions of units that produce on a day: by the status recorded here that holds at the day's end, else by ProdView's
 * newest of the day, whose free text begins with the name of a status of production.
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
  return completions.flatMap((completion) => {
    const here = recorded.get(nameOf(completion))?.[0];
    const status = String((here ?? prodview.get(nameOf(completion))?.[0])?.status ?? '');
    const isProducing = here ? words.includes(status) : words.some((word) => begins(status, word));
    return isProducing ? [{ completion, status }] : [];
  });
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
    columns: ['status'],
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
