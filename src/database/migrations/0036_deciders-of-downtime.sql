-- Work is approved for HSE by whoever neither asked for it nor edited it last; to begin it is no edit of what it is.
-- Of downtime those are barred who submitted it or edited it last: whoever began an event that others changed and submitted
-- may decide it, as the queue says. The events say who they are: a decision that changed them in the row would not help.
create function ops.last_said(event ops.event, name text) returns text language sql stable as $$
  select e.patch ->> name
  from ops.event e
  where e.entity = event.entity and e.row_id = event.row_id and e.patch ? name
  order by e.version desc
  limit 1
$$;

create or replace function ops.refuse_own_decision() returns trigger language plpgsql as $$
declare
  is_own boolean;
begin
  if new.entity = 'downtime_event' then
    is_own := new.actor in (ops.last_said(new, 'submitted_by'), ops.last_said(new, 'last_editor'));
  elsif new.entity = 'maintenance_request' then
    is_own := new.actor in (ops.last_said(new, 'requested_by'), ops.last_said(new, 'last_editor'));
  else
    is_own := exists (
      select from ops.event e
      where e.entity = new.entity and e.row_id = new.row_id and e.actor = new.actor
        and e.kind not in ('DELEGATED', 'ESCALATED', 'REVIEWED') and e.version > coalesce((
          select max(d.version) from ops.event d
          where d.entity = new.entity and d.row_id = new.row_id and d.kind in ('APPROVED', 'REJECTED')
        ), 0)
    );
  end if;
  if is_own then
    raise exception 'who wrote it may not decide it' using errcode = 'check_violation', constraint = 'decided_by_another';
  end if;
  return new;
end
$$;
