-- A request that makes one record is one statement: the number of its event is taken first, so that the request's key can
-- be stored with it.
grant usage on sequence ops.event_seq_seq to wellgraph_gateway;

-- Uuids are compared as such. An index over their text is of no use behind row security, which lets no function that might
-- tell of a row see it first, and every write pays for it. What refers to another record keeps one over the uuid itself.
do $$
declare
  outdated record;
begin
  for outdated in
    select index.relname as name, table_.relname as table_name, attname as column_name
    from pg_index
    join pg_class index on index.oid = indexrelid
    join pg_class table_ on table_.oid = indrelid and table_.relnamespace = 'ops'::regnamespace
    join pg_attribute on attrelid = table_.oid and attnum > 0 and not attisdropped and atttypid = 'uuid'::regtype
    where pg_get_indexdef(indexrelid, 1, false) = format('((%s)::text)', attname) and indnatts = 1
  loop
    execute format('drop index ops.%I', outdated.name);
    if outdated.column_name <> 'row_id' then
      execute format('create index on ops.%I (%I)', outdated.table_name, outdated.column_name);
    end if;
  end loop;
end
$$;
