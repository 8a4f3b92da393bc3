import { type Column, TYPES } from './catalog.js';
import { level, rare, saltOf, some } from './presence.js';

/** The native names of the audit columns, for the one wiserock view that has no sibling. */
const NATIVE: Readonly<Record<string, string>> = {
  syscreatedate: 'created_at_utc',
  syscreateuser: 'created_by',
  sysmoddate: 'modified_at_utc',
  sysmoduser: 'modified_by',
  syslockdate: 'lock_date_utc',
  syslockme: 'is_locked',
  syslockmeui: 'is_locked_ui',
  syslockchildren: 'is_children_locked',
  syslockchildrenui: 'is_children_locked_ui',
  systag: 'record_tag',
  updatedate: '_fivetran_synced',
  deleted: '_fivetran_deleted',
};

const CREATED = `(b.at_ + to_minutes(1740 + ${level(11, 240)}))`;
const MODIFIED = `(${CREATED} + to_hours(24 * ${level(12, 4)}))`;
const LATEST = `(until_day()::timestamp + interval 30 hour)`;
// What is older than two months is closed.
const LOCKED = 'b.at_ < until_day() - 60';

/** SQL of the columns that every view has: who and when, locks, the loader's; undefined for any other. */
export function auditOf({ name, type }: Column, rows: number): string | undefined {
  const known: Readonly<Record<string, string>> = {
    created_at_utc: `least(${CREATED}, ${LATEST})`,
    created_by: `operator_of(${level(13, 12)})`,
    modified_at_utc: `least(${MODIFIED}, ${LATEST})`,
    modified_by: `operator_of(${level(14, 12)})`,
    lock_date_utc: rows < 200 ? some(MODIFIED, 15, rows) : `case when ${LOCKED} then ${MODIFIED} end`,
    is_locked: LOCKED,
    is_locked_ui: LOCKED,
    is_children_locked: LOCKED,
    is_children_locked_ui: LOCKED,
    record_tag: rare(`'TAG-' || ${level(16, 9)}`, saltOf(name), rows),
    _fivetran_deleted: 'false',
    _fivetran_synced: `timezone('UTC', least(${MODIFIED}, ${LATEST}) + interval 40 minute)`,
    // The time of a query in the real views; here one moment, so that the same seed gives the same rows.
    _loaded_at: `timezone('UTC', until_day()::timestamp + interval 36 hour)`,
  };
  const value = known[NATIVE[name] ?? name];
  return value === undefined ? undefined : `(${value})::${TYPES[type]}`;
}
