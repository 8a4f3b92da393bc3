import SearchableMap from 'minisearch/SearchableMap';
import { ALIASES, API_10, aliasesThat, NAMES } from './aliases.js';
import type { WantedWord } from './words.js';

const EVERY = aliasesThat(() => true);
/** A place is a unit and one of its aliases in one number: the alias takes this many bits. */
const ALIAS_BITS = 4;
const ALIAS_MASK = (1 << ALIAS_BITS) - 1;
/** Shorter beginnings of numbers and ids say nothing: every well of Texas has an API number that begins with 42. */
const LEAST_OF_IDENTIFIER = 4;
const LONG_ENOUGH_FOR_A_TYPO = /^\p{L}{5,}$/u;
const LONG_ENOUGH_FOR_TWO = 8;

/** In which aliases of each unit (a bit each) a word was found, and how. */
export interface Found {
  readonly whole: Uint16Array;
  /** As the beginning of a word; whole words too. */
  readonly start: Uint16Array;
  readonly typo: Uint16Array;
}

type Places = readonly number[];

/** The words of all units' aliases, to be found whole, by their beginning or with a typing error. */
export class WordIndex {
  readonly #names = new SearchableMap<number[]>();
  readonly #identifiers = new SearchableMap<number[]>();

  constructor(readonly units: number) {}

  add(unit: number, alias: number, words: Iterable<string>): void {
    const map = ALIASES[alias]?.is === 'name' ? this.#names : this.#identifiers;
    for (const word of words) {
      const known = map.get(word);
      if (known) known.push((unit << ALIAS_BITS) | alias);
      else map.set(word, [(unit << ALIAS_BITS) | alias]);
    }
  }

  find(wanted: WantedWord): Found {
    return { whole: this.whole(wanted), start: this.start(wanted), typo: this.#typo(wanted) };
  }

  whole({ word, api10 }: WantedWord): Uint16Array {
    const found = this.#none();
    mark(found, this.#names.get(word));
    mark(found, this.#identifiers.get(word));
    if (api10) mark(found, this.#identifiers.get(api10), 1 << API_10);
    return found;
  }

  start(wanted: WantedWord): Uint16Array {
    const found = this.whole(wanted);
    const { word } = wanted;
    for (const [, places] of this.#names.atPrefix(word)) mark(found, places);
    if (word.length >= LEAST_OF_IDENTIFIER)
      for (const [, places] of this.#identifiers.atPrefix(word)) mark(found, places);
    return found;
  }

  #typo({ word }: WantedWord): Uint16Array {
    const found = this.#none();
    for (const places of this.#misspelt(word)) mark(found, places, NAMES);
    return found;
  }

  /** Words of names that differ by a letter, or by two neighbours in the wrong order; by two letters in long words. */
  #misspelt(word: string): Places[] {
    if (!LONG_ENOUGH_FOR_A_TYPO.test(word)) return [];
    const near = this.#names.fuzzyGet(word, word.length >= LONG_ENOUGH_FOR_TWO ? 2 : 1).values();
    return [...[...near].map(([places]) => places), ...swapped(word).map((each) => this.#names.get(each) ?? [])];
  }

  #none = () => new Uint16Array(this.units);
}

function mark(aliases: Uint16Array, places: Places = [], only = EVERY): void {
  for (const place of places) {
    const unit = place >> ALIAS_BITS;
    aliases[unit] = (aliases[unit] ?? 0) | ((1 << (place & ALIAS_MASK)) & only);
  }
}

/** The word with each two neighbouring letters in the other order. */
function swapped(word: string): string[] {
  const letters = [...word];
  return letters.slice(1).map((letter, before) => {
    const other = [...letters];
    other.splice(before, 2, letter, letters[before] ?? '');
    return other.join('');
  });
}
