// What is sent to hurt or to find out: one list for HTTP, WebSocket and server-sent events.

const many = (count: number, one: (n: number) => string) => Array.from({ length: count }, (_, n) => one(n)).join(' ');
export const around = (levels: number, open: string, inside: string, close: string) =>
  `${open.repeat(levels)}${inside}${close.repeat(levels)}`;
const doubling = (times: number) =>
  `{ ...F0 } ${many(times, (n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`)} fragment F${times} on Query { __typename }`;

const LIMIT = ['LIMIT_EXCEEDED'];
const INVALID = ['GRAPHQL_VALIDATION_FAILED'];

/** What to send, and the codes that it may be refused with. */
export const DOCUMENTS: readonly (readonly [name: string, document: string, codes: readonly string[]])[] = [
  [
    'a deep document',
    `{ units { nodes { ${around(12, 'completions { nodes { unit { ', 'idRec', ' } } }')} } } }`,
    LIMIT,
  ],
  [
    'a deep document through fragments',
    `{ units { nodes { ...F0 } } } ${many(20, (n) => `fragment F${n} on Unit { network { units { nodes { ...F${n + 1} } } } }`)} fragment F20 on Unit { idRec }`,
    LIMIT,
  ],
  [
    'pages of a thousand in each other',
    '{ units(first: 1000) { nodes { completions(first: 1000) { nodes { dailyAllocations(first: 1000) { nodes { idRec id allocationDate downtimeHours operatingTimeHours status { statusDate } allocated { oilBbl gasMcf waterBbl } newProduction { oilBbl gasMcf waterBbl } gathered { oilBbl gasMcf waterBbl } sales { oilBbl gasMcf } disposition: deferred { oilBbl gasMcf waterBbl } a: idRec b: idRec c: idRec d: idRec e: idRec f: idRec g: idRec h: idRec i: idRec j: idRec k: idRec l: idRec m: idRec n: idRec } } } } } } }',
    [...LIMIT, ...INVALID],
  ],
  ['sixteen aliases', `{ ${many(16, (n) => `a${n}: __typename`)} }`, LIMIT],
  [
    'a hundred aliases of a dear field',
    `{ units { ${many(100, (n) => `g${n}: groups(by: [UNIT_NAME]) { count }`)} } }`,
    LIMIT,
  ],
  ['a thousand aliases', `{ ${many(600, (n) => `a${n}: __typename`)} }`, LIMIT],
  ['directives without end', `{ __typename ${'@skip(if: false) '.repeat(300)} }`, [...LIMIT, ...INVALID]],
  ['a flood of directives, one a field', `{ units { nodes { ${'idRec @include(if: true) '.repeat(60)} } } }`, LIMIT],
  ['directives that there are not', `{ __typename ${many(200, (n) => `@d${n}`)} }`, INVALID],
  ['fragments in a circle', '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }', INVALID],
  ['a fragment of itself', '{ ...A } fragment A on Query { ...A }', INVALID],
  [
    'a long circle of fragments',
    `{ ...F0 } ${many(100, (n) => `fragment F${n} on Query { ...F${(n + 1) % 100} }`)}`,
    INVALID,
  ],
  ['fragments that double twenty times', doubling(20), LIMIT],
  ['fragments that double a hundred times', doubling(100), LIMIT],
  ['inline fragments in each other', `{ ${around(400, '... { ', '__typename', ' }')} }`, ['RUN']],
  ['40 kB of one field', `{ units { nodes { ${'idRec '.repeat(6_800)} } } }`, LIMIT],
  ['40 kB of fields that could conflict', `{ units { nodes { ${many(4_000, (n) => `a: x${n % 10}`)} } } }`, LIMIT],
  ['as many fields that could conflict as are read', `{ ${many(180, () => 'units { nodes { idRec } }')} }`, LIMIT],
  ['a field again and again', `{ ${'__typename '.repeat(500)} }`, LIMIT],
  ['a field again and again, below', `{ units { nodes { ${'label '.repeat(300)} } } }`, LIMIT],
  ['fields that there are not', `{ ${many(600, (n) => `x${n}`)} }`, INVALID],
  ['variables that nobody uses', `query (${many(400, (n) => `$v${n}: Int`)}) { __typename }`, INVALID],
  [
    'a list literal in a list literal',
    `{ units(where: { unitName: { in: ${around(900, '[', '"a"', ']')} } }) { totalCount } }`,
    [...INVALID, 'GRAPHQL_PARSE_FAILED'],
  ],
  ['a filter in a filter', `{ units(where: ${around(300, '{ not: ', '{}', ' }')}) { totalCount } }`, LIMIT],
  [
    'a type of lists without end',
    `query ($v: ${around(900, '[', 'Int', ']')}) { __typename }`,
    [...INVALID, 'GRAPHQL_PARSE_FAILED'],
  ],
  ['more tokens than are read', `{ ${'a '.repeat(2_500)} }`, LIMIT],
  ['a comment of 200 kB', `{ __typename } # ${'x'.repeat(200_000)}`, LIMIT],
  ['a text of 40 kB', `{ searchWells(text: "${'x'.repeat(40_000)}") { matched } }`, LIMIT],
  ['an open brace without end', '{ a '.repeat(600), ['GRAPHQL_PARSE_FAILED', ...LIMIT]],
  ['two operations and no name', 'query A { __typename } query B { __typename }', ['BAD_USER_INPUT']],
  ['a subscription', 'subscription { __typename }', INVALID],
  ['a change without an input', 'mutation { startDowntime { __typename } }', [...INVALID, 'FORBIDDEN']],
  ['a part that comes later', '{ ... @defer { __typename } }', INVALID],
];

