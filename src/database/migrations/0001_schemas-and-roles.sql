-- Where rows land, where they are kept, where apps read them, and where the runs are written down.
create extension if not exists postgis;
create schema if not exists staging;
create schema if not exists core;
create schema if not exists marts;
create schema if not exists ops;

-- Roles belong to the whole server, so another database may have them already, or make them at this moment.
-- Who logs in is the operator's affair: a login gets one of these roles granted.
do $$
declare
  role text;
begin
  foreach role in array array['role_dagster', 'role_dbt', 'role_gis_ro', 'wellgraph_gateway'] loop
    if not exists (select from pg_roles where rolname = role) then
      begin
        execute format('create role %I nologin noinherit', role);
      exception when duplicate_object or unique_violation then
        null;
      end;
    end if;
    if not pg_has_role(current_user, role, 'member') then
      execute format('grant %I to %I', role, current_user);
    end if;
  end loop;
end
$$;

comment on schema staging is 'Rows as they came, and rows that were refused.';
comment on schema core is 'Checked rows, one a thing. Nothing but loads writes here, and no app reads it.';
comment on schema marts is 'What apps and the gateway read: two dimensions, public states, no internal columns.';
comment on schema ops is 'Runs of loads and migrations, and what the gateway records itself.';
