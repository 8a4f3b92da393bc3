import { acceptRecommendation } from './accept-recommendation.js';
import { addConstraint } from './add-constraint.js';
import { amendDailyProduction } from './amend-daily-production.js';
import { approveMaintenanceSafety } from './approve-maintenance-safety.js';
import type { AnyCommand } from './command.js';
import { endDowntime } from './end-downtime.js';
import { evaluateWorkoverCandidate } from './evaluate-workover-candidate.js';
import * as maintenanceSteps from './maintenance-steps.js';
import { nominateWorkoverCandidate } from './nominate-workover-candidate.js';
import { openMaintenanceRequest } from './open-maintenance-request.js';
import { proposeRecommendation } from './propose-recommendation.js';
import { raiseSurveillanceEvent } from './raise-surveillance-event.js';
import * as recommendationSteps from './recommendation-steps.js';
import { recordDailyProduction } from './record-daily-production.js';
import { relieveConstraint } from './relieve-constraint.js';
import { startDowntime } from './start-downtime.js';
import * as surveillanceSteps from './surveillance-steps.js';
import { verifyRecommendation } from './verify-recommendation.js';
import * as workoverSteps from './workover-steps.js';

const { implementRecommendation, rejectRecommendation, scheduleRecommendation } = recommendationSteps;

/** Every command, by its field of Mutation. */
export const commands: Readonly<Record<string, AnyCommand>> = {
  acceptRecommendation,
  addConstraint,
  amendDailyProduction,
  approveMaintenanceSafety,
  endDowntime,
  evaluateWorkoverCandidate,
  implementRecommendation,
  nominateWorkoverCandidate,
  openMaintenanceRequest,
  proposeRecommendation,
  raiseSurveillanceEvent,
  recordDailyProduction,
  rejectRecommendation,
  relieveConstraint,
  scheduleRecommendation,
  startDowntime,
  verifyRecommendation,
  ...maintenanceSteps,
  ...surveillanceSteps,
  ...workoverSteps,
};
