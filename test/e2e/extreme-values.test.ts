import {
  type GraphQLArgument,
  type GraphQLField,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isLeafType,
  isListType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { built } from '../support/execute.js';
import { type RunningGateway, startGateway } from '../support/gateway.js';
import { type People, people } from '../support/people.js';

// Dates and numbers at the ends of what they may be, wherever the schema takes one: they are answered or refused by name, and
// no store is said to be away for them.

let gateway: RunningGateway;
let who: People;
let headers: Record<string, string>;
beforeAll(async () => {
  who = await people();
  gateway = await startGateway({ maps: true, env: { ...who.env, CONCURRENT_REQUESTS: '0', RATE_PER_MINUTE: '0' } });
  headers = await who.as('operator.01', { exp: Math.floor(Date.now() / 1000) + 3_600 });
}, 120_000);
afterAll(async () => {
  await gateway?.close();
  await who?.close();
});

const { schema, bindings } = built;
const EXTREMES: Readonly<Record<string, readonly string[]>> = {
  Date: ['"0000-01-01"', '"0001-01-01"', '"9999-12-31"'],
  DateTime: [
    '"0000-01-01T00:00:00Z"',
    '"0001-01-01T00:00:00Z"',
    '"9999-12-31T23:59:59Z"',
    '"2026-01-01T00:00:00+16:00"',
  ],
  LocalDateTime: ['"0000-01-01T00:00:00"', '"0001-01-01T00:00:00"', '"9999-12-31T23:59:59"'],
  Float: ['1e308', '-1e308', '1e-320', '5e15'],
  Int: ['2147483647', '-2147483648'],
};
const ORDINARY: Readonly<Record<string, string>> = {
  Date: '"2026-06-01"',
  DateTime: '"2026-06-01T00:00:00Z"',
  LocalDateTime: '"2026-06-01T00:00:00"',
};
const REFUSED = new Set(['BAD_USER_INPUT', 'GRAPHQL_VALIDATION_FAILED', 'LIMIT_EXCEEDED', 'FORBIDDEN']);

const NAMED = new Set(['BAD_USER_INPUT', 'GRAPHQL_VALIDATION_FAILED']);

/** Asks, and says what is wrong with the answer; nothing where it is an answer, or a refusal that names the argument. */
async function faultsOf(query: string): Promise<string[]> {
  const { errors = [] } = await gateway.ask(query, {}, headers);
  return errors.flatMap(({ message, extensions }: any) =>
    REFUSED.has(extensions.code) && (extensions.argument || !NAMED.has(extensions.code))
      ? []
      : [`${query}: ${extensions.code} ${message}`],
  );
}
const allUp = async () => {
  const { sources } = (await (await fetch(`${gateway.url}/health/ready`)).json()) as any;
  return Object.values<any>(sources).filter(({ status }) => status === 'down');
};

/** What is asked of a field's answer: a few of its own values. */
function selected(field: GraphQLField<unknown, unknown>, depth = 0): string {
  const type = getNamedType(field.type);
  if (isLeafType(type)) return '';
  if (!isObjectType(type)) return '{ __typename }';
  const fields = Object.values(type.getFields()).filter(({ args }) => !args.some(isRequiredArgument));
  const own = fields.filter((each) => isLeafType(getNamedType(each.type))).slice(0, 4);
  const beneath = depth < 2 ? fields.filter(({ name }) => ['nodes', 'totals', 'points'].includes(name)) : [];
  const names = [...own.map(({ name }) => name), ...beneath.map((each) => `${each.name} ${selected(each, depth + 1)}`)];
  return `{ ${['__typename', ...names].join(' ')} }`;
}

/** Each of the field's dates and numbers at its ends, the other arguments as they must be; none where one has to be known. */
function extremesOf(field: GraphQLField<unknown, unknown>): string[] {
  const kindOf = ({ type }: GraphQLArgument) => (isListType(getNullableType(type)) ? '' : getNamedType(type).name);
  const dated = field.args.filter((argument) => EXTREMES[kindOf(argument)] && argument.name !== 'first');
  return dated.flatMap((argument) => {
    const others = field.args.filter((each) => each !== argument && ORDINARY[kindOf(each)]);
    if (field.args.some((each) => isRequiredArgument(each) && each !== argument && !others.includes(each))) return [];
    const withAll = others.map((each) => `${each.name}: ${ORDINARY[kindOf(each)]}`);
    const withNone = others.some(isRequiredArgument) ? [] : [[]];
    const values = EXTREMES[kindOf(argument)] ?? [];
    return values.flatMap((value) => [withAll, ...withNone].map((rest) => call(field, argument, value, rest)));
  });
}
const call = (field: GraphQLField<unknown, unknown>, { name }: GraphQLArgument, value: string, rest: string[] = []) =>
  `${field.name}(${[`${name}: ${value}`, ...rest].join(', ')}) ${selected(field)}`;

/** What is no day or instant is refused before any store is asked. */
const isThere = (value: string) => !value.startsWith('"0000') && !value.includes('+16');

/** Conditions on every column of a filter that takes such a value. */
function conditionsOf(where: GraphQLArgument): string[] {
  const type = getNamedType(where.type);
  if (!isInputObjectType(type)) return [];
  return Object.values(type.getFields()).flatMap((column) => {
    const operators = getNamedType(column.type);
    if (!isInputObjectType(operators)) return [];
    const { eq, gte } = operators.getFields();
    const values = eq && gte ? (EXTREMES[getNamedType(eq.type).name] ?? []) : [];
    return values.filter(isThere).map((value) => `{ ${column.name}: { gte: ${value} } }`);
  });
}

const query = Object.values(schema.getQueryType()?.getFields() ?? {});
/** Fields of rows that one of each type is asked for. */
const OF_ROWS = ['Completion', 'Unit', 'Facility', 'Route', 'Network'];

describe('what lies at the ends of what a value may be is answered, or refused by name', () => {
  test('at the root', async () => {
    const faults = [];
    for (const field of query) for (const asked of extremesOf(field)) faults.push(...(await faultsOf(`{ ${asked} }`)));
    expect(faults).toEqual([]);
    expect(await allUp()).toEqual([]);
  }, 240_000);

  test.each(OF_ROWS)(
    'of %s',
    async (type) => {
      const list = query.find(
        (field) => bindings.views.get(type) && getNamedType(field.type).name === `${type}Connection`,
      );
      const { data } = await gateway.ask(`{ found: ${list?.name}(first: 1) { nodes { id } } }`, {}, headers);
      const row = schema.getType(type);
      const faults = [];
      for (const field of isObjectType(row) ? Object.values(row.getFields()) : [])
        for (const asked of extremesOf(field))
          faults.push(...(await faultsOf(`{ node(id: "${data.found.nodes[0].id}") { ... on ${type} { ${asked} } } }`)));
      expect(faults).toEqual([]);
      expect(await allUp()).toEqual([]);
    },
    240_000,
  );

  test('in filters of every list', async () => {
    const faults = [];
    const rows = OF_ROWS.flatMap((type) => {
      const row = schema.getType(type);
      const fields = isObjectType(row) ? Object.values(row.getFields()) : [];
      return fields.map(
        (field) => [field, query.find((each) => getNamedType(each.type).name === `${type}Connection`)] as const,
      );
    });
    for (const [field, list] of [...query.map((each) => [each, undefined] as const), ...rows]) {
      const where = field.args.find(({ name }) => name === 'where');
      if (!where || field.args.some(isRequiredArgument)) continue;
      const conditions = conditionsOf(where);
      const asked = `${field.name}(first: 1, where: { or: [${conditions}] }) { totalCount nodes { __typename } }`;
      faults.push(...(await faultsOf(list ? `{ ${list.name}(first: 1) { nodes { ${asked} } } }` : `{ ${asked} }`)));
    }
    expect(faults).toEqual([]);
    expect(await allUp()).toEqual([]);
  }, 240_000);
});

test('a record as it was at an instant that nobody can read is refused, and its store stays up', async () => {
  const { data } = await gateway.ask('{ completions(first: 1) { nodes { id } } }', {}, headers);
  const input = {
    clientRequestId: randomUUID(),
    completion: data.completions.nodes[0].id,
    productionDate: '2025-05-01',
  };
  const RECORD = `mutation ($input: RecordDailyProductionInput!) { recordDailyProduction(input: $input) { record { id } } }`;
  const made = await gateway.ask(RECORD, { input: { ...input, oilVolumeBbl: 1, hoursOn: 20 } }, headers);
  const { id } = made.data.recordDailyProduction.record;
  const AS_OF =
    'query ($id: ID!, $at: DateTime!) { node(id: $id) { ... on DailyProduction { asOf(at: $at) { rowVersion } } } }';
  for (const at of ['0000-01-01T00:00:00Z', '2026-01-01T00:00:00+16:00']) {
    const { errors } = await gateway.ask(AS_OF, { id, at }, headers);
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: '$at', retryable: false } }]);
  }
  for (const [at, version] of [
    ['0001-01-01T00:00:00Z', null],
    ['9999-12-31T23:59:59Z', { rowVersion: 1 }],
  ] as const)
    expect((await gateway.ask(AS_OF, { id, at }, headers)).data.node.asOf).toEqual(version);
  expect(await allUp()).toEqual([]);
});
