import type { Row } from '../sources/row-source.js';
import type { Overlay } from './declaration.js';
import type { At } from './read.js';
import { readMerged } from './read-merged.js';

/** Before the first record and after the last: only for what a completion has few enough of to read them all. */
const EVER = { from: '1900-01-01', to: '2199-12-30' };

/** All that both stores ever had of a completion up to a day. */
export const mergedEver = (overlay: Overlay, completion: Row, to: string | null | undefined, at: At) =>
  readMerged(overlay, completion, { ...EVER, to: to ?? EVER.to }, at);
