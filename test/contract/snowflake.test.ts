import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Column } from '../../src/sources/row-source.js';
import { writeFolder } from '../support/folder.js';
import { type Started, startSnowflake } from '../support/snowflake/start.js';
import { readAllContract } from './read-all.contract.js';
import { COLUMNS, READINGS, rowSourceContract } from './row-source.contract.js';

const views = new Map<string, readonly Column[]>([['readings', Object.values(COLUMNS)]]);

describe('Snowflake over the wire', () => {
  let started: Started;
  beforeAll(async () => {
    // Small parts and short waits, so that results come in chunks and by asking again.
    started = await startSnowflake(writeFolder({ readings: READINGS }), views, { chunkRows: 2 });
  });
  afterAll(() => started.double.close());

  rowSourceContract('the driver', async () => (await started.open()).source);
  readAllContract('the driver', async () => (await started.open()).source);

  test('wrote nothing that Snowflake would not take', () => {
    expect(started.double.statements.refused).toEqual([]);
    expect(started.double.statements.asked.length).toBeGreaterThan(100);
    expect(started.double.counts.chunk).toBeGreaterThan(10);
  });
});
