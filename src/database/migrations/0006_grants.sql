-- Dagster lands rows and loads core; dbt models core and marts; map software and the gateway read marts, nothing else.
revoke create on schema public from public;
grant usage on schema staging, core, ops to role_dagster;
grant select, insert, update, delete on all tables in schema staging, core to role_dagster;
grant select, insert, update on ops.run_log to role_dagster;

grant usage on schema staging, ops to role_dbt;
grant usage, create on schema core, marts to role_dbt;
grant select on all tables in schema staging to role_dbt;
grant select on ops.run_log to role_dbt;
grant select, insert, update, delete on all tables in schema core to role_dbt;
grant select on all tables in schema marts to role_dbt;

grant usage on schema marts to role_gis_ro, wellgraph_gateway;
grant select on all tables in schema marts to role_gis_ro, wellgraph_gateway;

-- The same for what is made later, by migrations and by dbt.
alter default privileges in schema staging, core grant select, insert, update, delete on tables to role_dagster;
alter default privileges in schema marts grant select on tables to role_dbt, role_gis_ro, wellgraph_gateway;
alter default privileges for role role_dbt in schema marts grant select on tables to role_gis_ro, wellgraph_gateway;
