import type { Bindings } from '../binding/bindings.js';
import { parseGlobalId } from '../binding/global-id.js';
import type { ListArgs } from '../binding/list-plan.js';
import { BadUserInput } from '../errors.js';
import { cacheKey } from '../loaders/in-order.js';
import type { Key } from '../sources/row-source.js';
import type { Bucket } from './buckets.js';
import type { Downsampling } from './downsample.js';
import type { GapPolicy } from './gaps.js';
import { SERIES_MAX_COMPLETIONS, SERIES_MAX_YEARS, SERIES_POINTS } from './series-limits.js';

/** Whose production a series shows: their type, the argument that lists their ids, and what a line calls its own. */
export interface Subject {
  readonly type: 'Completion' | 'Unit';
  readonly argument: 'completions' | 'units';
  readonly owner: 'completion' | 'unit';
  /** The root field, as the label of its statements. */
  readonly label: string;
}

/** A completion or unit by the global id that asked for it. */
interface AskedFor {
  readonly id: string;
  readonly key: Key;
}

export interface SeriesRequest {
  readonly subject: Subject;
  /** Each once, in the order asked for. */
  readonly asked: readonly AskedFor[];
  readonly from: string;
  readonly to: string;
  readonly bucket: Bucket | 'AUTO';
  readonly maxPoints: number;
  readonly downsample: Downsampling | 'NONE';
  readonly gaps: GapPolicy;
}

/**
 * The arguments of a series, as GraphQL has checked their types. A null is as if it were left out.
 * @throws BadUserInput naming the argument that cannot be used
 */
export function parseSeries(subject: Subject, args: ListArgs, bindings: Bindings): SeriesRequest {
  const request = {
    subject,
    asked: parseIds(subject, args[subject.argument] as readonly string[], bindings),
    from: args.from as string,
    to: args.to as string,
    bucket: (args.bucket ?? 'AUTO') as SeriesRequest['bucket'],
    maxPoints: (args.maxPoints ?? SERIES_POINTS.byDefault) as number,
    downsample: (args.downsample ?? 'MIN_MAX') as SeriesRequest['downsample'],
    gaps: (args.gaps ?? 'NULL') as GapPolicy,
  };
  checkWindow(request);
  const { least, most } = SERIES_POINTS;
  if (request.maxPoints < least || request.maxPoints > most) {
    throw new BadUserInput('maxPoints', `is ${request.maxPoints}; it has to be from ${least} to ${most}`);
  }
  return request;
}

function checkWindow({ from, to }: Pick<SeriesRequest, 'from' | 'to'>): void {
  if (from > to) throw new BadUserInput('from', `${from} is after to (${to})`);
  const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4));
  const isLonger = years > SERIES_MAX_YEARS || (years === SERIES_MAX_YEARS && to.slice(4) >= from.slice(4));
  if (isLonger) throw new BadUserInput('to', `${to} is more than ${SERIES_MAX_YEARS} years after from (${from})`);
}

function parseIds({ type, argument }: Subject, ids: readonly string[], bindings: Bindings): AskedFor[] {
  if (ids.length > SERIES_MAX_COMPLETIONS) {
    throw new BadUserInput(argument, `has ${ids.length} ids; at most ${SERIES_MAX_COMPLETIONS}`);
  }
  const asked = new Map<string, AskedFor>();
  for (const [index, id] of ids.entries()) {
    const place = `${argument}[${index}]`;
    const { view, key } = parseGlobalId(id, bindings, place);
    if (view.type !== type) throw new BadUserInput(place, `is the id of a ${view.type}, not of a ${type}`);
    if (!asked.has(cacheKey(key))) asked.set(cacheKey(key), { id, key });
  }
  return [...asked.values()];
}
