import type { Bound, Dialect } from '../sql/dialect.js';

/** Where the views are. Names are Snowflake's own: upper case unless they stand in double quotes. */
export interface Schemas {
  readonly database: string;
  /** Of all views but those of the change feed. */
  readonly schema: string;
  /** Of the change feed's views. */
  readonly feedSchema: string;
}

const FEED = /^stg_wiserock__/;

/**
 * Snowflake: keys come as one JSON text, which the server makes rows of, so a statement's text does not depend on how
 * many there are. Placeholders are numbered, so parts of a wide statement share their keys.
 */
export function snowflakeDialect({ database, schema, feedSchema }: Schemas): Dialect {
  const identifier = (name: string) => `"${name.toUpperCase().replaceAll('"', '""')}"`;
  const home = (view: string) => `${nameOf(database)}.${nameOf(FEED.test(view) ? feedSchema : schema)}`;
  return {
    identifier,
    view: (view) => `${home(view)}.${identifier(view)}`,
    placeholder: (position) => `:${position}`,
    double: 'double',
    // Numbers are bound as text, which keeps every digit; what `timestamp` alone means is a setting of the account.
    casts: { integer: 'double', float: 'double', local: 'timestamp_ntz', instant: 'timestamp_tz' },
    among(columns, tuples, bind) {
      const rows = `table(flatten(input => parse_json(${bind(tuples.map(jsonOf))})))`;
      const [first] = columns;
      if (columns.length === 1) return `${first} in (select cast(value as varchar) from ${rows})`;
      const values = columns.map((_, index) => `cast(value[${index}] as varchar)`);
      return `(${columns.join(', ')}) in (select ${values.join(', ')} from ${rows})`;
    },
  };
}

/** A name as a setting gives it. */
export function nameOf(setting: string): string {
  return /^".*"$/.test(setting) ? setting : `"${setting.toUpperCase()}"`;
}

/** How keys are bound: each as JSON, all as an array of them. */
const jsonOf = (tuple: readonly string[]) => JSON.stringify(tuple.length === 1 ? tuple[0] : tuple);

/** What the driver is given for a bound value. */
export function bindable(value: Bound): string | boolean {
  if (typeof value === 'object') return `[${value.join(',')}]`;
  return typeof value === 'number' ? String(value) : value;
}
