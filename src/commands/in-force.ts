import type { Row } from '../sources/row-source.js';

/** Whether a record counts: it was neither put out of force nor found to be wrong. */
export const isInForce = (row: Row): boolean => row.active_ind === 'Y' && !wasRejected(row);

/** Whether who reviewed a record found it to be wrong; nobody has said since. */
export const wasRejected = ({ row_quality }: Row): boolean => row_quality === 'REJECTED';
