import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputObjectType,
  type GraphQLType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import { built } from '../execute.js';
import { everythingOf, isConnection } from './selections.js';
import type { World } from './world.js';

const { bindings, schema } = built;

/** What to ask of one root field, and by what name; several, as what it is asked with differs. */
export interface Question {
  readonly name: string;
  readonly query: string;
}

type Field = GraphQLField<unknown, unknown>;
interface Root {
  /** As `Query.units` and `Wiserock.units`. */
  readonly label: string;
  readonly field: Field;
  readonly wrapped: (text: string) => string;
}

/** Every field of Query, and of the types that only hold such fields. */
export const ROOTS: readonly Root[] = rootsOf('Query', (text) => `{ ${text} }`);

function rootsOf(type: string, wrapped: Root['wrapped']): Root[] {
  const holder = schema.getType(type);
  if (!isObjectType(holder)) throw new Error(`${type} holds no fields`);
  return Object.values(holder.getFields()).flatMap((field) => {
    const within = bindings.namespaces.get(`${type}.${field.name}`);
    if (within) return rootsOf(within, (text) => wrapped(`${field.name} { ${text} }`));
    return [{ label: `${type}.${field.name}`, field, wrapped }];
  });
}

/** Which ids or values an argument is given, one after another; those of rows that the viewer does not see among them. */
type Values = (world: World) => readonly string[];

const quoted = (value: unknown) => JSON.stringify(value);
const NOWHERE = (type: string) => {
  const keys = bindings.views.get(type)?.key ?? [];
  return Buffer.from(JSON.stringify([type, ...keys.map(() => 'nowhere')])).toString('base64url');
};
const idsOf =
  (...types: readonly string[]): Values =>
  ({ ids }) =>
    types.flatMap((type) => {
      const { known, hidden } = ids.get(type) ?? { known: [], hidden: [] };
      return [...known, ...hidden, NOWHERE(type)].map(quoted);
    });
const listsOf =
  (type: string): Values =>
  ({ ids }) => {
    const { known = [], hidden = [] } = ids.get(type) ?? {};
    return [known, [...known, ...hidden], hidden, [NOWHERE(type)]].map(quoted);
  };
const ofUnits =
  (...columns: readonly string[]): Values =>
  ({ units }) => {
    const all = [...units.known, ...units.hidden].flatMap((unit) => columns.map((column) => unit[column]));
    return [...new Set(all.filter((value) => value !== null && value !== undefined).map(String)), 'nowhere'].map(
      quoted,
    );
  };
const words: Values = (world) =>
  ofUnits(
    'unit_name',
    'unit_display_name',
    'api_10',
    'property_eid',
    'lease_name',
    'pad_name',
    'stop_name',
  )(world).flatMap((text) => [text, text.length > 6 ? `"${text.slice(1, 5)}x${text.slice(6)}` : text]);
const these =
  (...values: readonly string[]): Values =>
  () =>
    values;
const BOXES = these(
  '{ west: -180, south: -90, east: 180, north: 90 }',
  '{ west: -98, south: 22, east: -90, north: 29 }',
  '{ west: -92.5, south: 24, east: -88, north: 28.5 }',
  '{ west: 170, south: -10, east: -170, north: 10 }',
);

