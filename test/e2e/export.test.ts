import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { parse as parseDocument, print } from 'graphql';
import { readSheet } from 'read-excel-file/node';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { AuditEntry } from '../../src/audit/audit-entry.js';
import { newApiKey } from '../../src/auth/api-keys.js';
import { SourceUnavailable } from '../../src/errors.js';
import type { RowSource, Selection } from '../../src/sources/row-source.js';
import { writeFolder } from '../support/folder.js';
import { type RunningGateway, startGateway } from '../support/gateway.js';
import { jsonFile } from '../support/json-file.js';

// Over HTTP, on three routes with units, by the keys of several roles and scopes. A page has 20 rows.

const UNITS = 47;
const ROUTES = ['R0', 'R1', 'R2'];
const routeOf = (index: number) => `R${index % 3}`;
const folder = writeFolder({
  stg_prodview__networks: [{ id_flownet: 'N1', flow_network_name: 'North' }],
  stg_prodview__routes: ROUTES.map((id_rec) => ({ id_rec, id_flownet: 'N1', route_name: `Pat Doe ${id_rec}` })),
  stg_prodview__units: Array.from({ length: UNITS }, (_, index) => ({
    id_rec: `U${String(index).padStart(2, '0')}`,
    id_flownet: 'N1',
    unit_name: index === 0 ? '=HYPERLINK("x")' : `Ærø ${index}, "north"`,
    current_route_id: routeOf(index),
    ground_elevation_ft: index - 3.25,
    is_operated: index % 2 === 0,
    start_display_date: '2024-02-29',
    created_by: 'pat.doe',
  })),
  stg_prodview__completions: [{ id_rec: 'C1', id_rec_parent: 'U01', id_flownet: 'N1', completion_name: 'Upper' }],
});

const one = (id: string, role: string, scope: object = { networks: ['N1'] }) => {
  const { key, entry } = newApiKey(id, role);
  return { key, entry: role === 'admin' ? entry : { ...entry, scope } };
};
const keys = {
  admin: one('admin', 'admin'),
  viewer: one('viewer', 'viewer'),
  engineer: one('engineer', 'engineer'),
  gis: one('gis', 'gis'),
  approver: one('approver', 'approver'),
  ofRoute: one('of-route', 'gis', { routes: ['R1'] }),
  ofNothing: one('of-nothing', 'gis', {}),
};
type Who = keyof typeof keys;
const ENV = {
  API_KEYS_FILE: jsonFile(Object.values(keys).map(({ entry }) => entry)),
  PSEUDONYM_SECRET: 'a secret of this test, 32 or more',
  MAX_FIRST: '20',
};

const QUERY = `query Wells { units(orderBy: [ID_REC_ASC]) { totalCount pageInfo { hasNextPage } nodes {
  idRec unitName groundElevationFt height: groundElevationFt(in: M) isOperated startDisplayDate comments
  audit { createdBy } currentRoute { idRec } } } }`;
const HEADER = [
  'idRec',
  'unitName',
  'groundElevationFt [FT]',
  'height [M]',
  'isOperated',
  'startDisplayDate',
  'comments',
  'audit.createdBy',
  'currentRoute.idRec',
];

let gateway: RunningGateway;
let entries: AuditEntry[] = [];
const auditStore = { append: async (added: readonly AuditEntry[]) => void entries.push(...added) };
beforeAll(async () => {
  gateway = await startGateway({ folder, env: ENV, auditStore });
});
afterAll(() => gateway.close());

