import { LIST_LIMITS } from '../../src/binding/list-limits.js';
import { UNMASKED } from '../../src/binding/personal.js';
import { readSdl } from '../../src/binding/sdl-files.js';
import type { ViewerScope } from '../../src/binding/viewer-scope.js';
import { Reads } from '../../src/loaders/reads.js';
import { ALIASES } from '../../src/search/aliases.js';
import { loadDirectory } from '../../src/search/directory.js';
import { search } from '../../src/search/rank.js';
import { wantedOf } from '../../src/search/words.js';
import { buildSchema } from '../../src/server/build-schema.js';
import type { Row, RowSource } from '../../src/sources/row-source.js';
import { SCHEMA_FOLDER } from '../support/sdl.js';

const { bindings } = buildSchema(readSdl(SCHEMA_FOLDER), LIST_LIMITS);
const NEED = { columns: new Set<string>(), cursors: false, aggregates: new Map(), groups: new Map() };

/** One request's way to a source of units. */
export const readsOf = (
  source: RowSource,
  signal: AbortSignal = new AbortController().signal,
  scope: ViewerScope = { kind: 'everything' },
) =>
  new Reads({
    sources: { PRODVIEW: source },
    bindings,
    scope,
    sight: UNMASKED,
    signal,
    maxRows: 250_000,
    need: () => NEED,
  });

/** A store that has these units and nothing else. */
export const storeOf = (units: readonly Row[], select: RowSource['select'] = async () => [...units]): RowSource => ({
  select,
  aggregate: async () => [],
  close: async () => {},
});

let made = 0;
/** A unit; only what a test is about has to be said. */
export const aUnit = (aliases: Row): Row => ({
  id_rec: `U${String(made++).padStart(6, '0')}`,
  unit_type: 'Well',
  is_operated: true,
  ...aliases,
});

/** Asks a field of these units, and says of each hit what it is called and what matched. */
export async function aField(...units: readonly Row[]) {
  const directory = await loadDirectory(readsOf(storeOf(units)), new Date(0));
  const found = (text: string, first = 100) => {
    const { matches, matched } = search(directory, wantedOf(text), first);
    const hits = matches.map(({ unit, alias, score }) => {
      const on = ALIASES[alias]?.alias;
      return {
        idRec: String(unit.id_rec),
        name: unit.unit_name,
        on,
        text: unit[directory.columns[alias] ?? ''],
        score,
      };
    });
    return { hits, matched };
  };
  return {
    found,
    names: (text: string) => found(text).hits.map(({ name }) => name),
    ids: (text: string) =>
      found(text, units.length)
        .hits.map(({ idRec }) => idRec)
        .sort(),
  };
}
