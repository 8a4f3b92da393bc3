-- The published files, and the rows of the ProdView sample that features link to.
create macro features(path) as table
  select unnest(features) ->> '$.id' as id, unnest(features) -> '$.properties' as p, unnest(features) -> '$.geometry' as geometry
  from read_json(getvariable('raw') || path, columns = {features: 'JSON[]'}, maximum_object_size = 100000000);
create macro published(path) as table from read_csv(getvariable('raw') || path, all_varchar = true, header = true);
create macro prodview(view) as table from read_parquet(getvariable('prodview') || '/stg_prodview__' || view || '.parquet');

create table facilities as select id_rec, id_flownet, facility_name from prodview('facilities');
create table units as select id_rec, id_flownet, api_10, current_route_id from prodview('units');
create table nodes as from published('/us_gulf/flow_nodes.csv');
create table edges as from published('/us_gulf/flow_edges.csv');
create table wells as from published('/us_gulf/wells.csv');
