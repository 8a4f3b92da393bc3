import type { Place } from '../../src/commands/place.js';

/** A completion's place, as what is decided about it finds it; a test says what is special about its own. */
export const placeOf = (own: Partial<Place> = {}): Place => ({
  network: 'N',
  unit: 'U',
  facility: 'F',
  route: 'R',
  zone: 'America/Chicago',
  lockedUntil: '2024-12-31',
  row: { id_rec: 'C' },
  ...own,
});
