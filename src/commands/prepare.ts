import { Forbidden } from '../errors.js';
import type { KnownRequest } from '../events/request-keys.js';
import type { Request, Write } from '../events/write.js';
import { bodyHash, rowIdOf } from './body-hash.js';
import type { Change, Decided, Decision } from './command.js';
import { type Input, isMistaken, parseInput } from './input-schema.js';
import { invalid, Refused, type RecordRef, type Result, userError, type Warning } from './outcome.js';
import type { Known, Writer } from './writer.js';

/** What the same request is told when it comes again. */
export interface Told {
  readonly type: string;
  readonly rowId: string;
  readonly warnings: readonly Warning[];
}

/** A request that can be committed. */
export interface Ready {
  readonly known: Known;
  readonly request: Request<Told>;
}

export type Prepared = { readonly ready: Ready } | { readonly result: Result };

/** @throws Forbidden  the viewer's role does not allow the command */
export function demandPermission({ command, name }: Known, { viewer }: Writer): void {
  const isSomebody = viewer.id !== 'anonymous' && viewer.id !== 'local';
  if (!isSomebody || !viewer.permissions.has(command.permission))
    throw new Forbidden(`${name} needs the permission ${command.permission}`);
}

/** Brings one command from what the client sent to what can be committed, or to why nothing is. It writes nothing. */
export async function prepare(known: Known, given: unknown, writer: Writer): Promise<Prepared> {
  const input = parseInput(known.schema, given);
  if (isMistaken(input)) return { result: invalid(...input) };
  const hash = bodyHash(known.name, input);
  const decision = await judged(known, input, writer);
  if (!('outcome' in decision)) return { ready: await readyOf(known, input, hash, decision, writer) };
  // What is refused now may have been written before: by this very request, whose answer was lost.
  return { result: (await toldBefore(known, input, hash, writer)) ?? decision };
}

async function judged({ command }: Known, input: Input, writer: Writer): Promise<Decision> {
  try {
    const [reads, now] = await Promise.all([writer.reads(), writer.now()]);
    const decide = await command.judge(input, reads);
    let made = 0;
    const newId = () => rowIdOf(writer.viewer.id, String(input.clientRequestId), made++);
    return decide({ now, actor: writer.viewer.id, newId });
  } catch (error) {
    if (error instanceof Refused) return error.result;
    throw error;
  }
}

/** What a request with this id was told, or that it had another body; undefined where there was none. */
async function toldBefore({ name }: Known, input: Input, hash: string, writer: Writer): Promise<Result | undefined> {
  const found = await (await writer.store()).recorded(writer.viewer.id, String(input.clientRequestId));
  if (!found) return undefined;
  return found.command === name && found.body_hash === hash ? replayed(found) : KEY_REUSED;
}

const replayed = ({ outcome, seq }: KnownRequest): Result => ({
  outcome: 'REPLAYED',
  record: refOfTold(outcome as Told),
  userErrors: [],
  warnings: (outcome as Told).warnings,
  sequence: seq,
});

export const refOfTold = ({ type, rowId }: Told): RecordRef => ({ type, rowId });

export const KEY_REUSED: Result = invalid(
  userError('clientRequestId', 'IDEMPOTENCY_KEY_REUSED', 'the same id came before with another body'),
);

async function readyOf(known: Known, input: Input, hash: string, decided: Decided, writer: Writer): Promise<Ready> {
  const { changes, record = changes.at(-1), warnings = [] } = decided;
  if (!record) throw new Error(`${known.name} decided to write nothing`);
  const { viewer, requestId, bindings } = writer;
  const entityOf = ({ type }: Change) => bindings.views.get(type)?.view ?? type;
  const writes = changes.map(
    (change): Write => ({
      entity: entityOf(change),
      rowId: change.rowId,
      kind: change.kind,
      patch: change.patch,
      expectedVersion: change.expectedVersion,
      routing: change.routing,
      ...(change.by !== undefined && { by: change.by }),
    }),
  );
  const request: Request<Told> = {
    actor: viewer.id,
    role: viewer.role,
    requestId,
    clientRequestId: String(input.clientRequestId),
    clientAt: (input.clientAt as string | null | undefined) ?? null,
    source: writer.source,
    command: known.name,
    bodyHash: hash,
    outcome: { type: record.type, rowId: record.rowId, warnings },
    within: await writer.within(),
    writes,
  };
  return { known, request };
}
