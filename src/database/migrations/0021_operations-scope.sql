-- The second wall (0008) around records of operations, for reading and writing: the gateway's statements meet the rows of
-- the scope that its connection was told, whatever condition they lack. Reasons and catalogues are everybody's.
select ops.keep_to_scope(('ops.' || layer)::regclass, 'id_flownet', '{unit_id}')
from unnest('{daily_production,meter_reading,separator_test,well_test,well_status_change,allocation_reference,
  optimization_recommendation,workover_candidate,downtime_event,downtime_approval}'::text[]) as layer;
select ops.keep_to_scope(('ops.' || layer)::regclass, 'id_flownet', '{unit_id}', '{facility_id}')
from unnest('{surveillance_event,production_constraint,maintenance_request}'::text[]) as layer;
select ops.keep_to_scope('ops.facility_production', 'id_flownet', facilities => '{facility_id}');

-- What was written, by whom and for whom, is the event store's alone: it says on its connection that it is the store, and
-- a statement that reads for a viewer meets no row. A setting of a session as those of 0008: wellgraph.store, on or not.
create function ops.is_store() returns boolean language sql stable
begin atomic
  select coalesce(current_setting('wellgraph.store', true), '') = 'on' or not ops.is_gateway();
end;

do $$
declare
  layer text;
begin
  foreach layer in array '{event,idempotency,outbox}'::text[] loop
    execute format('alter table ops.%I enable row level security', layer);
    execute format('create policy the_store on ops.%I using ((select ops.is_store())) with check ((select ops.is_store()))', layer);
  end loop;
end
$$;
