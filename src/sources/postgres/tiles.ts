import { SourceSchema, SourceUnavailable } from '../../errors.js';
import type { RowSource } from '../row-source.js';
import { compileTile } from '../sql/compile-tile.js';
import { postgres } from './dialect.js';
import type { Run } from './postgres-source.js';

const PROBE = { text: 'select ST_AsMVT(nothing.*) from (select 1 as one where false) nothing', values: [] };

/** Tiles that PostGIS makes. Whether it can, which depends on how it was built, is asked once. */
export function tilesOf(run: Run): NonNullable<RowSource['tile']> {
  let able: Promise<boolean> | undefined;
  return async (read, signal) => {
    // Without the signal: the answer is for everybody, and not for the first who asks.
    able ??= isAble(run).catch((error: unknown) => {
      able = undefined;
      throw error;
    });
    if (!(await able)) return null;
    const [row] = await run(compileTile(read, postgres), read.scope, signal);
    // `\x` and two digits a byte, as PostgreSQL writes bytes.
    return { bytes: Buffer.from(String(row?.tile ?? '').slice(2), 'hex'), features: Number(row?.features ?? 0) };
  };
}

async function isAble(run: Run): Promise<boolean> {
  try {
    await run(PROBE, { kind: 'nothing' });
    return true;
  } catch (error) {
    if (error instanceof SourceSchema || isInternal(error)) return false;
    throw error;
  }
}

/** What PostGIS says where it was built without its library of protocol buffers. */
function isInternal(error: unknown): boolean {
  const cause = error instanceof SourceUnavailable ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause && cause.code === 'XX000';
}
