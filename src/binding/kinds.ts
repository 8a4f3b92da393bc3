import type { Column } from '../sources/row-source.js';

/** Whether a column is a day or a time: what can date a list and be grouped by period. */
export const isDated = ({ kind }: Column) => kind === 'date' || kind === 'local' || kind === 'instant';

export const isNumber = ({ kind }: Column) => kind === 'integer' || kind === 'float';
