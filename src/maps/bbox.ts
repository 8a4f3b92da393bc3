import { BadUserInput } from '../errors.js';
import { boxesOf } from '../geo/area.js';
import type { Area } from '../sources/area.js';
import { numberOf } from './query.js';

export const CRS84 = 'http://www.opengis.net/def/crs/OGC/1.3/CRS84';
const CRS84H = 'http://www.opengis.net/def/crs/OGC/0/CRS84h';

/**
 * A box of four numbers, or six where heights stand between; a west greater than the east crosses the antimeridian.
 * @throws BadUserInput naming what is no box on earth
 */
export function parseBbox(text: string, crs: string | undefined): Area {
  const numbers = text.split(',').map((part) => numberOf(part.trim()));
  if (numbers.length !== 4 && numbers.length !== 6) throw new BadUserInput('bbox', 'has to be four or six numbers');
  const bad = numbers.findIndex((number) => Number.isNaN(number));
  if (bad >= 0) throw new BadUserInput('bbox', `its number ${bad + 1} is no finite number`);
  const isFlat = numbers.length === 4;
  if (crs !== undefined && crs !== CRS84 && (isFlat || crs !== CRS84H))
    throw new BadUserInput('bbox-crs', `has to be ${CRS84}`);
  const [west, south, low, east, north, high] = (isFlat ? around(numbers) : numbers) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (low > high) throw new BadUserInput('bbox', `its lower height (${low}) is above the upper (${high})`);
  return { boxes: boxesOf({ west, south, east, north }, 'bbox') };
}

const around = ([west, south, east, north]: readonly number[]) => [west, south, 0, east, north, 0];
