import { type Deep, keysIn } from '../beside.js';
import type { Key, Row, Selection } from '../row-source.js';
import type { Landed, Sent, Stores } from './fetch.js';
import { columnsRead } from './columns-read.js';
import type { Memory } from './memory.js';
import { questionOf, type Read, rowsByKey } from './question.js';
import type { Tokens } from './tokens.js';

/**
 * What of this is worth asking: nothing beneath rows that are in memory, because they are there at once; and nothing whose
 * changes cannot be told, because it would not be kept.
 */
export async function worthAsking(deep: readonly Deep[], tokens: Tokens, memory: Memory): Promise<Sent[]> {
  const sent = await Promise.all(
    deep.map(async ({ upper, reads }) => {
      if (await isKnown(upper, tokens, memory)) return [];
      return (await Promise.all(reads.map((read) => sentOf(read, tokens)))).filter((each) => each.token);
    }),
  );
  return sent.flat();
}

async function isKnown(read: Selection, tokens: Tokens, memory: Memory): Promise<boolean> {
  const question = questionOf(read);
  const token = await tokens.of(question.views);
  return token !== undefined && question.parts.every((part) => memory.get(part)?.token === token.token);
}

/** What stands for the whole of a question whose rows are kept under their keys. */
const DONE = 'beneath ';

async function sentOf(read: Read, tokens: Tokens): Promise<Sent> {
  const question = questionOf(read);
  if (!read.keys?.beneath) return { question, token: await tokens.of(question.views) };
  // Under its keys an answer rests on its own view, whatever those above it do.
  const own = await tokens.of([...columnsRead(byKeys(read, [])).keys()].sort());
  const token = own && (await tokens.of(question.views));
  const whole = { ...question, parts: question.parts.map((part) => `${DONE}${part}`) };
  return { question: whole, token, ...(own && { beneath: own }) };
}

type Lacking = ReadonlyMap<Sent, Read>;

/**
 * For each question beneath rows the read that brings those rows, which say what keys it was asked for: another of these,
 * or one of its own. All are one statement, so what they see they see at one moment.
 */
export function rowsAbove(lacking: Lacking): Map<Sent, Read> {
  const own = new Map<string, Read>();
  const found = new Map<Sent, Read>();
  for (const each of lacking.keys()) {
    const above = each.question.read.keys?.beneath;
    if (!each.beneath || !above) continue;
    // What is asked for some of its keys only does not bring them all.
    const whole = [...lacking].find(([other, read]) => read === other.question.read && brings(read, above));
    const id = whole ? '' : JSON.stringify(above);
    const read = whole?.[1] ?? own.get(id) ?? above;
    if (!whole) own.set(id, read);
    found.set(each, read);
  }
  return found;
}

/** Whether a read brings the rows of the other, maybe more for each key. */
function brings(wide: Read, above: Selection): boolean {
  if ('measures' in wide || wide.view !== above.view || wide.keys !== above.keys || wide.order !== above.order)
    return false;
  if (wide.where !== above.where || wide.grain !== above.grain || wide.scope !== above.scope) return false;
  const names = new Set(wide.columns.map(({ name }) => name));
  return above.columns.every(({ name }) => names.has(name)) && limitOf(wide) >= limitOf(above);
}

const limitOf = ({ limit = Number.POSITIVE_INFINITY }: Selection) => limit;

/** Of the rows of a read that brings more for each key, those that are above. */
function cutTo({ keys, limit }: Selection, rows: readonly Row[]): readonly Row[] {
  if (limit === undefined || !keys) return rows;
  const found = new Map<string, number>();
  return rows.filter((row) => {
    const key = JSON.stringify(keys.columns.map(({ name }) => row[name]));
    const before = found.get(key) ?? 0;
    found.set(key, before + 1);
    return before < limit;
  });
}

/** Keeps the rows of every key that the rows above have, also where there are none. */
export function landedDeep(
  { memory, shared }: Stores,
  sent: Sent,
  above: readonly Row[],
  rows: readonly Row[],
): Landed {
  const { question, token, beneath: own } = sent;
  const { keys } = question.read;
  const landed = { rows: [], parts: question.parts.map(() => []) };
  if (!token || !own || !keys?.beneath || above.length > keys.beneath.rowLimit) return landed;
  const parents = cutTo(keys.beneath, above);
  const asked = questionOf(byKeys(question.read, keysIn(parents, keys.beneath)));
  const found = asked.tuples && rowsByKey(asked.read, rows);
  if (!found) return landed;
  const entries = asked.parts.map((id, at) => ({ id, rows: found[at] ?? [] }));
  for (const entry of entries) memory.set(entry.id, { rows: entry.rows, ...own });
  for (const id of question.parts) memory.set(id, { rows: [], ...token });
  if (question.isImpersonal) void shared?.set(own.token, entries);
  return landed;
}

/** The same of these keys. */
export const byKeys = <R extends Read>(read: R, tuples: readonly Key[]): R =>
  read.keys ? { ...read, keys: { columns: read.keys.columns, tuples } } : read;
