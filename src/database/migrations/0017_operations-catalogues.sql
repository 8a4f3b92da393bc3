-- What forms are filled from and which step may follow which, in the field's common words. All of it is to be changed by
-- who runs the gateway; nothing here is any company's own.
insert into ops.status_catalogue (status_type, status, description, is_producing, is_terminal, sort_order) values
  ('OPERATIONAL', 'Planned', 'Proposed, without a permit.', false, false, 1),
  ('OPERATIONAL', 'Permitted', 'May be drilled, and is not yet.', false, false, 2),
  ('OPERATIONAL', 'Drilled', 'At total depth; the completion is under way.', false, false, 3),
  ('OPERATIONAL', 'DUC', 'Drilled and left uncompleted.', false, false, 4),
  ('OPERATIONAL', 'Producing', 'Flows or is pumped.', true, false, 5),
  ('OPERATIONAL', 'Injecting', 'Takes water, gas or steam.', false, false, 6),
  ('OPERATIONAL', 'Shut In', 'Closed, and could be opened again at once.', false, false, 7),
  ('OPERATIONAL', 'Temp Abandoned', 'Made safe; work is needed before it can flow.', false, false, 8),
  ('OPERATIONAL', 'Plugged & Abandoned', 'Plugged for good.', false, true, 9),
  ('OPERATIONAL', 'Sold', 'Belongs to somebody else.', false, true, 10),
  ('FACILITY', 'Commissioning', 'Being started up.', false, false, 1),
  ('FACILITY', 'Operating', 'Takes and treats product.', true, false, 2),
  ('FACILITY', 'Standby', 'Could take product at once, and does not.', false, false, 3),
  ('FACILITY', 'Shut In', 'Takes nothing.', false, false, 4),
  ('FACILITY', 'Decommissioned', 'Taken apart, or left for good.', false, true, 5);

insert into ops.status_transition (status_type, from_status, to_status)
select 'OPERATIONAL', from_status, unnest(string_to_array(to_statuses, ', '))
from (values
  ('Planned', 'Permitted'), ('Permitted', 'Planned, Drilled'),
  ('Drilled', 'DUC, Producing, Injecting, Shut In, Temp Abandoned, Plugged & Abandoned'),
  ('DUC', 'Producing, Injecting, Shut In, Temp Abandoned, Plugged & Abandoned, Sold'),
  ('Producing', 'Shut In, Injecting, Temp Abandoned, Sold'), ('Injecting', 'Shut In, Producing, Temp Abandoned, Sold'),
  ('Shut In', 'Producing, Injecting, Temp Abandoned, Plugged & Abandoned, Sold'),
  ('Temp Abandoned', 'Shut In, Producing, Injecting, Plugged & Abandoned, Sold')) as step (from_status, to_statuses)
union all
select 'FACILITY', from_status, unnest(string_to_array(to_statuses, ', '))
from (values
  ('Commissioning', 'Operating, Standby, Shut In'), ('Operating', 'Standby, Shut In'), ('Standby', 'Operating, Shut In'),
  ('Shut In', 'Operating, Standby, Decommissioned')) as step (from_status, to_statuses);

-- What is over for good comes back only as somebody's correction.
insert into ops.status_transition (status_type, from_status, to_status, needs_reason, permission) values
  ('OPERATIONAL', 'Plugged & Abandoned', 'Temp Abandoned', true, 'admin'),
  ('OPERATIONAL', 'Plugged & Abandoned', 'Shut In', true, 'admin'),
  ('OPERATIONAL', 'Sold', 'Producing', true, 'admin'),
  ('OPERATIONAL', 'Sold', 'Shut In', true, 'admin'),
  ('FACILITY', 'Decommissioned', 'Shut In', true, 'admin');

