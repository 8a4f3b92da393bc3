import type { ComputedField, ViewBinding } from './bindings.js';

/** Whether rows of a view are records of operations: each is a stream of events. */
export const isRecord = ({ source, key }: Pick<ViewBinding, 'source' | 'key'>): boolean =>
  source === 'OPS' && key.length === 1 && key[0]?.name === 'row_id';

/** Fields that every record has beside its own, by the id that its events have too. */
export const RECORD_FIELDS: readonly (readonly [name: string, field: ComputedField])[] = ['history', 'asOf'].map(
  (name) => [name, { kind: 'computed', needs: ['rowId'] }],
);

/** The same as the served schema has them. */
export function recordTypes(views: Iterable<ViewBinding>): string {
  const records = [...views].filter(isRecord);
  const own = records.map(({ type }) => `extend type ${type} {${FIELDS.replaceAll('TYPE', type)}}`);
  return records.length === 0 ? '' : [...own, EVENT].join('\n');
}

const EVENT = `
extend type OperationEvent {
  "The record as it is now, which may be later than the event."
  record: Node
}`;

const FIELDS = `
  "What happened to the record, first things first."
  history: [RecordEvent!]
  """
  The record as it stood at a moment of the database's clock; null where it was not there yet. Its own values are those of
  then, without those that the database works out of others; what it links to is as it is now.
  """
  asOf("The moment." at: DateTime!): TYPE
`;
