-- A counter runs forward from one reading of a meter to the next, unless a rollover or a change of meter is stated. Each command
-- judges that by what it read; this holds it where several write at once: they take turns for each meter, and each sees what the
-- one before has committed.
-- As the owner, for row security hides readings of other units from who may not see them.
create function ops.hold_counter_order() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  earlier ops.meter_reading;
  later ops.meter_reading;
begin
  perform pg_advisory_xact_lock(hashtextextended(jsonb_build_array('meter_reading', new.id_flownet, new.meter_id)::text, 0));
  select * into earlier from ops.meter_reading
  where id_flownet = new.id_flownet and meter_id = new.meter_id and read_at < new.read_at
    and reading_end is not null and active_ind = 'Y' and row_quality is distinct from 'REJECTED'
  order by read_at desc limit 1;
  select * into later from ops.meter_reading
  where id_flownet = new.id_flownet and meter_id = new.meter_id and read_at > new.read_at
    and reading_end is not null and active_ind = 'Y' and row_quality is distinct from 'REJECTED'
  order by read_at limit 1;
  if (new.discontinuity is null and coalesce(new.reading_start, new.reading_end) < earlier.reading_end)
    or (later.discontinuity is null and new.reading_end > coalesce(later.reading_start, later.reading_end)) then
    raise exception 'the counter runs backwards between readings' using errcode = 'exclusion_violation',
      constraint = 'meter_reading_in_order', schema = 'ops', table = 'meter_reading';
  end if;
  return null;
end
$$;
revoke execute on function ops.hold_counter_order() from public;
comment on function ops.hold_counter_order() is 'The counter of a meter runs forward through its readings in force.';

create trigger meter_reading_made after insert on ops.meter_reading
  for each row when (new.reading_end is not null and new.active_ind = 'Y' and new.row_quality is distinct from 'REJECTED')
  execute function ops.hold_counter_order();
-- One that was rejected, or is out of force, comes back only where it still fits. Its other changes move no counter.
create trigger meter_reading_back_in_force after update of active_ind, row_quality on ops.meter_reading
  for each row when (new.reading_end is not null and new.active_ind = 'Y' and new.row_quality is distinct from 'REJECTED'
    and (old.active_ind <> 'Y' or old.row_quality = 'REJECTED'))
  execute function ops.hold_counter_order();
