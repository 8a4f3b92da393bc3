-- Volumes are kept to four digits after the point, so each part, and the total, may be off by half of the last digit: six
-- equal parts of 100 come to 100.0002. What rounding may bring is not more than the source.
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
    and active_ind = 'Y' and allocation_status not in ('REVERSED', 'REJECTED');
  if parts > total + rounding then
    raise exception 'the parts of a source come to more than the source' using errcode = 'exclusion_violation',
      constraint = 'allocation_reference_parts_of_total', schema = 'ops', table = 'allocation_reference';
  end if;
  return null;
end
$$;
