import { describe, expect, test } from 'vitest';
import { Changes } from '../support/snowflake/changes.js';
import { translated } from '../support/snowflake/grammar.js';
import { Refused } from '../support/snowflake/tokens.js';

const VIEW = '"WELLS"."STAGING"."READINGS"';
const written = (sql: string) => `/* wellgraph Query.readings */ ${sql}`;

describe('the double refuses what the builders could not have written', () => {
  test.each([
    ['without a label', `select "ID" as "ID" from ${VIEW} limit 1`],
    ['a name in lower case', written('select "id" as "ID" from "WELLS"."STAGING"."readings" limit 1')],
    ['a view without its schema', written('select "ID" as "ID" from "READINGS" limit 1')],
    ['a value that is not bound', written(`select "ID" as "ID" from ${VIEW} where "ID" = 'x' limit 1`)],
    ["PostgreSQL's placeholders", written(`select "ID" as "ID" from ${VIEW} where "ID" = $1 limit 1`)],
    [
      "DuckDB's lists",
      written(`select "ID" as "ID" from ${VIEW} where "ID" in (select unnest(:1::varchar[])) limit 1`),
    ],
    ['another function', written(`select sleep(5) as "ID" from ${VIEW} limit 1`)],
    ['another statement behind it', written(`select "ID" as "ID" from ${VIEW} limit 1; drop table ${VIEW}`)],
    ['a write', written(`delete from ${VIEW}`)],
    ['a type of another database', written(`select cast("ID" as text) as "ID" from ${VIEW} limit 1`)],
  ])('%s', (_, sql) => {
    expect(() => translated(sql)).toThrow(Refused);
  });

  test('and takes what they do write', () => {
    const keys = 'select cast(value as varchar) from table(flatten(input => parse_json(:1)))';
    const sql = written(
      `select "ID" as "ID" from ${VIEW} where "ID" in (${keys}) order by "ID" asc nulls last limit 3`,
    );
    expect(translated(sql)).toContain('unnest');
  });
});

describe('the last change of views', () => {
  const asked = (arguments_: string) =>
    `/* wellgraph changes */ select system$last_change_commit_time(${arguments_}) as "CHANGE_0"`;

  test('is told of a view by its full name, and differs when it was written to', () => {
    const changes = new Changes();
    const word = () => changes.answer(asked(`'${VIEW}'`)).rows[0]?.[0];
    const before = word();
    expect(word()).toBe(before);
    changes.bump('readings');
    expect(word()).not.toBe(before);
  });

  test('is not told of anything else, nor to a role that may not', () => {
    const changes = new Changes();
    expect(() => changes.answer(asked("'READINGS'"))).toThrow('compilation');
    expect(() => changes.answer(asked(`'${VIEW}'); drop table x; --'`))).toThrow('compilation');
    changes.hidden = new Set(['readings']);
    expect(() => changes.answer(asked(`'${VIEW}'`))).toThrow('privileges');
  });
});
