import { whole } from './setting-kinds.js';

/** The settings of exports, beside the others in config.ts. */
export const EXPORT_SETTINGS = {
  MAX_EXPORT_ROWS: whole(250_000, 1, 10_000_000),
  EXPORT_TIMEOUT_SECONDS: whole(900, 1, 86_400),
};
