import type { Row } from '../sources/row-source.js';
import type { Overlay } from './declaration.js';
import type { At } from './read.js';
import { readMerged } from './read-merged.js';
import { EVER } from './window.js';

/** All that both stores ever had of a completion up to a day: only for what it has few enough of to read them all. */
export const mergedEver = (overlay: Overlay, completion: Row, to: string | null | undefined, at: At) =>
  readMerged(overlay, completion, { ...EVER, to: to ?? EVER.to }, at);