/** Those that are dearest to refuse. */
export const DEAREST = [doubling(20), DOCUMENTS[16]?.[1] ?? '', `{ ${many(180, () => 'units { nodes { idRec } }')} }`];

/** The schema, walked in circles. */
export const nested = (levels: number) =>
  `{ __schema { types { ${around(levels, 'fields { type { ', 'name', ' } }')} } } }`;

const FIND = 'query ($where: UnitWhere) { units(where: $where, first: 1) { totalCount } }';
const AREA = 'query ($where: FacilitySiteWhere) { facilitySites(where: $where) { totalCount } }';
const asking = (query: string, variables: string) => `{"query":${JSON.stringify(query)},"variables":${variables}}`;
const ring = (corners: number) =>
  JSON.stringify(Array.from({ length: corners }, (_, n) => [Math.cos(n / corners), Math.sin(n / corners)]));
const area = (coordinates: string) =>
  asking(AREA, `{"where":{"geometry":{"within":{"polygon":{"type":"Polygon","coordinates":${coordinates}}}}}}`);

/** What to send, the status, and the codes that it may be refused with. */
export const BODIES: readonly (readonly [name: string, body: string, status: number, codes: readonly string[]])[] = [
  ['lists 100,000 deep', around(100_000, '[', '', ']'), 400, ['BAD_USER_INPUT']],
  [
    'lists 100,000 deep in a variable',
    asking(FIND, `{"where":${around(100_000, '[', '', ']')}}`),
    400,
    ['LIMIT_EXCEEDED'],
  ],
  ['objects 40,000 deep', around(40_000, '{"a":', '1', '}'), 400, ['BAD_USER_INPUT']],
  ['filters 30,000 deep', asking(FIND, `{"where":${around(30_000, '{"not":', '{}', '}')}}`), 400, ['LIMIT_EXCEEDED']],
  [
    'filters in lists, 25 deep',
    asking(FIND, `{"where":${around(25, '{"and":[', '{}', ']}')}}`),
    400,
    ['LIMIT_EXCEEDED'],
  ],
  [
    'extensions 30,000 deep',
    `{"query":"{ x }","extensions":${around(30_000, '{"a":', '1', '}')}}`,
    200,
    ['GRAPHQL_VALIDATION_FAILED'],
  ],
  [
    'a list of 100,000 values',
    asking(FIND, `{"where":{"unitName":{"in":[${'"",'.repeat(70_000)}""]}}}`),
    400,
    ['LIMIT_EXCEEDED'],
  ],
  ['20,000 variables', asking(FIND, `{${Array.from({ length: 20_000 }, (_, n) => `"v${n}":1`).join(',')}}`), 200, []],
  ['a key of 200 kB', asking(FIND, `{"${'k'.repeat(200_000)}":1}`), 200, []],
  [
    'a filter of 200 kB of keys',
    asking(FIND, `{"where":{${Array.from({ length: 10_000 }, (_, n) => `"k${n}":1`).join(',')}}}`),
    200,
    ['BAD_USER_INPUT'],
  ],
  [
    'a number of 100,000 digits',
    asking('query ($first: Int) { units(first: $first) { totalCount } }', `{"first":${'9'.repeat(100_000)}}`),
    200,
    ['BAD_USER_INPUT'],
  ],
  ['a million corners', area(ring(1_000_000).slice(0, 3_000_000)), 413, ['LIMIT_EXCEEDED']],
  ['5,000 corners', area(`[${ring(5_000)}]`), 400, ['LIMIT_EXCEEDED']],
  ['1,001 corners in two rings', area(`[${ring(500)},${ring(501)}]`), 200, ['BAD_USER_INPUT']],
  ['corners 20,000 deep', area(around(20_000, '[', '0', ']')), 400, ['LIMIT_EXCEEDED']],
  ['a body over the limit', asking(`{ x } # ${'x'.repeat(300_000)}`, '{}'), 413, ['LIMIT_EXCEEDED']],
  ['half a body', '{"query":"{ __typename', 400, ['BAD_USER_INPUT']],
  ['no body', '', 400, ['BAD_USER_INPUT']],
  ['null', 'null', 400, ['BAD_USER_INPUT']],
  ['a text', '"{ __typename }"', 400, ['BAD_USER_INPUT']],
  [
    'a list of operations',
    `[${'{"query":"{ __typename }"},'.repeat(50)}{"query":"{ __typename }"}]`,
    400,
    ['BAD_USER_INPUT'],
  ],
  ['a document as an object', '{"query":{"kind":"Document","definitions":[]}}', 400, ['BAD_USER_INPUT']],
  ['a document as a list', '{"query":["{ __typename }"]}', 400, ['BAD_USER_INPUT']],
  ['variables as a text', '{"query":"{ __typename }","variables":"{}"}', 400, ['BAD_USER_INPUT']],
  ['variables as a list', '{"query":"{ __typename }","variables":[]}', 400, ['BAD_USER_INPUT']],
  ['extensions as a text', '{"query":"{ __typename }","extensions":"{}"}', 400, ['BAD_USER_INPUT']],
  ['a name as an object', '{"query":"{ __typename }","operationName":{}}', 400, ['BAD_USER_INPUT']],
];

