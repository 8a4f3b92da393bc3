import type { Committed } from '../events/write.js';
import { saidOf } from './constraints.js';
import { conflict, invalid, type Result, userError } from './outcome.js';
import { KEY_REUSED, prepare, type Ready, refOfTold, type Told } from './prepare.js';
import type { Known, Writer } from './writer.js';

/** A command and what the client sent with it. */
export type Item = readonly [known: Known, given: unknown];

const requestOf = ({ request }: Ready) => request;

/** How often a command is decided anew where the record was changed under it. */
const TRIES = 3;

/**
 * Runs one command: its own transaction. Where another request changed what it was decided on, it is decided again on what is
 * there now; a client that said which version it means is told then what has become of the record.
 */
export async function run(known: Known, given: unknown, writer: Writer): Promise<Result> {
  for (let left = TRIES; ; left -= 1) {
    const prepared = await prepare(known, given, writer);
    if ('result' in prepared) return prepared.result;
    const committed = await (await writer.store()).commit(prepared.ready.request);
    if (left === 1 || !isWorthAnotherLook(committed)) return settled(committed, prepared.ready);
  }
}

function isWorthAnotherLook(committed: Committed<Told>): boolean {
  if (committed.is === 'stale') return true;
  // Somebody else was first: with their record at hand the command can say more than the constraint does.
  return committed.is === 'refused' && (committed.class === 'unique' || committed.class === 'exclusion');
}

/** Runs commands none of which decides by what another of them writes, each as if it were alone. */
export async function runApart(items: readonly Item[], writer: Writer): Promise<Result[]> {
  const side = writer.besides();
  const prepared = await Promise.all(items.map(([known, given]) => prepare(known, given, side)));
  const ready = prepared.flatMap((each) => ('ready' in each ? [each.ready] : []));
  const committed = ready.length === 0 ? [] : await (await writer.store()).commitEach(ready.map(requestOf));
  const results: Result[] = [];
  for (const [at, each] of prepared.entries()) {
    const answer = 'ready' in each ? committed[ready.indexOf(each.ready)] : undefined;
    const [known, given] = items[at] as Item;
    if ('result' in each) results.push(each.result);
    else if (!answer || isWorthAnotherLook(answer)) results.push(await run(known, given, writer));
    else results.push(settled(answer, each.ready));
  }
  return results;
}

/** Runs all of them in one transaction, or none. Each is decided by what was there before. */
export async function runTogether(items: readonly Item[], writer: Writer): Promise<Result[]> {
  const side = writer.besides();
  const prepared = await Promise.all(items.map(([known, given]) => prepare(known, given, side)));
  const ready = prepared.flatMap((each) => ('ready' in each ? [each.ready] : []));
  const isStopped = prepared.some((each) => 'result' in each && each.result.outcome !== 'REPLAYED');
  const committed = isStopped ? [] : await (await writer.store()).commitAll(ready.map(requestOf));
  const results = prepared.map(async (each, at) => {
    if ('result' in each) return each.result;
    const answer = committed[ready.indexOf(each.ready)];
    if (answer?.is === 'stale') return becameOf(items[at] as Item, settled(answer, each.ready), writer);
    return answer ? settled(answer, each.ready) : STOPPED;
  });
  return Promise.all(results);
}

/** What is to be said of a record that was changed meanwhile: what its command says of it now, where that refuses it. */
async function becameOf([known, given]: Item, changed: Result, writer: Writer): Promise<Result> {
  const now = await prepare(known, given, writer);
  return 'result' in now ? now.result : changed;
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
