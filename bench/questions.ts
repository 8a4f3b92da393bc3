import { randomUUID } from 'node:crypto';
import type { Rows } from './answers.js';
import { dataOf, valuesOf } from './answers.js';
import { type Contestants, type Name, PEERS } from './contestants.js';
import { BY_THE_BOOK, GATEWAY, POSTGRAPHILE, type Question } from './documents.js';
import { VIEWPORT } from './map-data.js';
import { post } from './rounds.js';

const WINDOW = { from: '2024-01-01', to: '2024-01-30' };
const YEAR = { from: '2023-01-01', to: '2023-12-31' };
const WELLS = 50;

/** How one of them is asked a question. */
export interface Ask {
  /** `more` goes into the body. */
  readonly send: (more?: object) => Promise<Buffer>;
  readonly rows: (body: Buffer) => Rows;
}

/** The completions of the series and of the mutation, by their own ids and by the graph's. */
export interface Ids {
  readonly own: readonly string[];
  readonly graph: readonly string[];
}

export async function idsOf({ running }: Contestants): Promise<Ids> {
  const query = '{ completions(first: 1000, orderBy: [ID_REC_ASC]) { nodes { id idRec } } }';
  const data = dataOf('the gateway', await post(running.gateway.url, { query })) as {
    completions?: { nodes: { id: string; idRec: string }[] };
  };
  const nodes = data.completions?.nodes ?? [];
  return { own: nodes.map(({ idRec }) => idRec), graph: nodes.map(({ id }) => id) };
}

/** What is filled into the documents, by question; a mutation's are other ones each time. */
function variablesOf(question: Question, ids: readonly string[]): object {
  if (question === 'hierarchy') return { first: 100, ...WINDOW };
  if (question === 'small') return { api10: '4200000007' };
  if (question === 'list') return { first: 1_000 };
  if (question === 'viewport') return VIEWPORT;
  return { ids: ids.slice(0, WELLS), ...YEAR };
}

/** The questions of all who can be asked them. */
export function asksOf(question: Question, contestants: Contestants, ids: Ids): Map<Name, Ask> {
  const asks = new Map<Name, Ask>();
  const { running, apiKey } = contestants;
  const rows = (name: Name) => (body: Buffer) => valuesOf(dataOf(name, body));
  const add = (name: Exclude<Name, 'string'>, documents: typeof GATEWAY, variables: () => object, headers = {}) => {
    const send = () => post(running[name].url, { query: documents[question], variables: variables() }, headers);
    asks.set(name, { send, rows: readers[question]?.(name) ?? rows(name) });
  };
  const readers: Partial<Record<Question, (name: Name) => (body: Buffer) => Rows>> = {
    viewport: (name) => (body) => (name.startsWith('gateway') ? featuresOf(body) : placedOf(rows(name)(body))),
    mutation: (name) => (body) => rows(name)(body).filter((value) => typeof value === 'number'),
  };
  const given = (name: Name, own: readonly string[], shape: typeof inputOf) =>
    question === 'mutation' ? () => shape(nextDay(name, own)) : () => variablesOf(question, own);
  const gateways = ['hierarchy', 'small', 'list', 'series'].includes(question) ? GATEWAY_BOTH : GATEWAY_ONE;
  for (const name of gateways)
    add(name, GATEWAY, given(name, ids.graph, inputOf), question === 'mutation' ? apiKey : {});
  for (const name of PEERS)
    add(
      name,
      name === 'postgraphile' ? POSTGRAPHILE : BY_THE_BOOK,
      given(name, ids.own, (each) => each),
    );
  const values = given('sql', ids.own, (each) => each);
  const send = (more = {}) => post(running.sql.url, { question, values: Object.values(values()), ...more });
  asks.set('sql', { send, rows: readers[question]?.('sql') ?? rows('sql') });
  return asks;
}

const GATEWAY_BOTH = ['gateway', 'gateway on DuckDB'] as const;
const GATEWAY_ONE = ['gateway'] as const;

interface Report {
  readonly completion: string;
  readonly day: string;
  readonly oil: number;
}

export const inputOf = ({ completion, day, oil }: Report): object => ({
  input: { clientRequestId: randomUUID(), completion, productionDate: day, oilVolumeBbl: oil },
});

const reported = new Map<Name, number>();

/** A day that was not reported yet: each completion in turn, then its next day. Those of the peers share a table. */
export function nextDay(name: Name, completions: readonly string[]): Report {
  const shared = name === 'gateway' ? 'gateway' : 'sql';
  const at = reported.get(shared) ?? 0;
  reported.set(shared, at + 1);
  const day = new Date(Date.UTC(2024, 6, 1) + Math.floor(at / completions.length) * 86_400_000);
  return { completion: completions[at % completions.length] ?? '', day: day.toISOString().slice(0, 10), oil: 123.5 };
}

type Feature = { geometry: { coordinates: number[] }; properties: Record<string, string> };

/** Name, status, operator and place of each feature, by name: the order is each one's own. */
function featuresOf(body: Buffer): Rows {
  const { map } = JSON.parse(body.toString()).data as { map: { facilitySites: { geojson: { features: Feature[] } } } };
  return byName(
    map.facilitySites.geojson.features.map(({ geometry, properties: { name = '', status = '', operator = '' } }) => [
      name,
      status,
      operator,
      ...geometry.coordinates,
    ]),
  );
}

const placedOf = ([facilities]: Rows) => byName((facilities as (string | number)[][]).map((each) => each.slice(0, 5)));
const byName = (rows: (string | number)[][]) => rows.sort(([one], [other]) => (String(one) < String(other) ? -1 : 1));
