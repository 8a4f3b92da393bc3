import type { Row } from '../sources/row-source.js';
import { ALIASES, API_10, aliasesThat, NAMES } from './aliases.js';
import { findApart } from './apart.js';
import type { Directory } from './directory.js';
import type { Found } from './word-index.js';
import { api10Of, piecesOf, type Wanted, type WantedWord, wordsOf } from './words.js';

/** A unit that a text found: by which alias, an index into `ALIASES`, and how well. */
export interface Match {
  readonly unit: Row;
  readonly alias: number;
  readonly score: number;
}

/** Scores, best first. Those of one alias rise a little where the alias is the unit's own. */
export const SCORE = {
  identifier: 1,
  longerApi: 0.95,
  name: 0.9,
  phrase: 0.8,
  parts: 0.78,
  wordsOfOneAlias: 0.7,
  startsInOneAlias: 0.6,
  startsInSeveralAliases: 0.5,
  startsOfIdentifiers: 0.3,
  typo: 0.2,
} as const;
const OWN_ALIAS = 0.05;

const OWN = aliasesThat(({ own }) => own);
const EVERY = aliasesThat(() => true);

/** The units of which every word that is wanted was found, the best first, and how many there are. */
export function search(directory: Directory, wanted: Wanted, first: number): { matches: Match[]; matched: number } {
  const found = findWords(directory, wanted);
  if (found.length === 0) return { matches: [], matched: 0 };
  const judged: Judged[] = [];
  for (let index = 0; index < directory.units.length; index++) {
    if (hasAll(found, index)) judged.push(judge(directory, index, found, wanted));
  }
  judged.sort((left, right) => right.score - left.score); // stable: equal matches stay in the directory's order
  const matches = judged.slice(0, first).map(({ index, score, alias }) => ({
    unit: directory.units[index] ?? {},
    alias: alias ?? commonest(found, index),
    score,
  }));
  return { matches, matched: judged.length };
}

/** How well one unit matched; no alias where no single one has all the words. */
interface Judged {
  readonly index: number;
  readonly score: number;
  readonly alias?: number;
}

/** Where no unit has the words as they are written, those in which letters meet digits may stand apart: `MC 392`. */
function findWords(directory: Directory, wanted: Wanted): Found[] {
  const found = findAll(directory, wanted, (word) => directory.index.find(word));
  if (found.length > 0 || !wanted.words.some(({ word }) => piecesOf(word).length > 1)) return found;
  return findAll(directory, wanted, (word) => findApart(directory, word));
}

/** Where each word was found; nothing as soon as no unit has them all. Long words are rare, so they come first. */
function findAll({ units }: Directory, { words }: Wanted, find: (word: WantedWord) => Found): Found[] {
  const found: Found[] = [];
  const left = new Uint8Array(units.length).fill(1);
  for (const wanted of [...words].sort((one, other) => other.word.length - one.word.length)) {
    const next = find(wanted);
    let some = false;
    for (let unit = 0; unit < left.length; unit++) {
      if (left[unit] && !next.start[unit] && !next.typo[unit]) left[unit] = 0;
      some ||= left[unit] === 1;
    }
    if (!some) return [];
    found.push(next);
  }
  return found;
}

/** Thousands of units may match, so that nothing is made here but the result. */
function judge(directory: Directory, index: number, found: readonly Found[], wanted: Wanted): Judged {
  let [whole, starts, right, named] = [EVERY, NAMES, 0, true];
  for (const each of found) {
    const start = each.start[index] ?? 0;
    whole &= each.whole[index] ?? 0;
    starts &= start;
    right += start ? 1 : 0;
    named &&= (start & NAMES) !== 0;
  }
  const together = whole & OWN ? asAWhole(directory, index, whole & OWN, wanted) : undefined;
  if (together) return { index, ...together };
  if (whole) return { index, ...inOneAlias(whole, SCORE.wordsOfOneAlias) };
  if (starts) return { index, ...inOneAlias(starts, SCORE.startsInOneAlias) };
  if (right < found.length) return { index, score: inHundredths(SCORE.typo * (0.5 + right / found.length / 2)) };
  return { index, score: named ? SCORE.startsInSeveralAliases : SCORE.startsOfIdentifiers };
}

function hasAll(found: readonly Found[], index: number): boolean {
  for (const { start, typo } of found) if (!start[index] && !typo[index]) return false;
  return true;
}

function inOneAlias(aliases: number, score: number) {
  const own = aliases & OWN;
  return { alias: lowest(own || aliases), score: own ? score + OWN_ALIAS : score };
}

/** The alias, of these, that the text is as a whole, or else stands in. */
function asAWhole(directory: Directory, index: number, aliases: number, wanted: Wanted) {
  let best: { readonly alias: number; readonly score: number } | undefined;
  for (let alias = 0; aliases >> alias > 0; alias++) {
    if (!((aliases >> alias) & 1)) continue;
    const text = String(directory.units[index]?.[directory.columns[alias] ?? ''] ?? '');
    const score = scoreOfWhole(alias, text, wanted);
    if (score > (best?.score ?? 0)) best = { alias, score };
  }
  return best;
}

function scoreOfWhole(alias: number, text: string, { whole: { word, api10 }, phrase, parts }: Wanted): number {
  const words = wordsOf(text);
  const isName = ALIASES[alias]?.is === 'name';
  if (words.join('') === word) return isName ? SCORE.name : SCORE.identifier;
  if (alias === API_10 && api10 && api10Of(text) === api10) return word === api10 ? SCORE.identifier : SCORE.longerApi;
  if (!isName) return 0;
  const spaced = ` ${words.join(' ')} `;
  if (spaced.includes(` ${phrase} `)) return SCORE.phrase;
  return parts.length > 0 && parts.every((part) => spaced.includes(` ${part} `)) ? SCORE.parts : 0;
}

/** The alias that most words were found in. */
function commonest(found: readonly Found[], index: number): number {
  const counts = ALIASES.map(
    (_, alias) => found.filter(({ start, typo }) => (((start[index] ?? 0) | (typo[index] ?? 0)) >> alias) & 1).length,
  );
  return counts.indexOf(Math.max(...counts));
}

const inHundredths = (score: number) => Math.round(score * 100) / 100;

const lowest = (bits: number) => 31 - Math.clz32(bits & -bits);
