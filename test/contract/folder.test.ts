import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, test } from 'vitest';
import { ask, openStore } from '../support/execute.js';
import { type Rows, writeFolder } from '../support/folder.js';

const UNITS = 'stg_prodview__units';
const units = (rows: Rows) => writeFolder({ [UNITS]: rows });
const names = async (folder: string) => {
  const { source } = await openStore(folder);
  const { data, errors } = await ask(
    source,
    '{ units { nodes { idRec unitName surfaceLatitude isOperated startDisplayDate hideRecordAsOf audit { syncedAt } } } }',
  );
  expect(errors).toBeUndefined();
  await source.close();
  return data.units.nodes;
};

describe('a folder that fits', () => {
  test('a view without a file is empty, a column without data reads as null, and both are listed', async () => {
    const store = await openStore(units([{ id_rec: 'U1', unit_name: 'Alpha' }]));
    expect(store.emptyViews).toContain('stg_prodview__completions');
    expect(store.emptyViews).not.toContain(UNITS);
    expect(store.missingColumns.get(UNITS)).toContain('api_10');
    expect(store.missingColumns.get(UNITS)).not.toContain('unit_name');
    const { data } = await ask(
      store.source,
      '{ units { nodes { unitName api10 } } completions { totalCount nodes { idRec } } }',
    );
    expect(data).toEqual({
      units: { nodes: [{ unitName: 'Alpha', api10: null }] },
      completions: { totalCount: 0, nodes: [] },
    });
  });

  test('names of files and columns may be in upper case, quotes and blanks in the path do no harm', async () => {
    const folder = join(units([]), "it's a folder");
    mkdirSync(folder);
    writeFileSync(join(folder, 'STG_PRODVIEW__UNITS.CSV'), 'ID_REC,UNIT_NAME\nU1,"Alpha, ""one"""\n');
    expect((await names(folder))[0]).toMatchObject({ idRec: 'U1', unitName: 'Alpha, "one"' });
  });

  test('a packed CSV is read', async () => {
    const folder = writeFolder({});
    writeFileSync(join(folder, `${UNITS}.csv.gz`), gzipSync('id_rec,unit_name\nU1,Alpha\n'));
    expect((await names(folder))[0]).toMatchObject({ unitName: 'Alpha' });
  });

  test('a file with a header and no rows is an empty view', async () => {
    const folder = writeFolder({});
    writeFileSync(join(folder, `${UNITS}.csv`), 'id_rec,unit_name\n');
    expect(await names(folder)).toEqual([]);
  });

  test('Parquet columns of other types are cast, and a number that is not finite is null', async () => {
    const folder = writeFolder({});
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    await connection.run(`copy (select 7::int as "ID_REC", 'Alpha' as unit_name, 28.5::decimal(9, 3) as surface_latitude, 'true' as is_operated,
      timestamp '2024-01-31 23:00:00' as start_display_date, date '2024-02-01' as hide_record_as_of,
      timestamptz '2024-05-01 02:00:00.5+02' as _fivetran_synced
      union all select 8, 'Beta', null, null, null, null, null) to '${join(folder, `${UNITS}.parquet`)}' (format parquet)`);
    const rows = await names(folder);
    expect(rows[0]).toEqual({
      idRec: '7',
      unitName: 'Alpha',
      surfaceLatitude: 28.5,
      isOperated: true,
      startDisplayDate: '2024-01-31',
      hideRecordAsOf: '2024-02-01T00:00:00',
      audit: { syncedAt: '2024-05-01T00:00:00.5Z' },
    });
    expect((await names(units([{ id_rec: 'U1', surface_latitude: 'NaN' }])))[0].surfaceLatitude).toBeNull();
  });
});

describe('a folder that does not fit stops the start, and says why', () => {
  const faultOf = (folder: string) =>
    openStore(folder).then(
      () => 'none',
      (error: Error) => error.message,
    );

  test('values that are none, each with row and column', async () => {
    const fault = await faultOf(
      units([
        { id_rec: 'U1', surface_latitude: 1, is_operated: 'maybe', start_display_date: '2024-01-01' },
        { id_rec: 'U2', surface_latitude: 'north' },
        { id_rec: 'U3', start_display_date: '2024-13-01' },
      ]),
    );
    expect(fault).toContain(`${UNITS}.csv: row 1, column is_operated: is no boolean`);
    expect(fault).toContain(`${UNITS}.csv: row 2, column surface_latitude: is no double`);
    expect(fault).toContain(`${UNITS}.csv: row 3, column start_display_date: is no date`);
  });

  test('a row with other columns than the header', async () => {
    const folder = writeFolder({});
    writeFileSync(join(folder, `${UNITS}.csv`), 'id_rec,unit_name\nU1,Alpha\nU2,Beta,too much\n');
    expect(await faultOf(folder)).toContain(`${UNITS}.csv: line 3 does not have the columns of the header`);
  });

  test('a Parquet file that is none', async () => {
    const folder = units([{ id_rec: 'U1' }]);
    renameSync(join(folder, `${UNITS}.csv`), join(folder, `${UNITS}.parquet`));
    expect(await faultOf(folder)).toContain(`${UNITS}.parquet: is no Parquet file`);
  });

  test('a Parquet column of a type that cannot hold such values', async () => {
    const folder = writeFolder({});
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    await connection.run(
      `copy (select 'U1' as id_rec, date '2024-01-01' as surface_latitude) to '${join(folder, `${UNITS}.parquet`)}' (format parquet)`,
    );
    expect(await faultOf(folder)).toContain(`${UNITS}.parquet: column surface_latitude holds DATE, no float`);
  });

  test('two files of one view, and a folder that is none', async () => {
    const folder = units([{ id_rec: 'U1' }]);
    writeFileSync(join(folder, `${UNITS.toUpperCase()}.csv.gz`), gzipSync('id_rec\n'));
    expect(await faultOf(folder)).toContain(`are both files of ${UNITS}`);
    expect(await faultOf(join(folder, 'nowhere'))).toContain('is no folder that can be read');
  });
});
