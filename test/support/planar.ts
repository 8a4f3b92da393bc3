// Plane geometry of degrees, written down apart from the database: what a map should show.

export type Position = readonly number[];

export interface Box {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** Every line of a geometry; a point is a line of one position. */
export function linesOf({ type, coordinates }: { type: string; coordinates: any }): Position[][] {
  if (type === 'Point') return [[coordinates]];
  if (type === 'LineString') return [coordinates];
  if (type === 'Polygon' || type === 'MultiLineString') return coordinates;
  return coordinates.flat();
}

/** Whether a segment has a point within the box, by clipping it (Liang and Barsky). */
export function meets([x1 = 0, y1 = 0]: Position, [x2 = 0, y2 = 0]: Position, box: Box): boolean {
  const [dx, dy] = [x2 - x1, y2 - y1];
  let [from, to] = [0, 1];
  for (const [p, q] of [
    [-dx, x1 - box.west],
    [dx, box.east - x1],
    [-dy, y1 - box.south],
    [dy, box.north - y1],
  ] as const) {
    if (p === 0 && q < 0) return false;
    if (p < 0) from = Math.max(from, q / p);
    if (p > 0) to = Math.min(to, q / p);
  }
  return from <= to;
}

export const lineMeets = (line: readonly Position[], box: Box) =>
  line.some((position, index) => meets(line[index - 1] ?? position, position, box));

/** How far a position lies from a line, in degrees. */
export function distanceTo([x = 0, y = 0]: Position, line: readonly Position[]): number {
  const far = line.slice(1).map(([x2 = 0, y2 = 0], index) => {
    const [x1 = 0, y1 = 0] = line[index] ?? [];
    const length = (x2 - x1) ** 2 + (y2 - y1) ** 2;
    const along = length === 0 ? 0 : ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length;
    const at = Math.min(1, Math.max(0, along));
    return Math.hypot(x - x1 - at * (x2 - x1), y - y1 - at * (y2 - y1));
  });
  return Math.min(...far);
}
