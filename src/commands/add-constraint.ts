import type { AddConstraintInput } from '../generated/resolvers.js';
import { inForce } from '../overlay/sides.js';
import type { Row } from '../sources/row-source.js';
import { columnsOf, create } from './changes.js';
import { command } from './command.js';
import { orderErrors } from './downtime-times.js';
import { isKept, type KeptLimit, limitOf } from './limit-units.js';
import { invalid, type UserError, userError } from './outcome.js';
import { sameSubject, subjectOf } from './subject.js';

const FIELDS = [
  'constraintType',
  'limitDirection',
  'effectiveFrom',
  'effectiveTo',
  'impactOilBblPerDay',
  'impactGasMcfPerDay',
  'description',
] as const;

export const addConstraint = command({
  permission: 'write:surveillance',
  load: async (given: AddConstraintInput, reads) => {
    const subject = await subjectOf(given, ['completion', 'facility', 'node'], reads);
    const others = await reads.find('ProductionConstraint', {
      equal: { ...sameSubject(subject), status: 'ACTIVE' },
      and: inForce((name) => reads.column('ProductionConstraint', name)),
    });
    return { subject, others };
  },
  decide: (given, { subject, others }, moment) => {
    const limit = limitOf(given);
    const errors = [
      ...(isKept(limit) ? crossings(given, limit, others) : [limit]),
      ...orderErrors('effectiveTo', given.effectiveFrom, given.effectiveTo),
    ];
    if (errors.length > 0 || !isKept(limit)) return invalid(...errors);
    const patch = {
      ...subject.columns,
      ...columnsOf(given, FIELDS),
      ...limit,
      product_type: given.product ?? null,
      ...sentIn(given, limit),
    };
    return { changes: [create('ProductionConstraint', subject.place, moment, patch, 'ADDED')] };
  },
});

/** What was sent in another unit stays known. */
const sentIn = ({ limitValue, limitUom }: AddConstraintInput, limit: KeptLimit) =>
  limitUom === limit.limit_uom ? {} : { original_values: { limit_value: { value: limitValue, uom: limitUom } } };

/** A least value above a greatest one leaves no value that is allowed. */
function crossings(given: AddConstraintInput, limit: KeptLimit, others: readonly Row[]): UserError[] {
  const crossing = others.find(
    (other) =>
      other.limit_direction !== given.limitDirection &&
      other.limit_uom === limit.limit_uom &&
      (!given.product || other.product_type === null || other.product_type === given.product) &&
      isTogether(given, other) &&
      (given.limitDirection === 'MAX'
        ? Number(other.limit_value) > limit.limit_value
        : Number(other.limit_value) < limit.limit_value),
  );
  if (!crossing) return [];
  const { limit_direction, limit_value, limit_uom } = crossing;
  return [userError('limitValue', 'INCONSISTENT', `crosses the ${limit_direction} of ${limit_value} ${limit_uom}`)];
}

const isTogether = ({ effectiveFrom, effectiveTo }: AddConstraintInput, other: Row) =>
  isBefore(effectiveFrom, other.effective_to) && isBefore(String(other.effective_from), effectiveTo);

/** No end is after everything. */
const isBefore = (from: string, to: unknown) => !to || Date.parse(from) < Date.parse(String(to));
