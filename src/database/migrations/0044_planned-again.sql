-- What was planned may be planned otherwise, and the day on which something was done put right.
-- A step of that kind leads to where the record is.
alter table ops.entity_transition drop constraint entity_transition_check;
insert into ops.entity_transition (entity, from_status, to_status, needs_reason, permission) values
  ('workover_candidate', 'SCHEDULED', 'SCHEDULED', false, 'write:recommendation'),
  ('optimization_recommendation', 'IMPLEMENTED', 'IMPLEMENTED', true, 'write:recommendation'),
  -- What was rejected needs no way round through a draft to be withdrawn.
  ('downtime_event', 'REJECTED', 'VOID', false, 'write:downtime'),
  -- Only what a review rejected after its approval: the rest is amended.
  ('downtime_event', 'APPROVED', 'VOID', true, 'write:downtime');

-- An event that a review rejected is as if it were not there, as migration 0040 has it of other records. Its rule's place stays
-- taken: the rule's next sighting says anew what it is.
drop index ops.surveillance_event_natural_key;
create unique index surveillance_event_natural_key on ops.surveillance_event (
  id_flownet, completion_id, facility_id, event_type, detected_at, (case when rule like 'CONSTRAINT:%' then rule end))
  nulls not distinct where active_ind = 'Y' and row_quality is distinct from 'REJECTED';

-- Work that was done is not open: the same may be needed again before a test has shown what came of it.
drop index ops.workover_candidate_one_open;
create unique index workover_candidate_one_open on ops.workover_candidate (id_flownet, completion_id, candidate_reason)
  where active_ind = 'Y' and status not in ('EXECUTED', 'EVALUATED', 'REJECTED') and row_quality is distinct from 'REJECTED';
