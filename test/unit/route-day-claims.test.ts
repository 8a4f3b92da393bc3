import { expect, test } from 'vitest';
import { claimsOf, type DayEvidence, type Versus, type WellEvidence } from '../../src/route-day/claims.js';

// What each kind of evidence claims of a completion that made 100 BOE the day before and has a target of 120.

const day = (given: Partial<DayEvidence> = {}): DayEvidence => ({
  boe: 100,
  downtimeHours: 0,
  dayHours: 24,
  deferred: null,
  isConstrained: false,
  heldBack: 0,
  measured: null,
  counted: null,
  isReport: false,
  ...given,
});
const well = (
  today: Partial<DayEvidence>,
  previous: Partial<DayEvidence> = {},
  more: Partial<WellEvidence> = {},
): WellEvidence => ({ today: day(today), previous: day(previous), test: null, trend: null, ...more });

const MEASURED = (measured: number, counted: number) => ({ measured, counted });
const FALLING = { earlier: 115, recent: 100, days: 15 };
const RISING = { earlier: 90, recent: 100, days: 15 };
const TESTED = { before: 100, after: 88 };

test.each<[string, Versus, WellEvidence, object]>([
  ['nothing is known, nothing is claimed', 'TARGET', well({}), {}],
  ['nothing is known, nothing is claimed', 'PREVIOUS', well({}), {}],
  ['hours down take their share of the target', 'TARGET', well({ downtimeHours: 6 }), { DOWNTIME: -30 }],
  ['a day of 23 hours', 'TARGET', well({ downtimeHours: 23, dayHours: 23 }), { DOWNTIME: -120 }],
  ['more hours down than the day has', 'TARGET', well({ downtimeHours: 30 }), { DOWNTIME: -120 }],
  ['deferment goes before hours', 'TARGET', well({ downtimeHours: 6, deferred: 28 }), { DOWNTIME: -28 }],
  ['a deferment of nothing says nothing', 'TARGET', well({ downtimeHours: 6, deferred: 0 }), { DOWNTIME: -30 }],
  ['deferment without hours down was held back', 'TARGET', well({ deferred: 28 }), { CONSTRAINT: -28 }],
  [
    'of deferment under a limit the hours down take their share',
    'TARGET',
    well({ downtimeHours: 6, deferred: 40, isConstrained: true, heldBack: 99 }),
    { DOWNTIME: -30, CONSTRAINT: -10 },
  ],
  ['a limit says what it costs', 'TARGET', well({ isConstrained: true, heldBack: 12 }), { CONSTRAINT: -12 }],
  [
    'a limit of both days explains nothing between them',
    'PREVIOUS',
    well({ isConstrained: true, heldBack: 12 }, { isConstrained: true, heldBack: 12 }),
    {},
  ],
  ['a limit that was lifted', 'PREVIOUS', well({}, { isConstrained: true, heldBack: 12 }), { CONSTRAINT: 12 }],
  ['down today', 'PREVIOUS', well({ downtimeHours: 12, boe: 50 }), { DOWNTIME: -50 }],
  ['up again: by what today makes', 'PREVIOUS', well({}, { downtimeHours: 24, boe: 0 }), { DOWNTIME: 100 }],
  [
    'half a day before, a quarter today: by the day that was on longer',
    'PREVIOUS',
    well({ downtimeHours: 6, boe: 75 }, { downtimeHours: 12, boe: 50 }),
    { DOWNTIME: 25 },
  ],
  ['down on both days', 'PREVIOUS', well({ downtimeHours: 24, boe: 0 }, { downtimeHours: 24, boe: 0 }), {}],
  ['a day of a falling trend', 'PREVIOUS', well({}, {}, { trend: FALLING }), { DECLINE: -1 }],
  [
    'half a day of it',
    'PREVIOUS',
    well({ downtimeHours: 12, boe: 50 }, {}, { trend: FALLING }),
    { DOWNTIME: -50, DECLINE: -0.5 },
  ],
  ['a rising trend is no decline', 'PREVIOUS', well({}, {}, { trend: RISING }), {}],
  ['the trend had fallen below the target', 'TARGET', well({}, {}, { trend: FALLING }), { DECLINE: -20 }],
  ['a rising trend below it is no decline', 'TARGET', well({}, {}, { trend: RISING }), {}],
  ['a falling one above it is none', 'TARGET', well({}, {}, { trend: { ...FALLING, recent: 130, earlier: 140 } }), {}],
  ['a test of the day', 'TARGET', well({}, {}, { test: TESTED }), { TEST_CHANGE: -12 }],
  [
    'a test holds while on stream',
    'PREVIOUS',
    well({ downtimeHours: 12, boe: 50 }, {}, { test: TESTED }),
    { DOWNTIME: -50, TEST_CHANGE: -6 },
  ],
  [
    'a test has the day of the trend in it',
    'PREVIOUS',
    well({}, {}, { test: TESTED, trend: FALLING }),
    { TEST_CHANGE: -12 },
  ],
  [
    'a test and the trend before it',
    'TARGET',
    well({}, {}, { test: TESTED, trend: FALLING }),
    { DECLINE: -20, TEST_CHANGE: -12 },
  ],
  ['allocation corrects by another factor', 'TARGET', well(MEASURED(100, 95), MEASURED(200, 196)), { MEASUREMENT: -3 }],
  ['it corrects by the same factor', 'PREVIOUS', well(MEASURED(100, 95), MEASURED(200, 190)), {}],
  ['a day that was down tells no factor', 'PREVIOUS', well(MEASURED(100, 95), MEASURED(0, 0)), {}],
  ['nor does a day that nobody measured', 'PREVIOUS', well(MEASURED(100, 95)), {}],
  ['nothing was measured today', 'PREVIOUS', well({}, MEASURED(100, 95)), {}],
  ['an amended report', 'PREVIOUS', well({ ...MEASURED(100, 104), isReport: true }), { MEASUREMENT: 4 }],
  [
    'a report after an allocated day',
    'PREVIOUS',
    well({ ...MEASURED(100, 100), isReport: true }, MEASURED(100, 95)),
    { MEASUREMENT: 5 },
  ],
])('%s (%s)', (_, versus, evidence, expected) => {
  const claims = claimsOf(versus, versus === 'TARGET' ? 120 : 100, evidence);
  const rounded = Object.fromEntries(Object.entries(claims).map(([name, boe]) => [name, Math.round(boe * 1e9) / 1e9]));
  expect(rounded).toEqual(expected);
});
