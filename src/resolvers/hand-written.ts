import { Completion } from './completion.js';
import { ProductionSummary } from './production.js';
import { ProductionTest } from './tests.js';
import { Unit } from './unit.js';

/** Every field that is not read from a column: a type a file. */
export const handWritten = { Completion, ProductionSummary, ProductionTest, Unit };