async function exported(format: string, query: unknown = QUERY, who: Who = 'gis', body = {}, from = gateway) {
  const response = await fetch(`${from.url}/export?format=${format}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': keys[who].key },
    body: JSON.stringify({ query, ...body }),
  });
  const content = Buffer.from(await response.arrayBuffer());
  return { status: response.status, headers: response.headers, content, text: String(content) };
}
const rowsOf = (text: string | Buffer) => parse(text) as string[][];
const lines = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
async function refused(query: string, format = 'csv', who: Who = 'gis', body = {}) {
  const { status, text, headers } = await exported(format, query, who, body);
  expect(headers.get('content-type')).toContain('application/json');
  const { message, extensions } = JSON.parse(text).errors[0];
  expect(extensions.requestId).toBe(headers.get('x-request-id'));
  return { status, message, code: extensions.code, argument: extensions.argument };
}

/** The same rows by the graph, a page after the other. */
async function paged(who: Who): Promise<any[]> {
  const all: any[] = [];
  for (let after: string | null = null; ; ) {
    const query = QUERY.replace('units(', 'units(first: 20, after: $after, ')
      .replace('query Wells', 'query Wells($after: String)')
      .replace('hasNextPage', 'hasNextPage endCursor');
    const { data } = await gateway.ask(query, { after }, { 'x-api-key': keys[who].key });
    all.push(...data.units.nodes);
    if (!data.units.pageInfo.hasNextPage) return all;
    after = data.units.pageInfo.endCursor;
  }
}
const flat = (node: any) => [
  ...[node.idRec, node.unitName, node.groundElevationFt, node.height, node.isOperated, node.startDisplayDate],
  ...[node.comments, node.audit.createdBy, node.currentRoute.idRec],
];

describe('each form has the rows that the graph has, page by page', () => {
  test('ndjson', async () => {
    const { status, headers, text } = await exported('ndjson');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
    expect(headers.get('content-disposition')).toBe('attachment; filename="Wells.ndjson"');
    const [{ export: meta }, ...rows] = lines(text);
    const { end } = rows.pop();
    expect(meta).toMatchObject({ name: 'Wells', requestId: headers.get('x-request-id') });
    expect(meta.dataAsOf).toBe(headers.get('x-data-as-of'));
    expect(Math.abs(Date.parse(meta.dataAsOf) - Date.now())).toBeLessThan(60_000);
    expect(meta.columns.map(({ name, unit }: any) => (unit ? `${name} [${unit}]` : name))).toEqual(HEADER);
    expect(rows.map((row) => Object.values(row))).toEqual((await paged('gis')).map(flat));
    expect(end).toMatchObject({ rows: UNITS, truncated: false, stale: [] });
    expect(headers.get('x-truncated')).toBeNull();
  });

  test('csv', async () => {
    const { headers, text } = await exported('csv');
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    const [header, ...rows] = rowsOf(text);
    expect(header).toEqual(HEADER);
    const cell = (value: unknown) => (value === null ? '' : String(value).replace(/^=/, "'="));
    expect(rows).toEqual((await paged('gis')).map((node) => flat(node).map(cell)));
  });

  test('xlsx', async () => {
    const { headers, content } = await exported('xlsx');
    expect(headers.get('content-disposition')).toBe('attachment; filename="Wells.xlsx"');
    const [header, ...rows] = await readSheet(content, 'Export', { trim: false });
    expect(header).toEqual(HEADER);
    const cell = (value: unknown, index: number) => (index === 5 ? new Date(`${value}T00:00:00Z`) : value);
    expect(rows).toEqual((await paged('gis')).map((node) => flat(node).map(cell)));
    const about = Object.fromEntries((await readSheet(content, 'About')) as never);
    expect(about).toMatchObject({
      name: 'Wells',
      requestId: headers.get('x-request-id'),
      rows: UNITS,
      truncated: false,
    });
  });
});

test('the question of the README, on the sample', async () => {
  const readme = readFileSync(fileURLToPath(new URL('../../README.md', import.meta.url)), 'utf8');
  const [, body = ''] = /'http:[^']*\/export\?format=csv'[\s\S]*?-d '([\s\S]*?)'\n/.exec(readme) ?? [];
  const { key, entry } = newApiKey('sample', 'engineer');
  const scoped = { ...entry, scope: { networks: ['US-GULF-MC'] } };
  const sample = await startGateway({ env: { API_KEYS_FILE: jsonFile([scoped]) } });
  const headers = { 'content-type': 'application/json', 'x-api-key': key };
  const response = await fetch(`${sample.url}/export?format=csv`, { method: 'POST', headers, body });
  const [header, ...rows] = rowsOf(await response.text());
  expect(header).toEqual([
    'allocationStartDate',
    'completion.label',
    'allocated.oilBbl [BBL]',
    'allocated.gasMcf [MCF]',
  ]);
  expect(rows.length).toBeGreaterThan(50);
  await sample.close();
});

describe('a file costs', () => {
  test('a statement a page and level, and one for the count where there is more than a page', async () => {
    gateway.prodview.statements();
    await exported('csv', '{ units { nodes { idRec } } }', 'admin');
    expect(gateway.prodview.statements()).toHaveLength(3 + 1);
    await exported('csv', '{ routes { nodes { idRec } } }', 'admin');
    expect(gateway.prodview.statements()).toHaveLength(1);
  });

  test('smaller pages where a whole one would be dearer than a document may be', async () => {
    const small = await startGateway({ folder, env: { ...ENV, MAX_FIRST: '1000', MAX_COST: '1000' } });
    const whole = await startGateway({ folder, env: { ...ENV, MAX_FIRST: '1000' } });
    const query = '{ units { nodes { idRec unitName } } }';
    const limits = [];
    for (const each of [small, whole]) {
      each.prodview.statements();
      expect(rowsOf((await exported('csv', query, 'approver', {}, each)).text)).toHaveLength(1 + UNITS);
      limits.push(each.prodview.reads.find((read) => 'label' in read && read.label === 'Query.units'));
      await each.close();
    }
    expect(limits).toMatchObject([{ limit: 250 + 1 }, { limit: 1000 + 1 }]);
  });
});

describe('who asks', () => {
  test('has to be known, and allowed to export', async () => {
    const body = JSON.stringify({ query: QUERY });
    const sent = { method: 'POST', body, headers: { 'content-type': 'application/json' } };
    for (const address of ['export?format=csv', 'graphql'])
      expect((await fetch(`${gateway.url}/${address}`, sent)).status).toBe(401);
    expect(await refused(QUERY, 'csv', 'viewer')).toMatchObject({ status: 403, code: 'FORBIDDEN' });
  });

  test('gets the rows of their scope: of one route, or the header alone', async () => {
    const [, ...rows] = rowsOf((await exported('csv', QUERY, 'ofRoute')).text);
    expect(rows.map((row) => row[0])).toEqual(
      Array.from({ length: UNITS }, (_, index) => index)
        .filter((index) => routeOf(index) === 'R1')
        .map((index) => `U${String(index).padStart(2, '0')}`),
    );
    expect(rowsOf((await exported('csv', QUERY, 'ofNothing')).text)).toEqual([HEADER]);
    const { text } = await exported('ndjson', QUERY, 'ofNothing');
    expect(lines(text).map((line) => Object.keys(line))).toEqual([['export'], ['end']]);
    const none = await readSheet((await exported('xlsx', QUERY, 'ofNothing')).content, 'Export');
    expect(none).toEqual([HEADER]);
  });

  test('gets nothing of what is around a list either, where that is out of their scope', async () => {
    const ids = '{ units(orderBy: [ID_REC_ASC], first: 2) { nodes { id } } }';
    const { data } = await gateway.ask(ids, {}, { 'x-api-key': keys.gis.key });
    const [other, own] = data.units.nodes.map(({ id }: any) => id);
    const query = 'query ($id: ID!) { unit(id: $id) { unitName completions { nodes { label } } } }';
    const header = ['unit.unitName', 'label'];
    const file = async (id: string) => rowsOf((await exported('csv', query, 'ofRoute', { variables: { id } })).text);
    expect(await file(own)).toEqual([header, ['Ærø 1, "north"', 'Upper']]);
    expect(await file(other)).toEqual([header]);
  });

  test.each<[Who, RegExp]>([
    ['gis', /^$/],
    ['engineer', /^person-/],
    ['approver', /^pat\.doe$/],
  ])('%s reads of people what their role shows', async (who, name) => {
    const [, ...rows] = rowsOf((await exported('csv', QUERY, who)).text);
    expect(rows).toHaveLength(UNITS);
    for (const row of rows) expect(row[7]).toMatch(name);
  });

  test('who may not see a column cannot filter by it', async () => {
    const query = '{ units(where: { audit: { createdBy: { eq: "pat.doe" } } }) { nodes { idRec } } }';
    expect(await refused(query)).toMatchObject({ status: 403, code: 'FORBIDDEN' });
  });
});

describe('the audit', () => {
  const told = async (requestId: string | null, count: number) => {
    await expect
      .poll(async () => {
        await gateway.audited();
        return entries.filter((entry) => entry.requestId === requestId);
      })
      .toHaveLength(count);
    return entries.filter((entry) => entry.requestId === requestId);
  };

  test('has who exported what, and how many rows, once', async () => {
    const { headers } = await exported('csv');
    const [entry] = await told(headers.get('x-request-id'), 1);
    expect(entry).toMatchObject({
      actor: 'key:gis',
      role: 'gis',
      operationName: 'Wells',
      action: 'EXPORT',
      rows: UNITS,
    });
    expect(entry?.fields).toContain('Unit.audit.createdBy');
    expect(entry?.fields).toContain('Route.idRec');
  });

  test('has the names of people that were shown in it, over all its pages', async () => {
    const { headers } = await exported('ndjson', '{ units { nodes { audit { createdBy } } } }', 'approver');
    const both = await told(headers.get('x-request-id'), 2);
    expect(both.map(({ action, rows, fields }) => [action, rows, fields])).toEqual(
      expect.arrayContaining([
        ['EXPORT', UNITS, ['Unit.audit.createdBy']],
        // The row behind each page is read too, which tells that there is another page.
        ['READ_PERSONAL', UNITS + 2, ['Unit.audit.createdBy']],
      ]),
    );
  });

  test('has nothing of what was refused', async () => {
    const { headers } = await exported('csv', '{ routes { nodes { id } } units { nodes { id } } }', 'approver');
    await told(headers.get('x-request-id'), 0);
  });
});

describe('the limit of rows', () => {
  let small: RunningGateway;
  beforeAll(async () => {
    small = await startGateway({ folder, env: { ...ENV, MAX_EXPORT_ROWS: '25' } });
  });
  afterAll(() => small.close());
  const query = '{ units(orderBy: [ID_REC_ASC]) { nodes { idRec isOperated } } }';
  const NOTE = 'LIMIT REACHED: only the first 25 rows are in this file, and there are more';

  test('is said before the rows and after them', async () => {
    const text = await exported('csv', query, 'gis', {}, small);
    expect(text.headers.get('x-truncated')).toBe(`matched=${UNITS}; returned=25`);
    const rows = rowsOf(text.text);
    expect([rows.length, rows[25]?.[0], rows[26]]).toEqual([27, 'U24', [NOTE, '']]);
    const told = lines((await exported('ndjson', query, 'gis', {}, small)).text);
    expect([told.length, told.at(-1).end]).toMatchObject([27, { rows: 25, truncated: true }]);
    const book = (await exported('xlsx', query, 'gis', {}, small)).content;
    expect(await readSheet(book, 'Export')).toHaveLength(26);
    const about = Object.fromEntries((await readSheet(book, 'About')) as never);
    expect(about).toMatchObject({ rows: 25, truncated: true, note: NOTE });
  });

  test('is silent where just as many rows are there', async () => {
    const { text, headers } = await exported(
      'csv',
      query.replace('(', '(where: { groundElevationFt: { lt: 21.75 } }, '),
      'gis',
      {},
      small,
    );
    expect(headers.get('x-truncated')).toBeNull();
    expect(rowsOf(text)).toHaveLength(26);
  });

  test('leaves the rest to an export that begins after the last row', async () => {
    const edges = '{ units(orderBy: [ID_REC_ASC]) { edges { cursor node { idRec } } } }';
    const first = lines((await exported('ndjson', edges, 'gis', {}, small)).text);
    const { cursor } = first[25];
    const rest = await exported('ndjson', edges.replace('(', `(after: "${cursor}", `), 'gis', {}, small);
    const rows = lines(rest.text).slice(1);
    expect(rows.map((row) => row['node.idRec']).slice(0, -1)).toEqual(
      Array.from({ length: 22 }, (_, index) => `U${index + 25}`),
    );
    expect(rows.at(-1).end).toMatchObject({ rows: 22, truncated: false });
    expect(rest.headers.get('x-truncated')).toBeNull();
  });
});

test('only known documents are exported where only they are answered, by their id too', async () => {
  const document = 'query Known { units { nodes { idRec } } }';
  const id = createHash('sha256')
    .update(print(parseDocument(document)))
    .digest('hex');
  const body = print(parseDocument(document));
  const manifest = {
    format: 'apollo-persisted-query-manifest',
    version: 1,
    operations: [{ id, name: 'Known', type: 'query', body }],
  };
  const env = { ...ENV, TRUSTED_DOCUMENTS: 'only', TRUSTED_DOCUMENTS_FILE: jsonFile(manifest) };
  const only = await startGateway({ folder, env });
  for (const given of [{ query: document }, { query: undefined, documentId: id }]) {
    const { status, text } = await exported('csv', undefined, 'gis', given, only);
    expect([status, rowsOf(text).length]).toEqual([200, 1 + UNITS]);
  }
  const { status, text } = await exported('csv', QUERY, 'gis', {}, only);
  expect([status, JSON.parse(text).errors[0].extensions.code]).toEqual([403, 'FORBIDDEN']);
  await only.close();
});

describe('what cannot be exported is refused before the first byte', () => {
  test.each<[string, string, string]>([
    ['two root fields', '{ units { nodes { id } } routes { nodes { id } } }', 'routes'],
    ['two lists', '{ units { nodes { id } edges { cursor } } }', 'units.edges'],
    ['a list in the rows', '{ units { nodes { id completions { nodes { id } } } } }', 'units.nodes.completions'],
    ['a subscription', 'subscription { operationEvents(unit: "x") { id } }', 'query'],
    ['an argument that cannot be used', '{ units(after: "nonsense") { nodes { id } } }', 'after'],
  ])('%s', async (_name, query, argument) => {
    expect(await refused(query)).toMatchObject({ status: 400, code: 'BAD_USER_INPUT', argument });
  });

  test('a mutation, for whoever may write too', async () => {
    const query =
      'mutation { endDowntime(input: { record: "x", endedAt: "2026-01-01T00:00:00Z", clientRequestId: "x" }) { outcome } }';
    expect(await refused(query, 'csv', 'admin')).toEqual({
      status: 400,
      message: 'query: is a mutation; only a query is exported',
      code: 'BAD_USER_INPUT',
      argument: 'query',
    });
  });

  test.each(['', 'pdf', 'constructor', 'csv&format=xlsx'])('the form "%s"', async (format) => {
    expect(await refused(QUERY, format)).toMatchObject({ status: 400, code: 'BAD_USER_INPUT', argument: 'format' });
  });

  test('a parameter that is not known, a body that is none, a document that is none', async () => {
    expect(await refused(QUERY, 'csv&rows=5')).toMatchObject({ status: 400, argument: 'rows' });
    expect(await refused(7 as never)).toMatchObject({ status: 400, argument: 'query' });
    expect(await refused('{ units {')).toMatchObject({ status: 400, code: 'GRAPHQL_PARSE_FAILED' });
    expect(await refused('{ unit { nope } }')).toMatchObject({ status: 400, code: 'GRAPHQL_VALIDATION_FAILED' });
    const persisted = { extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } } };
    expect(await refused('', 'csv', 'gis', persisted)).toMatchObject({
      status: 400,
      code: 'PERSISTED_QUERY_NOT_FOUND',
    });
    const deep = `{ units { nodes ${'{ currentRoute '.repeat(20)} { id } ${'}'.repeat(20)} } }`;
    expect((await refused(deep)).status).toBe(400);
  });

  test('another method', async () => {
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const response = await fetch(`${gateway.url}/export?format=csv`, {
        method,
        headers: { 'x-api-key': keys.gis.key },
      });
      expect([response.status, response.headers.get('allow')], method).toEqual([405, 'POST']);
    }
  });
});

describe('where a store fails', () => {
  type Instead = (signal?: AbortSignal) => Promise<never>;
  let running: RunningGateway | undefined;
  afterEach(() => running?.close());

  /** From its n-th page of units on a store does something else. */
  async function failing(page: number, instead: Instead, env = {}): Promise<RunningGateway> {
    let pages = 0;
    const isPage = (read: object): read is Selection =>
      'order' in read && (read as Selection).view === 'stg_prodview__units';
    const around = (source: RowSource): RowSource => {
      const { readAll: _all, readEach: _each, ...plain } = source;
      return {
        ...plain,
        select: (read, signal) => (isPage(read) && ++pages >= page ? instead(signal) : source.select(read, signal)),
      };
    };
    entries = [];
    running = await startGateway({ folder, around, auditStore, env: { ...ENV, ...env } });
    return running;
  }
  const down: Instead = () => Promise.reject(new SourceUnavailable('PRODVIEW', new Error('connection reset')));
  const line = (from: RunningGateway) =>
    from.logged.map((each) => JSON.parse(each)).find(({ msg }) => msg === 'export');

  test('at the first page, the answer is an error with its status', async () => {
    const from = await failing(1, down);
    const { status, text } = await exported('csv', QUERY, 'admin', {}, from);
    expect([status, JSON.parse(text).errors[0].extensions.code]).toEqual([503, 'SOURCE_UNAVAILABLE']);
    expect(line(from)).toMatchObject({ role: 'admin', format: 'csv', refused: 'SOURCE_UNAVAILABLE' });
    await from.audited();
    expect(entries).toEqual([]);
  });

  test('in a column only, the export is refused: no file has holes', async () => {
    const around = (source: RowSource): RowSource => {
      const { readAll: _all, readEach: _each, ...plain } = source;
      return {
        ...plain,
        select: (read, signal) => (read.view === 'stg_prodview__routes' ? down() : source.select(read, signal)),
      };
    };
    running = await startGateway({ folder, around, env: ENV });
    const { status, text } = await exported('csv', QUERY, 'admin', {}, running);
    expect([status, JSON.parse(text).errors[0].extensions.code]).toEqual([503, 'SOURCE_UNAVAILABLE']);
  });

  test.each(['csv', 'ndjson', 'xlsx'])(
    'later on, the transfer of a %s breaks, and is logged and audited',
    async (format) => {
      const from = await failing(2, down);
      await expect(exported(format, QUERY, 'admin', {}, from)).rejects.toThrow();
      await expect.poll(() => line(from)).toMatchObject({ rows: 20, pages: 1, format, broken: 'SOURCE_UNAVAILABLE' });
      await from.audited();
      expect(entries.map(({ action, rows }) => [action, rows])).toContainEqual(['EXPORT', 20]);
    },
  );

  test('an object above the list that is gone by the next page breaks it off, as it would pass for the end', async () => {
    let parents = 0; // the first page and the count read it too
    const around = (source: RowSource): RowSource => {
      const { readAll: _all, readEach: _each, ...plain } = source;
      const isParent = (read: Selection) => read.view === 'stg_prodview__networks';
      return {
        ...plain,
        select: async (read, signal) => (isParent(read) && ++parents > 2 ? [] : source.select(read, signal)),
      };
    };
    running = await startGateway({ folder, around, env: ENV });
    const headers = { 'x-api-key': keys.admin.key };
    const { data } = await gateway.ask('{ networks { nodes { id } } }', {}, headers);
    const query = 'query ($id: ID!) { network(id: $id) { units { nodes { idRec } } } }';
    const body = { variables: { id: data.networks.nodes[0].id } };
    await expect(exported('ndjson', query, 'admin', body, running)).rejects.toThrow();
    await expect.poll(() => line(running as RunningGateway)).toMatchObject({ broken: 'BAD_USER_INPUT', rows: 20 });
  });

  test('a statement that runs is left when the client leaves', async () => {
    const seen: { aborted?: boolean } = {};
    const from = await failing(2, hang(seen));
    const leaving = new AbortController();
    const sent = request(`${from.url}/export?format=csv`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': keys.admin.key },
      signal: leaving.signal,
    });
    sent.on('error', () => {});
    sent.end(JSON.stringify({ query: QUERY }));
    const [response] = await once(sent, 'response');
    response.on('error', () => {});
    await once(response, 'data');
    await expect.poll(() => 'aborted' in seen).toBe(true);
    leaving.abort();
    await expect.poll(() => seen.aborted).toBe(true);
    await expect.poll(() => line(from)).toMatchObject({ rows: 20, broken: 'the client left' });
  });

  test('an export that takes too long is broken off', async () => {
    const seen: { aborted?: boolean } = {};
    const from = await failing(2, hang(seen), { EXPORT_TIMEOUT_SECONDS: '1' });
    await expect(exported('csv', QUERY, 'admin', {}, from)).rejects.toThrow();
    expect(seen.aborted).toBe(true);
    await expect.poll(() => line(from)).toMatchObject({ broken: 'EXPORT_TIMEOUT_SECONDS passed' });
  });

  test('a page that takes longer than a request may ends the export with its own code', async () => {
    const from = await failing(2, hang({}), { REQUEST_TIMEOUT_MS: '300' });
    await expect(exported('csv', QUERY, 'admin', {}, from)).rejects.toThrow();
    await expect.poll(() => line(from)).toMatchObject({ broken: 'SOURCE_TIMEOUT' });
  });

  test('an export that lasts is one request of those that may run at a time', async () => {
    const from = await failing(2, hang({}), { CONCURRENT_REQUESTS: '1', EXPORT_TIMEOUT_SECONDS: '3' });
    const lasting = exported('csv', QUERY, 'admin', {}, from).catch(() => 'broken');
    const headers = { 'x-api-key': keys.admin.key };
    await expect.poll(async () => (await from.ask('{ networks { totalCount } }', {}, headers)).status).toBe(429);
    expect(await lasting).toBe('broken');
    await expect.poll(async () => (await from.ask('{ networks { totalCount } }', {}, headers)).status).toBe(200);
  });
});

/** Never answers, and notes when nobody waits any more. */
const hang = (seen: { aborted?: boolean }) => (signal?: AbortSignal) =>
  new Promise<never>((_, reject) => {
    seen.aborted = false;
    signal?.addEventListener('abort', () => {
      seen.aborted = true;
      reject(signal.reason);
    });
  });
