import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readSdl } from '../../src/binding/sdl-files.js';
import { type Drift, driftOf } from './drift.js';

/** Gives the fields of the change feed the words of their siblings, in the SDL files. */
const folder = fileURLToPath(new URL('../../schema', import.meta.url));
const drifts = driftOf(readSdl(folder));
for (const file of new Set(drifts.map(fileOf))) {
  const changes = drifts.filter((drift) => fileOf(drift) === file);
  writeFileSync(file, aligned(readFileSync(file, 'utf8'), changes));
}
for (const { field, sibling } of drifts) console.log(`${field}: ${sibling}`);

/** From the last place to the first, so that the places before stay where they are. */
function aligned(text: string, changes: readonly Drift[]): string {
  const backwards = changes.toSorted((a, b) => placeOf(b).start - placeOf(a).start);
  return backwards.reduce((done, drift) => {
    const { start, end } = placeOf(drift);
    return `${done.slice(0, start)}${JSON.stringify(drift.sibling)}${done.slice(end)}`;
  }, text);
}

function placeOf({ field, node }: Drift) {
  if (!node.loc) throw new Error(`${field} has no place in a file`);
  return node.loc;
}

function fileOf(drift: Drift): string {
  return join(folder, placeOf(drift).source.name);
}
