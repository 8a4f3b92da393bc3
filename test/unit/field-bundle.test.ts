import fc from 'fast-check';
import { isEnumType, isObjectType } from 'graphql';
import { describe, expect, test } from 'vitest';
import {
  CURSOR_DAYS,
  cursorOf,
  type Marks,
  MOST_RECORDS,
  nameOf,
  parseCursor,
  versionOf,
} from '../../src/bundle/cursor.js';
import { deltaOf, type Present, type Records } from '../../src/bundle/delta.js';
import { KINDS } from '../../src/bundle/kinds.js';
import { LIST_LIMITS } from '../../src/binding/list-limits.js';
import { readSdl } from '../../src/binding/sdl-files.js';
import { parseConfig } from '../../src/config.js';
import { buildSchema } from '../../src/server/build-schema.js';
import { SCHEMA_FOLDER } from '../support/sdl.js';

const NOW = Date.parse('2026-06-01T12:00:00Z');
const DAY = 86_400_000;
const BOUND = { viewer: 'user:ann', place: { route: 'R1' } };
const NAMES = new Set(['UNIT', 'TANK']);
const marksOf = (kinds: Record<string, Record<string, number>>): Marks =>
  new Map(
    Object.entries(kinds).map(([kind, records]) => [
      kind,
      new Map(Object.entries(records).map(([id, version]) => [nameOf([kind, id]), versionOf(version)])),
    ]),
  );
const parse = (text: string, now = NOW, bound = BOUND) => parseCursor(text, bound, NAMES, now);
const plain = (marks: Marks) =>
  Object.fromEntries([...marks].map(([kind, records]) => [kind, Object.fromEntries(records)]));

describe('a cursor', () => {
  const marks = marksOf({ UNIT: { a: 1, b: 1, c: 2 }, TANK: { a: 1 } });
  const cursor = cursorOf(marks, BOUND, NOW);

  test('brings back what the client holds, and has one form', () => {
    expect(plain(parse(cursor))).toEqual(plain(marks));
    const backwards: Marks = new Map([...marks].map(([kind, records]) => [kind, new Map([...records].reverse())]));
    expect(cursorOf(backwards, BOUND, NOW)).toBe(cursor);
    expect(plain(parse(cursorOf(new Map(), BOUND, NOW)))).toEqual({});
  });

  test('holds for as long as it is said to', () => {
    expect(() => parse(cursor, NOW + CURSOR_DAYS * DAY)).not.toThrow();
    expect(() => parse(cursor, NOW + CURSOR_DAYS * DAY + 1000)).toThrow('since: is older than 90 days');
    expect(() => parse(cursor, NOW - DAY)).toThrow('since: is no cursor of a bundle');
  });

  test('is good for its viewer and its place', () => {
    const other = 'since: is the cursor of another place or of somebody else';
    expect(() => parse(cursor, NOW, { ...BOUND, viewer: 'user:bob' })).toThrow(other);
    expect(() => parse(cursor, NOW, { ...BOUND, place: { route: 'R2' } })).toThrow(other);
  });

  test('is refused wherever one of its bytes is another', () => {
    const bytes = Buffer.from(cursor, 'base64url');
    for (let at = 0; at < bytes.length; at++) {
      const forged = Buffer.from(bytes);
      forged[at] = (forged[at] ?? 0) ^ 1;
      expect(() => parse(forged.toString('base64url'))).toThrow('since: is no cursor of a bundle');
      expect(() => parse(bytes.subarray(0, at).toString('base64url'))).toThrow('since: is no cursor of a bundle');
    }
  });

  test('is refused where its sum is right and its parts are not', () => {
    const odd: Marks[] = [
      new Map([['WELL', new Map([[nameOf('a'), versionOf(1)]])]]),
      new Map([['UNIT', new Map([['', '']])]]),
      new Map([['UNIT', new Map([[nameOf('a'), '']])]]),
    ];
    for (const each of odd) expect(() => parse(cursorOf(each, BOUND, NOW))).toThrow('since: is no cursor of a bundle');
    const many = (size: number): Marks =>
      new Map([['UNIT', new Map(Array.from({ length: size }, (_, at) => [nameOf(at), versionOf(at)]))]]);
    expect(parse(cursorOf(many(MOST_RECORDS), BOUND, NOW)).get('UNIT')?.size).toBe(MOST_RECORDS);
    expect(() => parse(cursorOf(many(MOST_RECORDS + 1), BOUND, NOW))).toThrow('since: is no cursor of a bundle');
  });

  test('of the largest bundle fits into a request', () => {
    const all: Marks = new Map([
      ['UNIT', new Map(Array.from({ length: MOST_RECORDS }, (_, at) => [nameOf(at), versionOf(at)]))],
    ]);
    const { BODY_LIMIT_KB, MAX_DOCUMENT_BYTES } = parseConfig({});
    expect(cursorOf(all, BOUND, NOW).length + MAX_DOCUMENT_BYTES).toBeLessThan(BODY_LIMIT_KB * 1024);
  });
});

