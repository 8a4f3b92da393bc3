import { LIST_LIMITS, type ListLimits } from './binding/list-limits.js';
import type { Config } from './config.js';

/** The limits of lists, with those that are settings. */
export function listLimitsOf(config: Config): ListLimits {
  return {
    ...LIST_LIMITS,
    maxFirst: config.MAX_FIRST,
    maxGroups: config.MAX_GROUPS,
    maxInValues: config.MAX_INPUT_LIST,
    maxRows: config.MAX_ROWS,
  };
}
