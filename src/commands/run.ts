import type { Committed } from '../events/write.js';
import { saidOf } from './constraints.js';
import { conflict, invalid, type Result, userError } from './outcome.js';
import { KEY_REUSED, type Prepared, prepare, type Ready, refOfTold, type Told } from './prepare.js';
import type { Known, Writer } from './writer.js';

/** How often a command is decided anew where the record was changed under it. */
const TRIES = 3;

/**
 * Runs one command: its own transaction. Where another request changed what it was decided on, and the client did not say
 * which version it means, it is decided again on what is there now.
 */
export async function run(known: Known, given: unknown, writer: Writer): Promise<Result> {
  for (let left = TRIES; ; left -= 1) {
    const prepared = await prepare(known, given, writer);
    if ('result' in prepared) return prepared.result;
    const committed = await (await writer.store()).commit(prepared.ready.request);
    if (left === 1 || !isWorthAnotherLook(committed, prepared.ready)) return settled(committed, prepared.ready);
  }
}

function isWorthAnotherLook(committed: Committed<Told>, { isVersioned }: Ready): boolean {
  if (committed.is === 'stale') return !isVersioned;
  // Somebody else was first: with their record at hand the command can say more than the constraint does.
  return committed.is === 'refused' && (committed.class === 'unique' || committed.class === 'exclusion');
}

/** Runs all of them in one transaction, or none. Each is decided by what was there before. */
export async function runTogether(items: readonly [Known, unknown][], writer: Writer): Promise<Result[]> {
  const prepared: Prepared[] = [];
  for (const [known, given] of items) prepared.push(await prepare(known, given, writer));
  const ready = prepared.flatMap((each) => ('ready' in each ? [each.ready] : []));
  const isStopped = prepared.some((each) => 'result' in each && each.result.outcome !== 'REPLAYED');
  const committed = isStopped ? [] : await (await writer.store()).commitAll(ready.map(({ request }) => request));
  return prepared.map((each) => {
    if ('result' in each) return each.result;
    const answer = committed[ready.indexOf(each.ready)];
    return answer ? settled(answer, each.ready) : STOPPED;
  });
}

export const STOPPED: Result = invalid(
  userError('', 'BATCH_STOPPED', 'another item of the batch kept this one from being written'),
);

/** What a client is told of what became of its request. */
function settled(committed: Committed<Told>, { request }: Ready): Result {
  switch (committed.is) {
    case 'written':
    case 'replayed':
      return {
        outcome: committed.is === 'written' ? 'CREATED' : 'REPLAYED',
        record: refOfTold(committed.outcome),
        userErrors: [],
        warnings: committed.outcome.warnings,
        sequence: committed.sequence,
      };
    case 'keyReused':
      return KEY_REUSED;
    case 'abandoned':
      return STOPPED;
    case 'refused':
      return invalid(saidOf(committed, request.writes.at(-1)?.entity));
    case 'stale': {
      const error = userError('expectedVersion', 'STALE_VERSION', 'the record was changed meanwhile');
      const { type } = request.outcome;
      return conflict({ type, rowId: committed.rowId }, error);
    }
  }
}