describe('a delta', () => {
  const recordsOf = (kinds: Record<string, Record<string, number> | null>): Records =>
    new Map(
      Object.entries(kinds).map(([kind, records]) => [
        kind,
        records &&
          new Map(
            Object.entries(records).map(([id, version]): [string, Present] => [
              nameOf([kind, id]),
              { key: [id], version: versionOf(version) },
            ]),
          ),
      ]),
    );

  const some = fc.dictionary(fc.integer({ min: 0, max: 40 }).map(String), fc.integer({ min: 0, max: 2 }));
  const state = fc.record({ UNIT: some, TANK: some });

  test('leads from any copy to any state in pages of any size, each record once', () => {
    fc.assert(
      fc.property(state, state, fc.integer({ min: 1, max: 9 }), (before, after, first) => {
        let held = marksOf(before);
        const told: string[] = [];
        for (let remaining = 1; remaining > 0; ) {
          const delta = deltaOf(held, recordsOf(after), first);
          told.push(...delta.changes.map(({ kind, name }) => `${kind} ${name}`));
          held = parse(cursorOf(delta.marks, BOUND, NOW));
          remaining = delta.remaining;
        }
        expect(new Set(told).size).toBe(told.length);
        const wanted = Object.entries(plain(marksOf(after))).filter(([, records]) => Object.keys(records).length > 0);
        expect(plain(held)).toEqual(Object.fromEntries(wanted));
      }),
    );
  });

  test('leaves alone what cannot be told, and takes away what is not asked for', () => {
    const held = marksOf({ UNIT: { a: 1 }, TANK: { a: 1 } });
    expect(deltaOf(held, recordsOf({ UNIT: null }), 10)).toMatchObject({
      changes: [{ kind: 'TANK', name: nameOf(['TANK', 'a']) }],
    });
    expect(deltaOf(held, recordsOf({ UNIT: null, TANK: null }), 10)).toEqual({
      changes: [],
      remaining: 0,
      marks: held,
    });
  });
});

test('the kinds are those of the schema, and each has its field', () => {
  const { schema, bindings } = buildSchema(readSdl(SCHEMA_FOLDER), LIST_LIMITS);
  const kinds = schema.getType('BundleKind');
  const change = schema.getType('BundleChange');
  if (!isEnumType(kinds) || !isObjectType(change)) throw new Error('the schema has no bundle');
  expect(KINDS.map(({ name }) => name)).toEqual(kinds.getValues().map(({ name }) => name));
  const fields = Object.entries(change.getFields()).slice(3);
  expect(KINDS.map(({ field, type }) => [field, type])).toEqual(fields.map(([name, { type }]) => [name, String(type)]));
  for (const { type, version, units } of KINDS) {
    const view = bindings.views.get(type);
    const columns = view?.leaves.map(({ field }) => field.column.name);
    expect(columns).toEqual(expect.arrayContaining([...version]));
    expect(units === undefined || view?.fields.get(units)?.kind === 'link').toBe(true);
  }
});
