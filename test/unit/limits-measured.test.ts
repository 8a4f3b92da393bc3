import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../src/config.js';
import { CLIENT_DOCUMENTS, maximaOf } from '../support/client-documents.js';
import { built } from '../support/execute.js';

const README = readFileSync(fileURLToPath(new URL('../../README.md', import.meta.url)), 'utf8');
const rows = [...README.matchAll(/^\| ([^|]+) \| `(MAX_\w+)` \| (\d+) \| (\d+) \| (\d+) \|$/gm)];
const most = (whose: 'tour' | 'clients') =>
  maximaOf(
    CLIENT_DOCUMENTS[whose].map(([, text]) => text),
    built.schema,
  );

describe('the README says of each limit of a document its default and the most that is needed', () => {
  const [tour, clients, config] = [most('tour'), most('clients'), parseConfig({}) as Record<string, unknown>];

  test('with none left out', () => {
    const said = rows.map(([, what = '']) => what.replace(/,.*/, ''));
    expect(said.sort()).toEqual(Object.keys(tour).sort());
  });

  test.each(rows.map(([, what = '', setting = '', ...numbers]) => [what, setting, numbers.map(Number)] as const))(
    '%s',
    (what, setting, numbers) => {
      const measure = what.replace(/,.*/, '');
      expect(numbers).toEqual([config[setting], tour[measure], clients[measure]]);
    },
  );

  test('and every limit lets all of them through', () => {
    for (const [, , , byDefault, ...needed] of rows) {
      for (const each of needed) expect(Number(each)).toBeLessThanOrEqual(Number(byDefault));
    }
  });
});
