import type { RecordStepInput } from '../generated/resolvers.js';
import type { Row } from '../sources/row-source.js';
import { type UserError, userError } from './outcome.js';
import { type Facts, transition } from './transition.js';

/** Who writes that a time has run out, whoever asked for it to be looked at. */
const POLICY = 'POLICY:EXPIRY';

/** Whoever writes such records may ask for it; the record's own time alone says whether it has come. */
const isOver =
  (column: string) =>
  ({ row, moment }: Facts<RecordStepInput>): UserError[] => {
    const at = (row as Row)[column];
    if (at && Date.parse(String(at)) <= moment.now.getTime()) return [];
    return [userError('record', 'NOT_ALLOWED_NOW', at ? `it holds until ${at}` : 'it holds without an end')];
  };

export const expireRecommendation = transition<RecordStepInput>({
  type: 'OptimizationRecommendation',
  permission: 'write:recommendation',
  to: 'EXPIRED',
  givesUp: true,
  by: POLICY,
  judge: isOver('expiry_date'),
});

export const expireConstraint = transition<RecordStepInput>({
  type: 'ProductionConstraint',
  permission: 'write:surveillance',
  to: 'EXPIRED',
  givesUp: true,
  by: POLICY,
  judge: isOver('effective_to'),
});
