create view base.routes as
select id as id_rec, id_of('pvRouteSet', r % 3) as id_rec_parent, network() as id_flownet, name as route_name,
  format('foreman.{:02d}', r % 20 + 1) as foreman,
  operator_of(2 * r) as primary_lease_operator, operator_of(2 * r + 1) as backup_lease_operator,
  'Synthetic route; its people are made up.' as notes
from route;
create view base.route_users as
select id_of('pvRouteSetRouteUserID', r, k) as id_rec, id as id_rec_parent, network() as id_flownet,
  case k when 0 then operator_of(2 * r) when 1 then operator_of(2 * r + 1)
    else format('foreman.{:02d}', r % 20 + 1) end as user_id,
  ['Primary', 'Backup', 'Foreman'][1 + k] as assignment_type
from route, (values (0), (1), (2)) t(k);

-- Every producing well has an agreement; one in ten has an earlier one that ended. The partners' interests sum to 100.
create view agreement as
select w, k, unit_id, id_of('pvUnitAgreemt', w, k) as id, if(k = 1, first_day() - 2000, first_day() - 1000) as since,
  if(k = 1, first_day() - 1001, null) as until
from well, (values (0), (1)) t(k) where role = 'Producer' and (k = 0 or w % 10 = 5);
create view base.partnership_agreements as
select id as id_rec, unit_id as id_rec_parent, network() as id_flownet,
  'Synthetic agreement ' || (w + 1) as agreement_description, 'Ownership' as agreement_type,
  since::timestamp as agreement_start_date, until::timestamp as agreement_end_date,
  if(w % 2 = 0, unit_id, id_of('pvUnitComp', w, 0)) as applies_to_id,
  if(w % 2 = 0, 'pvUnit', 'pvUnitComp') as applies_to_table, 'Made-up Partner ' || chr(65 + w % 5) as wi_partner
from agreement;
create view base.agreement_partners as
select id_of('pvUnitAgreemtPartner', w, k, p) as id_rec, id as id_rec_parent, network() as id_flownet,
  id_of('pvPartner', p) as partner_id, 'All' as product_type, 'All' as sub_product_type,
  ([50.0, 31.25, 18.75][1 + p])::double as interest_pct
from agreement, (values (0), (1), (2)) t(p);

create view base.regulatory_reporting_keys as
select id_of('pvUnitRegBodyKey', w, kind) as id_rec, id_of('pvUnitRegBody', w) as id_rec_parent,
  network() as id_flownet, kind as key_name, if(kind = 'Well', unit_id, id) as applies_to_item_id,
  if(kind = 'Well', 'pvUnit', 'pvUnitComp') as applies_to_item_table, (first_day() - 1500)::timestamp as start_date,
  null::timestamp as end_date, 'Synthetic' as key_type, kind as key_sub_type, format('REG-{:06d}', w) as key_value_1,
  w::double as key_number_1
from comp, (values ('Well'), ('Completion')) t(kind) where x = 0
union all by name
-- A key that was replaced.
select id_of('pvUnitRegBodyKey', w, 'old') as id_rec, id_of('pvUnitRegBody', w) as id_rec_parent,
  network() as id_flownet, 'Well' as key_name, unit_id as applies_to_item_id, 'pvUnit' as applies_to_item_table,
  (first_day() - 3000)::timestamp as start_date, (first_day() - 1501)::timestamp as end_date, 'Synthetic' as key_type,
  'Well' as key_sub_type, format('OLD-{:06d}', w) as key_value_1, w::double as key_number_1
from well where w % 10 = 5;

-- Remarks stand on a unit and point at it, at a completion of it, or at a tank; some point at nothing.
create view base.remarks as
select id_of('pvUnitRemark', kind, n) as id_rec, unit as id_rec_parent, network() as id_flownet,
  (until_day() - if(kind = 'leak', 25, nth(least(getvariable('days')::integer, 400), 'remark',
    n)))::timestamp as entry_date, link_id, link_table,
  one_of(['Operations', 'Safety', 'Accounting'], 'remark kind', n) as remark_type,
  'Synthetic remark on a ' || kind || '.' as comments, n % 5 = 0 as action_required,
  kind = 'leak' or n % 7 = 3 as explains_imbalance
from (
  select 'unit' as kind, w as n, unit_id as unit, unit_id as link_id, 'pvUnit' as link_table from well
  union all select 'completion', c, unit_id, id, 'pvUnitComp' from comp where c % 2 = 0
  union all select 'tank', t, battery_id, id, 'pvUnitTank' from tank
  union all select 'day', f, battery_id, null, null from facility where f % 2 = 0
  union all select 'leak', f, battery_id, separator_id, 'pvUnit' from facility where f = 0
  union all select 'removed record', f, battery_id, id_of('nowhere', f), 'pvUnitTank' from facility where f % 10 = 0
);
