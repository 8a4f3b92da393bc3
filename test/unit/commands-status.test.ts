import { describe, expect, test } from 'vitest';
import { changeWellStatus } from '../../src/commands/change-well-status.js';
import type { Decided, Decision } from '../../src/commands/command.js';
import type { Result } from '../../src/commands/outcome.js';
import { placeOf } from '../support/place.js';

const place = placeOf();
let made = 0;
const moment = { now: new Date('2025-02-01T12:00:00Z'), actor: 'user:a', newId: () => `new${made++}` };
const codes = (decision: Decision) =>
  ((decision as Result).userErrors ?? []).map(({ path, code }) => `${path.join('.')} ${code}`);
const written = (decision: Decision) => {
  expect(codes(decision)).toEqual([]);
  return decision as Decided;
};

const step = (from_status: string, to_status: string, more: object = {}) => ({
  from_status,
  to_status,
  needs_reason: false,
  permission: null,
  ...more,
});
const steps = [
  step('Producing', 'Shut In'),
  step('Shut In', 'Producing'),
  step('Shut In', 'Sold'),
  step('Sold', 'Producing', { needs_reason: true, permission: 'admin' }),
];
const recorded = (status: string, effective_at: string, expires_at: string | null = null, more: object = {}) => ({
  row_id: `${status} ${effective_at}`,
  row_version: 2,
  status,
  effective_at,
  expires_at,
  percent_capability: 100,
  status_qualifier: null,
  ...more,
});
const catalogue = (status: string) => ({ status, is_producing: status === 'Producing' });
const given = (more: object = {}) => ({
  clientRequestId: 'request-1',
  completion: 'x',
  status: 'Shut In',
  effectiveAt: '2025-01-20T06:00:00.000Z',
  percentCapability: 100,
  ...more,
});
type Loaded = Parameters<typeof changeWellStatus.decide>[1];
const decide = (input: Parameters<typeof changeWellStatus.decide>[0], more: Partial<Loaded> = {}) =>
  changeWellStatus.decide(
    input,
    {
      place,
      catalogue: catalogue(input.status),
      steps,
      recorded: [],
      before: undefined,
      downtimes: [],
      downtime: undefined,
      may: () => true,
      ...more,
    },
    moment,
  );

