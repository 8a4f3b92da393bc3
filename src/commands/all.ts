import { addDowntimeReason } from './add-downtime-reason.js';
import { acceptRecommendation } from './accept-recommendation.js';
import { addConstraint } from './add-constraint.js';
import { amendDailyProduction } from './amend-daily-production.js';
import { amendDowntime } from './amend-downtime.js';
import { approveDowntime } from './approve-downtime.js';
import { amendFacilityProduction } from './amend-facility-production.js';
import { changeWellStatus } from './change-well-status.js';
import { approveMaintenanceSafety } from './approve-maintenance-safety.js';
import type { AnyCommand } from './command.js';
import { delegateDowntime } from './delegate-downtime.js';
import { editDowntime } from './edit-downtime.js';
import { completeWellTest } from './complete-well-test.js';
import { endDowntime } from './end-downtime.js';
import { escalateDowntime } from './escalate-downtime.js';
import * as expiry from './expiry.js';
import { invalidateWellTest } from './invalidate-well-test.js';
import { recordAllocationReference } from './record-allocation-reference.js';
import { evaluateWorkoverCandidate } from './evaluate-workover-candidate.js';
import * as maintenanceSteps from './maintenance-steps.js';
import { matchDowntime } from './match-downtime.js';
import { nominateWorkoverCandidate } from './nominate-workover-candidate.js';
import { openMaintenanceRequest } from './open-maintenance-request.js';
import { postDailyProduction } from './post-daily-production.js';
import { proposeRecommendation } from './propose-recommendation.js';
import { raiseSurveillanceEvent } from './raise-surveillance-event.js';
import * as recommendationSteps from './recommendation-steps.js';
import { recordDailyProduction } from './record-daily-production.js';
import { rejectDowntime } from './reject-downtime.js';
import { reviewRecord } from './review-record.js';
import { retireDowntimeReason } from './retire-downtime-reason.js';
import { runSurveillanceRules } from './run-surveillance-rules.js';
import { splitDowntime } from './split-downtime.js';
import { recordFacilityProduction } from './record-facility-production.js';
import { recordMeterReading } from './record-meter-reading.js';
import { recordSeparatorTest } from './record-separator-test.js';
import { recordWellTest } from './record-well-test.js';
import { relieveConstraint } from './relieve-constraint.js';
import { startDowntime } from './start-downtime.js';
import { submitDowntime } from './submit-downtime.js';
import { withdrawDowntime } from './withdraw-downtime.js';
import * as surveillanceSteps from './surveillance-steps.js';
import { verifyRecommendation } from './verify-recommendation.js';
import * as workoverSteps from './workover-steps.js';

const { implementRecommendation, rejectRecommendation, scheduleRecommendation } = recommendationSteps;

/** Every command, by its field of Mutation. */
export const commands: Readonly<Record<string, AnyCommand>> = {
  addDowntimeReason,
  acceptRecommendation,
  addConstraint,
  amendDailyProduction,
  amendDowntime,
  approveDowntime,
  delegateDowntime,
  editDowntime,
  amendFacilityProduction,
  changeWellStatus,
  completeWellTest,
  approveMaintenanceSafety,
  endDowntime,
  escalateDowntime,
  matchDowntime,
  invalidateWellTest,
  recordAllocationReference,
  evaluateWorkoverCandidate,
  implementRecommendation,
  nominateWorkoverCandidate,
  openMaintenanceRequest,
  postDailyProduction,
  proposeRecommendation,
  raiseSurveillanceEvent,
  recordDailyProduction,
  rejectDowntime,
  retireDowntimeReason,
  reviewRecord,
  runSurveillanceRules,
  splitDowntime,
  recordFacilityProduction,
  recordMeterReading,
  recordSeparatorTest,
  recordWellTest,
  rejectRecommendation,
  relieveConstraint,
  scheduleRecommendation,
  startDowntime,
  submitDowntime,
  withdrawDowntime,
  verifyRecommendation,
  ...expiry,
  ...maintenanceSteps,
  ...surveillanceSteps,
  ...workoverSteps,
};
