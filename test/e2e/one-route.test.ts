import { type GraphQLObjectType, getNamedType, getNullableType, isLeafType } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { built } from '../support/execute.js';
import {
  ARGUMENTS,
  ENTITIES,
  eventId,
  followsOf,
  type Sent,
  toldByStream,
  toldOver,
} from '../support/leak/event-walk.js';
import { type Question, questionsTo, questionToRows, ROOTS } from '../support/leak/graph-walk.js';
import { ADDRESSES, ELSEWHERE, knownLayers, mapAnswer } from '../support/leak/map-walk.js';
import { isConnection } from '../support/leak/selections.js';
import { attemptsOf, COMMANDS, mutationOf, OTHER_MUTATIONS } from '../support/leak/write-walk.js';
import { openWorld, type Side, type World } from '../support/leak/world.js';

// Everything that the gateway can be asked, asked by who sees one route only, over HTTP: it answers what it answers over a
// copy of the data that holds nothing else. What can be asked is told by the schema, the layers and the router, so what is
// added later is asked too; what the walk has no value for fails by its name.

let world: World;
beforeAll(async () => {
  world = await openWorld();
}, 300_000);
afterAll(() => world?.close());

const { bindings, schema } = built;

/** What is of a moment or of a request, or counted in another order of addition. */
const TOLD_AT = new Set(['requestId', 'timeStamp', 'attributesAsOf', 'asOf', 'serverTime']);
const settled = (answer: unknown): unknown =>
  JSON.parse(JSON.stringify(answer ?? null), function (this: object, key, value) {
    if (key === 'cursor' && 'changes' in this) return undefined; // of a bundle: it is its viewer's
    if (key === 'at' && 'source' in this) return undefined; // when a store was asked
    if (TOLD_AT.has(key) && typeof value === 'string') return undefined;
    return typeof value === 'number' ? Number(value.toPrecision(9)) : value;
  });

async function answerOf({ gateway, headers }: Side, query: string) {
  const { data, errors } = await gateway.ask(query, {}, headers);
  return settled({ data, errors }) as { data: any; errors?: any[] };
}

/** The answer to who sees one route, and to who sees nothing: each what it is where there is nothing else. */
async function compared({ name, query }: Question, refused = false) {
  await world.admin.gateway.ask(query, {}, world.admin.headers); // what is kept for others is no answer
  const [route, copy, nobody, empty] = await Promise.all(
    [world.route, world.copy, world.nobody, world.empty].map((side) => answerOf(side, query)),
  );
  expect(route, name).toEqual(copy);
  expect(nobody, `${name}, who sees nothing`).toEqual(empty);
  const wrong = route?.errors?.filter(({ message }) => !NO_FILTER.test(message)) ?? [];
  if (!refused) expect(wrong, name).toEqual([]);
  return route?.data;
}

/** A type that several views have in common has fields that are no column of this one: the filter says so. */
const NO_FILTER = /^where\.[\w.]+: has no value in this view$/;

/** What only who sees everything may ask for. */
const CLOSED = ['Query.auditEntries'];

