-- A request for work gets its number as it is made. The event keeps the number, so that it is the same whenever it is read.
alter table ops.maintenance_request
  alter request_number set default 'MR-' || nextval('ops.maintenance_request_number');
