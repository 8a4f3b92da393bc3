import { Completion } from './completion.js';
import { Unit } from './unit.js';

/** Every field that is not read from a column: a type a file. */
export const handWritten = { Completion, Unit };
