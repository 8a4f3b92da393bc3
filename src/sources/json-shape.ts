import type { Column } from './row-source.js';

/** The columns that a selection `asText` brings: its page, how many rows it found (at most one more than `limit`), how many of them it cannot write. */
export const PAGE = 'wg_page';
export const FOUND = 'wg_found';
export const ODD = 'wg_odd';

/** A value of a JSON object that the store writes. */
export type JsonValue =
  | { readonly column: Column; readonly required?: boolean; readonly whole?: boolean }
  | { readonly object: JsonShape }
  | { readonly json: string }
  | { readonly globalId: { readonly type: string; readonly key: readonly Column[] } };

/** The fields of a JSON object, in their order. */
export type JsonShape = readonly (readonly [name: string, value: JsonValue])[];