insert into ops.entity_transition (entity, from_status, to_status, needs_reason, permission) values
  ('downtime_event', 'DRAFT', 'SUBMITTED', false, 'write:downtime'),
  ('downtime_event', 'DRAFT', 'VOID', false, 'write:downtime'),
  ('downtime_event', 'SUBMITTED', 'VOID', false, 'write:downtime'),
  ('downtime_event', 'SUBMITTED', 'APPROVED', false, 'approve'),
  ('downtime_event', 'SUBMITTED', 'REJECTED', true, 'approve'),
  ('downtime_event', 'REJECTED', 'DRAFT', false, 'write:downtime'),
  ('downtime_event', 'APPROVED', 'SUBMITTED', true, 'write:downtime'),
  ('surveillance_event', 'OPEN', 'ACKNOWLEDGED', false, 'write:surveillance'),
  ('surveillance_event', 'ACKNOWLEDGED', 'IN_ANALYSIS', false, 'write:surveillance'),
  ('surveillance_event', 'IN_ANALYSIS', 'RECOMMENDED', false, 'write:recommendation'),
  ('surveillance_event', 'OPEN', 'CLOSED', true, 'write:surveillance'),
  ('surveillance_event', 'ACKNOWLEDGED', 'CLOSED', true, 'write:surveillance'),
  ('surveillance_event', 'IN_ANALYSIS', 'CLOSED', true, 'write:surveillance'),
  ('surveillance_event', 'RECOMMENDED', 'CLOSED', true, 'write:surveillance'),
  ('surveillance_event', 'OPEN', 'DISMISSED', true, 'write:surveillance'),
  ('surveillance_event', 'ACKNOWLEDGED', 'DISMISSED', true, 'write:surveillance'),
  ('surveillance_event', 'IN_ANALYSIS', 'DISMISSED', true, 'write:surveillance'),
  ('optimization_recommendation', 'PROPOSED', 'ACCEPTED', false, 'write:recommendation'),
  ('optimization_recommendation', 'PROPOSED', 'REJECTED', true, 'write:recommendation'),
  ('optimization_recommendation', 'PROPOSED', 'EXPIRED', false, 'write:recommendation'),
  ('optimization_recommendation', 'ACCEPTED', 'SCHEDULED', false, 'write:recommendation'),
  ('optimization_recommendation', 'ACCEPTED', 'IMPLEMENTED', false, 'write:recommendation'),
  ('optimization_recommendation', 'ACCEPTED', 'REJECTED', true, 'write:recommendation'),
  ('optimization_recommendation', 'SCHEDULED', 'IMPLEMENTED', false, 'write:recommendation'),
  ('optimization_recommendation', 'SCHEDULED', 'REJECTED', true, 'write:recommendation'),
  ('optimization_recommendation', 'IMPLEMENTED', 'VERIFIED', false, 'write:recommendation'),
  ('workover_candidate', 'NOMINATED', 'SCREENED', false, 'write:recommendation'),
  ('workover_candidate', 'NOMINATED', 'REJECTED', true, 'approve'),
  ('workover_candidate', 'SCREENED', 'APPROVED', false, 'approve'),
  ('workover_candidate', 'SCREENED', 'REJECTED', true, 'approve'),
  ('workover_candidate', 'APPROVED', 'SCHEDULED', false, 'write:recommendation'),
  ('workover_candidate', 'APPROVED', 'REJECTED', true, 'approve'),
  ('workover_candidate', 'SCHEDULED', 'EXECUTED', false, 'write:recommendation'),
  ('workover_candidate', 'SCHEDULED', 'REJECTED', true, 'approve'),
  ('workover_candidate', 'EXECUTED', 'EVALUATED', false, 'write:recommendation'),
  ('maintenance_request', 'DRAFT', 'SCOPED', false, 'write:maintenance'),
  ('maintenance_request', 'SCOPED', 'PLANNED', false, 'write:maintenance'),
  ('maintenance_request', 'PLANNED', 'SCOPED', true, 'write:maintenance'),
  ('maintenance_request', 'PLANNED', 'IN_PROGRESS', false, 'write:maintenance'),
  ('maintenance_request', 'IN_PROGRESS', 'UNDER_REVIEW', false, 'write:maintenance'),
  ('maintenance_request', 'UNDER_REVIEW', 'IN_PROGRESS', true, 'write:maintenance'),
  ('maintenance_request', 'UNDER_REVIEW', 'COMPLETED', false, 'write:maintenance'),
  ('maintenance_request', 'DRAFT', 'CANCELLED', true, 'write:maintenance'),
  ('maintenance_request', 'SCOPED', 'CANCELLED', true, 'write:maintenance'),
  ('maintenance_request', 'PLANNED', 'CANCELLED', true, 'write:maintenance'),
  ('maintenance_request', 'IN_PROGRESS', 'CANCELLED', true, 'write:maintenance'),
  ('maintenance_request', 'UNDER_REVIEW', 'CANCELLED', true, 'write:maintenance'),
  ('well_test', 'IN_PROGRESS', 'COMPLETED', false, 'write:test'),
  ('well_test', 'IN_PROGRESS', 'ABANDONED', true, 'write:test'),
  ('production_constraint', 'ACTIVE', 'RELIEVED', true, 'write:surveillance'),
  ('production_constraint', 'ACTIVE', 'EXPIRED', false, 'write:surveillance');

insert into ops.approval_policy
  (policy_id, description, chain, approver_roles, auto_approve_planned_hours, escalate_after_hours, escalate_to_role)
values
  ('STANDARD', 'A foreman or an approver decides.', 'ANY', '{foreman,approver}', 2, 24, 'approver'),
  ('REVIEWED', 'A foreman decides, then an approver.', 'SEQUENTIAL', '{foreman,approver}', null, 48, 'admin'),
  ('SAFETY', 'A foreman and an approver decide, in any order.', 'ALL', '{foreman,approver}', null, 12, 'admin');
