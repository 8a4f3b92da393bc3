-- What is recorded of one completion is read before each write. A plan that is kept may be made before the planner knows
-- anything of the table: an index that begins with the network is then as good to it as any other that does, and reads all
-- of it. The completion's id tells far more rows apart, so it comes first.
drop index ops.daily_production_id_flownet_completion_id_production_date_idx;
create index on ops.daily_production (completion_id, id_flownet, production_date desc);

-- Downtimes are held against those that end later, or have no end: few of the many that a completion has had.
create index on ops.downtime_event (completion_id, id_flownet, ended_at);