/** What each argument of a root field that is no list is asked with. Those that are left out stay so. */
const ARGUMENTS: Readonly<Record<string, Values | 'left out'>> = {
  'Query.map(bbox)': BOXES,
  'Query.map(zoom)': these('0', '7', '16'),
  'Query.approvals(mine)': these('true', 'false'),
  'Query.approvals(first)': these('50', '1'),
  'Query.downtimeReasonByCode(code)': these('"LIFT"', '"nowhere"'),
  'Query.testsDue(route)': idsOf('Route'),
  'Query.testsDue(within)': these('90'),
  'Query.testsDue(every)': these('30'),
  'Query.testsDue(on)': these('"2026-06-30"'),
  'Query.missingDailyProduction(route)': idsOf('Route'),
  'Query.missingDailyProduction(date)': these('"2026-06-01"', '"2026-06-15"'),
  'Query.downtimeGroups(route)': idsOf('Route'),
  'Query.downtimeGroups(from)': these('"2026-06-01"'),
  'Query.downtimeGroups(to)': these('"2026-06-30"'),
  'Query.downtimeGroups(by)': these('[REASON, DAY]', '[]'),
  'Query.stopsNotRead(route)': idsOf('Route'),
  'Query.stopsNotRead(day)': these('"2026-06-01"', '"2026-06-15"'),
  'Query.routeDay(route)': idsOf('Route'),
  'Query.routeDay(day)': these('"2026-06-01"', '"2026-06-15"'),
  'Query.fieldBundle(route)': idsOf('Route'),
  'Query.fieldBundle(asset)': 'left out', // or the route is: asked apart
  'Query.fieldBundle(kinds)': 'left out',
  'Query.fieldBundle(since)': 'left out', // a cursor is its viewer's
  'Query.fieldBundle(first)': these('1000'),
  'Query.surveillanceFunnel(since)': these('"2020-01-01T00:00:00Z"', '"2026-06-02T00:00:00Z"'),
  'Query.surveillanceFunnel(route)': (world) => ['null', ...idsOf('Route')(world)],
  'Query.surveillanceFunnel(asset)': 'left out', // or the route is: asked apart
  'Query.unitByApi(api10)': ofUnits('api_10'),
  'Query.unitByEid(propertyEid)': ofUnits('property_eid'),
  'Query.searchWells(text)': words,
  'Query.searchWells(first)': these('100'),
  'Query.productionSeries(completions)': listsOf('Completion'),
  'Query.unitProductionSeries(units)': listsOf('Unit'),
  'Query.trace(from)': idsOf('Unit', 'UnitNode', 'Facility', 'Completion', 'Tank'),
  'Query.trace(direction)': these('UPSTREAM', 'DOWNSTREAM', 'BOTH'),
  'Query.trace(on)': these('"2026-06-15"'),
  'Query.trace(maxDepth)': 'left out',
  'Query.trace(maxNodes)': 'left out',
  'Query.trace(throughUnits)': these('true', 'false'),
  ...series('Query.productionSeries'),
  ...series('Query.unitProductionSeries'),
};

function series(label: string): Record<string, Values> {
  return {
    [`${label}(from)`]: these('"2026-03-01"'),
    [`${label}(to)`]: these('"2026-06-30"'),
    [`${label}(bucket)`]: these('DAY', 'MONTH'),
    [`${label}(maxPoints)`]: these('40'),
    [`${label}(downsample)`]: these('MIN_MAX'),
    [`${label}(gaps)`]: these('ZERO'),
  };
}

/** What lists take: each is asked with as `listQuestions` says. */
const OF_LISTS = ['where', 'orderBy', 'near', 'from', 'to', 'superseded', 'updatedSince', 'first', 'after'];

/** Every question to one root field. Throws where it has an argument that the walk knows no value for. */
export function questionsTo(root: Root, world: World): Question[] {
  const { field, label } = root;
  const type = getNamedType(field.type);
  if (isConnection(type)) return listQuestions(root);
  if (field.name === 'node') return []; // of every type, below
  const target = bindings.roots.get(label);
  const valuesOf = ({ name }: GraphQLArgument): Values | 'left out' => {
    if (name === 'id' && target?.kind === 'lookup') return idsOf(target.target);
    const values = ARGUMENTS[`${label}(${name})`];
    if (!values) throw new Error(`the walk has no value for ${label}(${name}): say one in ARGUMENTS`);
    return values;
  };
  const given = field.args.flatMap((argument) => {
    const values = valuesOf(argument);
    return values === 'left out' ? [] : [values(world).map((value) => `${argument.name}: ${value}`)];
  });
  const asked = given.reduce<string[]>(
    (all, one) => all.flatMap((text) => one.map((value) => `${text} ${value}`)),
    [''],
  );
  const inside = everythingOf(schema, type.name);
  return asked.map((args) => ({
    name: args.trim(),
    query: root.wrapped(`${field.name}${args.trim() ? `(${args})` : ''} { ${inside} }`),
  }));
}