describe('a status', () => {
  test('ends the one that holds, at the moment it begins', () => {
    const { changes, record } = written(decide(given(), { recorded: [recorded('Producing', '2025-01-01T00:00:00Z')] }));
    expect(changes).toMatchObject([
      { kind: 'EXPIRED', expectedVersion: 2, patch: { expires_at: '2025-01-20T06:00:00.000Z' } },
      {
        kind: 'RECORDED',
        patch: {
          status: 'Shut In',
          status_type: 'OPERATIONAL',
          effective_at: '2025-01-20T06:00:00.000Z',
          expires_at: null,
        },
      },
    ]);
    expect(record).toBe(changes[1]);
  });

  test('recorded late holds until the one that is recorded already', () => {
    const between = [
      recorded('Producing', '2025-01-25T00:00:00Z'),
      recorded('Producing', '2025-01-01T00:00:00Z', '2025-01-25T00:00:00Z'),
    ];
    const { changes } = written(decide(given(), { recorded: between }));
    expect(changes).toMatchObject([
      { rowId: 'Producing 2025-01-01T00:00:00Z', patch: { expires_at: '2025-01-20T06:00:00.000Z' } },
      { patch: { expires_at: '2025-01-25T00:00:00Z' } },
    ]);
    const unfit = [recorded('Drilled', '2025-01-25T00:00:00Z')];
    expect(codes(decide(given(), { recorded: unfit }))).toEqual(['status NOT_ALLOWED_NOW']);
  });

  test('ends the one before at its own begin, where that ended with one that was found to be wrong since', () => {
    const over = (end: string) => [recorded('Producing', '2025-01-01T00:00:00Z', end)];
    const [before] = written(decide(given(), { recorded: over('2025-01-10T00:00:00Z') })).changes;
    expect(before).toMatchObject({ kind: 'EXPIRED', patch: { expires_at: '2025-01-20T06:00:00.000Z' } });
    expect(written(decide(given(), { recorded: over('2025-01-20T06:00:00Z') })).changes).toHaveLength(1);
  });

  test('at the same moment again changes that record; another status there is a conflict', () => {
    const same = [recorded('Shut In', '2025-01-20T06:00:00Z')];
    expect(written(decide(given({ percentCapability: 0 }), { recorded: same })).changes).toMatchObject([
      { kind: 'AMENDED', expectedVersion: 2, patch: { percent_capability: 0 } },
    ]);
    const other = [recorded('Producing', '2025-01-20T06:00:00Z')];
    expect(decide(given(), { recorded: other })).toMatchObject({
      outcome: 'CONFLICT',
      current: { type: 'WellStatusChange', rowId: 'Producing 2025-01-20T06:00:00Z' },
    });
  });

  test('that holds already says something only where a quality of it differs', () => {
    const holds = { recorded: [recorded('Shut In', '2025-01-01T00:00:00Z')] };
    expect(codes(decide(given(), holds))).toEqual(['status ALREADY_EXISTS']);
    expect(written(decide(given({ percentCapability: 50 }), holds)).changes).toHaveLength(2);
    expect(written(decide(given({ statusQualifier: 'High line pressure' }), holds)).changes).toHaveLength(2);
  });

  test.each([
    ['Producing', 'Shut In', []],
    ['Shut In', 'Producing', []],
    ['Producing', 'Sold', ['status NOT_ALLOWED_NOW']],
    ['Sold', 'Shut In', ['status NOT_ALLOWED_NOW']],
    [undefined, 'Sold', []],
  ])('%s may become %s: %j', (from, status, expected) => {
    const past = from ? [recorded(from, '2025-01-01T00:00:00Z')] : [];
    expect(codes(decide(given({ status }), { recorded: past }))).toEqual(expected);
    const prodview = (then: string, day: string) => ({ status: then, since: new Date(day) });
    // What ProdView says counts where nothing is recorded here, and where it is later than what is.
    expect(codes(decide(given({ status }), { before: from ? prodview(from, '2025-01-01') : undefined }))).toEqual(
      expected,
    );
    const older = { before: prodview('Drilled', '2025-01-01'), recorded: past };
    expect(codes(decide(given({ status }), older))).toEqual(from ? expected : ['status NOT_ALLOWED_NOW']);
    const later = { before: prodview('Drilled', '2025-01-02'), recorded: past };
    expect(codes(decide(given({ status }), later))).toEqual(['status NOT_ALLOWED_NOW']);
  });

  test('that ProdView has since a later day may be recorded, whatever was recorded before', () => {
    const before = { status: 'Sold', since: new Date('2025-01-10') };
    const older = [recorded('Producing', '2025-01-01T00:00:00Z')];
    expect(written(decide(given({ status: 'Sold' }), { before, recorded: older })).changes).toHaveLength(2);
  });

  test('that is final is left only with a permission and a reason', () => {
    const sold = { recorded: [recorded('Sold', '2025-01-01T00:00:00Z')] };
    const again = given({ status: 'Producing' });
    expect(codes(decide(again, { ...sold, may: () => false }))).toEqual(['status FORBIDDEN']);
    expect(codes(decide(again, sold))).toEqual(['reason REQUIRED']);
    written(decide({ ...again, ...{ reason: 'entered on the wrong well' } }, sold));
  });

  test('put between two others is left for the second as the catalogue says', () => {
    const between = {
      recorded: [
        recorded('Producing', '2025-01-25T00:00:00Z'),
        recorded('Shut In', '2025-01-01T00:00:00Z', '2025-01-25T00:00:00Z'),
      ],
    };
    const sold = given({ status: 'Sold' });
    expect(codes(decide(sold, { ...between, may: () => false }))).toEqual(['status FORBIDDEN']);
    expect(codes(decide(sold, between))).toEqual(['reason REQUIRED']);
    written(decide(given({ status: 'Sold', reason: 'sold and bought back' }), between));
  });

  test('said again of the same moment keeps what it leaves out', () => {
    const half = [recorded('Shut In', '2025-01-20T06:00:00Z', null, { percent_capability: 50 })];
    const { percentCapability, ...rest } = given();
    const [amended] = written(decide({ ...rest, statusQualifier: 'High line pressure' }, { recorded: half })).changes;
    expect(amended).toMatchObject({ kind: 'AMENDED', patch: { status_qualifier: 'High line pressure' } });
    expect(amended?.patch).not.toHaveProperty('percent_capability');
    // From a later moment on, the whole of it is something new.
    const before = [recorded('Shut In', '2025-01-10T06:00:00Z', null, { percent_capability: 50 })];
    expect(written(decide(rest, { recorded: before })).changes).toHaveLength(2);
    const whole = [recorded('Shut In', '2025-01-10T06:00:00Z')];
    expect(codes(decide(rest, { recorded: whole }))).toEqual(['status ALREADY_EXISTS']);
  });

  test('is of a completion, not of a facility', () => {
    const facility = { catalogue: { status_type: 'FACILITY', status: 'Operating', is_producing: true } };
    expect(codes(decide(given({ statusType: 'FACILITY', status: 'Operating' }), facility))).toEqual([
      'statusType INCONSISTENT',
    ]);
  });

  test('is one of the catalogue, not in the future and not in a closed period', () => {
    expect(codes(decide(given({ status: 'Asleep' }), { catalogue: undefined }))).toEqual(['status UNKNOWN_VALUE']);
    expect(codes(decide(given({ effectiveAt: '2025-02-01T12:06:00.000Z' })))).toEqual(['effectiveAt IN_THE_FUTURE']);
    expect(codes(decide(given({ effectiveAt: '2025-01-01T05:59:00.000Z' })))).toEqual(['effectiveAt PERIOD_LOCKED']);
  });

  test.each([
    ['2025-01-10T00:00:00Z', null, {}, true],
    ['2025-01-10T00:00:00Z', '2025-01-21T00:00:00Z', {}, true],
    ['2025-01-22T00:00:00Z', null, {}, true],
    ['2025-01-22T00:00:00Z', '2025-01-23T00:00:00Z', {}, false],
    ['2025-01-10T00:00:00Z', null, { product: 'GAS' }, false],
    ['2025-01-10T00:00:00Z', null, { percent_down: 50 }, false],
  ])('of production contradicts a downtime from %s to %s %o: %s', (started_at, ended_at, more, expected) => {
    const downtimes = [{ started_at, ended_at, percent_down: 100, product: null, ...more }];
    const { changes, warnings } = written(decide(given({ status: 'Producing' }), { downtimes }));
    expect(warnings?.map(({ code }) => code)).toEqual(expected ? ['STATUS_CONFLICT'] : []);
    expect(changes[0]?.patch.row_quality).toBe(expected ? 'SUSPECT' : null);
    expect(written(decide(given(), { downtimes })).warnings).toEqual([]);
  });
});

