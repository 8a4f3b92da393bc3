-- A shape of more corners than any map shows would hold up every question that meets it: it is refused like one that is
-- nowhere. The largest shape of the sample has some 7,300.
alter function staging.geometry_of(jsonb) rename to geometry_on_earth;

create function staging.geometry_of(feature jsonb) returns geometry language plpgsql as $$
declare
  most constant integer := 100000;
  corners bigint;
begin
  if jsonb_typeof(feature #> '{geometry,coordinates}') = 'array' then
    -- A position is an array that begins with a number.
    select count(*) into corners
    from jsonb_path_query(feature #> '{geometry,coordinates}', 'strict $.** ? (@.type() == "array" && @[0].type() == "number")');
    if corners > most then
      raise exception 'The geometry has % corners; % are the most', corners, most;
    end if;
  end if;
  return staging.geometry_on_earth(feature);
end
$$;
