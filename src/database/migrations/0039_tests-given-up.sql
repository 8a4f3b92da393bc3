-- A test that was given up is as if it had not begun: another of its type may begin at the same moment.
drop index ops.well_test_natural_key;
create unique index well_test_natural_key on ops.well_test (id_flownet, completion_id, test_type, test_start)
  where active_ind = 'Y' and is_valid and test_status <> 'ABANDONED' and row_quality is distinct from 'REJECTED';
