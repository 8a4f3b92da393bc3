import type { RejectDowntimeInput } from '../generated/resolvers.js';
import { command } from './command.js';
import { decide } from './downtime-decision.js';
import { downtimeFacts } from './downtime-facts.js';

export const rejectDowntime = command({
  permission: 'approve',
  load: (given: RejectDowntimeInput, reads) => downtimeFacts(given, reads),
  decide: ({ reason }, facts, moment) => decide(facts, 'REJECTED', reason, moment),
});
