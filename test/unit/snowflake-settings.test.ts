import { expect, test } from 'vitest';
import { parseConfig } from '../../src/config.js';
import { snowflakeSettingsOf } from '../../src/snowflake-settings.js';

const ENOUGH = {
  SNOWFLAKE_ACCOUNT: 'wells-one',
  SNOWFLAKE_WAREHOUSE: 'small',
  SNOWFLAKE_DATABASE: 'wells',
  SNOWFLAKE_SCHEMA: 'staging',
  SNOWFLAKE_TOKEN: 'a token',
};
const faultOf = (env: Record<string, string>) => {
  try {
    parseConfig(env);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
};

test('an account, what is in it and one proof are enough; the feed is where the views are unless told otherwise', () => {
  expect(snowflakeSettingsOf(parseConfig(ENOUGH))).toMatchObject({
    account: 'wells-one',
    schema: 'staging',
    feedSchema: 'staging',
  });
  expect(snowflakeSettingsOf(parseConfig({}))).toBeUndefined();
});

test.each<[string, Record<string, string>, RegExp]>([
  ['no warehouse', { SNOWFLAKE_WAREHOUSE: '' }, /SNOWFLAKE_WAREHOUSE: has to be set/],
  ['no proof', { SNOWFLAKE_TOKEN: '' }, /SNOWFLAKE_PRIVATE_KEY_FILE: has to be set, or one of/],
  ['two proofs', { SNOWFLAKE_PRIVATE_KEY: 'x', SNOWFLAKE_USER: 'u' }, /and SNOWFLAKE_PRIVATE_KEY are both set/],
  ['a key of nobody', { SNOWFLAKE_TOKEN: '', SNOWFLAKE_PRIVATE_KEY: 'x' }, /SNOWFLAKE_USER: has to be set/],
  ['no account', { SNOWFLAKE_ACCOUNT: '' }, /SNOWFLAKE_ACCOUNT: has to be set: SNOWFLAKE_WAREHOUSE is/],
  ['a folder too', { PRODVIEW_FOLDER: '/data' }, /PRODVIEW_FOLDER: and SNOWFLAKE_ACCOUNT are both set/],
  ['a name with SQL in it', { SNOWFLAKE_SCHEMA: 'a"; drop' }, /SNOWFLAKE_SCHEMA: is no name/],
  ['a host without TLS', { SNOWFLAKE_ACCESS_URL: 'http://example.test' }, /SNOWFLAKE_ACCESS_URL: has to be https/],
  ['views with SQL in them', { RESIDENT_VIEWS: 'a,b;c' }, /RESIDENT_VIEWS: is no list of views/],
  ['another kind of cache', { REDIS_URL: 'http://127.0.0.1' }, /REDIS_URL: is no redis/],
])('%s is a fault that is named', (_, env, fault) => {
  expect(faultOf({ ...ENOUGH, ...env })).toMatch(fault);
});

test('views to hold are a list, or none', () => {
  expect(parseConfig({}).RESIDENT_VIEWS).toHaveLength(6);
  expect(parseConfig({ RESIDENT_VIEWS: 'Stg_A, stg_b' }).RESIDENT_VIEWS).toEqual(['stg_a', 'stg_b']);
  expect(parseConfig({ RESIDENT_VIEWS: 'none' }).RESIDENT_VIEWS).toEqual([]);
});
