import type { Row } from '../row-source.js';

/** Parts of answers that gateways share. It may forget, and may be out of order: then there is none. */
export interface Shared {
  /** The rows of each part under this token; undefined where they are not there. */
  get(token: string, ids: readonly string[]): Promise<readonly (readonly Row[] | undefined)[]>;
  set(token: string, parts: readonly { readonly id: string; readonly rows: readonly Row[] }[]): Promise<void>;
  close(): Promise<void>;
}