/** Names that objects inherit, in every part of a body. */
export const POLLUTING = [
  '{"query":"{ __typename }","__proto__":{"polluted":true}}',
  '{"query":"{ __typename }","constructor":{"prototype":{"polluted":true}}}',
  asking(FIND, '{"__proto__":{"polluted":true},"where":{}}'),
  asking(FIND, '{"where":{"__proto__":{"polluted":true}}}'),
  asking(FIND, '{"where":{"constructor":{"prototype":{"polluted":true}}}}'),
  asking(FIND, '{"where":{"unitName":{"__proto__":{"eq":"x"}}}}'),
  asking(
    AREA,
    '{"where":{"geometry":{"within":{"polygon":{"__proto__":{"type":"Polygon"},"constructor":{"prototype":{"polluted":true}}}}}}}',
  ),
  '{"query":"{ __typename }","extensions":{"__proto__":{"polluted":true},"report":{"__proto__":{"polluted":true}}}}',
  '{"query":"{ units(where: { __proto__: {} }) { totalCount } }"}',
  '{"query":"{ constructor toString hasOwnProperty }"}',
  '{"query":"query toString { __typename }","operationName":"constructor"}',
];

/** What means something to a database, a shell, a template or a terminal, and to a field's own data nothing. */
export const TEXTS = [
  "' or '1'='1",
  "'; drop table stg_prodview__units; --",
  "x') union select id_rec from stg_prodview__units --",
  '"; select 1; --',
  '$1',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what others would fill in
  '${1+1}',
  '{{7*7}}',
  '*/ select 1 /*',
  '\\',
  "\\'",
  '%',
  '_',
  '%%%%%%%%',
  'Robert`); --',
  '\u202E\u2066units\u2069',
  '\u200B',
  '\uFEFF',
  '\r\nset-cookie: a=b',
  '\u001b[31m',
  'ﬀ',
  '../../etc/passwd',
  'file:///etc/passwd',
  'http://169.254.169.254/',
  "read_csv('/etc/passwd')",
  '(select count(*) from stg_prodview__units)',
  '💥'.repeat(50),
];

export const ASKED = `query ($text: String!, $values: [String!]) {
  equal: units(where: { unitName: { eq: $text } }) { totalCount }
  among: units(where: { unitName: { in: $values } }) { totalCount }
  contained: units(where: { unitName: { contains: $text } }) { totalCount }
  begun: units(where: { unitName: { startsWith: $text } }) { totalCount }
  api: unitByApi(api10: $text) { idRec }
  eid: unitByEid(propertyEid: $text) { idRec }
  found: searchWells(text: $text) { matched }
}`;

/** Text that no store can hold. */
export const UNFIT = ['\u0000', 'a\u0000b', '\uD800', '\uDC00x', 'x\uDBFF'];
