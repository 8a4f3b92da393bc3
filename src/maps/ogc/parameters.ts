import { BadUserInput } from '../../errors.js';
import { parseBbox } from '../bbox.js';
import { filterNames, type FilterOptions, parseFilters } from '../filters.js';
import type { Layer } from '../layers.js';
import { checkKnown, type Query } from '../query.js';
import { behind, type ItemsAsked, signatureOf } from './items.js';

/** Features of a page where `limit` is left out, as the standard has it. */
export const DEFAULT_ITEMS = 10;
/** Most features of a page, as far as MAX_ROWS allows; who asks for more gets these, as the standard says. */
export const MAX_ITEMS = 10_000;

/** The one parameter that every address of the features API takes. */
export function checkForm(query: Query): void {
  const form = query.get('f');
  if (form !== undefined && form !== 'json') throw new BadUserInput('f', 'has to be json');
}

/** One more row than the page shows is read, to know whether there are more. */
export const mostItems = (maxRows: number) => Math.min(MAX_ITEMS, maxRows - 1);

/**
 * What `items` is asked for, found fit before any store is asked.
 * @throws BadUserInput naming the parameter that is not known or cannot be used
 */
export function parseItems(query: Query, layer: Layer, options: FilterOptions): ItemsAsked {
  checkKnown(query, ['f', 'limit', 'after', 'bbox', 'bbox-crs', ...filterNames(layer)]);
  checkForm(query);
  const bbox = query.get('bbox');
  const crs = query.get('bbox-crs');
  if (crs !== undefined && bbox === undefined) throw new BadUserInput('bbox-crs', 'comes without a bbox');
  const column = layer.geometry.column;
  const within = bbox === undefined ? [] : [{ column, intersects: parseBbox(bbox, crs) }];
  const asked = {
    limit: parseLimit(query.get('limit'), mostItems(options.limits.maxRows)),
    filter: [...within, ...parseFilters(query, layer, options)],
    after: query.get('after'),
    signature: signatureOf(layer, query),
  };
  behind(layer, asked);
  return asked;
}

function parseLimit(text: string | undefined, most: number): number {
  if (text === undefined) return Math.min(DEFAULT_ITEMS, most);
  const limit = /^\+?\d{1,15}$/.test(text) ? Number(text) : 0;
  if (limit < 1) throw new BadUserInput('limit', `is ${text.slice(0, 40)}; it has to be a whole number from 1`);
  return Math.min(limit, most);
}