/** A list as it stands, its sums, its groups by each value, in each order, and behind each filter. */
function listQuestions({ label, field, wrapped }: Root): Question[] {
  const strange = field.args.filter(({ name }) => !OF_LISTS.includes(name));
  if (strange.length > 0)
    throw new Error(`the walk does not know what to ask ${label}(${strange.map(({ name }) => name)}) with`);
  const missing = field.args.filter(isRequiredArgument);
  if (missing.length > 0) throw new Error(`${label} insists on ${missing.map(({ name }) => name)}`);
  const connection = getNamedType(field.type).name;
  const ask = (name: string, args: string, inside: string) => ({
    name,
    query: wrapped(`${field.name}${args ? `(${args})` : ''} { ${inside} }`),
  });
  const has = (name: string) => field.args.some((argument) => argument.name === name);
  const parts = Object.keys((schema.getType(connection) as any).getFields());
  const PARTS = ['nodes', 'edges', 'pageInfo', 'totalCount', 'aggregates', 'groups'];
  const unknown = parts.filter((part) => !PARTS.includes(part));
  if (unknown.length > 0) throw new Error(`the walk does not know ${connection}.${unknown}`);
  const PAGE = 'totalCount edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';
  const keys: any = schema.getType(namedAt(namedAt(connection, 'groups'), 'key'));
  const keyOf = (group: string) => {
    const word = group.replaceAll('_', '').toLowerCase();
    const key = Object.keys(keys.getFields()).find((name) => name.toLowerCase() === word);
    if (!key) throw new Error(`${connection} groups by ${group}, and no field of its keys is called so`);
    return key;
  };
  const inParts = (name: string, values: readonly string[], args: (value: string) => string, inside: string) =>
    together(values).map((part) => ({
      name: `${name} ${part[0]} and on`,
      query: wrapped(part.map((value, at) => `p${at}: ${field.name}(${args(value)}) { ${inside} }`).join(' ')),
    }));
  return [
    ask('as it stands', 'first: 100', PAGE),
    ask('its sums', '', `aggregates { ${everythingOf(schema, namedAt(connection, 'aggregates'))} }`),
    ...(has('superseded') ? [ask('also what is superseded', 'first: 100, superseded: true', PAGE)] : []),
    ...(has('from') ? [ask('some of its days', 'first: 100, from: "2026-06-01", to: "2026-06-10"', PAGE)] : []),
    ...(has('updatedSince') ? [ask('what changed', 'first: 100, updatedSince: "2000-01-01T00:00:00Z"', PAGE)] : []),
    ...(has('near') ? [ask('what is near', `first: 100, near: ${NEAR}`, PAGE)] : []),
    ...together(groupsOf(connection)).map((part) =>
      ask(
        `groups ${part[0]} and on`,
        '',
        part
          .map((value, at) => `g${at}: groups(by: [${value}], first: 10000) { count key { ${keyOf(value)} } }`)
          .join(' '),
      ),
    ),
    ...inParts('in the order', orders(field), (value) => `first: 5, orderBy: [${value}]`, 'nodes { id }'),
    ...inParts('where', filters(field), (where) => `first: 2, where: ${where}`, 'totalCount nodes { id }'),
  ];
}

const NEAR = '{ latitude: 26, longitude: -93, metres: 1000000 }';
const namedAt = (type: string, field: string): string =>
  (getNamedType((schema.getType(type) as any).getFields()[field].type) as any).name;

function groupsOf(connection: string): string[] {
  const by = (schema.getType(connection) as any).getFields().groups.args.find(({ name }: any) => name === 'by');
  const type = getNamedType(by.type);
  return isEnumType(type) ? type.getValues().map(({ name }) => name) : [];
}

/** Several at a time, as many as one document may well ask for. */
const together = (values: readonly string[]): string[][] =>
  values.flatMap((_, at) => (at % 25 === 0 ? [values.slice(at, at + 25)] : []));

/** Some of the orders: they show no value that a page does not. */
function orders(field: Field): string[] {
  const type = getNamedType(field.args.find(({ name }) => name === 'orderBy')?.type as GraphQLType);
  return isEnumType(type) ? type.getValues().flatMap(({ name }, at) => (at % 7 === 0 ? [name] : [])) : [];
}

/** One filter a field: that it has a value. Fields of fields too. */
function filters(field: Field): string[] {
  const type = getNamedType(field.args.find(({ name }) => name === 'where')?.type as GraphQLType);
  return isInputObjectType(type) ? filtersOf(type, 0) : [];
}

const AROUND = '{ intersects: { bbox: { west: -98, south: 22, east: -90, north: 29 } } }';

function filtersOf(type: GraphQLInputObjectType, depth: number): string[] {
  return Object.values(type.getFields()).flatMap(({ name, type: of }) => {
    const inner = getNamedType(of);
    if (!isInputObjectType(inner) || inner === type || depth > 2) return [];
    if ('isNull' in inner.getFields()) return [`{ ${name}: { isNull: false } }`];
    if ('intersects' in inner.getFields()) return [`{ ${name}: ${AROUND} }`];
    return filtersOf(inner, depth + 1).map((where) => `{ ${name}: ${where} }`);
  });
}

/** Everything of rows that the viewer sees, and of rows that they do not, by their global ids. */
export function questionToRows(type: string, { ids }: World): Question {
  const { known, hidden } = ids.get(type) ?? { known: [], hidden: [] };
  const nodes = [...known, ...hidden, NOWHERE(type)].map((id, at) => `n${at}: node(id: "${id}") { ...Every }`);
  const every = `fragment Every on ${type} { __typename ${everythingOf(schema, type)} }`;
  return { name: type, query: `{ ${nodes.join(' ')} } ${every}` };
}
