import { createRequire } from 'node:module';
import type { default as Sdk } from 'snowflake-sdk';

/** Without these the driver asks cloud metadata addresses who they are, and loads a native library, when it is imported. */
const QUIET = {
  SNOWFLAKE_DISABLE_PLATFORM_DETECTION: 'true',
  SF_TELEMETRY_DISABLE_CONNECTION_SHAPE: '1',
  SNOWFLAKE_DISABLE_MINICORE: '1',
};

interface Internals {
  readonly prototype: { getRetrySfMaxNumRetries: () => number };
}

let loading: Promise<typeof Sdk> | undefined;

/** The driver, imported when it is first needed: it takes a quarter of a second and some 50 MB. */
export function loadSdk(): Promise<typeof Sdk> {
  loading ??= load();
  return loading;
}

async function load(): Promise<typeof Sdk> {
  // biome-ignore lint/style/noProcessEnv: the driver takes these from nowhere else, and before it is imported
  Object.assign(process.env, QUIET);
  const { default: sdk } = await import('snowflake-sdk');
  sdk.configure({ logLevel: 'OFF', additionalLogToConsole: false });
  // A statement that fails is sent again up to a thousand times, also when nobody waits for it any more, and no setting
  // says otherwise. The one retry of a read is the source's own.
  const internals: Internals = createRequire(import.meta.url)('snowflake-sdk/dist/lib/connection/connection_config.js');
  internals.prototype.getRetrySfMaxNumRetries = () => 0;
  return sdk;
}
