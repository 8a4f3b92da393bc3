/** Letters that Unicode does not take apart into a letter and its mark. */
const PLAIN: Readonly<Record<string, string>> = {
  ...{ ø: 'o', æ: 'ae', œ: 'oe', ß: 'ss', đ: 'd', ð: 'd', ł: 'l', þ: 'th', ħ: 'h', ı: 'i', ς: 'σ' },
};
const UNPLAIN = new RegExp(`[${Object.keys(PLAIN).join('')}]`, 'g');
const PRINTABLE_ASCII = /^[ -~]*$/;
const WORD = /[\p{L}\p{N}]+/gu;
/** Ten digits, perhaps with two or four more for sidetrack and event, perhaps with dashes between their parts. */
const API =
  /^[^\p{L}\p{N}]*(\d\d)[^\p{L}\p{N}]?(\d{3})[^\p{L}\p{N}]?(\d{5})(?:[^\p{L}\p{N}]?\d\d){0,2}[^\p{L}\p{N}]*$/u;

/** A text without case, accents and invisible characters. */
function plain(text: string): string {
  if (PRINTABLE_ASCII.test(text)) return text.toLowerCase();
  const apart = text.normalize('NFKD').toLowerCase().normalize('NFKD');
  return apart.replace(/[\p{M}\p{Cf}]/gu, '').replace(UNPLAIN, (letter) => PLAIN[letter] ?? letter);
}

/** The words of a text, runs of letters and digits: what two ways of writing one name have in common. */
export const wordsOf = (text: string): string[] => plain(text).match(WORD) ?? [];

/** A word taken apart where letters meet digits: `mc` and `392` of `mc392`. */
export const piecesOf = (word: string): string[] => word.match(/\p{L}+|\p{N}+/gu) ?? [];

/** The words in one piece: two ways of writing one identifier are the same text. */
export const compact = (text: string) => wordsOf(text).join('');

/** The first ten digits of an API number, in whatever way it is written; undefined for any other text. */
export function api10Of(text: string): string | undefined {
  const found = API.exec(plain(text));
  return found ? found.slice(1).join('') : undefined;
}

/** What a name is found by: its words, and `421h` for `42-1H`. */
export function wordsOfName(text: string): Iterable<string> {
  const chunks = plain(text).split(/\s+/);
  return new Set(chunks.flatMap((chunk) => [...wordsOf(chunk), compact(chunk)]).filter((word) => word !== ''));
}

/** What an identifier is found by: its parts and the whole. */
export function wordsOfIdentifier(text: string): Iterable<string> {
  return new Set([...wordsOfName(text), compact(text)].filter((word) => word !== ''));
}

/** What an API number is found by: its first ten digits, and all of them. */
export function wordsOfApi(text: string): Iterable<string> {
  const api10 = api10Of(text);
  return api10 ? new Set([api10, compact(text)]) : wordsOfIdentifier(text);
}

/** One word that is looked for; where it can be read as an API number, also that number's first ten digits. */
export interface WantedWord {
  readonly word: string;
  readonly api10?: string;
}

/** A searched text: its words, and the whole in one piece. */
export interface Wanted {
  readonly words: readonly WantedWord[];
  readonly whole: WantedWord;
  /** All its words in their order, with blanks between. */
  readonly phrase: string;
  /** The same of each part between blanks that has several words, such as `34 10` of `a-8 34/10`. */
  readonly parts: readonly string[];
}

/** What a text asks for. In which order its words stand decides how well a unit matches, never whether it does. */
export function wantedOf(text: string): Wanted {
  const chunks = plain(text).split(/\s+/);
  const wanted = chunks.map(wantedWords);
  const words = new Map(wanted.flat().map((each) => [each.word, each]));
  const parts = wanted.filter(({ length }) => length > 1).map((part) => part.map(({ word }) => word).join(' '));
  return { words: [...words.values()], whole: wantedWord(text), phrase: wordsOf(text).join(' '), parts };
}

function wantedWords(chunk: string): WantedWord[] {
  const wanted = wantedWord(chunk);
  return wanted.api10 ? [wanted] : wordsOf(chunk).map((word) => ({ word }));
}

function wantedWord(text: string): WantedWord {
  const api10 = api10Of(text);
  return { word: compact(text), ...(api10 && { api10 }) };
}
