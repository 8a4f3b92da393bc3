/** The scalars that have a filter. */
const FILTERED = 'ID String Int Float Boolean Date LocalDateTime DateTime Geometry JSON'.split(' ');
const ORDERED = ['lt', 'lte', 'gt', 'gte'] as const;
const MEANING: Readonly<Record<string, string>> = {
  eq: 'Equal to this value.',
  ne: 'Not equal to this value; rows without a value count as not equal.',
  in: 'Equal to one of these values.',
  notIn: 'Equal to none of these values; rows without a value count.',
  lt: 'Less than, or earlier than, this value.',
  lte: 'At most, or not after, this value.',
  gt: 'Greater than, or later than, this value.',
  gte: 'At least, or not before, this value.',
  contains: 'The text holds this text somewhere, whatever the case of its letters.',
  startsWith: 'The text starts with this text, whatever the case of its letters.',
  intersects: 'Shares a point with this area: true intersection, not that of bounding boxes.',
  within: 'Lies wholly within this area or on its edge.',
  near: 'Lies at most so far from this point.',
  isNull: 'True: only rows without a value. False: only rows with one.',
};

/** The types that every list shares: Node, PageInfo and a filter a scalar. */
export function sharedTypes(): string {
  return `
"A record that can be found again by its global id."
interface Node {
  "The record's global id: opaque, the same for ever."
  id: ID!
}

"Where a page of a list begins and ends."
type PageInfo {
  "True when the list goes on after this page."
  hasNextPage: Boolean!
  "True when this page was asked for with \`after\`."
  hasPreviousPage: Boolean!
  "The cursor of the page's first row; null for an empty page."
  startCursor: String
  "The cursor of the page's last row, for \`after\`; null for an empty page."
  endCursor: String
}
${FILTERED.map(filter).join('\n')}`;
}

function filter(scalar: string): string {
  const operators = operatorsOf(scalar).map((name) => `  "${MEANING[name]}"\n  ${name}: ${typeOf(name, scalar)}`);
  const unit = scalar === 'Float' ? " They are in the field's own unit, whatever unit the answer is asked for in." : '';
  return `"Conditions on a value of type ${scalar}; all of them hold at once.${unit}"\ninput ${scalar}Filter {\n${operators.join('\n')}\n}`;
}

function operatorsOf(scalar: string): string[] {
  if (scalar === 'Boolean') return ['eq', 'ne', 'isNull'];
  if (scalar === 'ID') return ['eq', 'ne', 'in', 'notIn', 'isNull'];
  if (scalar === 'Geometry') return ['intersects', 'within', 'near', 'isNull'];
  if (scalar === 'JSON') return ['isNull'];
  const text = scalar === 'String' ? ['contains', 'startsWith'] : [];
  return ['eq', 'ne', 'in', 'notIn', ...ORDERED, ...text, 'isNull'];
}

function typeOf(operator: string, scalar: string): string {
  if (operator === 'isNull') return 'Boolean';
  if (operator === 'near') return 'NearInput';
  if (operator === 'intersects' || operator === 'within') return 'AreaInput';
  return operator === 'in' || operator === 'notIn' ? `[${scalar}!]` : scalar;
}
