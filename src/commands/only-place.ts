import { invalid, Refused, userError } from './outcome.js';
import { covers, type Place } from './place.js';
import type { ReadsOfCommand } from './reads-of-command.js';

type Scopes = Pick<ReadsOfCommand, 'scope' | 'writeScope'>;

export const notFound = (path: string) => new Refused(invalid(userError(path, 'NOT_FOUND', 'there is no such record')));

/**
 * The one place that an id means to a viewer, of those that it has in the networks.
 * @throws Refused  the viewer sees none, may write to none, or may write to several: an id alone does not say which
 */
export function onlyPlace(path: string, places: readonly Place[], { scope, writeScope }: Scopes): Place {
  const seen = places.filter((place) => covers(scope, place));
  const [first] = seen;
  if (!first) throw notFound(path);
  const [place, another] = seen.filter((each) => covers(writeScope, each));
  if (another) throw new Refused(invalid(userError(path, 'INCONSISTENT', 'several networks have a record of this id')));
  return place ?? writable(path, first, writeScope);
}

/** @throws Refused  the viewer may not write there */
export function writable(path: string, place: Place, writeScope: Scopes['writeScope']): Place {
  if (covers(writeScope, place)) return place;
  const error = userError(path, 'FORBIDDEN', 'the viewer may not write there');
  throw new Refused({ outcome: 'FORBIDDEN', userErrors: [error], warnings: [] });
}
