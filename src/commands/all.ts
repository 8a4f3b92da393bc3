import { addDowntimeReason } from './add-downtime-reason.js';
import { amendDailyProduction } from './amend-daily-production.js';
import { amendDowntime } from './amend-downtime.js';
import { approveDowntime } from './approve-downtime.js';
import type { AnyCommand } from './command.js';
import { delegateDowntime } from './delegate-downtime.js';
import { editDowntime } from './edit-downtime.js';
import { endDowntime } from './end-downtime.js';
import { escalateDowntime } from './escalate-downtime.js';
import { recordDailyProduction } from './record-daily-production.js';
import { rejectDowntime } from './reject-downtime.js';
import { retireDowntimeReason } from './retire-downtime-reason.js';
import { splitDowntime } from './split-downtime.js';
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
  endDowntime,
  escalateDowntime,
  recordDailyProduction,
  rejectDowntime,
  retireDowntimeReason,
  splitDowntime,
  startDowntime,
  submitDowntime,
  withdrawDowntime,
};
