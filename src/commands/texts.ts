/**
 * Characters that nobody sees, and that make two texts look alike: controls, format characters such as zero-width spaces
 * and changes of direction, halves of a pair, and what Unicode keeps for private use. Line breaks and tabs are seen.
 */
const UNSEEN = /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u;
/** Two joiners that are part of writing (Persian, Indic scripts) and of emoji, between characters that are seen. */
const JOINED = /(?<=[^\s\p{Cf}])[\u200c\u200d](?=[^\s\p{Cf}])/gu;

/** Why a text cannot be kept; undefined where it can. */
export function faultOfText(text: string): string | undefined {
  if (text.trim() === '') return 'is empty';
  if (UNSEEN.test(text.replaceAll(JOINED, ''))) return 'holds characters that cannot be seen';
  return undefined;
}
