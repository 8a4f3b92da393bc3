import { createRequire } from 'node:module';
import type { default as Sdk } from 'snowflake-sdk';

/** Without these the driver asks cloud metadata addresses who they are, and loads a native library, when it is imported. */
const QUIET = {
  SNOWFLAKE_DISABLE_PLATFORM_DETECTION: 'true',
  SF_TELEMETRY_DISABLE_CONNECTION_SHAPE: '1',
  SNOWFLAKE_DISABLE_MINICORE: '1',
};

/** As much of the driver's HTTP client as is used here. */
interface HttpClient {
  readonly interceptors: { readonly request: { use(change: (request: HttpRequest) => HttpRequest): void } };
}
interface HttpRequest {
  url?: string;
  useSnowflakeRetryMiddleware?: boolean;
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
  // A statement that fails on its way is sent again for minutes, also when nobody waits for it any more, and no setting
  // says otherwise. The one retry of a read is the source's own.
  const client: { default: HttpClient } = createRequire(import.meta.url)(
    'snowflake-sdk/dist/lib/http/axios_instance.js',
  );
  client.default.interceptors.request.use((request) =>
    request.url?.includes('/query-request') ? Object.assign(request, { useSnowflakeRetryMiddleware: false }) : request,
  );
  return sdk;
}
