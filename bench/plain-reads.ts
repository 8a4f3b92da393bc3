import { loginTo } from '../src/sources/snowflake/login.js';

type Row = Readonly<Record<string, string | number | Date | null>>;

const HOME = '"WELLS"."STAGING"';
/** What a user of the driver would set too, so that days mean the same on every account. */
const PARAMETERS = {
  TIMEZONE: 'UTC',
  TIMESTAMP_TYPE_MAPPING: 'TIMESTAMP_NTZ',
  QUOTED_IDENTIFIERS_IGNORE_CASE: false,
  QUERY_TAG: 'plain',
};
const among = (column: string) =>
  `"${column}" in (select cast(value as varchar) from table(flatten(input => parse_json(:1))))`;

/** The statements of the hierarchy as anyone would write them, by the driver alone. */
export async function plainReads(accessUrl: string, privateKey: string) {
  const names = { database: 'wells', schema: 'staging', feedSchema: 'feed', warehouse: 'small' };
  const who = { account: 'wells-one', user: 'gateway', role: 'reader', privateKey };
  const connection = await loginTo({ accessUrl, ...who, ...names }, 10_000)();
  const rows = (label: string, text: string, binds: string[]): Promise<Row[]> =>
    new Promise((resolve, reject) => {
      connection.execute({
        sqlText: `/* wellgraph ${label} */ ${text}`,
        binds,
        rowMode: 'object',
        parameters: PARAMETERS,
        complete: (error, _, found) => (error ? reject(error) : resolve((found ?? []) as Row[])),
      });
    });
  return {
    units: (first: number) =>
      rows(
        'units',
        `select "ID_REC", "UNIT_NAME", "API_10" from ${HOME}."STG_PRODVIEW__UNITS"
          order by "UNIT_NAME" asc nulls last limit ${first}`.replace(/\s+/g, ' '),
        [],
      ),
    completionsOf: (ids: readonly string[]) =>
      rows(
        'completions',
        `select "ID_REC", "ID_REC_PARENT", "COMPLETION_NAME" from ${HOME}."STG_PRODVIEW__COMPLETIONS"
          where ${among('ID_REC_PARENT')} order by "ID_REC" asc nulls last`.replace(/\s+/g, ' '),
        [JSON.stringify(ids)],
      ),
    tanksOf: (ids: readonly string[]) =>
      rows(
        'tanks',
        `select "ID_REC", "ID_REC_PARENT", "TANK_NAME", "TANK_CAPACITY_BBL" from ${HOME}."STG_PRODVIEW__TANKS"
          where ${among('ID_REC_PARENT')} order by "ID_REC" asc nulls last`.replace(/\s+/g, ' '),
        [JSON.stringify(ids)],
      ),
    daysOf: (ids: readonly string[], from: string, to: string) =>
      rows(
        'days',
        `select "ID_REC_COMP", "ALLOCATION_DATE", "ALLOCATED_OIL_BBL", "ALLOCATED_GAS_MCF", "ALLOCATED_WATER_BBL"
          from ${HOME}."STG_PRODVIEW__DAILY_ALLOCATIONS" where ${among('ID_REC_COMP')}
          and "ALLOCATION_DATE" >= cast(:2 as timestamp_ntz) and "ALLOCATION_DATE" <= cast(:3 as timestamp_ntz)
          order by "ALLOCATION_DATE" asc nulls last`.replace(/\s+/g, ' '),
        [JSON.stringify(ids), from, to],
      ),
  };
}

export type PlainReads = Awaited<ReturnType<typeof plainReads>>;
