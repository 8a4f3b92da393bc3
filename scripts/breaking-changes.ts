import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { buildSchema, findBreakingChanges } from 'graphql';

const SNAPSHOT = 'test/schema.graphql';

/** The served schema of the commit that this one is compared with; undefined where there is none yet. */
function before(): string | undefined {
  for (const commit of ['origin/main', 'HEAD~1']) {
    try {
      const base = execFileSync('git', ['merge-base', commit, 'HEAD'], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const from = base.trim() === head() ? 'HEAD~1' : base.trim();
      return execFileSync('git', ['show', `${from}:${SNAPSHOT}`], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
        maxBuffer: 1e9,
      });
    } catch {}
  }
  return undefined;
}

const head = () => execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8' }).trim();

/** A commit may break clients only when its message names the decision that says so: "Breaks the schema: DECISIONS 12". */
const isDecided = () =>
  /^Breaks the schema: DECISIONS \d+/m.test(execFileSync('git', ['log', '-1', '--format=%B'], { encoding: 'utf8' }));

const old = before();
const changes = old ? findBreakingChanges(buildSchema(old), buildSchema(readFileSync(SNAPSHOT, 'utf8'))) : [];
for (const { description } of changes) console.log(`  ${description}`);
console.log(old ? `${changes.length} breaking change(s)` : 'No earlier schema to compare with.');
if (changes.length > 0 && !isDecided()) process.exit(1);
