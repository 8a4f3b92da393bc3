import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parseConfig } from '../../src/config.js';
import { ERROR_CODES } from '../../src/errors.js';

const README = readFileSync(fileURLToPath(new URL('../../README.md', import.meta.url)), 'utf8');

test('every fault in the settings is named at once', () => {
  const fault = () => parseConfig({ PORT: 'http', LOG_LEVEL: 'loud', MAX_DEPTH: '1' });
  expect(fault).toThrow(/PORT[\s\S]*LOG_LEVEL[\s\S]*MAX_DEPTH/);
});

test('an empty environment is enough, and an empty value counts as none', () => {
  expect(parseConfig({ PORT: '' })).toMatchObject({ HOST: '127.0.0.1', PORT: 4000, MAX_FIRST: 1000 });
});

test('the README lists every setting with its default', () => {
  const rows = README.split('\n').filter((line) => line.startsWith('| `'));
  for (const [name, value] of Object.entries(parseConfig({}))) {
    const row = rows.find((each) => each.includes(`\`${name}\``));
    expect(row, name).toBeDefined();
    if (value !== undefined) expect(row, name).toContain(`\`${value}\``);
  }
});

test('the README lists every error code once, with what it means', () => {
  const rows = README.split('\n').filter((line) => /^\| [A-Z_]+ \| (yes|no) \|/.test(line));
  expect(rows).toEqual(
    Object.entries(ERROR_CODES).map(
      ([code, { retryable, means }]) => `| ${code} | ${retryable ? 'yes' : 'no'} | ${means} |`,
    ),
  );
});

test('a setting of nothing but blanks is malformed, not 0', () =>
  expect(() => parseConfig({ PORT: ' ' })).toThrow('PORT'));
