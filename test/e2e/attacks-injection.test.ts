import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ASKED, TEXTS, UNFIT } from '../support/attacks.js';
import { type Attacked, type Attacker, expectRefusal, HINT, NETWORK, startAttacked } from '../support/attacked.js';

let attacked: Attacked;
beforeAll(async () => {
  attacked = await startAttacked();
});
afterAll(() => attacked.close());
const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const decoded = (text: string) => JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown[];

describe('text is text, whatever it would mean elsewhere', () => {
  test.each(TEXTS)('%j', async (text) => {
    const { data, errors } = await attacked.admin.ask(ASKED, { text, values: [text, "'"] });
    for (const { extensions, message } of errors ?? []) {
      expect(extensions.code).toBe('BAD_USER_INPUT');
      expect(message).not.toMatch(HINT);
    }
    const names = await everyName();
    expect(data.equal.totalCount).toBe(names.filter((name) => name === text).length);
    expect(data.among.totalCount).toBe(names.filter((name) => name === text || name === "'").length);
    expect(data.contained.totalCount).toBe(
      names.filter((name) => name.toLowerCase().includes(text.toLowerCase())).length,
    );
    expect(data.begun.totalCount).toBe(
      names.filter((name) => name.toLowerCase().startsWith(text.toLowerCase())).length,
    );
    expect([data.api, data.eid]).toEqual([null, null]);
    // A search is for the words in it, and for nothing else.
    const words = text.replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
    const plain =
      words &&
      (await attacked.admin.ask('query ($text: String!) { searchWells(text: $text) { matched } }', { text: words }));
    expect(data.found?.matched ?? 0).toBe(plain ? plain.data.searchWells.matched : 0);
  });

  test.each(TEXTS)('%j as an id finds nothing', async (text) => {
    for (const id of [text, encoded(['Unit', text]), encoded([text, 'x']), encoded(['Unit', text, text])]) {
      const { data, errors } = await attacked.admin.ask(
        'query ($id: ID!) { node(id: $id) { id } unit(id: $id) { id } }',
        { id },
      );
      expect(Object.values(data ?? {}).filter((each) => each !== null)).toEqual([]);
      for (const { extensions } of errors ?? []) expect(extensions.code).toBe('BAD_USER_INPUT');
    }
  });

  test.each(TEXTS)('%j in a cursor moves nothing', async (text) => {
    const page =
      'query ($after: String) { units(first: 1, after: $after, orderBy: [UNIT_NAME_ASC]) { nodes { idRec } pageInfo { endCursor } } }';
    const first = await attacked.admin.ask(page);
    const [signature, , key] = decoded(first.data.units.pageInfo.endCursor);
    const forged = await attacked.admin.ask(page, { after: encoded([signature, text, key]) });
    expect(forged.errors).toBeUndefined(); // a place like any other, between two names or behind the last
    expect(forged.data.units.nodes.length).toBeLessThanOrEqual(1);
    for (const after of [
      text,
      encoded([text]),
      encoded([text, text, text]),
      encoded([signature, { text }, key]),
      encoded({ text }),
    ])
      expectRefusal(await attacked.admin.ask(page, { after }), ['BAD_USER_INPUT']);
  });

  test('an order, a group or a unit of measure is a word of the schema or nothing', async () => {
    for (const text of TEXTS) {
      for (const [type, list] of [
        ['[UnitOrder!]', 'units(orderBy: $by) { totalCount }'],
        ['[UnitGroup!]!', 'units { groups(by: $by) { count } }'],
      ])
        expectRefusal(await attacked.admin.ask(`query ($by: ${type}) { ${list} }`, { by: [text] }), ['BAD_USER_INPUT']);
    }
  });

  test('every view is as it was', async () => {
    expect((await everyName()).length).toBeGreaterThan(100);
  });
});

describe('text that no store can hold is refused by its name', () => {
  test.each(UNFIT)('%j in a variable', async (text) => {
    for (const attacker of attacked.attackers) {
      const { errors } = await attacker.ask(
        'query ($text: String!) { units(where: { unitName: { eq: $text } }) { totalCount } }',
        { text },
      );
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: '$text' } }]);
    }
  });

  test('in a document', async () => {
    const { errors } = await attacked.admin.ask(
      '{ units(where: { unitName: { in: ["a", "b\\u0000"] } }) { totalCount } }',
    );
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'where.unitName.in' } }]);
    const half = await attacked.admin.ask('{ units(where: { unitName: { eq: "\\uD800" } }) { totalCount } }');
    expectRefusal(half, ['GRAPHQL_PARSE_FAILED']);
  });

  test.each(UNFIT)('%j in an id or a cursor', async (text) => {
    expectRefusal(
      await attacked.admin.ask('query ($id: ID!) { node(id: $id) { id } }', { id: encoded(['Unit', text]) }),
      ['BAD_USER_INPUT'],
    );
    const page =
      'query ($after: String) { units(first: 1, after: $after, orderBy: [UNIT_NAME_ASC]) { pageInfo { endCursor } } }';
    const [signature, , key] = decoded((await attacked.admin.ask(page)).data.units.pageInfo.endCursor);
    expectRefusal(await attacked.admin.ask(page, { after: encoded([signature, text, key]) }), ['BAD_USER_INPUT']);
  });
});

