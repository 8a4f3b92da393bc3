import type { GraphQLResolveInfo } from 'graphql';
import { keyOf } from '../binding/own-row.js';
import { placeOf } from '../binding/place.js';
import type { ReadContext } from '../binding/resolvers.js';
import type { Row } from '../sources/row-source.js';
import { askedFields } from './asked-fields.js';
import type { Bucket } from './buckets.js';
import type { Point } from './gaps.js';
import { type Line, UNKNOWN_LINE } from './line.js';
import { readLines } from './lines.js';
import { fieldsOf, textOf } from './point-text.js';
import { newestDay, seriesSource } from './series-reads.js';
import type { SeriesRequest } from './series-request.js';
import { seriesWindow } from './series-window.js';
import { turns } from './turns.js';
import { writtenLines } from './written-lines.js';

/** The line of one completion or unit, with the id that it was asked for by. */
export interface OwnedLine extends Omit<Line, 'draw' | 'text'> {
  readonly id: string;
  /** Null where the store has none of this id. */
  readonly owner: Row | null;
  /** Made when they are asked for. */
  readonly points: () => Promise<Point[]>;
  /** The same as a JSON list, where the document asks for that. */
  readonly text: () => Promise<string>;
}

export interface Series {
  readonly newestDay: string | null;
  readonly bucketUsed: Bucket;
  readonly lines: readonly OwnedLine[];
}

/**
 * Production over time of all that is asked for, in one statement, beside one for the records of the completions or
 * units and one for the newest day; with LAST one more where a line begins with a gap.
 *
 * @throws LimitExceeded where the window holds too many points
 */
export async function productionSeries(
  request: SeriesRequest,
  context: ReadContext,
  info: GraphQLResolveInfo,
): Promise<Series> {
  const { asked, subject } = request;
  const [read, loaders] = [context.read(info), context.loaders(info)];
  const source = seriesSource(subject, read.asked.bindings);
  const { owner, label } = source;
  const [newest, ...owners] = await Promise.all([
    newestDay(source, read, loaders),
    ...asked.map(({ key }) => loaders.row(owner, owner.key, key, `${label} ${subject.argument}`)),
  ]);
  const window = seriesWindow(request, newest);
  const keys = owners.map((row) => row && keyOf(row, source.link));
  const shape = context.shapes.get(placeOf(info.fieldNodes));
  const fields = shape ? fieldsOf(shape) : askedFields(info, ['series', 'points']);
  const written = shape && (await writtenLines(request, source, read, window, keys, shape));
  const lines = written ?? (await readLines(request, source, read, window, keys, fields));
  const inTurn = turns();
  const owned = asked.map(({ id }, index): OwnedLine => {
    const { draw, text, ...line } = lines[index] ?? UNKNOWN_LINE;
    const asText = text ?? (() => textOf(draw(), shape ?? []));
    return { ...line, id, owner: owners[index] ?? null, points: () => inTurn(draw), text: () => inTurn(asText) };
  });
  return { newestDay: newest, bucketUsed: window.buckets.bucket, lines: owned };
}