describe.each(ROOTS.map((root) => [root.label, root] as const))('%s', (label, root) => {
  test('shows one route only, and nothing to who sees nothing', async () => {
    const questions = questionsTo(root, world);
    expect(questions.length > 0 || label === 'Query.node').toBe(true);
    for (const question of questions) {
      const data = await compared(question, CLOSED.includes(label));
      if (CLOSED.includes(label)) expect(JSON.stringify(data)).not.toMatch(/:[^{n]/);
    }
  }, 120_000);
});

/** Lists at the root, and the plain values of their rows. */
const LISTS = ROOTS.filter(({ field }) => isConnection(getNamedType(field.type)));
function leavesOf({ field }: (typeof ROOTS)[number]): string {
  const { nodes } = (getNamedType(field.type) as GraphQLObjectType).getFields();
  const row = getNamedType(nodes?.type) as GraphQLObjectType;
  const plain = Object.values(row.getFields()).filter(
    ({ type, args }) => isLeafType(getNullableType(type)) && args.length === 0,
  );
  return plain.map(({ name }) => name).join(' ');
}

/** Types whose rows are everybody's, and those whose rows nobody but an admin sees. */
const EVERYBODYS = ['ApprovalPolicy', 'CatalogueStatus', 'DowntimeReason', 'EntityTransition', 'StatusTransition'];
const ADMINS = ['AuditEntry', 'RegulatoryReportingKey'];
const TYPES = [...bindings.views.keys()];

describe.each(TYPES)('%s', (type) => {
  test('has every field of the rows of the route, and rows of others are like none', async () => {
    const { known, hidden } = world.ids.get(type) ?? { known: [], hidden: [] };
    // A type without rows to ask for would pass for one without leaks.
    expect([known.length > 0, hidden.length > 0]).toEqual([!ADMINS.includes(type), !EVERYBODYS.includes(type)]);
    const data = await compared(questionToRows(type, world), ADMINS.includes(type));
    const rows = Object.values(data ?? {});
    expect(rows.filter((row) => row !== null)).toHaveLength(known.length);
  }, 60_000);
});

const INSIDE = 'changes { kind key deleted unit { id } completion { id } } remaining complete missing';
const COUNTS =
  'events { eventType status month count medianDaysOpen } recommendations { status count } verified { count }';
test.each([
  ['fieldBundle', 'first: 1000', INSIDE],
  ['surveillanceFunnel', 'since: "2020-01-01T00:00:00Z"', COUNTS],
])('%s of an asset shows one route only', async (name, args, inside) => {
  const { units } = world;
  const assets = new Set([...units.known, ...units.hidden].map((unit) => unit.asset_company).filter(Boolean));
  expect(assets.size).toBeGreaterThan(1);
  for (const asset of assets) {
    await compared({ name: asset, query: `{ ${name}(asset: ${JSON.stringify(asset)}, ${args}) { ${inside} } }` });
  }
});

describe('an export', () => {
  test.each(LISTS.map((root) => [root.label, root] as const))(
    'of %s shows one route only',
    async (_, root) => {
      const query = root.wrapped(`${root.field.name} { nodes { ${leavesOf(root)} } }`);
      const exported = async ({ gateway, headers }: Side) => {
        const body = JSON.stringify({ query });
        const sent = { method: 'POST', body, headers: { ...headers, 'content-type': 'application/json' } };
        const response = await fetch(`${gateway.url}/export?format=csv`, sent);
        const text = await response.text();
        return [response.status, response.headers.get('x-truncated'), response.ok ? text : settled(JSON.parse(text))];
      };
      const sides = [world.admin, world.route, world.copy, world.nobody, world.empty];
      const [all, route, copy, nobody, empty] = await Promise.all(sides.map(exported));
      if (!CLOSED.includes(root.label)) expect(all?.[0]).toBe(200);
      expect(route).toEqual(copy);
      expect(nobody).toEqual(empty);
    },
    60_000,
  );
});

describe('an address of the map', () => {
  test('is walked, or tells of no row', () => {
    const { routes } = world.admin.gateway;
    expect(routes.length).toBeGreaterThan(Object.keys(ADDRESSES).length);
    expect(routes.filter((route) => !(route in ADDRESSES) && !ELSEWHERE.includes(route))).toEqual([]);
    expect(Object.keys(ADDRESSES).filter((route) => !routes.includes(route))).toEqual([]);
  });

  test.each(Object.keys(ADDRESSES))(
    '%s shows one route only',
    async (address) => {
      for (const known of await knownLayers(world)) {
        for (const path of ADDRESSES[address]?.(known) ?? []) {
          await mapAnswer(world.admin, path);
          const sides = [world.route, world.copy, world.nobody, world.empty];
          const [route, copy, nobody, empty] = await Promise.all(sides.map((side) => mapAnswer(side, path)));
          expect(settled(route), path).toEqual(settled(copy));
          expect(settled(nobody), `${path}, who sees nothing`).toEqual(settled(empty));
        }
      }
    },
    240_000,
  );
});

describe('a subscription', () => {
  test('is asked with every argument that it takes', () => {
    const fields = Object.values(schema.getSubscriptionType()?.getFields() ?? {});
    expect(fields.map(({ name, args }) => [name, args.map((argument) => argument.name)])).toEqual([
      ['operationEvents', ARGUMENTS],
    ]);
  });

  test('tells of the route only, over both transports, and nothing to who sees nothing', async () => {
    const follows = followsOf(world);
    const { seen, hidden } = world.events;
    // Of every type there is something to tell, and of every one that is not everybody's something to keep.
    const types = (sent: readonly Sent[]) => [...new Set(sent.map(({ entity }) => entity.toUpperCase()))].sort();
    expect(types(seen)).toEqual(ENTITIES);
    expect(types(hidden)).toEqual(ENTITIES.filter((name) => name !== 'DOWNTIME_REASON'));
    const toTell = seen.slice(1);
    const expected = (follow: (typeof follows)[number]) => toTell.filter(follow.tells).length;
    const nobody = await toldOver(world.nobody, follows, () => 0);
    const route = await toldOver(world.route, follows, expected);
    const copy = await toldOver(world.copy, follows, expected);
    const [told, alone] = [await route.close(), await copy.close()];
    for (const follow of follows) {
      expect(told.get(follow.name), follow.name).toEqual(alone.get(follow.name));
      const ids = told.get(follow.name)?.map(({ id }) => id);
      expect(ids, follow.name).toEqual(toTell.filter(follow.tells).map(eventId));
    }
    expect([...(await nobody.close()).values()].flat()).toEqual([]);
    const after = { after: eventId(seen[0] as Sent) };
    expect(await toldByStream(world.route, after, toTell.length)).toEqual(told.get('all'));
  }, 60_000);

  test('does not go on after an event that the viewer was never told of, nor say that there is one', async () => {
    const none = Buffer.from('1.1').toString('base64url');
    const { hidden } = world.events;
    for (const id of [hidden[0], hidden.at(-1)].map((sent) => eventId(sent as Sent))) {
      const refusals = [];
      for (const after of [id, none]) {
        const refused: any = await toldByStream(world.route, { after }, 1).catch((error) => error);
        refusals.push(refused);
      }
      expect(refusals[0]).toEqual(refusals[1]);
    }
  });
});

describe('a command', () => {
  test('is tried, or takes what those take that are', () => expect(OTHER_MUTATIONS).toEqual(['submitBatch']));

  test.each(COMMANDS.map((command) => [command.name, command] as const))(
    '%s says of a row of another route what it says of none',
    async (_, command) => {
      const { gateway, headers } = world.route;
      for (const attempt of attemptsOf(command, world)) {
        const say = async (id: string) => {
          const { data, errors } = await gateway.ask(mutationOf(command), { input: attempt.inputOf(id) }, headers);
          const text = JSON.stringify({ answer: data?.[command.name], errors: settled(errors) });
          return text.replaceAll(id, 'ID');
        };
        const [hidden, none] = [await say(attempt.hidden), await say(attempt.nowhere)];
        const what = `${attempt.argument} of type ${attempt.type}`;
        expect(hidden, what).toBe(none);
        expect(none, what).toMatch(/NOT_FOUND|FORBIDDEN/);
      }
    },
    60_000,
  );
});
