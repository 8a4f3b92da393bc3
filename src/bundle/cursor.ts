import { createHash } from 'node:crypto';
import { BadUserInput } from '../errors.js';

/** Marks of the records that a client holds, by kind: what each is called, and in which version it was sent. */
export type Marks = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Most records of a bundle: their cursor has to fit into a request's body, which is 256 kB unless it is set otherwise. */
export const MOST_RECORDS = 15_000;
/** How long a cursor holds. */
export const CURSOR_DAYS = 90;

/** Bytes of a record's name. Among as many records as a bundle may have two share one once in two million times. */
const NAME = 6;
/** Bytes of its version: of four thousand million changes one goes unseen. */
const VERSION = 4;
const MARK = NAME + VERSION;
/** Bytes of a digest at which cursors are known by whom and for what they were made, and that they are whole. */
const DIGEST = 8;
const FORMAT = 1;
const SECONDS_OF_DAY = 86_400;

const digest = (length: number, ...parts: (string | Uint8Array)[]) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest().subarray(0, length);
};

/** What a record is called within its kind: as short as its mark, because of what is gone nothing else is left to tell. */
export const nameOf = (identity: unknown) => digest(NAME, JSON.stringify(identity)).toString('base64url');

/** A word that changes with these values. */
export const versionOf = (values: unknown) => digest(VERSION, JSON.stringify(values)).toString('base64url');

/** For whom and for what place a cursor is good. */
export interface Bound {
  readonly viewer: string;
  readonly place: unknown;
}
const boundTo = ({ viewer, place }: Bound) => digest(DIGEST, JSON.stringify([viewer, place]));

/** What a client holds, as one text. Nothing in it opens anything: each answer reads within the viewer's scope anew. */
export function cursorOf(marks: Marks, bound: Bound, now: number): string {
  const head = Buffer.alloc(5);
  head.writeUInt8(FORMAT, 0);
  head.writeUInt32BE(Math.floor(now / 1000), 1);
  const kinds = [...marks].flatMap(([kind, records]) => (records.size > 0 ? partOf(kind, records) : []));
  const body = Buffer.concat([head, boundTo(bound), ...kinds]);
  return Buffer.concat([body, digest(DIGEST, body)]).toString('base64url');
}

function partOf(kind: string, records: ReadonlyMap<string, string>): Buffer[] {
  const head = Buffer.alloc(1 + kind.length + 4);
  head.writeUInt8(kind.length, 0);
  head.write(kind, 1, 'latin1');
  head.writeUInt32BE(records.size, 1 + kind.length);
  const marks = [...records].map(([name, version]) => Buffer.from(`${name}${version}`, 'base64url'));
  return [head, ...marks.sort(Buffer.compare)];
}

/**
 * What the client holds that brings a cursor.
 * @throws BadUserInput naming `since` where it is none, is older than its time, or is another place's or viewer's
 */
export function parseCursor(text: string, bound: Bound, kinds: ReadonlySet<string>, now: number): Marks {
  const bytes = wholeOf(text);
  const age = now / 1000 - bytes.readUInt32BE(1);
  // Clocks of several gateways differ by seconds; nobody's by an hour.
  if (age < -3600) throw unfit('is no cursor of a bundle');
  if (age > CURSOR_DAYS * SECONDS_OF_DAY) throw unfit(`is older than ${CURSOR_DAYS} days; begin again without it`);
  if (!bytes.subarray(5, 5 + DIGEST).equals(boundTo(bound)))
    throw unfit('is the cursor of another place or of somebody else; begin again without it');
  return marksIn(bytes.subarray(5 + DIGEST), kinds);
}

/** Its bytes without the sum over them. */
function wholeOf(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64url');
  const body = bytes.subarray(0, -DIGEST);
  const isWhole = body.length >= 5 + DIGEST && bytes.toString('base64url') === text && body[0] === FORMAT;
  if (!isWhole || !digest(DIGEST, body).equals(bytes.subarray(-DIGEST))) throw unfit('is no cursor of a bundle');
  return body;
}

function marksIn(bytes: Buffer, kinds: ReadonlySet<string>): Marks {
  const marks = new Map<string, Map<string, string>>();
  let left = MOST_RECORDS;
  for (let at = 0; at < bytes.length; ) {
    const named = at + 1 + (bytes[at] ?? 0);
    const from = named + 4;
    const kind = bytes.toString('latin1', at + 1, named);
    const count = from <= bytes.length ? bytes.readUInt32BE(named) : 0;
    left -= count;
    at = from + count * MARK;
    if (!kinds.has(kind) || marks.has(kind) || count === 0 || left < 0 || at > bytes.length)
      throw unfit('is no cursor of a bundle');
    marks.set(kind, recordsIn(bytes.subarray(from, at)));
  }
  return marks;
}

/** The marks of one kind: in order, each record once. */
function recordsIn(bytes: Buffer): Map<string, string> {
  const records = new Map<string, string>();
  for (let at = 0; at < bytes.length; at += MARK) {
    const isInOrder = at === 0 || bytes.compare(bytes, at, at + NAME, at - MARK, at - MARK + NAME) < 0;
    if (!isInOrder) throw unfit('is no cursor of a bundle');
    const name = bytes.toString('base64url', at, at + NAME);
    records.set(name, bytes.toString('base64url', at + NAME, at + MARK));
  }
  return records;
}

const unfit = (why: string) => new BadUserInput('since', why);
