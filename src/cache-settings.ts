import { z } from 'zod';
import { whole } from './setting-kinds.js';

const SMALL_VIEWS = ['networks', 'routes', 'facilities', 'units', 'unit_nodes', 'completions'];
/** Names with commas between them; `none` for none. */
const views = z
  .string()
  .regex(/^\w+(, ?\w+)*$/, 'is no list of views such as stg_prodview__units,stg_prodview__routes, nor none')
  .transform((text) => (text === 'none' ? [] : text.toLowerCase().split(/, ?/)));

/** What is kept of the warehouse's answers, beside the other settings in config.ts. */
export const CACHE_SETTINGS = {
  CACHE_MB: whole(256, 0, 1_048_576),
  CHANGES_SECONDS: whole(60, 1, 86_400),
  CACHE_SECONDS: whole(900, 1, 604_800),
  STALE_IF_ERROR_SECONDS: whole(0, 0, 604_800),
  READ_AHEAD: z.enum(['on', 'off']).default('on'),
  RESIDENT_VIEWS: views.prefault(SMALL_VIEWS.map((name) => `stg_prodview__${name}`).join(',')),
  RESIDENT_ROWS: whole(50_000, 0, 1_000_000), // some 10,000 units and 20,000 completions are seen
};
