import type { Leaf, LinkField, RootList, ViewBinding } from '../bindings.js';
import { isDated } from '../kinds.js';
import type { ListLimits } from '../list-limits.js';
import { type EmbedFields, measureFields } from './measures.js';
import { isGroupable, isOrderable, periodsOf } from './periods.js';

/** Everything that a list of this type brings: connection, edge, order, groups and aggregates. */
export function listTypes(view: ViewBinding, embeds: EmbedFields, limits: ListLimits): string {
  return [connection(view, limits), order(view), groups(view, embeds)].join('\n');
}

/** The column of a type's geometry, if it has one. */
export const geometryOf = ({ leaves }: ViewBinding) =>
  leaves.find(({ field }) => field.column.kind === 'geometry')?.field.column;

/** The arguments of a list, as SDL; a dated list has a window of days, a feed of changes a moment to begin at. */
export function listArguments(list: LinkField | RootList, target: ViewBinding | undefined, limits: ListLimits): string {
  const since = list.kind === 'list' && list.since;
  const order = since ? 'oldest change first' : list.order ? 'newest first' : 'by key';
  const window = list.order
    ? '"The first day, inclusive." from: Date, "The last day, inclusive." to: Date,'
    : since
      ? '"Only rows that changed at or after this moment." updatedSince: DateTime,'
      : '';
  const near =
    target && geometryOf(target)
      ? '"Only rows around this point, nearest first unless `orderBy` says otherwise." near: NearInput,'
      : '';
  const superseded = target?.grain
    ? '"Also rows that a later run replaced; without them nothing is counted twice." superseded: Boolean = false,'
    : '';
  return `"Which rows; all when left out." where: ${list.target}Where,
    "In which order; ${order} when left out." orderBy: [${list.target}Order!], ${window} ${near} ${superseded}
    "Rows on a page, from 0 to ${limits.maxFirst}." first: Int = ${limits.defaultFirst},
    "A cursor of this list: the page begins after it." after: String`;
}

function connection({ type }: ViewBinding, limits: ListLimits): string {
  return `"A page of a list of ${type}. The list never ends unsaid: \`pageInfo.hasNextPage\` tells."
type ${type}Connection {
  "The rows of the page."
  nodes: [${type}!]!
  "The rows of the page, each with its cursor."
  edges: [${type}Edge!]!
  "Where the page begins and ends."
  pageInfo: PageInfo!
  "How many rows the whole list has, over all pages: exact, and counted only when asked for."
  totalCount: Int
  "Measures over the whole list, not the page."
  aggregates: ${type}Aggregates
  "Measures over the whole list, a row a group, in the order of the keys. More groups than \`first\` are an error, never a cut list."
  groups(
    "What to group by; dates and times also by their period."
    by: [${type}Group!]!,
    "Most groups expected, from 1 to ${limits.maxGroups}."
    first: Int = ${limits.defaultGroups}
  ): [${type}GroupRow!]
}
"A row of a list of ${type} with its cursor."
type ${type}Edge {
  "What \`after\` takes to go on behind this row."
  cursor: String!
  "The row."
  node: ${type}!
}`;
}

function order({ type, leaves }: ViewBinding): string {
  const values = leaves.filter(isOrderable).flatMap(({ enumName, path }) => {
    const field = path.join('.');
    return [
      `  "By \`${field}\`, least first, rows without a value last."\n  ${enumName}_ASC`,
      `  "By \`${field}\`, greatest first, rows without a value last."\n  ${enumName}_DESC`,
    ];
  });
  return `"An order of ${type} rows."\nenum ${type}Order {\n${values.join('\n')}\n}`;
}

/** Stores cut moments by one calendar; local times and days are cut as they are written. */
const CALENDAR = 'Days, months and years of moments are those of UTC, not production days.';

function groups(view: ViewBinding, embeds: EmbedFields): string {
  const { type } = view;
  const entries = view.leaves.filter(isGroupable).flatMap(groupEntries);
  const hasMoments = view.leaves.some(({ field }) => field.column.kind === 'instant');
  return `"What ${type} rows can be grouped by.${hasMoments ? ` ${CALENDAR}` : ''}"
enum ${type}Group {
${entries.map(({ value, meaning }) => `  "${meaning}"\n  ${value}`).join('\n')}
}
"The values that a group of ${type} rows shares; only those it was grouped by are set."
type ${type}GroupKey {
${entries.map(({ field, meaning, scalar }) => `  "${meaning}"\n  ${field}: ${scalar}`).join('\n')}
}
"A group of ${type} rows."
type ${type}GroupRow {
  "What the rows of the group share."
  key: ${type}GroupKey!
${measureFields(view, embeds)}}
"Measures over all rows of a list of ${type}."
type ${type}Aggregates {
${measureFields(view, embeds)}}`;
}

/** One way to group by a leaf: its enum value, and the field of the group's key that holds the value. */
export interface GroupEntry {
  readonly value: string;
  readonly field: string;
  readonly scalar: string;
  readonly meaning: string;
  readonly leaf: Leaf;
  readonly by?: 'day' | 'month' | 'year';
}

export function groupEntries(leaf: Leaf): GroupEntry[] {
  const field = leaf.path.map((part, index) => (index === 0 ? part : part[0]?.toUpperCase() + part.slice(1))).join('');
  const path = leaf.path.join('.');
  const plain = { value: leaf.enumName, field, scalar: leaf.field.scalar, meaning: `\`${path}\``, leaf };
  if (!isDated(leaf.field.column)) return [plain];
  const periods = periodsOf(leaf).map((period) => ({
    value: `${leaf.enumName}${period.ending}`,
    field: `${field}${period.field}`,
    scalar: 'Date',
    meaning: `The ${period.by} of \`${path}\`, as its first day.`,
    leaf,
    by: period.by,
  }));
  return leaf.field.column.kind === 'date' ? [plain, ...periods] : periods;
}
