-- Nothing is deleted: a record that should not have been is put out of force.
drop table ops.recorded;

grant usage on schema ops to wellgraph_gateway;
grant select, insert, update on ops.daily_production, ops.facility_production, ops.meter_reading, ops.separator_test,
  ops.well_test, ops.well_status_change, ops.allocation_reference, ops.surveillance_event, ops.production_constraint,
  ops.optimization_recommendation, ops.workover_candidate, ops.maintenance_request, ops.downtime_event,
  ops.downtime_reason to wellgraph_gateway;
grant select on ops.status_catalogue, ops.status_transition, ops.entity_transition, ops.approval_policy,
  ops.identity_map, ops.route_assignment to wellgraph_gateway;
grant usage on sequence ops.maintenance_request_number to wellgraph_gateway;
