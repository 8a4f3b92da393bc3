-- What was found to be wrong, by who reviewed it or by who measured it, is as if it were not there: the right one may take its
-- place. Whoever finds the first one good again is refused while the other stands.
drop index ops.meter_reading_natural_key;
create unique index meter_reading_natural_key on ops.meter_reading (id_flownet, meter_id, read_at)
  where active_ind = 'Y' and row_quality is distinct from 'REJECTED';

alter table ops.separator_test
  drop constraint separator_test_one_completion_at_a_time,
  add constraint separator_test_one_completion_at_a_time exclude using gist (
    id_flownet with =, separator_id with =, tstzrange(started_at, ended_at) with &&)
    where (active_ind = 'Y' and row_quality is distinct from 'REJECTED');
drop index ops.separator_test_natural_key;
create unique index separator_test_natural_key on ops.separator_test (id_flownet, separator_id, started_at)
  where active_ind = 'Y' and row_quality is distinct from 'REJECTED';

alter table ops.well_test
  drop constraint well_test_no_overlap,
  add constraint well_test_no_overlap exclude using gist (
    id_flownet with =, completion_id with =, tstzrange(test_start, test_end) with &&)
    where (active_ind = 'Y' and test_status <> 'ABANDONED' and is_valid and row_quality is distinct from 'REJECTED');
drop index ops.well_test_natural_key;
-- A test that was given up is as if it had not begun.
create unique index well_test_natural_key on ops.well_test (id_flownet, completion_id, test_type, test_start)
  where active_ind = 'Y' and is_valid and test_status <> 'ABANDONED' and row_quality is distinct from 'REJECTED';

-- A workover is evaluated by a test after it, not by one between its approval and the work.
alter table ops.workover_candidate
  add column executed_at timestamptz,
  add constraint workover_candidate_executed check (
    executed_at is null or (status in ('EXECUTED', 'EVALUATED') and executed_at >= decided_at));
comment on column ops.workover_candidate.executed_at is
  'When the work was done; null of what was recorded before this was kept.';
