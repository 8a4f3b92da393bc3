import { describe, expect, test } from 'vitest';
import type { Decided } from '../../src/commands/command.js';
import { expireConstraint, expireRecommendation } from '../../src/commands/expiry.js';
import type { Result } from '../../src/commands/outcome.js';
import { placeOf } from '../support/place.js';

const place = placeOf({ lockedUntil: null, row: {} });
const moment = { now: new Date('2025-02-01T12:00:00Z'), actor: 'user:a', newId: () => 'new' };
const given = { clientRequestId: 'request-1', record: 'x' };

describe.each([
  ['a recommendation', expireRecommendation, 'expiry_date', 'PROPOSED'],
  ['a limit', expireConstraint, 'effective_to', 'ACTIVE'],
] as const)('%s', (_, command, column, status) => {
  const row = { row_id: 'r', row_version: 2, active_ind: 'Y', status };
  const decide = (more: object, step: object | undefined) =>
    command.decide(given, { row: { ...row, ...more } as never, place, step: step as never, more: undefined }, moment);

  test.each([
    ['before', '2025-02-01T11:59:59Z', true],
    ['just now', '2025-02-01T12:00:00Z', true],
    ['after', '2025-02-01T12:00:01Z', false],
    ['never', null, false],
  ])('whose time is over %s', (_when, at, isWritten) => {
    const decision = decide({ [column]: at }, { needs_reason: false });
    if (isWritten)
      expect((decision as Decided).changes).toMatchObject([
        { rowId: 'r', expectedVersion: 2, kind: 'EXPIRED', by: 'POLICY:EXPIRY', patch: { status: 'EXPIRED' } },
      ]);
    else expect((decision as Result).userErrors).toMatchObject([{ code: 'NOT_ALLOWED_NOW' }]);
  });

  test('expires from no state that the catalogue does not let it expire from, nor out of force', () => {
    const over = { [column]: '2025-01-01T00:00:00Z' };
    const codeOf = (more: object, step: object | undefined) =>
      (decide({ ...over, ...more }, step) as Result).userErrors[0]?.code;
    expect(codeOf({ status: 'ACCEPTED' }, undefined)).toBe('NOT_ALLOWED_NOW');
    expect(codeOf({ active_ind: 'N' }, { needs_reason: false })).toBe('NOT_ALLOWED_NOW');
  });
});
