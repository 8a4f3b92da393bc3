import type { ApproveDowntimeInput } from '../generated/resolvers.js';
import { command } from './command.js';
import { decide } from './downtime-decision.js';
import { downtimeFacts } from './downtime-facts.js';

export const approveDowntime = command({
  permission: 'approve',
  load: (given: ApproveDowntimeInput, reads) => downtimeFacts(given, reads),
  decide: ({ note }, facts, moment) => decide(facts, 'APPROVED', note ?? null, moment),
});
