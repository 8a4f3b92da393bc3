import { addDowntimeReason } from './add-downtime-reason.js';
import { amendDailyProduction } from './amend-daily-production.js';
import { amendDowntime } from './amend-downtime.js';
import { approveDowntime } from './approve-downtime.js';
import { amendFacilityProduction } from './amend-facility-production.js';
import { changeWellStatus } from './change-well-status.js';
import type { AnyCommand } from './command.js';
import { delegateDowntime } from './delegate-downtime.js';
import { editDowntime } from './edit-downtime.js';
import { completeWellTest } from './complete-well-test.js';
import { endDowntime } from './end-downtime.js';
import { escalateDowntime } from './escalate-downtime.js';
import { invalidateWellTest } from './invalidate-well-test.js';
import { recordAllocationReference } from './record-allocation-reference.js';
import { recordDailyProduction } from './record-daily-production.js';
import { rejectDowntime } from './reject-downtime.js';
import { retireDowntimeReason } from './retire-downtime-reason.js';
import { splitDowntime } from './split-downtime.js';
import { recordFacilityProduction } from './record-facility-production.js';
import { recordMeterReading } from './record-meter-reading.js';
import { recordSeparatorTest } from './record-separator-test.js';
import { recordWellTest } from './record-well-test.js';
import { startDowntime } from './start-downtime.js';
import { submitDowntime } from './submit-downtime.js';
import { withdrawDowntime } from './withdraw-downtime.js';

/** Every command, by its field of Mutation. */
export const commands: Readonly<Record<string, AnyCommand>> = {
  addDowntimeReason,
  amendDailyProduction,
  amendDowntime,
  approveDowntime,
  delegateDowntime,
  editDowntime,
  amendFacilityProduction,
  changeWellStatus,
  completeWellTest,
  endDowntime,
  escalateDowntime,
  invalidateWellTest,
  recordAllocationReference,
  recordDailyProduction,
  rejectDowntime,
  retireDowntimeReason,
  splitDowntime,
  recordFacilityProduction,
  recordMeterReading,
  recordSeparatorTest,
  recordWellTest,
  startDowntime,
  submitDowntime,
  withdrawDowntime,
};
