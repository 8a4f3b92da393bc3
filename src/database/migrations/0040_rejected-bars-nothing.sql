-- What a review rejected bars nothing of its kind: as migration 0037 has it of readings and tests, so of everything else that
-- another record may not stand beside. Whoever finds it good again is refused while the other stands.
-- The first day of a month is a period of its own beside the month.
drop index ops.allocation_reference_natural_key;
create unique index allocation_reference_natural_key on ops.allocation_reference
  (id_flownet, from_entity_id, to_completion_id, product_type, period_type, period_start)
  where active_ind = 'Y' and row_quality is distinct from 'REJECTED';

create or replace function ops.hold_parts_to_total() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  parts numeric;
  total numeric;
  rounding numeric;
begin
  perform pg_advisory_xact_lock(hashtextextended(jsonb_build_array('allocation_reference', new.id_flownet,
    new.from_entity_id, new.product_type, new.period_type, new.period_start)::text, 0));
  select sum(allocated_volume), min(total_volume), 0.00005 * (count(allocated_volume) + 1) into parts, total, rounding
  from ops.allocation_reference
  where id_flownet = new.id_flownet and from_entity_id = new.from_entity_id and product_type = new.product_type
    and period_type = new.period_type and period_start = new.period_start
    and active_ind = 'Y' and row_quality is distinct from 'REJECTED' and allocation_status not in ('REVERSED', 'REJECTED');
  if parts > total + rounding then
    raise exception 'the parts of a source come to more than the source' using errcode = 'exclusion_violation',
      constraint = 'allocation_reference_parts_of_total', schema = 'ops', table = 'allocation_reference';
  end if;
  return null;
end
$$;
drop trigger allocation_reference_made on ops.allocation_reference;
create trigger allocation_reference_made after insert on ops.allocation_reference
  for each row when (new.active_ind = 'Y' and new.row_quality is distinct from 'REJECTED'
    and new.allocation_status not in ('REVERSED', 'REJECTED'))
  execute function ops.hold_parts_to_total();
drop trigger allocation_reference_changed on ops.allocation_reference;
create trigger allocation_reference_changed after update of id_flownet, from_entity_id, product_type, period_type,
  period_start, total_volume, allocated_volume, active_ind, allocation_status on ops.allocation_reference
  for each row when (new.active_ind = 'Y' and new.row_quality is distinct from 'REJECTED'
    and new.allocation_status not in ('REVERSED', 'REJECTED'))
  execute function ops.hold_parts_to_total();
-- A part that was rejected comes back only where there is room for it. Other reviews add no part.
create trigger allocation_reference_back_in_force after update of row_quality on ops.allocation_reference
  for each row when (old.row_quality = 'REJECTED' and new.active_ind = 'Y' and new.row_quality is distinct from 'REJECTED'
    and new.allocation_status not in ('REVERSED', 'REJECTED'))
  execute function ops.hold_parts_to_total();

alter table ops.well_status_change
  drop constraint well_status_change_no_overlap,
  add constraint well_status_change_no_overlap exclude using gist (
    id_flownet with =, completion_id with =, status_type with =, tstzrange(effective_at, expires_at) with &&)
    where (active_ind = 'Y' and row_quality is distinct from 'REJECTED');
drop index ops.well_status_change_natural_key;
create unique index well_status_change_natural_key
  on ops.well_status_change (id_flownet, completion_id, status_type, effective_at)
  where active_ind = 'Y' and row_quality is distinct from 'REJECTED';

-- A limit that was relieved at its begin, or before it, never held: it ends where it begins, and another may begin there.
-- One that held for a time is what held then.
alter table ops.production_constraint
  drop constraint production_constraint_in_order,
  add constraint production_constraint_in_order check (
    effective_to > effective_from or (status = 'RELIEVED' and effective_to = effective_from)),
  drop constraint production_constraint_no_crossing,
  add constraint production_constraint_no_crossing exclude using gist (
    id_flownet with =, coalesce(completion_id, facility_id, node_id) with =, ops.product_range(product_type) with &&,
    limit_uom with =, limit_direction with <>, tstzrange(effective_from, effective_to) with &&,
    (case limit_direction when 'MAX' then numrange(limit_value, null, '()') else numrange(null, limit_value, '()') end)
      with &&)
    where (active_ind = 'Y' and status = 'ACTIVE' and row_quality is distinct from 'REJECTED');
drop index ops.production_constraint_natural_key;
create unique index production_constraint_natural_key on ops.production_constraint (
  id_flownet, completion_id, facility_id, node_id, constraint_type, product_type, limit_direction, effective_from)
  nulls not distinct
  where active_ind = 'Y' and row_quality is distinct from 'REJECTED' and effective_to is distinct from effective_from;

alter table ops.downtime_event
  drop constraint downtime_event_no_overlap,
  add constraint downtime_event_no_overlap exclude using gist (
    id_flownet with =, completion_id with =, ops.product_range(product) with &&,
    tstzrange(started_at, ended_at) with &&)
    where (active_ind = 'Y' and approval_status in ('SUBMITTED', 'APPROVED') and row_quality is distinct from 'REJECTED');
drop index ops.downtime_event_natural_key;
create unique index downtime_event_natural_key
  on ops.downtime_event (id_flownet, completion_id, product, started_at) nulls not distinct
  where active_ind = 'Y' and row_quality is distinct from 'REJECTED';

-- Only what flows is measured in volumes: of the other tests the pressure is watched.
alter table ops.well_test
  drop constraint well_test_completed,
  add constraint well_test_completed check (test_status <> 'COMPLETED' or (test_hours is not null
    and (test_type <> 'FLOW_TEST' or coalesce(oil_volume_bbl, gas_volume_mcf, water_volume_bbl) is not null)));
