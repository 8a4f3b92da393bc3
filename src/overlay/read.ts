import { GraphQLError, type GraphQLResolveInfo, responsePathAsArray } from 'graphql';
import { viewNamed } from '../binding/named.js';
import type { ReadContext } from '../binding/resolvers.js';
import { zoneOf } from '../days/local-day.js';
import { type GatewayError, Overloaded, SourceSchema, SourceTimeout, SourceUnavailable } from '../errors.js';
import { inOrder } from '../loaders/in-order.js';
import type { Column, Key, Row } from '../sources/row-source.js';
import type { Asked, Overlay, Side } from './declaration.js';
import { sideOf } from './side-of.js';
import type { RowsOfBoth } from './told.js';

export interface Found extends RowsOfBoth {
  readonly zone: string;
}

type Days = Pick<Asked, 'from' | 'to'>;

export interface At {
  readonly context: ReadContext;
  readonly info: GraphQLResolveInfo;
}

/**
 * What both stores have of a parent: one statement of each for all parents that ask for the same days.
 * @throws GatewayError where neither answers, or what is asked for cannot be read
 */
export async function readBoth(overlay: Overlay, parent: Row, days: Days, at: At): Promise<Found> {
  const key = overlay.key.map((name) => String(parent[name] ?? ''));
  const [prodview, operations, zone] = await Promise.allSettled([
    rowsOf(overlay, overlay.prodview, key, days, at),
    rowsOf(overlay, overlay.operations, key, days, at),
    zoneFor(overlay, parent, at),
  ]);
  const away = [prodview, operations].flatMap((side) => (side.status === 'rejected' ? [side.reason] : []));
  const fatal = away.find((error) => !isAway(error)) ?? (away.length === 2 ? away[0] : undefined);
  if (fatal) throw fatal;
  for (const error of away) tell(error, at);
  return {
    prodview: prodview.status === 'fulfilled' ? prodview.value : null,
    operations: operations.status === 'fulfilled' ? operations.value : null,
    zone: (zone.status === 'fulfilled' && zone.value) || 'UTC',
  };
}

/** The store is not there, or not fit to answer this; the other one's rows are worth having. */
export const isAway = (error: unknown): error is GatewayError =>
  [SourceUnavailable, SourceTimeout, Overloaded, SourceSchema].some((kind) => error instanceof kind);

/** All parents were one statement, which failed once: one error says so, at the first of them. */
export function tell(error: GatewayError, { context, info }: At): void {
  if (context.faults.some(({ originalError }) => originalError === error)) return;
  const place = { nodes: info.fieldNodes, path: responsePathAsArray(info.path) };
  context.faults.push(new GraphQLError(error.message, { ...place, originalError: error }));
}

/** One statement for all parents that ask the same. */
function rowsOf(overlay: Overlay, side: Side, key: Key, days: Days, { context, info }: At): Promise<Row[]> {
  const reads = context.read(info);
  const signature = `${overlay.label} ${side.type} ${days.from} ${days.to}`;
  return context.loaders(info).batched(signature, key, (tuples) => sideOf(overlay, side, { tuples, days, reads }));
}

/** The time zone of the parent's unit; null where it is not known. */
function zoneFor({ unit, key }: Overlay, parent: Row, { context, info }: At): Promise<string | null> | null {
  if (!unit) return null;
  const reads = context.read(info);
  const view = viewNamed(reads.asked.bindings, 'Unit');
  const by: Column[] = ['id_rec', 'id_flownet'].map((name) => ({ name, kind: 'text' }));
  const place = [unit, key[1]].map((name) => String(parent[name] ?? ''));
  return context.loaders(info).batched('zones of units', place, async (tuples) => {
    const rows = await reads.select(view, {
      ...reads.from(view, 'zones of units'),
      columns: [...by, { name: 'timezone', kind: 'text' }],
      keys: { columns: by, tuples },
      order: view.key.map((each) => ({ column: each, descending: false })),
    });
    return inOrder(tuples, by, rows).map(([row]) => zoneOf(typeof row?.timezone === 'string' ? row.timezone : null));
  });
}
