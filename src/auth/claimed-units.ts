import type { ViewBinding } from '../binding/bindings.js';
import { columnAt } from '../binding/named.js';
import type { Condition, Row } from '../sources/row-source.js';
import type { ScopeClaims } from './viewer.js';

/** What claims name by ids that are only one network's own, and the field of a unit that holds them. */
const BY_ID = { units: 'idRec', routes: 'currentRouteId' } as const;
type ById = keyof typeof BY_ID;
const CLAIMS_BY_ID = Object.keys(BY_ID) as ById[];

/** Stands between a network and an id of its own. */
const OF_NETWORK = '/';

/** The units that claims name, by any of them; none where they name nothing. */
export function claimedUnits(claims: ScopeClaims, unit: ViewBinding, assetField: string): Condition[] {
  return [
    ...oneOf(unit, ['idFlownet'], claims.networks.map(alone)),
    ...oneOf(unit, [assetField], claims.assets.map(alone)),
    ...CLAIMS_BY_ID.flatMap((claim) => [
      ...oneOf(unit, [BY_ID[claim]], claims[claim].filter(isBare).map(alone)),
      ...oneOf(unit, ['idFlownet', BY_ID[claim]], claims[claim].filter((word) => !isBare(word)).map(parts)),
    ]),
  ];
}

/** The ids of a claim that came without a network, and that units of several networks have. */
export interface Twins {
  readonly claim: ById;
  readonly ids: readonly string[];
}

/** Which ids, among the units that claims name, could mean either of two networks. */
export function twinsIn(claims: ScopeClaims, unit: ViewBinding, units: readonly Row[]): Twins[] {
  const network = columnAt(unit, 'idFlownet').name;
  return CLAIMS_BY_ID.flatMap((claim) => {
    const networks = new Map<string, Set<string>>();
    for (const row of units) {
      const id = String(row[columnAt(unit, BY_ID[claim]).name]);
      networks.set(id, (networks.get(id) ?? new Set()).add(String(row[network])));
    }
    const ids = claims[claim].filter((word) => isBare(word) && (networks.get(word)?.size ?? 0) > 1);
    return ids.length === 0 ? [] : [{ claim, ids }];
  });
}

/** The claims without the ids that could mean either of two networks: an id that is not clear names nothing. */
export function withoutTwins(claims: ScopeClaims, twins: readonly Twins[]): ScopeClaims {
  const left = twins.map(({ claim, ids }) => [claim, claims[claim].filter((word) => !ids.includes(word))] as const);
  return { ...claims, ...Object.fromEntries(left) };
}

const isBare = (word: string) => !word.includes(OF_NETWORK);
const alone = (word: string) => [word];

function parts(word: string): string[] {
  const at = word.indexOf(OF_NETWORK);
  return [word.slice(0, at), word.slice(at + 1)];
}

function oneOf(unit: ViewBinding, paths: readonly string[], keys: readonly string[][]): Condition[] {
  return keys.length === 0 ? [] : [{ columns: paths.map((path) => columnAt(unit, path)), keys }];
}
