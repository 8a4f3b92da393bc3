import { parseFirst } from '../binding/list-plan.js';
import { BadUserInput } from '../errors.js';
import type { QueryResolvers, WellHitResolvers } from '../generated/resolvers.js';
import type { UnitRow } from '../generated/rows.js';
import { ALIASES } from '../search/aliases.js';
import { type Directory, unitsOf } from '../search/directory.js';
import { type Match, search } from '../search/rank.js';
import { wantedOf } from '../search/words.js';

const FIRST = { byDefault: 20, most: 100, least: 1 };
const LONGEST_TEXT = 200;

export const searchQueries: QueryResolvers = {
  searchWells: async (_query, args, context, info) => {
    checkText(args.text);
    const first = parseFirst(args.first, FIRST.byDefault, FIRST.most, FIRST.least);
    const directory = await context.directories.of(context.read(info));
    const { matches, matched } = search(directory, wantedOf(args.text), first);
    const hits = matches.map((match) => hitOf(match, directory));
    return { hits, matched, truncated: matched > hits.length, asOf: directory.asOf };
  },
};

export const WellHit: WellHitResolvers = {
  unit: ({ unit }, _args, context, info) => {
    const reads = context.read(info);
    const view = unitsOf(reads);
    const row: Readonly<Record<string, unknown>> = { ...unit };
    // A picker asks for names and numbers only: the directory has them, as of its own moment, and no statement is due.
    if ([...context.need(info, view.type).columns].every((column) => column in row)) return unit ?? null;
    const key = view.key.map(({ name }) => String(row[name]));
    return context.loaders(info).row(view, view.key, key, 'WellHit.unit') as Promise<UnitRow | null>;
  },
};

/** The directory's row stands for the unit; other columns of it are read when the document asks for them. */
function hitOf({ unit, alias, score }: Match, { columns }: Directory) {
  const matchedOn = ALIASES[alias]?.alias ?? 'UNIT_NAME';
  const matchedText = String(unit[columns[alias] ?? ''] ?? '');
  return { unit: unit as unknown as UnitRow, matchedOn, matchedText, score };
}

function checkText(text: string): void {
  if (text.trim() === '') throw new BadUserInput('text', 'is blank; say what to look for');
  const { length } = [...text];
  if (length > LONGEST_TEXT) throw new BadUserInput('text', `has ${length} characters; ${LONGEST_TEXT} are the most`);
}
