import { viewNamed } from '../binding/named.js';
import type { Reads } from '../loaders/reads.js';
import { said } from '../overlay/differences.js';
import type { Row } from '../sources/row-source.js';
import { columnIn } from './route-rows.js';

/** A text of ProdView, as often as it is there. */
export interface SeenCode {
  readonly level: number;
  readonly text: string;
  readonly downtimes: number;
  readonly lastSeenOn: string | null;
}

export interface DowntimeCode {
  readonly code: string;
  readonly level: number;
  readonly origin: 'CATALOGUE' | 'PRODVIEW_UNMAPPED';
  readonly prodviewTexts: readonly string[];
  readonly downtimes: number;
  readonly lastSeenOn: string | null;
  readonly reason: Row | null;
}

const LABEL = 'Query.downtimeCodes';
const LEVELS = [1, 2, 3];
/** What a reason may be called. */
const NAMES = ['code', 'long_name', 'short_name', 'abbreviation'] as const;

/** Every code once: the reasons, with what ProdView says of them, and what no reason of its level is called. */
export function codesOf(reasons: readonly Row[], seen: readonly SeenCode[]): DowntimeCode[] {
  const told = toldOf(seen, namesOf(reasons));
  const listed = reasons.map((reason): DowntimeCode => {
    const { level, code } = { level: Number(reason.level), code: String(reason.code) };
    return { code, level, origin: 'CATALOGUE', ...summed(told.get(keyOf(level, code)) ?? []), reason };
  });
  const known = new Set(listed.map(({ level, code }) => keyOf(level, code)));
  const strange = [...told].flatMap(([key, own]): DowntimeCode[] => {
    const [first] = own;
    if (!first || known.has(key)) return [];
    return [{ code: first.text, level: first.level, origin: 'PRODVIEW_UNMAPPED', ...summed(own), reason: null }];
  });
  return [...listed, ...strange].sort((one, other) => one.level - other.level || (one.code < other.code ? -1 : 1));
}

/** Which reason is called so. What a code says counts more than what another reason is called. */
function namesOf(reasons: readonly Row[]): ReadonlyMap<string, string> {
  const named = new Map<string, string>();
  for (const name of [...NAMES].reverse())
    for (const reason of reasons)
      if (reason[name]) named.set(keyOf(Number(reason.level), reason[name]), String(reason.code));
  return named;
}

/** Texts that say the same, by the reason that they name or by themselves. */
function toldOf(seen: readonly SeenCode[], names: ReadonlyMap<string, string>): ReadonlyMap<string, SeenCode[]> {
  const told = new Map<string, SeenCode[]>();
  for (const each of seen.filter(({ text }) => said(text) !== '')) {
    const own = keyOf(each.level, each.text);
    const code = names.get(own);
    const key = code === undefined ? own : keyOf(each.level, code);
    told.set(key, [...(told.get(key) ?? []), each]);
  }
  return told;
}

const keyOf = (level: number, text: unknown) => `${level} ${said(String(text))}`;

const summed = (seen: readonly SeenCode[]) => ({
  prodviewTexts: seen.map(({ text }) => text).sort(),
  downtimes: seen.reduce((sum, { downtimes }) => sum + downtimes, 0),
  lastSeenOn:
    seen
      .flatMap(({ lastSeenOn }) => lastSeenOn ?? [])
      .sort()
      .at(-1) ?? null,
});

/** One statement for the reasons and one for each level of ProdView's. */
export async function downtimeCodes(reads: Reads): Promise<DowntimeCode[]> {
  const [reasons, ...levels] = await Promise.all([reasonsOf(reads), ...LEVELS.map((level) => seenOf(level, reads))]);
  return codesOf(reasons, levels.flat());
}

function reasonsOf(reads: Reads): Promise<Row[]> {
  const view = viewNamed(reads.asked.bindings, 'DowntimeReason');
  const own = ['level', ...NAMES].map((name) => columnIn(reads, 'DowntimeReason', name));
  const columns = new Map([...reads.columns(view), ...own].map((column) => [column.name, column]));
  return reads.select(view, {
    ...reads.from(view, LABEL),
    columns: [...columns.values()],
    where: { column: columnIn(reads, 'DowntimeReason', 'active_ind'), is: 'eq', value: 'Y' },
    order: view.key.map((column) => ({ column, descending: false })),
  });
}

async function seenOf(level: number, reads: Reads): Promise<SeenCode[]> {
  const view = viewNamed(reads.asked.bindings, 'CompletionDowntime');
  const column = columnIn(reads, 'CompletionDowntime', `downtime_code_${level}`);
  const rows = await reads.aggregate(view, {
    ...reads.from(view, LABEL),
    ...(view.grain && { grain: view.grain }),
    groupBy: [{ as: 'text', column }],
    measures: [
      { as: 'downtimes', of: 'count' },
      { as: 'last', of: 'max', column: columnIn(reads, 'CompletionDowntime', 'first_day') },
    ],
    where: { column, isNull: false },
  });
  return rows.map(({ text, downtimes, last }) => ({
    level,
    text: String(text),
    downtimes: Number(downtimes),
    lastSeenOn: typeof last === 'string' ? last.slice(0, 10) : null,
  }));
}
