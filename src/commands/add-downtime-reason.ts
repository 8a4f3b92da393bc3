import { dayAt } from '../days/local-day.js';
import type { AddDowntimeReasonInput } from '../generated/resolvers.js';
import type { Row } from '../sources/row-source.js';
import { columnsOf, create } from './changes.js';
import { command, type Moment } from './command.js';
import { conflict, invalid, refOf, type UserError, userError } from './outcome.js';
import { NOWHERE } from './place.js';

const FIELDS = [
  'code',
  'parentCode',
  'longName',
  'shortName',
  'abbreviation',
  'isPlanned',
  'isControllable',
  'countsAsDeferment',
  'requiresComment',
  'effectiveDate',
] as const;
const DEEPEST = 3;

export const addDowntimeReason = command({
  permission: 'write:reference',
  load: async ({ code, parentCode, approvalPolicy }: AddDowntimeReasonInput, reads) => {
    const [same, parents, policies] = await Promise.all([
      reads.find('DowntimeReason', { equal: { code } }),
      parentCode ? reads.find('DowntimeReason', { equal: { code: parentCode } }) : [],
      approvalPolicy ? reads.find('ApprovalPolicy', { equal: { policy_id: approvalPolicy } }) : [],
    ]);
    return { same: same[0], parent: parents[0], policy: policies[0] };
  },
  decide: (given, { same, parent, policy }, moment) => {
    if (same)
      return conflict(refOf('DowntimeReason', same), userError('code', 'ALREADY_EXISTS', 'there is such a code'));
    const errors = [...parentErrors(given, parent, moment), ...policyErrors(given, parent, policy)];
    if (!/^[A-Z][A-Z0-9_]*$/.test(given.code))
      errors.push(userError('code', 'MALFORMED', 'is made of capitals, digits and underscores'));
    if (errors.length > 0) return invalid(...errors);
    const patch = {
      ...columnsOf(given, FIELDS),
      level: parent ? Number(parent.level) + 1 : 1,
      approval_policy: given.approvalPolicy ?? parent?.approval_policy ?? null,
    };
    return { changes: [create('DowntimeReason', NOWHERE, moment, patch, 'ADDED')] };
  },
});

function parentErrors(given: AddDowntimeReasonInput, parent: Row | undefined, { now }: Moment): UserError[] {
  const { parentCode, effectiveDate } = given;
  if (!parentCode) return [];
  if (!parent) return [userError('parentCode', 'UNKNOWN_VALUE', 'is no reason')];
  const first = effectiveDate ?? dayAt('UTC', now);
  if (parent.active_ind !== 'Y' || (parent.expiry_date !== null && String(parent.expiry_date) <= first))
    return [userError('parentCode', 'INCONSISTENT', `is a reason that is retired by ${first}`)];
  const isDeepest = Number(parent.level) >= DEEPEST;
  return isDeepest ? [userError('parentCode', 'OUT_OF_RANGE', `reasons have ${DEEPEST} levels`)] : [];
}

/** A reason without a policy could not be submitted. */
function policyErrors({ approvalPolicy }: AddDowntimeReasonInput, parent: Row | undefined, policy: Row | undefined) {
  if (approvalPolicy && !policy) return [userError('approvalPolicy', 'UNKNOWN_VALUE', 'is no policy')];
  const hasOne = approvalPolicy || parent?.approval_policy;
  return hasOne ? [] : [userError('approvalPolicy', 'REQUIRED', 'somebody has to approve events with the reason')];
}
