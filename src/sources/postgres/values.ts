import pg from 'pg';
import type { Value } from '../row-source.js';

type Parser = (text: string) => Value;

const finite: Parser = (text) => {
  const number = Number(text);
  return Number.isFinite(number) ? number : null;
};
// The driver knows lists of texts, but its types have no number of them.
const listOf: (text: string) => unknown = pg.types.getTypeParser(1009 as never);
const when = (text: string, form: RegExp) => (form.test(text) ? text.replace(' ', 'T') : null);

/** By PostgreSQL's number of the type. `infinity` and years before Christ have no form among the promised ones. */
const PARSERS: Readonly<Record<number, Parser>> = {
  16: (text) => text === 't', // boolean
  20: finite, // bigint
  21: finite, // smallint
  23: finite, // integer
  26: finite, // oid
  700: finite, // real
  701: finite, // double precision
  1700: finite, // numeric
  1009: (text) => JSON.stringify(listOf(text)), // text[]
  1015: (text) => JSON.stringify(listOf(text)), // varchar[]
  1082: (text) => when(text, /^\d{4}-\d\d-\d\d$/), // date
  1114: (text) => when(text, /^\d{4}-.*\d$/), // timestamp
  1184: (text) => when(text.replace(/\+00$/, 'Z'), /^\d{4}-.*Z$/), // timestamp with time zone
};

/** How `pg` reads the cells of an answer: the forms that every source promises. Other types are the text they come as. */
export const types = { getTypeParser: (type: number): Parser => PARSERS[type] ?? ((text) => text) };
