import pg from 'pg';

pg.types.setTypeParser(1082, (text) => text); // a date is a day, and no moment
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
const rows = async (text, values) => (await pool.query(text, values)).rows;

const UNIT = `id_rec as "idRec", unit_name as "unitName", unit_display_name as "unitDisplayName", unit_type as "unitType",
  api_10 as "api10", is_operated as "isOperated", state_province as "stateProvince", county, pad_name as "padName",
  id_flownet as "idFlownet"`;
const COMPLETION = `id_rec as "idRec", id_rec_parent as "idRecParent", completion_name as "completionName"`;

export const units = (first) =>
  rows(`select ${UNIT} from stg_prodview__units order by unit_name, id_rec limit $1`, [first]);
export const unitByApi10 = async (api10) =>
  (await rows(`select ${UNIT} from stg_prodview__units where api_10 = $1`, [api10]))[0];
export const completionsOf = (ids) =>
  rows(`select ${COMPLETION} from stg_prodview__completions where id_rec_parent = any($1) order by id_rec`, [ids]);
export const completions = (ids) =>
  rows(`select ${COMPLETION} from stg_prodview__completions where id_rec = any($1) order by id_rec`, [ids]);
export const tanksOf = (ids) =>
  rows(
    `select id_rec as "idRec", id_rec_parent as "idRecParent", tank_name as "tankName",
      tank_capacity_bbl as "tankCapacityBbl"
    from stg_prodview__tanks where id_rec_parent = any($1) order by id_rec`,
    [ids],
  );
export const daysOf = (ids, from, to) =>
  rows(
    `select id_rec_comp as "idRecComp", allocation_date as "allocationDate", allocated_oil_bbl as "oilBbl",
      allocated_gas_mcf as "gasMcf", allocated_water_bbl as "waterBbl"
    from stg_prodview__daily_allocations where id_rec_comp = any($1) and allocation_date between $2 and $3
    order by allocation_date`,
    [ids, from, to],
  );
export const facilities = ({ west, south, east, north }) =>
  rows('select * from facilities_in($1, $2, $3, $4)', [west, south, east, north]);
export const report = async ({ completion, day, oilBbl }) =>
  (
    await rows(
      `insert into reports (completion, production_date, oil_bbl) values ($1, $2, $3)
      returning production_date as "productionDate", oil_bbl as "oilBbl"`,
      [completion, day, oilBbl],
    )
  )[0];

/** The rows of each id, in the order of the ids. */
export function grouped(ids, found, column) {
  const groups = new Map(ids.map((id) => [id, []]));
  for (const row of found) groups.get(row[column]).push(row);
  return ids.map((id) => groups.get(id));
}
