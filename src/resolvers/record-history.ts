import type { GraphQLResolveInfo } from 'graphql';
import type { Bindings, Leaf, ViewBinding } from '../binding/bindings.js';
import { type Sight, shown } from '../binding/personal.js';
import { isRecord } from '../binding/records.js';
import type { WriteContext } from '../commands/mutations.js';
import { LimitExceeded } from '../errors.js';
import { type EventOf, historiesOf, statesAsOf } from '../events/history.js';
import type { Patch, PatchValue } from '../events/write.js';
import type { Column, Row, Value } from '../sources/row-source.js';
import { asJson } from './as-json.js';

/** Who asks for the history of a record has read the record, so its scope is held already. */
type Field<Args> = (row: Row, args: Args, context: WriteContext, info: GraphQLResolveInfo) => unknown;

/** The columns that say of a row what the event itself says. */
const OF_EVENT = /^(row_id|row_version|row_(created|changed)_(by|date)|client_request_id)$/;
const ACTOR = { column: { personal: 'NAME' } } as const;

/** `history` and `asOf` of every type of record: of many records at a time one statement each. */
export function recordResolvers({ views }: Bindings): Record<string, Record<string, Field<never>>> {
  const records = [...views.values()].filter(isRecord);
  return Object.fromEntries(records.map((view) => [view.type, { history: history(view), asOf: asOf(view) }]));
}

const history = (view: ViewBinding): Field<object> => {
  const leaves = view.leaves.filter(({ field }) => !OF_EVENT.test(field.column.name));
  return async ({ row_id }, _args, context, info) => {
    const { maxRows, sight, onRows } = context.read(info).asked;
    const store = await context.writer.store();
    return context.loaders(info).batched(`history ${view.type}`, [String(row_id)], async (keys) => {
      const events = await historiesOf(store, view.view, keys.flat(), maxRows + 1);
      if (events.length > maxRows) throw new LimitExceeded(`More than ${maxRows} events; ask for fewer records`);
      onRows?.('RecordEvent', events.length);
      const streams = new Map<string, EventOf[]>(keys.map(([id = '']) => [id, []]));
      for (const event of events) streams.get(event.rowId)?.push(event);
      return [...streams.values()].map((stream) => told(stream, leaves, sight));
    });
  };
};

const asOf =
  (view: ViewBinding): Field<{ at: string }> =>
  async ({ row_id }, { at }, context, info) => {
    const { sight, onRows } = context.read(info).asked;
    const store = await context.writer.store();
    return context.loaders(info).batched(`as of ${at} ${view.type}`, [String(row_id)], async (keys) => {
      const states = await statesAsOf(store, view.view, keys.flat(), at);
      onRows?.(view.type, states.size);
      return keys.map(([id = '']) => {
        const state = states.get(id);
        return state ? rowOf(state, view, sight) : null;
      });
    });
  };

function told(events: readonly EventOf[], leaves: readonly Leaf[], sight: Sight) {
  let before: Patch = {};
  return events.map(({ version, kind, recordedAt, actor, patch }) => {
    const changes = leaves.flatMap(({ path, field: { column } }) => {
      if (!(column.name in patch)) return [];
      const value = (state: Patch) => asJson(seen(state[column.name], column, sight));
      return [{ field: path.join('.'), before: value(before), value: value(patch) }];
    });
    before = { ...before, ...patch };
    return { version, kind, at: instant(recordedAt), actor: shown(actor, ACTOR, sight), changes };
  });
}

/** A state as a row that a source would have read. */
function rowOf(state: Patch, { leaves }: ViewBinding, sight: Sight): Row {
  const values = leaves.map(({ field: { column } }) => {
    const value = seen(state[column.name], column, sight);
    return [column.name, column.kind === 'json' ? asJson(value) : value];
  });
  return Object.fromEntries(values);
}

function seen(value: PatchValue | undefined, column: Column, sight: Sight): PatchValue {
  const one = column.kind === 'instant' && typeof value === 'string' ? instant(value) : (value ?? null);
  return shown(one as Value, { column }, sight) as PatchValue;
}

/** As the sources write instants: the database's connections speak UTC. */
const instant = (text: string) => text.replace(/\+00:00$/, 'Z');
