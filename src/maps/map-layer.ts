import { parseWhere } from '../binding/filter.js';
import { LIST_LIMITS } from '../binding/list-limits.js';
import { parseFirst } from '../binding/list-plan.js';
import type { Reads } from '../loaders/reads.js';
import { type Condition, type Row, type Selection, TOTAL } from '../sources/row-source.js';
import type { Layer } from './layers.js';
import type { Viewport } from './viewport.js';

/** Features of a layer in one answer. */
const FIRST = { byDefault: 1_000, most: 10_000, least: 0 };

export interface LayerArgs {
  readonly where?: unknown;
  readonly first?: number | null;
  readonly simplify: 'AUTO' | 'NONE';
  readonly unlocated: boolean;
}

/** What a layer has within a viewport. */
export interface Found {
  readonly rows: readonly Row[];
  /** How many there are in all. */
  readonly matched: number;
}

/** A layer within a viewport, on its way. */
export interface LayerRead {
  readonly layer: Layer;
  readonly first: number;
  readonly found: Promise<Found>;
  /** More properties of a row's feature, where they were asked for. */
  readonly more?: Promise<{ readonly of: (row: Row) => object; readonly asOf: string }>;
}

/**
 * Begins to read a layer; layers that are begun at the same time are one statement.
 * @param features  whether the rows are wanted, or only how many there are
 * @throws BadUserInput naming the argument that cannot be used
 */
export function readLayer(
  reads: Reads,
  layer: Layer,
  viewport: Viewport,
  args: LayerArgs,
  features: boolean,
): LayerRead {
  const first = parseFirst(args.first, FIRST.byDefault, FIRST.most, FIRST.least);
  const wanted = features ? first : 0;
  const { view, name, geometry, properties } = layer;
  const shape = { ...geometry.column, ...(args.simplify === 'AUTO' && { tolerance: viewport.tolerance }) };
  const read: Selection = {
    ...reads.from(view, `MapView.${name}`),
    columns: wanted > 0 ? [...view.key, shape, ...properties.map(({ field }) => field.column)] : view.key,
    where: conditionOf(layer, viewport, args),
    order: view.key.map((column) => ({ column, descending: false })),
    limit: Math.max(wanted, 1), // each row carries the count of all
    total: true,
    beside: true,
  };
  const found = reads.select(view, read).then((rows) => ({
    rows: rows.slice(0, wanted),
    matched: Number(rows[0]?.[TOTAL] ?? 0),
  }));
  found.catch(() => {}); // each field that stands on it tells
  return { layer, first, found };
}

function conditionOf({ geometry: { column }, view }: Layer, { area }: Viewport, args: LayerArgs): Condition {
  const inside: Condition = { column, intersects: area };
  const asked = parseWhere(args.where, view, LIST_LIMITS);
  const place: Condition = args.unlocated ? { any: [inside, { column, isNull: true }] } : inside;
  return { all: asked ? [place, asked] : [place] };
}
