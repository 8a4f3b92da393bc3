import { compileBindings } from '../../../src/binding/compile-bindings.js';
import { readSdl } from '../../../src/binding/sdl-files.js';
import { copiedViews } from '../../../src/binding/stored-order.js';
import { parseConfig } from '../../../src/config.js';
import { pullOptions } from '../../../src/pull-command.js';
import { replicaViews } from '../../../src/replica-settings.js';
import { snowflakeSettingsOf } from '../../../src/snowflake-settings.js';
import { pull } from '../../../src/sources/replica/pull.js';
import { openSnowflake } from '../../../src/sources/snowflake/open-snowflake.js';
import { SCHEMA_FOLDER } from '../sdl.js';

// A pull in a process of its own, which a test may kill, in parts of so many rows as its argument says.
const config = parseConfig(process.env);
const account = snowflakeSettingsOf(config);
if (!account) throw new Error('no account');
const views = [...replicaViews(config, copiedViews(compileBindings(readSdl(SCHEMA_FOLDER)))).values()];
const opened = await openSnowflake({ ...account, source: 'PRODVIEW', log: { warn: console.error } });
const failed = await pull({
  ...pullOptions(config, config.REPLICA_FOLDER ?? '', views, opened),
  partRows: Number(process.argv[2]),
  onRows: (view, rows) => console.log(`${view} ${rows}`),
  onFault: (view, error) => console.error(view, error),
});
await opened.source.close();
process.exit(failed.length);
