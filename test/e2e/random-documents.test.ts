import { afterAll, beforeAll, expect, test } from 'vitest';
import { built } from '../support/execute.js';
import { type RunningGateway, startGateway } from '../support/gateway.js';
import { type Known, randomDocument, remember } from '../support/random-documents.js';

/** Wide enough that what is refused is refused by the fields, not by the size of the document. */
const env = {
  MAX_ALIASES: '10000',
  MAX_COST: '10000000000',
  MAX_DOCUMENT_BYTES: '1000000',
  RATE_PER_MINUTE: '0',
  REQUEST_TIMEOUT_MS: '120000',
};
const DOCUMENTS = Number(process.env.RANDOM_DOCUMENTS ?? 300);
const FIRST_SEED = Number(process.env.RANDOM_SEED ?? 1);

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway({ env, maps: true });
}, 60_000);
afterAll(() => gateway.close());

/** Roots of every kind of record, so that documents have ids to begin with. */
const LISTS = Object.values(built.schema.getQueryType()?.getFields() ?? {}).filter(({ type }) =>
  /Connection/.test(`${type}`),
);

async function begin(): Promise<Known> {
  const known: Known = { ids: [], cursors: [] };
  for (const { name } of LISTS) {
    const { data } = await gateway.ask(`{ ${name}(first: 3) { edges { cursor node { id } } } }`);
    remember(data, known);
  }
  return known;
}

test(`${DOCUMENTS} documents made by chance are answered without one fault of the gateway`, async () => {
  const known = await begin();
  const codes: Record<string, number> = {};
  let answered = 0;
  for (let seed = FIRST_SEED; seed < FIRST_SEED + DOCUMENTS; seed++) {
    const { query, variables } = randomDocument(built.schema, seed, known);
    const { data, errors = [], status } = await gateway.ask(query, variables);
    for (const { extensions } of errors) codes[String(extensions.code)] = (codes[String(extensions.code)] ?? 0) + 1;
    const faults = errors.filter(({ extensions }) => /^(INTERNAL|SOURCE_|GRAPHQL_)/.test(String(extensions.code)));
    expect(faults, `seed ${seed}: ${query} ${JSON.stringify(variables)} ${gateway.logged.slice(-3).join('')}`).toEqual(
      [],
    );
    expect(status).toBeLessThan(500);
    if (data) answered += 1;
    gateway.logged.splice(0);
    gateway.prodview.statements();
    gateway.gis?.statements();
    remember(data, known);
  }
  expect(answered).toBeGreaterThan(DOCUMENTS / 4);
  expect(Object.keys(codes).filter((code) => !/^(BAD_USER_INPUT|LIMIT_EXCEEDED|FORBIDDEN)$/.test(code))).toEqual([]);
}, 300_000);
