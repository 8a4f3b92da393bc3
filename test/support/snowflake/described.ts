const COLUMNS =
  /^\/\* wellgraph columns \*\/ select table_name as "VIEW_NAME", column_name as "COLUMN_NAME", data_type as "DATA_TYPE" from "([A-Z_]+)"\.information_schema\.columns where table_schema in \(('[A-Z_]+'(?:, '[A-Z_]+')*)\)$/;
const CLOCK = '/* wellgraph clock */ select date_part(epoch_millisecond, current_timestamp()) as "NOW"';

/** What the server answers out of its metadata, in exactly the form that the gateway asks it. */
export const isDescription = (sqlText: string) => sqlText === CLOCK || COLUMNS.test(sqlText);

/** The same of DuckDB, whose types have Snowflake's names. */
export function describing(sqlText: string): string {
  if (sqlText === CLOCK) return 'select epoch_ms(now()) as "NOW"';
  const [, database, schemas] = COLUMNS.exec(sqlText) ?? [];
  const type = `case data_type when 'VARCHAR' then 'TEXT' when 'DOUBLE' then 'FLOAT' when 'BIGINT' then 'NUMBER'
    when 'TIMESTAMP' then 'TIMESTAMP_NTZ' when 'TIMESTAMP WITH TIME ZONE' then 'TIMESTAMP_TZ' else data_type end`;
  return `select table_name as "VIEW_NAME", column_name as "COLUMN_NAME", ${type} as "DATA_TYPE"
    from duckdb_columns() where database_name = '${database}' and schema_name in (${schemas})`;
}
