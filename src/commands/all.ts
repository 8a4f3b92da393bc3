import { addConstraint } from './add-constraint.js';
import { amendDailyProduction } from './amend-daily-production.js';
import type { AnyCommand } from './command.js';
import { endDowntime } from './end-downtime.js';
import { raiseSurveillanceEvent } from './raise-surveillance-event.js';
import { recordDailyProduction } from './record-daily-production.js';
import { relieveConstraint } from './relieve-constraint.js';
import { startDowntime } from './start-downtime.js';
import * as surveillanceSteps from './surveillance-steps.js';

/** Every command, by its field of Mutation. */
export const commands: Readonly<Record<string, AnyCommand>> = {
  addConstraint,
  amendDailyProduction,
  endDowntime,
  raiseSurveillanceEvent,
  recordDailyProduction,
  relieveConstraint,
  startDowntime,
  ...surveillanceSteps,
};
