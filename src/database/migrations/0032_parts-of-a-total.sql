-- What is allocated of one source, product and period comes to no more than any total that is stated of it. Rows hold this
-- together, so writers of the same source take turns: each sums up what the one before has committed.
-- As the owner, for row security hides parts of other units from who may not see them.
create function ops.hold_parts_to_total() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  parts numeric;
  total numeric;
begin
  perform pg_advisory_xact_lock(hashtextextended(jsonb_build_array('allocation_reference', new.id_flownet,
    new.from_entity_id, new.product_type, new.period_type, new.period_start)::text, 0));
  select sum(allocated_volume), min(total_volume) into parts, total
  from ops.allocation_reference
  where id_flownet = new.id_flownet and from_entity_id = new.from_entity_id and product_type = new.product_type
    and period_type = new.period_type and period_start = new.period_start
    and active_ind = 'Y' and allocation_status not in ('REVERSED', 'REJECTED');
  -- Volumes are kept to four digits after the point: nothing is left to rounding.
  if parts > total then
    raise exception 'the parts of a source come to more than the source' using errcode = 'exclusion_violation',
      constraint = 'allocation_reference_parts_of_total', schema = 'ops', table = 'allocation_reference';
  end if;
  return null;
end
$$;
revoke execute on function ops.hold_parts_to_total() from public;
comment on function ops.hold_parts_to_total() is 'Parts of a source that are in force come to no more than the source.';

create trigger allocation_reference_made after insert on ops.allocation_reference
  for each row when (new.active_ind = 'Y' and new.allocation_status not in ('REVERSED', 'REJECTED'))
  execute function ops.hold_parts_to_total();
-- A review or a remark adds no part.
create trigger allocation_reference_changed after update of id_flownet, from_entity_id, product_type, period_type,
  period_start, total_volume, allocated_volume, active_ind, allocation_status on ops.allocation_reference
  for each row when (new.active_ind = 'Y' and new.allocation_status not in ('REVERSED', 'REJECTED'))
  execute function ops.hold_parts_to_total();
