import { note } from '../notes.js';
import type { Row, RowSource } from '../row-source.js';
import { landedDeep, rowsAbove } from './deep.js';
import type { Memory } from './memory.js';
import { narrowed, type Question, type Read, rowsByKey } from './question.js';
import type { Shared } from './shared.js';
import type { Token } from './tokens.js';

/** A question whose parts nobody here knows. Without a token the answer is not kept. */
export interface Sent {
  readonly question: Question;
  readonly token: Token | undefined;
  /** Of what is read beneath rows that are not there yet: what its rows are known by under their keys. */
  readonly beneath?: Token;
}

/** What came back for it: by its parts, unless it was too much to tell them apart. */
export interface Landed {
  readonly rows: readonly Row[];
  readonly parts?: readonly (readonly Row[])[];
}

export interface Stores {
  readonly source: RowSource;
  readonly memory: Memory;
  readonly shared?: Shared | undefined;
}

/** Reads what is not in the shared cache by one statement, and keeps it. */
export async function fetchAll(stores: Stores, sent: readonly Sent[], signal: AbortSignal): Promise<Landed[]> {
  const known = await Promise.all(sent.map((each) => sharedParts(stores, each)));
  const missing = sent.map(({ question }, at) =>
    question.parts.flatMap((_, part) => (known[at]?.[part] ? [] : [part])),
  );
  const lacking = new Map(
    sent.flatMap((each, at) =>
      missing[at]?.length ? [[each, narrowed(each.question, missing[at]).read] as const] : [],
    ),
  );
  const above = rowsAbove(lacking);
  note(sent[0]?.question.read.notes, { statements: lacking.size > 0 ? 1 : 0 });
  const reads = [...new Set([...lacking.values(), ...above.values()])];
  const found = new Map(zipped(reads, await readTogether(stores.source, reads, signal)));
  return sent.map((each, at) => {
    const [read, parts] = [lacking.get(each), known[at] ?? []];
    if (!read) return { rows: parts.flatMap((rows) => rows ?? []), parts: parts.map((rows) => rows ?? []) };
    const rows = found.get(read) ?? [];
    if (each.beneath) return landedDeep(stores, each, found.get(above.get(each) ?? read) ?? [], rows);
    return landed(stores, each, parts, missing[at] ?? [], rows);
  });
}

const zipped = <A, B>(left: readonly A[], right: readonly B[]) =>
  left.map((each, at) => [each, right[at] as B] as const);

function landed(
  stores: Stores,
  sent: Sent,
  known: readonly (readonly Row[] | undefined)[],
  missing: readonly number[],
  found: readonly Row[],
): Landed {
  const { question } = sent;
  const rows = [...known.flatMap((each) => each ?? []), ...found];
  const fresh = question.tuples ? rowsByKey(narrowed(question, missing).read, found) : onePart(question.read, found);
  if (!fresh) return { rows };
  keep(stores, sent, missing, fresh);
  return { rows, parts: question.parts.map((_, part) => known[part] ?? fresh[missing.indexOf(part)] ?? []) };
}

const onePart = ({ rowLimit }: Read, rows: readonly Row[]) => (rows.length > rowLimit ? undefined : [rows]);

function keep(
  { memory, shared }: Stores,
  { question, token }: Sent,
  parts: readonly number[],
  rows: readonly (readonly Row[])[],
) {
  if (!token) return;
  const entries = parts.map((part, at) => ({ id: question.parts[part] ?? '', rows: rows[at] ?? [] }));
  for (const entry of entries) memory.set(entry.id, { rows: entry.rows, ...token });
  if (question.isImpersonal) void shared?.set(token.token, entries);
}

async function sharedParts(
  { shared, memory }: Stores,
  { question, token, beneath }: Sent,
): Promise<readonly (readonly Row[] | undefined)[]> {
  if (!shared || !token || !question.isImpersonal || beneath) return [];
  const found = await shared.get(token.token, question.parts);
  for (const [at, rows] of found.entries()) if (rows) memory.set(question.parts[at] ?? '', { rows, ...token });
  return found;
}

/** Reads all of these at once, or the only one. */
export async function readTogether(
  source: RowSource,
  reads: readonly Read[],
  signal: AbortSignal | undefined,
): Promise<Row[][]> {
  const [first] = reads;
  if (!first) return [];
  if (reads.length > 1 && source.readAll) return source.readAll(reads, signal);
  return Promise.all(
    reads.map((read) => ('measures' in read ? source.aggregate(read, signal) : source.select(read, signal))),
  );
}
