import { BadUserInput } from '../errors.js';
import { MAX_ZOOM, type TileAt } from '../geo/tile-box.js';

/** @throws BadUserInput naming what is no coordinate of a tile */
export function parseTileAt({ z, x, y }: Readonly<Record<'z' | 'x' | 'y', string>>): TileAt {
  const zoom = whole('z', z, MAX_ZOOM, 'zooms');
  const most = 2 ** zoom - 1;
  return { z: zoom, x: whole('x', x, most, `tiles at zoom ${zoom}`), y: whole('y', y, most, `tiles at zoom ${zoom}`) };
}

function whole(argument: string, text: string, most: number, what: string): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value <= most)) throw new BadUserInput(argument, `is ${text.slice(0, 40)}; ${what} are 0 to ${most}`);
  return value;
}
