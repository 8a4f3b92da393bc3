import { NAMES } from './aliases.js';
import type { Directory } from './directory.js';
import type { Found } from './word-index.js';
import { piecesOf, type WantedWord, wordsOf } from './words.js';

/** Each place to cut asks the index twice, and nobody writes more words of a name without a blank. */
const MOST_CUTS = 4;

/**
 * A word as it is written, and also where names have it as several neighbouring words: `mc392` in `MC 392 AC002`. It is cut
 * only where letters meet digits. Identifiers are known in one piece anyway.
 */
export function findApart(directory: Directory, wanted: WantedWord): Found {
  const { index, units } = directory;
  const found = index.find(wanted);
  const pieces = piecesOf(wanted.word);
  for (let cut = 1; cut < Math.min(pieces.length, MOST_CUTS + 1); cut++) {
    const before = index.whole({ word: pieces.slice(0, cut).join('') });
    const after = index.start({ word: pieces[cut] ?? '' });
    for (let unit = 0; unit < units.length; unit++) {
      const aliases = (before[unit] ?? 0) & (after[unit] ?? 0) & NAMES;
      if (aliases) markNeighbours(directory, found, { unit, aliases, word: wanted.word });
    }
  }
  return found;
}

interface Candidate {
  readonly unit: number;
  readonly aliases: number;
  readonly word: string;
}

/** Both ends of a cut stand in these aliases; whether beside each other, their texts say. */
function markNeighbours({ units, columns }: Directory, found: Found, { unit, aliases, word }: Candidate): void {
  for (let alias = 0; aliases >> alias > 0; alias++) {
    if (!((aliases >> alias) & 1)) continue;
    const stands = asNeighbours(wordsOf(String(units[unit]?.[columns[alias] ?? ''] ?? '')), word);
    if (!stands) continue;
    found.start[unit] = (found.start[unit] ?? 0) | (1 << alias);
    if (stands === 'whole') found.whole[unit] = (found.whole[unit] ?? 0) | (1 << alias);
  }
}

/** Whether some words one after another give this word in one piece, or begin with it. */
function asNeighbours(words: readonly string[], word: string): 'whole' | 'start' | undefined {
  let best: 'start' | undefined;
  for (let first = 0; first < words.length; first++) {
    let joined = '';
    for (let last = first; last < words.length && joined.length < word.length; last++) joined += words[last];
    if (joined === word) return 'whole';
    if (joined.startsWith(word)) best = 'start';
  }
  return best;
}