let names: string[] | undefined;
async function everyName(): Promise<string[]> {
  if (names) return names;
  const all: string[] = [];
  let after: string | null = null;
  do {
    const { data } = await attacked.admin.ask(
      'query ($after: String) { units(first: 1000, after: $after) { nodes { unitName } pageInfo { hasNextPage endCursor } } }',
      { after },
    );
    all.push(...data.units.nodes.map(({ unitName }: { unitName: string }) => unitName));
    after = data.units.pageInfo.hasNextPage ? data.units.pageInfo.endCursor : null;
  } while (after);
  names = all;
  return all;
}

describe('what lies in another network is like what does not exist', () => {
  const OTHERS = `{
    units(first: 5, where: { idFlownet: { ne: "${NETWORK}" } }, orderBy: [UNIT_NAME_ASC]) {
      edges { cursor node { id idRec api10 propertyEid unitName network { id } completions(first: 1) { nodes { id } } } }
    }
  }`;
  const outsiders = () => [attacked.attackers[1], attacked.attackers[2]] as Attacker[];

  test('by its ids, as a node, by lookups and as a start of traces and series', async () => {
    const { data } = await attacked.admin.ask(OTHERS);
    expect(data.units.edges).toHaveLength(5);
    for (const attacker of outsiders()) {
      for (const { node } of data.units.edges) {
        const ids = [node.id, node.network.id, ...node.completions.nodes.map(({ id }: { id: string }) => id)];
        for (const id of ids) {
          const answer = await attacker.ask('query ($id: ID!) { node(id: $id) { id __typename } }', { id });
          expect([answer.data, answer.errors]).toEqual([{ node: null }, undefined]);
        }
        const answer = await attacker.ask(
          'query ($id: ID!, $api: String!, $eid: String!) { unit(id: $id) { id } unitByApi(api10: $api) { id idFlownet } unitByEid(propertyEid: $eid) { id idFlownet } }',
          { id: node.id, api: node.api10 ?? 'none', eid: node.propertyEid ?? 'none' },
        );
        expect(answer.data).toEqual({ unit: null, unitByApi: null, unitByEid: null });
        await likeNothing(attacker, node.id);
      }
    }
  });

  /** A trace or series from it answers as one from an id that nothing has. */
  async function likeNothing(attacker: Attacker, id: string): Promise<void> {
    const query = `query ($id: ID!) {
      trace(from: $id, on: "2024-01-01") { nodes { name } }
      unitProductionSeries(units: [$id], from: "2024-01-01", to: "2024-12-31") { series { points { start } } }
    }`;
    const told = async (each: string) => {
      const { data, errors } = await attacker.ask(query, { id: each });
      const said = errors?.map(({ message, extensions: { code, argument } }) => ({ message, code, argument }));
      return JSON.stringify({ data, said }).replaceAll(each, 'ID');
    };
    expect(await told(id)).toBe(await told(encoded(['Unit', 'no such unit'])));
  }

  test('by filters, counts, groups and searches', async () => {
    const { data } = await attacked.admin.ask(OTHERS);
    const { idRec, unitName } = data.units.edges[0].node;
    for (const attacker of outsiders()) {
      const answer = await attacker.ask(
        `query ($id: ID!, $name: String!) {
          byId: units(where: { or: [{ idRec: { eq: $id } }, { unitName: { eq: $name } }, { not: { idFlownet: { eq: "${NETWORK}" } } }] }) {
            totalCount nodes { id } aggregates { count } groups(by: [ID_FLOWNET]) { count }
          }
          completions(where: { idRecParent: { eq: $id } }) { totalCount }
          networks(where: { idFlownet: { ne: "${NETWORK}" } }) { totalCount nodes { units { totalCount } } }
          searchWells(text: $name) { matched hits { unit { idFlownet } } }
        }`,
        { id: idRec, name: unitName },
      );
      expect(answer.errors).toBeUndefined();
      expect(answer.data.byId).toEqual({ totalCount: 0, nodes: [], aggregates: { count: 0 }, groups: [] });
      expect(answer.data.completions.totalCount).toBe(0);
      expect(answer.data.networks).toEqual({ totalCount: 0, nodes: [] });
      for (const { unit } of answer.data.searchWells.hits) expect(unit.idFlownet).toBe(NETWORK);
    }
  });

  test('by a cursor of somebody who sees more', async () => {
    const page =
      'query ($after: String) { units(first: 1000, after: $after, orderBy: [ID_FLOWNET_ASC]) { edges { cursor node { idFlownet } } } }';
    const cursors = (await attacked.admin.ask(page)).data.units.edges;
    for (const attacker of outsiders()) {
      for (const { cursor } of [cursors[0], cursors.at(-1)]) {
        const { data } = await attacker.ask(page, { after: cursor });
        for (const { node } of data?.units.edges ?? []) expect(node.idFlownet).toBe(NETWORK);
      }
    }
  });

  test('by links from what is seen', async () => {
    const { data, errors } = await (attacked.attackers[1] as Attacker).ask(
      '{ units(first: 50) { nodes { idFlownet network { units(first: 1) { nodes { idFlownet } } } currentFacility { idFlownet } nodes { nodes { idFlownet } } connectionsOut { nodes { idFlownet } } } } }',
    );
    expect(errors).toBeUndefined();
    const seen = JSON.stringify(data).match(/"idFlownet":"[^"]*"/g) ?? [];
    expect(new Set(seen)).toEqual(new Set([`"idFlownet":"${NETWORK}"`]));
  });
});
