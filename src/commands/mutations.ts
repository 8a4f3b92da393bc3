import type { GraphQLResolveInfo } from 'graphql';
import { payloadOf } from '../binding/derive/command-types.js';
import { viewNamed } from '../binding/named.js';
import type { ReadContext } from '../binding/resolvers.js';
import type { MutationSubmitBatchArgs } from '../generated/resolvers.js';
import { batchPayload, type BatchItem, demandBatchId, submitBatch } from './batch.js';
import type { RecordRef, Result } from './outcome.js';
import { demandPermission } from './prepare.js';
import { tokenOf } from './read-token.js';
import { run } from './run.js';
import { type UnfitItems, unfitOf } from './unfit-items.js';
import type { Commands, Known, Writer } from './writer.js';

export interface WriteContext extends ReadContext {
  readonly writer: Writer;
  /** What does not fit of the batches that the request's variables hold. */
  readonly unfit: UnfitItems;
  /** Forgets what the request has read so far: what is read next is what is there now. */
  readonly renew: () => void;
}

/** Resolvers of every command, of the batch and of what they answer. */
export function mutationResolvers(commands: Commands) {
  const Mutation: Record<string, unknown> = { submitBatch: batch };
  for (const known of commands.values()) Mutation[known.name] = single(known);
  const payloads = [...commands.values()].map(
    ({ target, targets }) => [payloadOf({ target }), targets.length > 1 ? ANY_PAYLOAD : PAYLOAD] as const,
  );
  const records = recordsOf(withType);
  return {
    Mutation,
    BatchResult: { ...records, command: ({ command }: BatchItem) => command },
    ...Object.fromEntries(payloads),
  };

  async function batch(_: unknown, args: MutationSubmitBatchArgs, context: WriteContext, info: GraphQLResolveInfo) {
    demandBatchId(args.batchId);
    const unfit = unfitOf(info, context.unfit);
    const items = await submitBatch({ ...args, unfit }, commands, context.writer);
    context.renew();
    return batchPayload(args.batchId, items);
  }
}

const single =
  (known: Known) =>
  async (_: unknown, { input }: { input: unknown }, context: WriteContext) => {
    demandPermission(known, context.writer);
    const result = await run(known, input, context.writer);
    context.renew();
    return result;
  };

/** Of a row that may be of several types. */
const withType: Loaded = (row, { type }) => ({ ...row, __typename: type });

type Loaded = (row: object, ref: RecordRef) => object;

/** The records that a result names, read as any other record is: in the viewer's scope, with the columns asked for. */
function recordsOf(as: Loaded) {
  const load = async (ref: RecordRef | undefined, context: ReadContext, info: GraphQLResolveInfo) => {
    if (!ref) return null;
    const view = viewNamed(context.read(info).asked.bindings, ref.type);
    const row = await context.loaders(info).row(view, view.key, [ref.rowId], `Mutation ${ref.type}`);
    return row && as(row, ref);
  };
  const one =
    (name: 'record' | 'current') => (result: Result, _: unknown, context: ReadContext, info: GraphQLResolveInfo) =>
      load(result[name], context, info);
  return {
    record: one('record'),
    current: one('current'),
    duplicates: async ({ duplicates = [] }: Result, _: unknown, context: ReadContext, info: GraphQLResolveInfo) => {
      const found = await Promise.all(duplicates.map((each) => load(each, context, info)));
      return found.filter((row) => row !== null);
    },
  };
}

const readToken = ({ sequence }: Result) => (sequence === undefined ? null : tokenOf(sequence));
const PAYLOAD = { ...recordsOf((row) => row), readToken };
const ANY_PAYLOAD = { ...recordsOf(withType), readToken };
