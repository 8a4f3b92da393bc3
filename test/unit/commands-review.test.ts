import { expect, test } from 'vitest';
import { compileBindings } from '../../src/binding/compile-bindings.js';
import { isRecord } from '../../src/binding/records.js';
import { readSdl } from '../../src/binding/sdl-files.js';
import { unreviewed } from '../../src/commands/changes.js';
import type { Decided, Decision } from '../../src/commands/command.js';
import { NOWHERE } from '../../src/commands/place.js';
import { reviewRecord } from '../../src/commands/review-record.js';
import { screenWorkoverCandidate } from '../../src/commands/workover-steps.js';
import type { Row } from '../../src/sources/row-source.js';
import { SCHEMA_FOLDER } from '../support/sdl.js';

const bindings = compileBindings(readSdl(SCHEMA_FOLDER));
const now = new Date('2025-06-01T12:00:00Z');
const moment = { now, actor: 'user:foreman.01', newId: () => 'new' };
const recorded: Row = { row_id: 'r', row_version: 3, active_ind: 'Y', row_created_by: 'user:operator.01' };
type Given = Parameters<typeof reviewRecord.decide>[0];
const review = (given: Partial<Given>, row: Row = {}) =>
  reviewRecord.decide(
    { record: 'x', clientRequestId: 'request-1', quality: 'GOOD', ...given },
    { type: 'WellTest', row: { ...recorded, ...row }, place: { ...NOWHERE, network: 'N', unit: 'U' } },
    moment,
  );
const written = (decision: Decision) => (decision as Decided).changes;
const codes = (decision: Decision) =>
  'userErrors' in decision ? decision.userErrors.map(({ path, code }) => `${path.join('.')} ${code}`) : [];

test.each([
  ['GOOD', null, null],
  ['VERIFIED', 'against the ticket', 'against the ticket'],
  ['REJECTED', 'of another well', 'of another well'],
] as const)('a review finds %s, and says so of the record alone', (quality, remark, kept) => {
  expect(written(review({ quality, remark }))).toEqual([
    {
      type: 'WellTest',
      rowId: 'r',
      kind: 'REVIEWED',
      patch: { row_quality: quality, review_remark: kept },
      expectedVersion: 3,
      routing: { network: 'N', unit: 'U', facility: null, route: null },
    },
  ]);
});

test.each([
  ['is rejected without a word', { quality: 'REJECTED' }, {}, ['remark REQUIRED']],
  ['is the reviewer’s own', {}, { row_created_by: 'user:foreman.01' }, ['record OWN_DECISION']],
  ['is out of force', {}, { active_ind: 'N' }, ['record NOT_ALLOWED_NOW']],
  ['accounting took', { quality: 'GOOD' }, { posted_date: '2025-05-01T00:00:00Z' }, []],
  [
    'accounting took and is wrong',
    { quality: 'REJECTED', remark: 'x' },
    { posted_date: '2025-05-01T00:00:00Z' },
    ['quality PERIOD_LOCKED'],
  ],
  [
    'was reviewed by the same before',
    { quality: 'VERIFIED' },
    { row_changed_by: 'user:foreman.01', row_quality: 'GOOD' },
    [],
  ],
] as const)('what %s: %j', (_what, given, row, expected) => {
  expect(codes(review(given, row))).toEqual(expected);
});

test.each([
  ['GOOD', true],
  ['VERIFIED', true],
  ['REJECTED', true],
  ['SUSPECT', false],
  [null, false],
])('of values that change, %s holds no longer: %s', (row_quality, falls) => {
  expect(unreviewed({ row_quality })).toEqual(falls ? { row_quality: null, review_remark: null } : {});
});

test('of a candidate that is estimated anew a finding holds no longer; a step alone leaves it', () => {
  const found: Row = { ...recorded, row_quality: 'VERIFIED', review_remark: 'seen', status: 'NOMINATED' };
  const loaded = { row: found, place: NOWHERE, step: { to_status: 'SCREENED' }, more: undefined };
  const given = { clientRequestId: 'request-1', record: 'x', expectedVersion: 3 };
  const patchOf = (more: object) =>
    written(screenWorkoverCandidate.decide({ ...given, ...more }, loaded as never, moment))[0]?.patch;
  expect(patchOf({ estimatedCostUsd: 5 })).toMatchObject({ row_quality: null, review_remark: null });
  expect(patchOf({})).not.toHaveProperty('row_quality');
});

test('every kind of record is reviewed but lists, runs and steps of a chain', () => {
  const kinds = [...bindings.views.values()].filter(isRecord).map(({ type }) => type);
  const others = ['DowntimeApproval', 'DowntimeReason', 'SurveillanceRun'];
  const { targets } = bindings.commands.get('reviewRecord') ?? {};
  expect([...(targets ?? []), ...others].sort()).toEqual(kinds.sort());
});
