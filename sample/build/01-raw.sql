-- The published files as they are: every value is text until a later step says what it is.
create table wells as from read_csv(getvariable('raw') || '/us_gulf/wells.csv', all_varchar = true, header = true);
create table gulf_completions as from read_csv(getvariable('raw') || '/us_gulf/completions.csv', all_varchar = true, header = true);
create table gulf_status as from read_csv(getvariable('raw') || '/us_gulf/completion_status_history.csv', all_varchar = true, header = true);
create table gulf_months as from read_csv(getvariable('raw') || '/us_gulf/monthly_production.csv', all_varchar = true, header = true);
create table surveys as from read_csv(getvariable('raw') || '/us_gulf/pressure_surveys.csv', all_varchar = true, header = true);
create table flow_nodes as from read_csv(getvariable('raw') || '/us_gulf/flow_nodes.csv', all_varchar = true, header = true);
create table flow_edges as from read_csv(getvariable('raw') || '/us_gulf/flow_edges.csv', all_varchar = true, header = true);
create table wellbores as from read_csv(getvariable('raw') || '/norway/wellbores.csv', all_varchar = true, header = true);
create table field_months as from read_csv(getvariable('raw') || '/norway/field_production_monthly.csv', all_varchar = true, header = true);
create table unlocated as from read_csv(getvariable('raw') || '/norway/facilities_unlocated.csv', all_varchar = true, header = true);
create table gulf_located as
  select unnest(features).properties as facility
  from read_json(getvariable('raw') || '/us_gulf/facilities.geojson', maximum_object_size = 100000000);
create table located as
  select unnest(features).properties as facility
  from read_json(getvariable('raw') || '/norway/facilities.geojson', maximum_object_size = 100000000);
create table fields as
  select unnest(features).properties as field
  from read_json(getvariable('raw') || '/norway/fields.geojson', maximum_object_size = 100000000);