describe('a downtime that begins with a status', () => {
  const downtime = { place, others: [], reason: undefined, status: undefined, reported: { days: [], beside: [] } };
  const startDowntime = { isFailure: true, force: false, reasonCode1: 'EQUIPMENT' };

  test('is written with it, at the same moment', () => {
    const { changes, record } = written(decide(given({ startDowntime }), { downtime }));
    expect(changes.map(({ type, kind }) => `${type} ${kind}`)).toEqual([
      'WellStatusChange RECORDED',
      'DowntimeEvent STARTED',
    ]);
    expect(changes[1]?.patch).toMatchObject({
      started_at: '2025-01-20T06:00:00.000Z',
      is_failure: true,
      percent_down: 100,
    });
    expect(new Set(changes.map(({ rowId }) => rowId)).size).toBe(2);
    expect(record?.type).toBe('WellStatusChange');
  });

  test('tells what is odd of it beneath its own field', () => {
    const later = { status: 'Producing', effective_at: '2025-01-25T00:00:00Z' };
    const { changes, warnings } = written(
      decide(given({ startDowntime }), { downtime: { ...downtime, status: later } }),
    );
    expect(warnings).toMatchObject([{ path: ['startDowntime', 'startedAt'], code: 'STATUS_CONFLICT' }]);
    expect(changes.map(({ patch }) => patch.row_quality)).toEqual([null, 'SUSPECT']);
  });

  test('needs its permission, and a status without production', () => {
    expect(codes(decide(given({ startDowntime }), { downtime, may: () => false }))).toEqual([
      'startDowntime FORBIDDEN',
    ]);
    expect(codes(decide(given({ startDowntime, status: 'Producing' }), { downtime }))).toEqual([
      'startDowntime INCONSISTENT',
    ]);
  });

  test('that cannot be written keeps the status from being written', () => {
    const reason = { code: 'OTHER', requires_comment: true };
    expect(codes(decide(given({ startDowntime }), { downtime: { ...downtime, reason } }))).toEqual([
      'startDowntime.comments REQUIRED',
    ]);
    const others = [{ row_id: 'd', started_at: '2025-01-01T00:00:00Z', ended_at: null, product: null }];
    const beside = { downtime: { ...downtime, others } };
    expect(codes(decide(given({ startDowntime }), beside))).toEqual(['startDowntime ALREADY_EXISTS']);
    expect(written(decide(given({ startDowntime: { ...startDowntime, force: true } }), beside)).changes).toHaveLength(
      2,
    );
  });
});
