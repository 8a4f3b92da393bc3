import { amendDailyProduction } from './amend-daily-production.js';
import { changeWellStatus } from './change-well-status.js';
import type { AnyCommand } from './command.js';
import { endDowntime } from './end-downtime.js';
import { recordDailyProduction } from './record-daily-production.js';
import { startDowntime } from './start-downtime.js';

/** Every command, by its field of Mutation. */
export const commands: Readonly<Record<string, AnyCommand>> = {
  amendDailyProduction,
  changeWellStatus,
  endDowntime,
  recordDailyProduction,
  startDowntime,
};
