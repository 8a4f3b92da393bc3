import { expect, test } from 'vitest';
import { compileBindings } from '../../src/binding/compile-bindings.js';
import { readSdl } from '../../src/binding/sdl-files.js';
import { commands } from '../../src/commands/all.js';
import { demandBatchId } from '../../src/commands/batch.js';
import { bodyHash, rowIdOf } from '../../src/commands/body-hash.js';
import { columnsOf } from '../../src/commands/changes.js';
import { saidOf } from '../../src/commands/constraints.js';
import { inputSchema, isMistaken, parseInput } from '../../src/commands/input-schema.js';
import { sequenceOf, tokenOf } from '../../src/commands/read-token.js';
import { faultOfText } from '../../src/commands/texts.js';
import { knownCommands } from '../../src/commands/writer.js';
import { SCHEMA_FOLDER, withDirectives } from '../support/sdl.js';

const bindings = compileBindings(readSdl(SCHEMA_FOLDER));
const binding = bindings.commands.get('recordDailyProduction');
if (!binding) throw new Error('no such command');
const schema = inputSchema(binding);
const day = { clientRequestId: 'request-1', completion: 'x', productionDate: '2025-01-01' };

test('every command has its mutation, and every mutation its command', () => {
  expect(knownCommands(bindings, commands).size).toBe(bindings.commands.size);
  expect(() => knownCommands(bindings, {})).toThrow('has no command');
  const [written] = Object.values(commands);
  if (written) expect(() => knownCommands(bindings, { ...commands, forgetAll: written })).toThrow('forgetAll');
});

test.each([
  [
    'what is no record of operations',
    'extend type Mutation { a(input: I!): Unit @command } type Mutation',
    'writes Unit',
  ],
  ['two arguments', 'type Mutation { a(input: I!, b: Int): W @command }', 'takes one argument'],
  ['an input that may be left out', 'type Mutation { a(input: I): W @command }', 'takes one argument'],
])('a command with %s is a mistake', (_what, mutation, mistake) => {
  const types =
    'type Unit @view(source: PRODVIEW, name: "u", scopeOf: UNIT) { idRec: ID! } type W @view(source: OPS, name: "w", key: ["row_id"], scopeOf: ADMIN) { rowId: ID! } input I { a: Int } type Query { a: Int }';
  const sdl = mutation.startsWith('extend')
    ? mutation.replace(/^extend /, '').replace(/ type Mutation$/, '')
    : mutation;
  expect(() => compileBindings(withDirectives(`${types} ${sdl}`))).toThrow(mistake);
});

test('an input is what GraphQL made of it, with moments in UTC', () => {
  const parsed = parseInput(schema, { ...day, clientAt: '2025-01-01T06:00:00+02:00', remark: 'two\nlines' });
  expect(parsed).toEqual({ ...day, clientAt: '2025-01-01T04:00:00.000Z', remark: 'two\nlines' });
});

test.each([
  [{ oilVolumeBbl: Number.NaN }, 'MALFORMED'],
  [{ oilVolumeBbl: Number.POSITIVE_INFINITY }, 'MALFORMED'],
  [{ oilVolumeBbl: -0.001 }, 'OUT_OF_RANGE'],
  [{ remark: '\u202eevil' }, 'MALFORMED'],
  [{ remark: 'x'.repeat(2001) }, 'TOO_LONG'],
  [{ operationalStatus: 'x'.repeat(201) }, 'TOO_LONG'],
  [{ productionDate: '0001-01-01' }, 'OUT_OF_RANGE'],
  [{ clientRequestId: 'with space' }, 'MALFORMED'],
  [{ more: 1 }, 'MALFORMED'],
])('%o is told with its path', (given, code) => {
  const parsed = parseInput(schema, { ...day, ...given });
  expect(isMistaken(parsed) && parsed[0]).toMatchObject({ path: 'more' in given ? [] : [Object.keys(given)[0]], code });
});

test.each([
  ['brønn 12-A', undefined],
  ['a\tb\nc', undefined],
  ['می\u200cخواهم', undefined],
  ['👩\u200d🔧', undefined],
  ['', 'is empty'],
  [' \n', 'is empty'],
  ['a\u0000b', 'holds characters that cannot be seen'],
  ['\u200bab', 'holds characters that cannot be seen'],
  ['ab\u200d', 'holds characters that cannot be seen'],
  ['a\u202eb', 'holds characters that cannot be seen'],
  ['a\ud800b', 'holds characters that cannot be seen'],
  ['a\u00adb', 'holds characters that cannot be seen'],
  ['\ufeffab', 'holds characters that cannot be seen'],
])('the text %j %s', (text, fault) => {
  expect(faultOfText(text)).toBe(fault);
});

const deep = (levels: number): object => (levels === 0 ? {} : { in: deep(levels - 1) });

