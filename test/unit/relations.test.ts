import { expect, test } from 'vitest';
import type { LinkField, ViewBinding } from '../../src/binding/bindings.js';
import { compileBindings } from '../../src/binding/compile-bindings.js';
import { readSdl } from '../../src/binding/sdl-files.js';
import { CATALOG, RELATIONS, type Relation } from '../support/catalog.js';
import { SCHEMA_FOLDER } from '../support/sdl.js';

const { views } = compileBindings(readSdl(SCHEMA_FOLDER));
const typeOf = new Map([...views.values()].map((view) => [view.view, view]));
const name = ({ child, parent, on }: Relation) => `${child}(${on.map(([mine]) => mine)}) → ${parent}`;

const linksOf = (view: ViewBinding | undefined) =>
  [...(view?.fields.values() ?? [])].filter((field): field is LinkField => field.kind === 'link');

/** Whether a link of `owner` joins these columns of its own to those of `target`, in whatever order. */
function links(owner: string, target: string, pairs: readonly (readonly [string, string])[]): boolean {
  const wanted = pairs.map((pair) => pair.join('=')).sort();
  return linksOf(typeOf.get(owner)).some((link) => {
    const found = link.from.map((column, index) => `${column.name}=${link.to[index]?.name}`).sort();
    return views.get(link.target)?.view === target && found.join() === wanted.join();
  });
}

test('every view of the catalog is bound', () => {
  expect(CATALOG.map((view) => view.name).filter((view) => !typeOf.has(view))).toEqual([]);
});

/** Which network a record is of can be said of the record itself, or of what it belongs to. */
const isNetwork = ({ parent }: Relation) => parent === 'stg_prodview__networks';

test('every relation of the catalog is a link from the child to its parent', () => {
  const missing = RELATIONS.filter((each) => !isNetwork(each) && !links(each.child, each.parent, each.on));
  expect(missing.map(name)).toEqual([]);
});

/** Ways back that nobody would walk, and why. */
const ONE_WAY: readonly RegExp[] = [
  // The last test, reading, downtime or status of a day: its days are the completion's own, in a window.
  /(daily|monthly)_allocations\((id_rec|last|downtime|status)_.*→ stg_(prodview__(production_tests|completion_parameters|completion_downtimes|status)|wiserock__pv_fluid_levels)$/,
  /gathered_daily_volumes\((last_test|last_param|downtime|status)_id\)/,
  // One record that its owner singles out: from it the owner is reached as the parent.
  /units\(current_completion_status_id\)/,
  /(facilities|networks)\(primary_/,
  /production_tests\(separator_vessel_unit_calc_id\)/,
  // The outlet that ProdView works out is the node the connection belongs to: `connectionsOut` is its parent's list.
  /unit_node_connections\(outlet_id_calculated\)/,
  // The feed is for copying: nobody walks into it from the types beside it.
  /^stg_wiserock__pv_\w+\(\w+(,\w+)?\) → stg_prodview__/,
];

test('every relation of the catalog is a link back from the parent to its children', () => {
  const back = RELATIONS.filter((each) => {
    const turned = each.on.map(([mine, theirs]) => [theirs, mine] as const);
    return !isNetwork(each) && !links(each.parent, each.child, turned);
  });
  expect(back.map(name).filter((each) => !ONE_WAY.some((pattern) => pattern.test(each)))).toEqual([]);
});
