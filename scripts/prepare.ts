import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A part of the build: what it is made from, what shows that it is there, and the script that makes it. */
const PARTS = [
  {
    name: 'generated types',
    from: ['schema', 'codegen.ts', 'scripts', 'src/binding', 'test/catalog.json'],
    makes: 'src/generated/rows.ts',
    script: 'generate',
  },
  {
    name: 'the server',
    from: ['schema', 'src', 'tsconfig.json', 'tsconfig.build.json'],
    makes: 'dist/main.js',
    script: 'build:server',
  },
  {
    name: 'the map database',
    from: ['src/database', 'sample/gis', 'scripts/pack-gis.ts', 'package-lock.json'],
    makes: 'dist/database/sample.tar.gz',
    script: 'pack:gis',
  },
  { name: 'the pages', from: ['web', 'package-lock.json'], makes: 'web/dist/index.html', script: 'build:web' },
];
const MADE = new Set(['dist', 'generated', 'node_modules']);

/** Makes what is missing or older than its sources, and says so; a second run makes nothing. */
function prepare(): void {
  for (const { name, from, makes, script } of PARTS) {
    const stamp = join('dist', `.${script.replace(':', '-')}.sha256`);
    const hash = hashOf(from);
    if (existsSync(makes) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) continue;
    const started = performance.now();
    console.log(`Building ${name} ...`);
    execFileSync('npm', ['run', '--silent', script], { stdio: ['ignore', 'inherit', 'inherit'] });
    mkdirSync('dist', { recursive: true });
    writeFileSync(stamp, hash);
    console.log(`Built ${name} in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  }
}

function hashOf(paths: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of paths.flatMap(filesOf).sort()) hash.update(file).update('\0').update(readFileSync(file));
  return hash.digest('hex');
}

function filesOf(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) =>
    MADE.has(entry.name) ? [] : filesOf(join(path, entry.name)),
  );
}

prepare();
