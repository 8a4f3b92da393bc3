import { amendDailyProduction } from './amend-daily-production.js';
import { amendFacilityProduction } from './amend-facility-production.js';
import { changeWellStatus } from './change-well-status.js';
import type { AnyCommand } from './command.js';
import { completeWellTest } from './complete-well-test.js';
import { endDowntime } from './end-downtime.js';
import { invalidateWellTest } from './invalidate-well-test.js';
import { recordAllocationReference } from './record-allocation-reference.js';
import { recordDailyProduction } from './record-daily-production.js';
import { recordFacilityProduction } from './record-facility-production.js';
import { recordMeterReading } from './record-meter-reading.js';
import { recordSeparatorTest } from './record-separator-test.js';
import { recordWellTest } from './record-well-test.js';
import { startDowntime } from './start-downtime.js';

/** Every command, by its field of Mutation. */
export const commands: Readonly<Record<string, AnyCommand>> = {
  amendDailyProduction,
  amendFacilityProduction,
  changeWellStatus,
  completeWellTest,
  endDowntime,
  invalidateWellTest,
  recordAllocationReference,
  recordDailyProduction,
  recordFacilityProduction,
  recordMeterReading,
  recordSeparatorTest,
  recordWellTest,
  startDowntime,
};
