import type { Row } from '../sources/row-source.js';
import type { Asked, Overlay } from './declaration.js';
import { type Merged, merge } from './merge.js';
import { type At, readBoth } from './read.js';
import { toldOf } from './told.js';

/** What both stores say of a window. */
export interface ReadMerged {
  /** Each fact once, the newest first. */
  readonly all: readonly Merged[];
  readonly asked: Asked;
  /** Whether both stores answered. */
  readonly complete: boolean;
}

/** Reads both stores and puts together what they say of a parent's days. */
export async function readMerged(
  overlay: Overlay,
  parent: Row,
  { from, to }: Pick<Asked, 'from' | 'to'>,
  at: At,
): Promise<ReadMerged> {
  const [{ zone, ...rows }, now] = await Promise.all([readBoth(overlay, parent, { from, to }, at), at.context.now()]);
  const asked = { from, to, zone, now };
  const told = toldOf(overlay, rows, asked);
  const complete = told.prodview !== null && told.operations !== null;
  return { all: merge(overlay, told, asked), asked, complete };
}
