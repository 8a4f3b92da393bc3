import type { GraphQLResolveInfo } from 'graphql';
import type { Bindings, ViewBinding } from '../binding/bindings.js';
import { globalId, parseGlobalId } from '../binding/global-id.js';
import { viewNamed } from '../binding/named.js';
import { shown } from '../binding/personal.js';
import { isRecord } from '../binding/records.js';
import type { ViewerScope } from '../binding/viewer-scope.js';
import type { WriteContext } from '../commands/mutations.js';
import { BadUserInput } from '../errors.js';
import { concerns } from './concerns.js';
import { keptEvent, type Position, type Routed, type SentEvent } from '../events/outbox.js';
import type { SubscriptionOperationEventsArgs } from '../generated/resolvers.js';

interface LiveContext extends WriteContext {
  /** Makes the context of what is read later than now. */
  readonly carrier?: { readonly contextOfEvent: () => Promise<LiveContext> };
}

/** What a viewer sees is asked again when it is older than this. */
const SCOPE_AGE_MS = 1_000;

export const operationEvents = {
  subscribe: async (
    _root: unknown,
    args: SubscriptionOperationEventsArgs,
    context: LiveContext,
    info: GraphQLResolveInfo,
  ) => {
    const { bindings } = context.read(info).asked;
    const isAsked = filterOf(args, bindings);
    const after = typeof args.after === 'string' ? positionOf(args.after) : undefined;
    const store = await context.writer.store();
    const scope = scopes(context, info);
    if (after) {
      // One that the viewer may not see is like none: its place would tell that something was written.
      const last = await keptEvent(store, after);
      if (!last || !sees(await scope(), last, bindings))
        throw new BadUserInput('after', 'is no event that is kept; read anew, and subscribe without it');
    }
    const wants = async (event: SentEvent) => isAsked(event) && sees(await scope(), event, bindings);
    return store.feed.follow({ after, wants });
  },
  resolve: (event: SentEvent) => event,
};

type Of<T> = (event: SentEvent, args: object, context: LiveContext, info: GraphQLResolveInfo) => T;
const recordOf: Of<readonly [ViewBinding, string]> = ({ entity, rowId }, _args, context, info) => {
  const view = recordView(entity, context.read(info).asked.bindings);
  if (!view) throw new Error(`${entity} has events and no type`);
  return [view, rowId];
};
const recordId: Of<string> = (event, args, context, info) => {
  const [view, rowId] = recordOf(event, args, context, info);
  return globalId(view, { row_id: rowId });
};
const record: Of<unknown> = async (event, args, context, info) => {
  const [view, rowId] = recordOf(event, args, context, info);
  const row = await context.loaders(info).row(view, view.key, [rowId], `OperationEvent ${view.type}`);
  return row && { ...row, __typename: view.type };
};
const actor: Of<unknown> = (event, _args, { sight }) => shown(event.actor, { column: { personal: 'NAME' } }, sight);

export const OperationEvent = {
  id: ({ writtenBy, seq }: SentEvent) => Buffer.from(`${writtenBy}.${seq}`).toString('base64url'),
  at: ({ at }: SentEvent) => at.replace(/\+00:00$/, 'Z'),
  entity: ({ entity }: SentEvent) => entity.toUpperCase(),
  actor,
  record,
  // Of the event alone: it reads nothing, so it is never null.
  recordId: (...given: Parameters<typeof recordId>) => recordId(...given),
};

const recordView = (entity: string, { views }: Bindings) =>
  [...views.values()].find((view) => isRecord(view) && view.view === entity);

function filterOf({ route, unit, entity }: SubscriptionOperationEventsArgs, bindings: Bindings) {
  const keyIn = (id: string | null | undefined, type: 'Route' | 'Unit') => {
    if (id === null || id === undefined) return undefined;
    const argument = type.toLowerCase();
    const { view, key } = parseGlobalId(id, bindings, argument);
    if (view !== viewNamed(bindings, type)) throw new BadUserInput(argument, `is the id of no ${type}`);
    return key[0];
  };
  const [onRoute, ofUnit] = [keyIn(route, 'Route'), keyIn(unit, 'Unit')];
  return (event: SentEvent) =>
    (onRoute === undefined || event.route === onRoute) &&
    (ofUnit === undefined || event.unit === ofUnit) &&
    (!entity || event.entity === entity.toLowerCase());
}

function positionOf(id: string): Position {
  const found = /^(\d{1,19})\.(\d{1,18})$/.exec(Buffer.from(id, 'base64url').toString());
  if (!found?.[1] || !found[2]) throw new BadUserInput('after', 'is the id of no event');
  return { writtenBy: found[1], seq: found[2] };
}

/** The viewer's scope as it is now, not as it was when the subscription began. */
function scopes(context: LiveContext, info: GraphQLResolveInfo): () => Promise<ViewerScope> {
  let known = { scope: context.read(info).asked.scope, at: Date.now() };
  return async () => {
    if (Date.now() - known.at < SCOPE_AGE_MS) return known.scope;
    const now = (await context.carrier?.contextOfEvent()) ?? context;
    known = { scope: now.read(info).asked.scope, at: Date.now() };
    return known.scope;
  };
}

/** Who sees the record hears of it; where a scope cannot be told, nobody does. */
function sees(scope: ViewerScope, event: Routed, bindings: Bindings): boolean {
  const view = recordView(event.entity, bindings);
  if (!view) return false;
  if (scope.kind === 'unknown') throw scope.why;
  return concerns(event, view, scope, bindings);
}
