-- What somebody says of a record's worth, beside what the store marks as odd: row_quality, and why.
do $$
declare
  layer text;
begin
  foreach layer in array '{daily_production,facility_production,meter_reading,separator_test,well_test,well_status_change,
    allocation_reference,surveillance_event,production_constraint,optimization_recommendation,workover_candidate,
    maintenance_request,downtime_event,downtime_reason}'::text[] loop
    execute format('alter table ops.%I add column review_remark varchar(2000)', layer);
    execute format('comment on column ops.%I.review_remark is %L', layer, 'What who reviewed the record said of it.');
  end loop;
end
$$;

-- Who decides or reviews does not write by it: a foreman who looked at a record may still approve it.
create or replace function ops.refuse_own_decision() returns trigger language plpgsql as $$
begin
  if exists (
    select from ops.event e
    where e.entity = new.entity and e.row_id = new.row_id and e.actor = new.actor
      and e.kind not in ('DELEGATED', 'ESCALATED', 'REVIEWED') and e.version > coalesce((
        select max(d.version) from ops.event d
        where d.entity = new.entity and d.row_id = new.row_id and d.kind in ('APPROVED', 'REJECTED')
      ), 0)
  ) then
    raise exception 'who wrote it may not decide it' using errcode = 'check_violation', constraint = 'decided_by_another';
  end if;
  return new;
end
$$;

-- Nobody reviews what they wrote, whoever wrote to it since.
create function ops.refuse_own_review() returns trigger language plpgsql as $$
begin
  if exists (
    select from ops.event e
    where e.entity = new.entity and e.row_id = new.row_id and e.actor = new.actor
      and e.kind not in ('REVIEWED', 'APPROVED', 'REJECTED', 'STEP_APPROVED', 'DELEGATED', 'ESCALATED')
  ) then
    raise exception 'who wrote it may not review it' using errcode = 'check_violation', constraint = 'reviewed_by_another';
  end if;
  return new;
end
$$;
create trigger reviewed_by_another before insert on ops.event
  for each row when (new.kind = 'REVIEWED') execute function ops.refuse_own_review();
