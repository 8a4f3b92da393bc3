import type { Area, Point } from '../area.js';
import type { Edge } from '../measure.js';
import type { Column, Condition } from '../row-source.js';
import type { Bound } from './dialect.js';

// PostGIS; only views that have a geometry lead here, and only a store that has PostGIS serves such views.

type Bind = (value: Bound) => string;
type Spatial = Extract<Condition, { intersects: Area } | { within: Area } | { near: Point }>;

/** Decimals of a degree in an answer: seven are a centimetre. */
const DECIMALS = 7;

export const isSpatial = (condition: Condition): condition is Spatial =>
  'intersects' in condition || 'within' in condition || 'near' in condition;

/** True where there is no geometry, or one without any position. */
export const isNowhere = (column: string) => `(${column} is null or ST_IsEmpty(${column}))`;

/** A geometry as RFC 7946 text; null where it is nowhere. The ends of lines stay, and polygons do not come to cross themselves. */
export function geoJson(column: string, tolerance = 0): string {
  const shape = tolerance > 0 ? `ST_SimplifyPreserveTopology(${column}, ${tolerance})` : column;
  return `case when not ST_IsEmpty(${column}) then ST_AsGeoJSON(${shape}, ${DECIMALS}) end`;
}

const EDGES = { west: 'min(ST_XMin', south: 'min(ST_YMin', east: 'max(ST_XMax', north: 'max(ST_YMax' } as const;

export const isEdge = (of: string): of is Edge => Object.hasOwn(EDGES, of);

/** An edge of the box around all shapes. */
export const edgeOf = (edge: Edge, column: string) => `${EDGES[edge]}(${column}))`;

/** True intersection and coverage, not those of bounding boxes; a point on the edge of an area is within it. */
export function spatialCondition(condition: Spatial, column: string, bind: Bind): string {
  if ('near' in condition)
    return `ST_DWithin(${column}::geography, ${pointOf(condition.near, bind)}, ${bind(condition.metres)})`;
  const isWithin = 'within' in condition;
  const shapes = shapesOf(isWithin ? condition.within : condition.intersects, bind);
  const tests = shapes.map((shape) => `${isWithin ? 'ST_CoveredBy' : 'ST_Intersects'}(${column}, ${shape})`);
  return tests.length === 1 ? (tests[0] ?? '') : `(${tests.join(' or ')})`;
}

/** Metres on the ellipsoid. */
export function distanceOf(
  { from, to }: NonNullable<Column['distance']>,
  identifier: (name: string) => string,
  bind: Bind,
) {
  return `ST_Distance(${identifier(from)}::geography, ${pointOf(to, bind)})`;
}

function shapesOf(area: Area, bind: Bind): string[] {
  if ('geojson' in area) return [`ST_SetSRID(ST_GeomFromGeoJSON(${bind(area.geojson)}), 4326)`];
  return area.boxes.map(
    (box) => `ST_MakeEnvelope(${box.map((degrees) => `${bind(degrees)}::float8`).join(', ')}, 4326)`,
  );
}

function pointOf({ longitude, latitude }: Point, bind: Bind): string {
  return `ST_SetSRID(ST_MakePoint(${bind(longitude)}::float8, ${bind(latitude)}::float8), 4326)::geography`;
}
