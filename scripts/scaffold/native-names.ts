/** Native ProdView columns that many tables share, as fields. The change feed shows its tables under such names. */
const NAMES: Readonly<Record<string, string>> = {
  idrec: 'idRec',
  idrecparent: 'idRecParent',
  idflownet: 'idFlownet',
  updatedate: 'updatedAt',
  com: 'comments',
  testedby: 'testedBy',
  dttmhide: 'hideRecordAsOf',
  latlongsource: 'latlongDataSource',
  latlongdatum: 'latlongDatum',
  keymigrationsource: 'migrationSourceKey',
  typmigrationsource: 'migrationSourceType',
  szchoke: 'chokeSize64ths',
  prescas: 'casingPressurePsi',
  prestub: 'tubingPressurePsi',
};

const FAMILIES: readonly (readonly [column: RegExp, field: string])[] = [
  [/^usertxt(\d)$/, 'userTxt$1'],
  [/^usernum(\d)$/, 'userNum$1'],
  [/^userdttm(\d)$/, 'userDate$1'],
  [/^(im|ex)portid(\d)$/, '$1portId$2'],
  [/^(im|ex)porttyp(\d)$/, '$1portType$2'],
];

/** The field of a native column, where many tables share it; every other takes its name from the sibling's field. */
export function nativeFieldName(column: string): string | undefined {
  const family = FAMILIES.find(([pattern]) => pattern.test(column));
  return NAMES[column] ?? (family && column.replace(...family));
}
