import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { boundColumns } from '../../src/binding/bound-columns.js';
import { LIST_LIMITS } from '../../src/binding/list-limits.js';
import { readSdl } from '../../src/binding/sdl-files.js';
import { parseConfig } from '../../src/config.js';
import { SourceSchema } from '../../src/errors.js';
import { buildSchema } from '../../src/server/build-schema.js';
import { snowflakeSettingsOf } from '../../src/snowflake-settings.js';
import type { Column, Selection } from '../../src/sources/row-source.js';
import { type OpenedSnowflake, openSnowflake } from '../../src/sources/snowflake/open-snowflake.js';
import { snowflakeSettings } from '../support/needs.js';
import { SCHEMA_FOLDER } from '../support/sdl.js';

const settings = snowflakeSettings();
const MINUTES = 5 * 60_000;

/** Asks a real account, where the environment names one: it costs a few small statements. */
describe.runIf(settings)('a real account', () => {
  const { bindings } = buildSchema(readSdl(SCHEMA_FOLDER), LIST_LIMITS);
  const views = boundColumns(bindings, 'PRODVIEW');
  let opened: OpenedSnowflake;
  beforeAll(async () => {
    const account = snowflakeSettingsOf(parseConfig(settings ?? {}));
    if (!account) throw new Error('no account');
    opened = await openSnowflake({ ...account, timeoutMs: MINUTES, source: 'PRODVIEW', log: console });
  }, MINUTES);
  afterAll(() => opened?.source.close());

  const read = (view: string, columns: readonly Column[]): Selection => ({
    label: 'account test',
    view,
    scope: { kind: 'everything' },
    columns,
    order: [],
    limit: 1,
    rowLimit: 1,
  });

  test(
    'has every view and column that the schema is bound to',
    async () => {
      const lacking: string[] = [];
      for (const [view, columns] of views) {
        await opened.source.select({ ...read(view, columns), scope: { kind: 'nothing' } }).catch((error: unknown) => {
          if (!(error instanceof SourceSchema)) throw error;
          lacking.push(view);
        });
      }
      expect(lacking).toEqual([]);
    },
    MINUTES,
  );

  test(
    'tells when its views last changed, or refuses to',
    async () => {
      const [first = ''] = views.keys();
      const told = await opened.lastChanges([first]).catch((error: unknown) => error);
      if (!(told instanceof SourceSchema)) expect(told).toEqual([expect.stringMatching(/^\d+$/)]);
    },
    MINUTES,
  );

  test(
    'answers keys, windows, counts and wide statements',
    async () => {
      const units = 'stg_prodview__units';
      const idRec: Column = { name: 'id_rec', kind: 'text' };
      const [unit] = await opened.source.select(read(units, [idRec]));
      const key = String(unit?.id_rec);
      const keyed = { ...read(units, [idRec]), keys: { columns: [idRec], tuples: [[key]] } };
      expect(await opened.source.select(keyed)).toEqual([{ id_rec: key }]);
      const counted = { ...keyed, groupBy: [], measures: [{ as: 'rows_of', of: 'count' }] } as const;
      const { columns: _, order: __, limit: ___, ...aggregation } = counted;
      expect(await opened.source.readAll?.([keyed, aggregation])).toEqual([
        [{ id_rec: key }],
        [{ id_rec: key, rows_of: 1 }],
      ]);
    },
    MINUTES,
  );
});
