import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const pathOf = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const rules = JSON.parse(readFileSync(pathOf('../../biome.json'), 'utf8'));

/** What the linter, with the project's rules, says of a project that holds this one file. */
function lint(path: string, content: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'wellgraph-'));
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
  writeFileSync(join(folder, 'biome.json'), JSON.stringify({ ...rules, vcs: { enabled: false } }));
  const { stdout, stderr } = spawnSync(pathOf('../../node_modules/.bin/biome'), ['lint', '.'], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect(stderr + stdout).toMatch(/Checked 2 files/);
  return `${stdout}${stderr}`;
}

test.each([
  ['src/sources/a.ts', "import { parse } from 'graphql';\nparse('');\n"],
  ['src/sources/a.ts', "import { keyOf } from '../binding/resolvers.js';\nkeyOf();\n"],
  ['src/binding/a.ts', "import { DuckDBInstance } from '@duckdb/node-api';\nDuckDBInstance.create();\n"],
  ['src/events/a.ts', "import { run } from '../commands/run.js';\nrun();\n"],
  ['src/commands/a.ts', "import pg from 'pg';\npg.Pool;\n"],
  ['src/loaders/a.ts', "import { maskError } from '../server/masking.js';\nmaskError();\n"],
  ['src/maps/a.ts', "import { maskError } from '../server/masking.js';\nmaskError();\n"],
  ['src/route-day/a.ts', "import pg from 'pg';\npg.Pool;\n"],
  ['src/overlay/a.ts', "import pg from 'pg';\npg.Pool;\n"],
  ['src/server/a.ts', "import { openFolder } from '../sources/duckdb/open-folder.js';\nopenFolder();\n"],
])('%s may not hold %s', (path, content) => {
  expect(lint(path, content)).toContain('noRestrictedImports');
});

test('only main.ts reads the environment', () => {
  const content = 'export const port = process.env.PORT;\n';
  expect(lint('src/server/a.ts', content)).toContain('noProcessEnv');
  expect(lint('src/main.ts', content)).not.toContain('noProcessEnv');
});
