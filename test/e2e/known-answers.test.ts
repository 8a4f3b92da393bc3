import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningGateway, startGateway } from '../support/gateway.js';
import { rawDataFolder } from '../support/needs.js';
import answers from './known-answers.json' with { type: 'json' };

type Known = (typeof answers)[number] & { scale?: number; tolerance?: number; number?: boolean };
const known = answers as readonly Known[];

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());

test.each(known.map((answer) => [answer.question, answer] as const))(
  '%s',
  async (_, { query, path, expected, tolerance }) => {
    const { data, errors } = await gateway.ask(query);
    expect(errors).toBeUndefined();
    const said = at(data, path.split('.'));
    if (tolerance) expect(Math.abs(said / Number(expected) - 1)).toBeLessThan(tolerance);
    else expect(said).toEqual(expected);
  },
);

const raw = rawDataFolder();
describe.skipIf(!raw)('the figures are those of the published files', () => {
  test.each(known.map((answer) => [answer.question, answer] as const))('%s', async (_, answer) => {
    const value = await published(join(raw ?? '', answer.file), answer);
    if (typeof answer.expected === 'number') expect(Math.abs(Number(value) / answer.expected - 1)).toBeLessThan(1e-12);
    else expect(value).toEqual(answer.expected);
  });
});

/** The value at a path through objects and lists; `*` is every element of a list. */
function at(value: any, [name, ...rest]: string[]): any {
  if (name === undefined) return value;
  return name === '*' ? value.map((each: unknown) => at(each, rest)) : at(value?.[name], rest);
}

/** The figure straight out of the published file, by the filter and measure that the answer names. */
async function published(path: string, { file, filter, column, of, scale = 1 }: Known): Promise<unknown> {
  expect(readFileSync(path).length, file).toBeGreaterThan(0);
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const where = Object.entries(filter).map(
    ([name, wanted]) => `${name} like '${String(wanted).replaceAll('_', '\\_').replace('*', '%')}' escape '\\'`,
  );
  const measure = {
    sum: `sum(${column}::double) * ${scale}`,
    count: 'count(*)::double',
    one: `any_value(${column})`,
    list: `list(${column} order by ${column})`,
  }[of];
  const sql = `select ${measure} from read_csv('${path}', all_varchar = true, header = true) where ${where.join(' and ')}`;
  const [[value] = []] = (await connection.runAndReadAll(sql)).getRowsJson();
  return value;
}
