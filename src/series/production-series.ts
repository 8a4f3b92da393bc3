import type { GraphQLResolveInfo } from 'graphql';
import { keyOf } from '../binding/own-row.js';
import type { ReadContext } from '../binding/resolvers.js';
import type { Row } from '../sources/row-source.js';
import { askedFields } from './asked-fields.js';
import type { Bucket } from './buckets.js';
import type { Point } from './gaps.js';
import { type Line, UNKNOWN_LINE } from './line.js';
import { readLines } from './lines.js';
import { newestDay, seriesSource } from './series-reads.js';
import type { SeriesRequest } from './series-request.js';
import { seriesWindow } from './series-window.js';
import { turns } from './turns.js';

/** The line of one completion or unit, with the id that it was asked for by. */
export interface OwnedLine extends Omit<Line, 'draw'> {
  readonly id: string;
  /** Null where the store has none of this id. */
  readonly owner: Row | null;
  /** Made when they are asked for. */
  readonly points: () => Promise<Point[]>;
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
  const lines = await readLines(request, source, read, window, keys, askedFields(info, ['series', 'points']));
  const inTurn = turns();
  const owned = asked.map(({ id }, index): OwnedLine => {
    const { draw, ...line } = lines[index] ?? UNKNOWN_LINE;
    return { ...line, id, owner: owners[index] ?? null, points: () => inTurn(draw) };
  });
  return { newestDay: newest, bucketUsed: window.buckets.bucket, lines: owned };
}
