import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { buildSchema, findBreakingChanges } from 'graphql';

const SNAPSHOT = 'test/schema.graphql';

const git = (...args: string[]) =>
  execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1e9 });

/** The commit that this one is compared with and its served schema; undefined where there is none yet. */
function before(): { from: string; schema: string } | undefined {
  for (const commit of ['origin/main', 'HEAD~1']) {
    try {
      const base = git('merge-base', commit, 'HEAD').trim();
      const from = base === git('rev-parse', 'HEAD').trim() ? 'HEAD~1' : base;
      return { from, schema: git('show', `${from}:${SNAPSHOT}`) };
    } catch {}
  }
  return undefined;
}

/** Commits may break clients only when one of them names the decision that says so: "Breaks the schema: DECISIONS 12". */
const isDecided = (from: string) =>
  /^Breaks the schema: DECISIONS \d+/m.test(git('log', `${from}..HEAD`, '--format=%B'));

const old = before();
const changes = old ? findBreakingChanges(buildSchema(old.schema), buildSchema(readFileSync(SNAPSHOT, 'utf8'))) : [];
for (const { description } of changes) console.log(`  ${description}`);
console.log(old ? `${changes.length} breaking change(s)` : 'No earlier schema to compare with.');
if (old && changes.length > 0 && !isDecided(old.from)) process.exit(1);
