import { BadUserInput, Forbidden, LimitExceeded } from '../errors.js';
import type { MutationSubmitBatchArgs } from '../generated/resolvers.js';
import { MOST_CHARACTERS } from './input-schema.js';
import { invalid, type Result, userError } from './outcome.js';
import { demandPermission } from './prepare.js';
import { tokenOf } from './read-token.js';
import { faultOfText } from './texts.js';
import { crowded } from './crowded.js';
import { runApart, runTogether, STOPPED } from './run.js';
import { wavesOf } from './waves.js';
import type { Unfit } from './unfit-items.js';
import type { Commands, Known, Writer } from './writer.js';

/** Items of one batch at most; the schema says so. */
export const MOST_ITEMS = 100;

/** What became of one item. */
export interface BatchItem extends Result {
  readonly command: string;
  readonly clientRequestId: string;
}

interface Item {
  readonly known: Known;
  readonly given: { readonly clientRequestId: string };
}

interface Batch extends Pick<MutationSubmitBatchArgs, 'items' | 'mode'> {
  /** What was taken out of it because it does not fit, in their order. */
  readonly unfit: readonly Unfit[];
}

/**
 * Runs the commands of a batch, each by itself or all in one transaction. What one is decided by is written before it.
 * @throws LimitExceeded  there are more items than a batch may have
 */
export async function submitBatch(
  { items, mode, unfit }: Batch,
  commands: Commands,
  writer: Writer,
): Promise<BatchItem[]> {
  const sent = items.length + unfit.length;
  if (sent > MOST_ITEMS)
    throw new LimitExceeded(`A batch has at most ${MOST_ITEMS} items, and this one ${sent}; send several`, {
      limit: MOST_ITEMS,
    });
  const asked = items.map((item) => itemOf(item, commands));
  const own = writer.ofBatch();
  const results = mode === 'PER_ITEM' ? await oneByOne(asked, own) : await allTogether(asked, own, unfit.length > 0);
  const told: BatchItem[] = results.map((result, at) => {
    const item = asked[at] as Item;
    return { ...result, command: item.known.name, clientRequestId: item.given.clientRequestId };
  });
  for (const { at, userErrors, ...item } of unfit) told.splice(at, 0, { ...invalid(...userErrors), ...item });
  return told;
}

/** @throws BadUserInput  the id of a batch is a text like any other, though it is only told back */
export function demandBatchId(batchId: string): void {
  const isLong = [...batchId].length > MOST_CHARACTERS;
  const fault = isLong ? `has more than ${MOST_CHARACTERS} characters` : faultOfText(batchId);
  if (fault) throw new BadUserInput('batchId', fault);
}

export const batchPayload = (batchId: string, results: readonly BatchItem[]) => {
  const last = results.reduce(
    (newest, { sequence = '0' }) => (BigInt(sequence) > newest ? BigInt(sequence) : newest),
    0n,
  );
  return { batchId, results, readToken: last === 0n ? null : tokenOf(String(last)) };
};

/** GraphQL has seen to it that just one of the fields is there. */
function itemOf(item: object, commands: Commands): Item {
  const [entry] = Object.entries(item);
  const known = commands.get(entry?.[0] ?? '');
  if (!known || !entry) throw new Error('An item of a batch is no command');
  return { known, given: entry[1] as Item['given'] };
}

async function oneByOne(items: readonly Item[], writer: Writer): Promise<Result[]> {
  const results = items.map(({ known }) => forbidden(known, writer));
  for (const wave of wavesOf(items)) {
    const allowed = wave.filter((at) => results[at] === undefined);
    const asked = allowed.map((at) => itemAt(items, at));
    const written = await runApart(asked, writer);
    for (const [index, at] of allowed.entries()) results[at] = written[index];
  }
  return results.map((each) => each ?? STOPPED);
}

function itemAt(items: readonly Item[], at: number) {
  const { known, given } = items[at] as Item;
  return [known, given] as const;
}

/** @param isStopped  whether something else of the batch cannot be written already */
async function allTogether(items: readonly Item[], writer: Writer, isStopped: boolean): Promise<Result[]> {
  const close = crowded(items);
  const refused = items.map(({ known }, at) => forbidden(known, writer) ?? close[at]);
  if (isStopped || refused.some((each) => each !== undefined)) return refused.map((each) => each ?? STOPPED);
  return runTogether(
    items.map(({ known, given }) => [known, given] as const),
    writer,
  );
}

function forbidden(known: Known, writer: Writer): Result | undefined {
  try {
    demandPermission(known, writer);
    return undefined;
  } catch (error) {
    if (!(error instanceof Forbidden)) throw error;
    return { outcome: 'FORBIDDEN', userErrors: [userError('', 'FORBIDDEN', error.message)], warnings: [] };
  }
}
