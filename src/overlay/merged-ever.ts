import type { Row } from '../sources/row-source.js';
import type { Overlay } from './declaration.js';
import { type Merged, merge } from './merge.js';
import { type At, readBoth } from './read.js';

/** Before the first record and after the last: only for what a completion has few enough of to read them all. */
const EVER = { from: '1900-01-01', to: '2199-12-30' };

/** All that both stores ever had of a completion up to a day, each fact once, the newest first. */
export async function mergedEver(
  overlay: Overlay,
  completion: Row,
  to: string | null | undefined,
  at: At,
): Promise<{ readonly all: readonly Merged[]; readonly zone: string }> {
  const days = { ...EVER, to: to ?? EVER.to };
  const { zone, ...rows } = await readBoth(overlay, completion, days, at);
  const asked = { ...days, zone, now: new Date() };
  const told = {
    prodview: rows.prodview && overlay.prodview.facts(rows.prodview, asked),
    operations: rows.operations && overlay.operations.facts(rows.operations, asked),
  };
  return { all: merge(overlay, told, asked), zone };
}
