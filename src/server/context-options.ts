import { pseudonyms } from '../auth/pseudonyms.js';
import type { ContextOptions } from './context.js';
import type { GatewayOptions } from './gateway.js';
import type { ReadOptions } from './request-reads.js';

/** What the context of a request is made with. */
export const contextOptionsOf = ({
  bindings,
  commands,
  events,
  config,
  log,
  audit,
}: GatewayOptions): ContextOptions => ({
  bindings,
  commands,
  events,
  log,
  audit,
  timeoutMs: config.REQUEST_TIMEOUT_MS,
  searchRefreshMs: config.SEARCH_REFRESH_SECONDS * 1000,
  mapRefreshMs: config.MAP_REFRESH_SECONDS * 1000,
  assetField: config.ASSET_FIELD,
  textLists: config.TEXT_LISTS === 'on',
  scopeRefreshMs: config.SCOPE_REFRESH_SECONDS * 1000,
});

/** What a request reads by. */
export const readOptionsOf = ({ bindings, sources, events, config, log }: GatewayOptions): ReadOptions => ({
  bindings,
  events,
  log,
  sources,
  timeoutMs: config.REQUEST_TIMEOUT_MS,
  maxRows: config.MAX_ROWS,
  wideStatements: config.WIDE_STATEMENTS === 'on',
  scopeRefreshMs: config.SCOPE_REFRESH_SECONDS * 1000,
  scopeStaleMs: config.SCOPE_STALE_SECONDS * 1000,
  assetField: config.ASSET_FIELD,
  pseudonymOf: pseudonyms(config.PSEUDONYM_SECRET),
});
