import { createClient } from 'graphql-sse';
import type { GraphQLEnumType } from 'graphql';
import { globalId } from '../../../src/binding/global-id.js';
import type { ViewBinding } from '../../../src/binding/bindings.js';
import { built } from '../execute.js';
import { socketClient } from '../live.js';
import type { Side, World } from './world.js';

const { bindings, schema } = built;

/** An event as the outbox has it. */
export interface Sent {
  readonly written_by: string;
  readonly seq: string;
  readonly entity: string;
  readonly row_id: string;
  readonly network: string;
  readonly unit: string | null;
  readonly route: string | null;
}

export const eventId = ({ written_by, seq }: Sent) => Buffer.from(`${written_by}.${seq}`).toString('base64url');

/** What a subscription is asked with, and which of the events that the viewer sees it tells of. */
export interface Follow {
  readonly name: string;
  readonly variables: Record<string, unknown>;
  readonly tells: (sent: Sent) => boolean;
}

export const SUBSCRIPTION = `subscription ($route: ID, $unit: ID, $entity: OperationEntity, $after: ID) {
  operationEvents(route: $route, unit: $unit, entity: $entity, after: $after) {
    id at kind entity recordId version actor record { __typename id } } }`;

export const ENTITIES = (schema.getType('OperationEntity') as GraphQLEnumType)
  .getValues()
  .map(({ name }) => name)
  .sort();
/** What a subscription takes; a new argument has to be walked too. */
export const ARGUMENTS = ['route', 'unit', 'entity', 'after'];

/** Every way to narrow what is followed: to what is seen, to what is not, and to what is nowhere. */
export function followsOf({ events }: World): Follow[] {
  const { seen, hidden } = events;
  const after = { after: eventId(seen[0] as Sent) };
  const places = [...seen, ...hidden, { unit: 'nowhere', route: 'nowhere' } as Sent];
  const distinct = (of: 'unit' | 'route') => [...new Set(places.flatMap((each) => each[of] ?? []))];
  const narrowed = (of: 'unit' | 'route', type: string) =>
    distinct(of).map(
      (id): Follow => ({
        name: `${of} ${id}`,
        variables: { ...after, [of]: globalId(bindings.views.get(type) as ViewBinding, { id_rec: id }) },
        tells: (sent) => sent[of] === id,
      }),
    );
  return [
    { name: 'all', variables: after, tells: () => true },
    ...narrowed('unit', 'Unit'),
    ...narrowed('route', 'Route'),
    ...ENTITIES.map(
      (entity): Follow => ({
        name: entity,
        variables: { ...after, entity },
        tells: (sent) => sent.entity === entity.toLowerCase(),
      }),
    ),
  ];
}

/**
 * What a viewer is told over a socket: each subscription until it has told as many events as there are to tell, all of them
 * open until the one that tells everything has come to its end, and an answer after that.
 */
export async function toldOver(side: Side, follows: readonly Follow[], expected: (follow: Follow) => number) {
  const { client, ask } = socketClient(side.gateway.url, side.headers);
  const told = new Map<string, any[]>(follows.map(({ name }) => [name, []]));
  const all = follows.map(
    (follow) =>
      new Promise<void>((resolve, reject) => {
        if (expected(follow) === 0) resolve();
        client.subscribe(
          { query: SUBSCRIPTION, variables: follow.variables },
          {
            next: (result: any) => {
              const list = told.get(follow.name) as any[];
              list.push(result.data?.operationEvents ?? result);
              if (list.length === expected(follow)) resolve();
            },
            error: reject,
            complete: resolve,
          },
        );
      }),
  );
  await Promise.all(all);
  return {
    told,
    /** Once what is under way has been heard of too. */
    close: async () => {
      for (let n = 0; n < 3; n += 1) await ask('{ units { totalCount } }');
      await client.dispose();
      return told;
    },
  };
}

/** The first so many events over server-sent events. */
export async function toldByStream({ gateway, headers }: Side, variables: Record<string, unknown>, count: number) {
  const client = createClient({ url: `${gateway.url}/graphql/stream`, headers, retryAttempts: 0 });
  const told: unknown[] = [];
  for await (const { data } of client.iterate<any>({ query: SUBSCRIPTION, variables })) {
    told.push(data?.operationEvents);
    if (told.length === count) break;
  }
  client.dispose();
  return told;
}
