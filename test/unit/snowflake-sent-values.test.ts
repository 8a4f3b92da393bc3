import { describe, expect, test } from 'vitest';
import { sentReader } from '../../src/sources/snowflake/sent-values.js';
import type { ColumnKind } from '../../src/sources/row-source.js';
import type { Form } from '../../src/sources/sent-rows.js';

type Case = readonly [kind: ColumnKind, form: Form, cell: string | null, value: unknown];

describe('cells as the account writes them', () => {
  const noLosses = { misfits: 0, inexact: 0 };
  const read = ([kind, form, cell]: Case) => {
    const losses = { ...noLosses };
    return { value: sentReader(kind, form)(cell, losses), losses };
  };

  test.each<Case>([
    ['text', 'text', '', ''],
    ['text', 'text', null, null],
    ['integer', 'number', '42', 42],
    ['float', 'number', '-0.5', -0.5],
    ['float', 'number', '1e-300', 1e-300],
    ['float', 'number', 'NaN', null],
    ['float', 'number', 'inf', null],
    ['float', 'number', '-inf', null],
    ['float', 'number', null, null],
    ['boolean', 'flag', '1', true],
    ['boolean', 'flag', 'false', false],
    ['date', 'days', '19723', '2024-01-01'],
    ['date', 'days', '-1', '1969-12-31'],
    ['date', 'seconds', '1704067200.000000000', '2024-01-01'],
    ['date', 'seconds', '-0.000000001', '1969-12-31'],
    ['local', 'seconds', '1704067200', '2024-01-01T00:00:00'],
    ['local', 'seconds', '1704067200.250', '2024-01-01T00:00:00.25'],
    ['local', 'seconds', '-1.500000000', '1969-12-31T23:59:58.5'],
    ['local', 'seconds', '-1.000000000', '1969-12-31T23:59:59'],
    ['instant', 'seconds', '1704067200.123456789', '2024-01-01T00:00:00.123456789Z'],
    ['instant', 'zoned', '1704067200.000000000 1080', '2024-01-01T00:00:00Z'],
    ['instant', 'zoned', null, null],
  ])('%s as %s: %s is %s', (...asked) => {
    expect(read(asked)).toEqual({ value: asked[3], losses: noLosses });
  });

  test.each<Case>([
    ['date', 'days', '9999999', null],
    ['date', 'days', 'soon', null],
    ['local', 'seconds', '1e9', null],
    ['local', 'seconds', '999999999999.000000000', null],
    ['instant', 'zoned', '1704067200.000000000', null],
    ['float', 'number', 'much', null],
  ])('%s as %s: %s is no value, and is counted', (...asked) => {
    expect(read(asked)).toEqual({ value: null, losses: { misfits: 1, inexact: 0 } });
  });

  test('digits that a number cannot hold are counted', () => {
    expect(read(['integer', 'number', '9007199254740993', null]).losses).toEqual({ misfits: 0, inexact: 1 });
  });
});
