import type { Row } from '../sources/row-source.js';
import type { Asked, Overlay } from './declaration.js';
import type { Told } from './merge.js';

/** Rows of one parent, of each store; null where the store did not answer. */
export interface RowsOfBoth {
  readonly prodview: readonly Row[] | null;
  readonly operations: readonly Row[] | null;
}

/** What the rows of each store tell of a parent's days. */
export const toldOf = (overlay: Overlay, { prodview, operations }: RowsOfBoth, asked: Asked): Told => ({
  prodview: prodview && overlay.prodview.facts(prodview, asked),
  operations: operations && overlay.operations.facts(operations, asked),
  ...(overlay.named && { named: overlay.named(operations ?? [], asked) }),
});
