import type pg from 'pg';
import { nameOf } from '../sources/postgres/named.js';

/** A statement that a connection plans once and then knows by its name, where names are left. */
export function prepared(text: string, values: readonly unknown[]): pg.QueryConfig {
  const name = nameOf(text);
  return { ...(name !== undefined && { name }), text, values: [...values] };
}
