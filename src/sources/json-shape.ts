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

/** Every column that the shape is written of. */
export function columnsOfShape(shape: JsonShape): Column[] {
  return shape.flatMap(([, value]) => {
    if ('column' in value) return [value.column];
    if ('object' in value) return columnsOfShape(value.object);
    return 'globalId' in value ? value.globalId.key : [];
  });
}
