import type { WellAlias } from '../generated/resolvers.js';

interface Alias {
  readonly alias: WellAlias;
  /** The field of `Unit` that holds it. */
  readonly field: string;
  readonly is: 'name' | 'identifier';
  /** Whether it means this one unit, rather than what several share; only then does a match of the whole rank first. */
  readonly own: boolean;
}

/** What a unit is found by. The order decides which alias a hit names where several match alike; at most 16. */
export const ALIASES: readonly Alias[] = [
  { alias: 'UNIT_NAME', field: 'unitName', is: 'name', own: true },
  { alias: 'DISPLAY_NAME', field: 'unitDisplayName', is: 'name', own: true },
  { alias: 'STOP_NAME', field: 'stopName', is: 'name', own: true },
  { alias: 'API_10', field: 'api10', is: 'identifier', own: true },
  { alias: 'EID', field: 'propertyEid', is: 'identifier', own: true },
  { alias: 'PROPERTY_NUMBER', field: 'propertyNumber', is: 'identifier', own: true },
  { alias: 'COST_CENTER', field: 'costCenter', is: 'identifier', own: true },
  { alias: 'REGULATORY_ID', field: 'regulatoryId', is: 'identifier', own: true },
  { alias: 'COMBO_CURVE_ID', field: 'comboCurveId', is: 'identifier', own: true },
  { alias: 'MIGRATION_SOURCE_KEY', field: 'migrationSourceKey', is: 'identifier', own: true },
  { alias: 'LEASE_NAME', field: 'leaseName', is: 'name', own: false },
  { alias: 'LEASE_NUMBER', field: 'leaseNumber', is: 'identifier', own: false },
  { alias: 'PAD_NAME', field: 'padName', is: 'name', own: false },
  { alias: 'DSU', field: 'dsu', is: 'name', own: false },
  { alias: 'LEGAL_LOCATION', field: 'surfaceLegalLocation', is: 'name', own: false },
];

/** A set of aliases, a bit each. */
export const aliasesThat = (hold: (alias: Alias) => boolean) =>
  ALIASES.reduce((bits, alias, index) => (hold(alias) ? bits | (1 << index) : bits), 0);

export const NAMES = aliasesThat(({ is }) => is === 'name');
export const API_10 = ALIASES.findIndex(({ alias }) => alias === 'API_10');