test.each([
  [{ tests: ['WT-1', 'WT-2'], from: '2025-01-01', to: '', n: 3, isNew: true, none: null }, undefined],
  [{ tests: ['WT-1', 'a\u0000b'] }, ['tests.1', 'MALFORMED']],
  [{ a: { b: '\u200bx' } }, ['a.b', 'MALFORMED']],
  [{ a: { 'x\u202e': 1 } }, ['a', 'MALFORMED']],
  [{ a: 'x'.repeat(9_990) }, undefined],
  [{ a: 'x'.repeat(10_000) }, ['', 'TOO_LONG']],
  [deep(7), undefined],
  [deep(8), ['in.in.in.in.in.in.in.in', 'MALFORMED']],
])('the evidence %j is refused as %o', (evidence, fault) => {
  const raise = bindings.commands.get('raiseSurveillanceEvent');
  if (!raise) throw new Error('no such command');
  const event = {
    eventType: 'OTHER',
    detectedAt: '2025-01-01T00:00:00Z',
    detectionSource: 'OPERATOR',
    severity: 'LOW',
  };
  const parsed = parseInput(inputSchema(raise), { clientRequestId: 'request-1', ...event, evidence });
  const mistakes = isMistaken(parsed) ? parsed.map(({ path, code }) => [path.slice(1).join('.'), code]) : [];
  expect(mistakes).toEqual(fault ? [fault] : []);
});

test('a list that is too long is told by how many entries it may have', () => {
  const read = bindings.commands.get('recordMeterReading');
  if (!read) throw new Error('no such command');
  const given = { clientRequestId: 'request-1', meter: 'x', readAt: '2025-01-01T00:00:00Z', qualityCode: 'MEASURED' };
  const photos = (many: number) => ({ ...given, photoRefs: Array.from({ length: many }, () => 'photo') });
  expect(isMistaken(parseInput(inputSchema(read), photos(100)))).toBe(false);
  expect(parseInput(inputSchema(read), photos(101))).toEqual([
    { path: ['photoRefs'], code: 'TOO_LONG', message: 'has more than 100 entries' },
  ]);
});

test.each(['', ' ', 'a\u200b', 'a\u0000b', 'x'.repeat(201)])('a batch is not called %j', (batchId) => {
  demandBatchId('batch 1');
  expect(() => demandBatchId(batchId)).toThrow('batchId');
});

test('a body is the same in whatever order, and another with any other value', () => {
  const hash = bodyHash('a', { x: 1, y: { b: [1, 2], a: null } });
  expect(bodyHash('a', { y: { a: null, b: [1, 2] }, x: 1, clientRequestId: 'z', clientAt: 'now', w: undefined })).toBe(
    hash,
  );
  expect(bodyHash('b', { x: 1, y: { b: [1, 2], a: null } })).not.toBe(hash);
  expect(bodyHash('a', { x: 1, y: { b: [2, 1], a: null } })).not.toBe(hash);
  expect(bodyHash('a', { x: 1, y: { b: [1, 2] } })).not.toBe(hash);
});

test('the n-th record of a request has one id for ever', () => {
  expect(rowIdOf('user:a', 'k', 0)).toMatch(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  expect(rowIdOf('user:a', 'k', 0)).toBe(rowIdOf('user:a', 'k', 0));
  expect(new Set([rowIdOf('user:a', 'k', 0), rowIdOf('user:a', 'k', 1), rowIdOf('user:b', 'k', 0)]).size).toBe(3);
});

test('fields are written to the columns of their names', () => {
  const given = { oilVolumeBbl: 1, chokeSize64ths: 2, reasonCode1: null, remark: undefined, other: 1 };
  const columns = columnsOf(given, ['oilVolumeBbl', 'chokeSize64ths', 'reasonCode1', 'remark']);
  expect(columns).toEqual({ oil_volume_bbl: 1, choke_size_64ths: 2, reason_code_1: null });
});

test('what the database refuses is told by the field it is about', () => {
  const refused = { is: 'refused', class: 'check' } as const;
  expect(saidOf({ ...refused, constraint: 'well_test_oil_volume_bbl_check' }, 'well_test')).toMatchObject({
    path: ['oilVolumeBbl'],
    code: 'OUT_OF_RANGE',
  });
  expect(saidOf({ is: 'refused', class: 'missing', constraint: '', column: 'unit_id' })).toMatchObject({
    path: ['unitId'],
    code: 'REQUIRED',
  });
  expect(saidOf({ ...refused, constraint: 'decided_by_another' })).toMatchObject({ path: [], code: 'OWN_DECISION' });
});

test('a read token is what a write was answered with', () => {
  expect(sequenceOf(tokenOf('123'))).toBe('123');
  for (const text of ['', 'seq:1', tokenOf('-1'), tokenOf('1e3'), tokenOf('9'.repeat(19))])
    expect(() => sequenceOf(text)).toThrow('x-read-token');
});
