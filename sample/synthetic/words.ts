import { level, rare, saltOf, some } from './presence.js';

const one = (salt: number, words: readonly string[]) =>
  `(array[${words.map((word) => `'${word}'`).join(', ')}])[1 + ${level(salt, words.length)}]`;

const NOTES = [
  'Synthetic note: checked on the round.',
  'Synthetic note: reading repeated, the first was doubtful.',
  'Synthetic note: line heater off.',
  'Synthetic note: waiting for parts.',
  'Synthetic note: nothing to report.',
  'Synthetic note: valve greased.',
];

type Rule = (salt: number, rows: number, label: string) => string;
const always =
  (words: readonly string[]): Rule =>
  (salt) =>
    one(salt, words);
const numbered =
  (prefix: string): Rule =>
  (salt) =>
    `format('${prefix}-{:06d}', ${level(salt, 900_000)})`;

/** Text by the name of its column; the first that fits. */
const RULES: readonly (readonly [RegExp, Rule])[] = [
  [/(^|_)comments?$|notes?$|^com$/, (salt, rows) => some(one(salt, NOTES), salt, rows)],
  [/override.*reason|reason.*override/, (salt, rows) => rare(one(salt, ['Meter frozen', 'Chart lost']), salt, rows)],
  [/reason/, (salt, rows) => some(one(salt, ['Choke change', 'Line pressure', 'Lift change']), salt, rows)],
  [/(created|modified|tested)_?by|_user$|user_id|tested_by/, (salt) => `operator_of(${level(salt, 12)})`],
  [/^(import|export|correction)_type|migration_source_type/, (salt, rows) => some(`'Synthetic source'`, salt, rows)],
  [
    /^(import|export|correction)_id|migration_source_key/,
    (salt, rows) => some(numbered('KEY')(salt, rows, ''), salt, rows),
  ],
  [/serial/, numbered('SN')],
  [/data_source|entry_source|latlong_data_source|utm_source/, always(['Manual', 'SCADA', 'Import'])],
  [/datum/, always(['WGS 84'])],
  [/entry_req/, always(['Daily', 'Weekly', 'Monthly'])],
  [/recording_type/, always(['Continuous', 'Spot'])],
  [/tap_location|tap$/, always(['Upstream', 'Downstream'])],
  [/material/, always(['Carbon steel', 'Stainless steel'])],
  [/make$/, always(['Maker A', 'Maker B', 'Maker C'])],
  [/model$/, always(['Model 100', 'Model 200', 'Model 300'])],
  [/product|fluid/, always(['Oil', 'Gas', 'Water'])],
  [
    /trucking_company$|licensee|vendor_name|chemical_provider|purchaser_name/,
    always(['Made-up Company A', 'Made-up Company B']),
  ],
  [/ticket_number|reference|statement|_number$|license|permit|_id(_[a-d0-9])?$|code/, numbered('NO')],
  [/estimate_missing_days|_flag$/, always(['true', 'false'])],
  [/period$/, always(['Daily', '7-day'])],
];

/** SQL of a text for a column that has no rule of its own: the label and a letter, which nobody takes for real. */
export function textOf(name: string, label: string | undefined, rows: number): string {
  // The type of an id is there where the id is.
  const salt = saltOf(name.replace(/^(import|export|correction)_type/, '$1_id').replace('_source_type', '_source_key'));
  const words = (label ?? name.replaceAll('_', ' ')).replaceAll("'", "''");
  if (/user_?te?xt|usertxt|record_tag/.test(name))
    return some(`'${words} ' || chr(65 + ${level(salt, 6)})`, salt, rows);
  const rule = RULES.find(([pattern]) => pattern.test(name))?.[1];
  return rule ? rule(salt, rows, words) : `'${words} ' || chr(65 + ${level(salt, 6)})`;
}
