-- Reasons of downtime on three levels. A row of these has no events: its stream begins with its first change.
create temp table reason (code text, parent_code text, name text, abbreviation text) on commit drop;
insert into reason values
  ('PLANNED', null, 'Planned work', 'PLN'),
  ('PLANNED_WELL_WORK', 'PLANNED', 'Well work', null),
  ('PLANNED_WIRELINE', 'PLANNED_WELL_WORK', 'Wireline or slickline', null),
  ('PLANNED_WORKOVER', 'PLANNED_WELL_WORK', 'Workover rig on the well', null),
  ('PLANNED_STIMULATION', 'PLANNED_WELL_WORK', 'Acid or fracture treatment', null),
  ('PLANNED_SURFACE', 'PLANNED', 'Surface maintenance', null),
  ('PLANNED_INSPECTION', 'PLANNED_SURFACE', 'Inspection or certification', null),
  ('PLANNED_CALIBRATION', 'PLANNED_SURFACE', 'Calibration or proving of meters', null),
  ('PLANNED_TURNAROUND', 'PLANNED', 'Turnaround', null),
  ('PLANNED_SURVEY', 'PLANNED', 'Build-up or other survey', null),
  ('LIFT', null, 'Artificial lift', 'LFT'),
  ('LIFT_ROD_PUMP', 'LIFT', 'Rod pump', null),
  ('LIFT_ROD_PARTED', 'LIFT_ROD_PUMP', 'Rods parted', null),
  ('LIFT_PUMP_WORN', 'LIFT_ROD_PUMP', 'Pump stuck or worn', null),
  ('LIFT_PUMPING_UNIT', 'LIFT_ROD_PUMP', 'Pumping unit', null),
  ('LIFT_ESP', 'LIFT', 'Electric submersible pump', null),
  ('LIFT_ESP_MOTOR', 'LIFT_ESP', 'Motor or cable', null),
  ('LIFT_ESP_DRIVE', 'LIFT_ESP', 'Variable speed drive', null),
  ('LIFT_GAS_LIFT', 'LIFT', 'Gas lift', null),
  ('LIFT_NO_LIFT_GAS', 'LIFT_GAS_LIFT', 'Lift gas short', null),
  ('LIFT_GAS_LIFT_VALVE', 'LIFT_GAS_LIFT', 'Gas lift valve', null),
  ('LIFT_PLUNGER', 'LIFT', 'Plunger lift', null),
  ('LIFT_PLUNGER_NO_ARRIVAL', 'LIFT_PLUNGER', 'Plunger does not arrive', null),
  ('WELL', null, 'Well', 'WEL'),
  ('WELL_TUBING_LEAK', 'WELL', 'Tubing leak', null),
  ('WELL_CASING_INTEGRITY', 'WELL', 'Casing integrity', null),
  ('WELL_SCALE_PARAFFIN', 'WELL', 'Scale, paraffin or asphaltenes', null),
  ('WELL_SAND', 'WELL', 'Sand', null),
  ('WELL_HYDRATE', 'WELL', 'Hydrates or freezing', null),
  ('WELL_LIQUID_LOADING', 'WELL', 'Liquid loading', null),
  ('WELL_SAFETY_VALVE', 'WELL', 'Subsurface safety valve', null),
  ('SURFACE', null, 'Surface equipment', 'SRF'),
  ('SURFACE_WELLHEAD', 'SURFACE', 'Wellhead or tree', null),
  ('SURFACE_FLOWLINE', 'SURFACE', 'Flowline leak or blockage', null),
  ('SURFACE_SEPARATOR', 'SURFACE', 'Separator or heater treater', null),
  ('SURFACE_COMPRESSOR', 'SURFACE', 'Compressor', null),
  ('SURFACE_COMPRESSOR_TRIP', 'SURFACE_COMPRESSOR', 'Compressor trip', null),
  ('SURFACE_TANKS_FULL', 'SURFACE', 'Tanks full', null),
  ('SURFACE_CONTROLS', 'SURFACE', 'Controls, instruments or telemetry', null),
  ('UTILITIES', null, 'Power and utilities', 'UTL'),
  ('UTILITIES_POWER_GRID', 'UTILITIES', 'Power from the grid lost', null),
  ('UTILITIES_GENERATOR', 'UTILITIES', 'Generator', null),
  ('UTILITIES_INSTRUMENT_AIR', 'UTILITIES', 'Instrument air or gas', null),
  ('TAKEAWAY', null, 'Takeaway by others', 'TKW'),
  ('TAKEAWAY_LINE_PRESSURE', 'TAKEAWAY', 'High line pressure', null),
  ('TAKEAWAY_PIPELINE', 'TAKEAWAY', 'Pipeline out of service', null),
  ('TAKEAWAY_PLANT', 'TAKEAWAY', 'Gas plant out of service', null),
  ('TAKEAWAY_TRUCKING', 'TAKEAWAY', 'Trucks did not come', null),
  ('TAKEAWAY_DISPOSAL', 'TAKEAWAY', 'Water disposal full', null),
  ('OPERATIONS', null, 'Other operations nearby', 'OPS'),
  ('OPERATIONS_OFFSET_FRAC', 'OPERATIONS', 'Fracture treatment of a neighbour', null),
  ('OPERATIONS_SIMULTANEOUS', 'OPERATIONS', 'Rig or crane on the pad', null),
  ('WEATHER', null, 'Weather', 'WTH'),
  ('WEATHER_STORM', 'WEATHER', 'Storm or hurricane', null),
  ('WEATHER_FREEZE', 'WEATHER', 'Freeze', null),
  ('WEATHER_FLOOD', 'WEATHER', 'Flood or roads closed', null),
  ('SAFETY', null, 'Safety, environment and authorities', 'HSE'),
  ('SAFETY_RELEASE', 'SAFETY', 'Release or spill', null),
  ('SAFETY_ESD', 'SAFETY', 'Emergency shutdown', null),
  ('SAFETY_REGULATOR', 'SAFETY', 'Order or allowable of the regulator', null),
  ('COMMERCIAL', null, 'Commercial', 'COM'),
  ('COMMERCIAL_PRICE', 'COMMERCIAL', 'Price', null),
  ('COMMERCIAL_CONTRACT', 'COMMERCIAL', 'Contract or nomination', null),
  ('OTHER', null, 'Other', 'OTH');

do $$
begin
  for depth in 1..3 loop
    insert into ops.downtime_reason (
      row_id, row_created_by, row_created_date, row_changed_by, row_changed_date, code, parent_code, level, long_name,
      abbreviation, is_planned, is_controllable, counts_as_deferment, requires_comment, approval_policy)
    select md5('downtime_reason ' || code)::uuid, 'SYSTEM', now(), 'SYSTEM', now(), code, parent_code, depth, name,
      abbreviation, top = 'PLANNED', top not in ('TAKEAWAY', 'WEATHER'), top <> 'COMMERCIAL', top in ('OTHER', 'SAFETY'),
      case top when 'SAFETY' then 'SAFETY' when 'COMMERCIAL' then 'REVIEWED' else 'STANDARD' end
    from (
      with recursive path as (
        select *, code as top, 1 as level from reason where parent_code is null
        union all
        select child.*, top, level + 1 from reason child join path on child.parent_code = path.code)
      select * from path) as placed
    where level = depth;
  end loop;
end
$$;
