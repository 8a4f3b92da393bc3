-- Reasons that migrations made have a stream of events like any other record: their first event is what they began as.
insert into ops.event (entity, row_id, version, kind, patch, actor, role, request_id, client_request_id)
select 'downtime_reason', row_id, row_version, 'SEEDED',
  (select jsonb_object_agg(key, value) from jsonb_each(to_jsonb(reason))
    where value <> 'null' and key in (select attname from pg_attribute
      where attrelid = 'ops.downtime_reason'::regclass and attnum > 0 and not attisdropped and attgenerated = '')),
  row_created_by, 'migration', 'migration', coalesce(client_request_id, 'migration')
from ops.downtime_reason as reason
where not exists (select from ops.event where entity = 'downtime_reason' and event.row_id = reason.row_id);
