/** The same questions in the words of each graph. Fields stand in the same order everywhere: answers are held together by it. */
export type Question = 'hierarchy' | 'small' | 'list' | 'viewport' | 'series' | 'mutation';
type Documents = Readonly<Record<Question, string>>;

const FLAT = 'idRec unitName unitDisplayName unitType api10 isOperated stateProvince county padName idFlownet';
const PLACED = `name status operator lon lat`;

/** Apollo, Mercurius and Yoga have the one schema of peers/schema.js. */
export const BY_THE_BOOK: Documents = {
  hierarchy: `query ($first: Int!, $from: String!, $to: String!) { units(first: $first) { idRec unitName api10
    completions { idRec completionName days(from: $from, to: $to) { allocationDate oilBbl gasMcf waterBbl } }
    tanks { idRec tankName tankCapacityBbl } } }`,
  small: 'query ($api10: String!) { unitByApi10(api10: $api10) { unitName } }',
  list: `query ($first: Int!) { units(first: $first) { ${FLAT} } }`,
  viewport: `query ($west: Float!, $south: Float!, $east: Float!, $north: Float!) {
    facilities(west: $west, south: $south, east: $east, north: $north) { ${PLACED} id source source_id site_type kind
      capacity_m3_per_day basin state water_depth_m start_date prodview_flownet_id prodview_facility_id api_10 updated_at } }`,
  series: `query ($ids: [ID!]!, $from: String!, $to: String!) { completions(ids: $ids) { idRec
    days(from: $from, to: $to) { allocationDate oilBbl gasMcf waterBbl } } }`,
  mutation: `mutation ($completion: ID!, $day: String!, $oil: Float!) {
    report(completion: $completion, day: $day, oilBbl: $oil) { productionDate oilBbl } }`,
};

const DAY = 'nodes { allocationDate allocatedOilBbl allocatedGasMcf allocatedWaterBbl }';
export const POSTGRAPHILE: Documents = {
  hierarchy: `query ($first: Int!, $from: Date!, $to: Date!) { allUnits(first: $first, orderBy: [UNIT_NAME_ASC]) { nodes {
    idRec unitName api10
    completions(orderBy: [ID_REC_ASC]) { nodes { idRec completionName days(since: $from, until: $to) { ${DAY} } } }
    tanks(orderBy: [ID_REC_ASC]) { nodes { idRec tankName tankCapacityBbl } } } } }`,
  small: 'query ($api10: String!) { unitByApi10(api10: $api10) { unitName } }',
  list: `query ($first: Int!) { allUnits(first: $first, orderBy: [UNIT_NAME_ASC]) { nodes { ${FLAT} } } }`,
  viewport: `query ($west: Float!, $south: Float!, $east: Float!, $north: Float!) {
    facilitiesIn(west: $west, south: $south, east: $east, north: $north) { nodes { ${PLACED} rowId source sourceId siteType kind
      capacityM3PerDay basin state waterDepthM startDate prodviewFlownetId prodviewFacilityId api10 updatedAt } } }`,
  series: `query ($ids: [String]!, $from: Date!, $to: Date!) { completionsOf(ids: $ids) { nodes { idRec
    days(since: $from, until: $to) { ${DAY} } } } }`,
  mutation: `mutation ($completion: String!, $day: Date!, $oil: Float!) {
    createReport(input: { report: { completion: $completion, productionDate: $day, oilBbl: $oil } }) {
      report { productionDate oilBbl } } }`,
};

export const GATEWAY: Documents = {
  hierarchy: `query ($first: Int!, $from: Date!, $to: Date!) { units(first: $first, orderBy: [UNIT_NAME_ASC]) { nodes {
    idRec unitName api10
    completions(orderBy: [ID_REC_ASC]) { nodes { idRec completionName
      dailyAllocations(from: $from, to: $to, orderBy: [ALLOCATION_DATE_ASC], first: 31) {
        nodes { allocationDate allocated { oilBbl gasMcf waterBbl } } } } }
    tanks(orderBy: [ID_REC_ASC]) { nodes { idRec tankName tankCapacityBbl } } } } }`,
  small: 'query ($api10: String!) { unitByApi(api10: $api10) { unitName } }',
  list: `query ($first: Int!) { units(first: $first, orderBy: [UNIT_NAME_ASC]) { nodes { ${FLAT} } } }`,
  viewport: `query ($west: Float!, $south: Float!, $east: Float!, $north: Float!) {
    map(bbox: { west: $west, south: $south, east: $east, north: $north }, zoom: 9) { facilitySites(first: 5000) { geojson } } }`,
  series: `query ($ids: [ID!]!, $from: Date!, $to: Date!) {
    productionSeries(completions: $ids, from: $from, to: $to, bucket: DAY, maxPoints: 400, downsample: NONE) {
      series { completion { idRec } points { at oilBbl gasMcf waterBbl } } } }`,
  mutation: `mutation ($input: RecordDailyProductionInput!) { recordDailyProduction(input: $input) {
    userErrors { code } record { productionDate oilVolumeBbl } } }`,
};
