import { createHmac, randomBytes } from 'node:crypto';

/** Letters and digits of a pseudonym: 60 bits, so that two people of an operator never share one. */
const LENGTH = 12;

/**
 * A word for each person: the same for every way of writing one name or login in capitals or spaces. Who does not have the
 * secret can neither turn it back nor make it of a name.
 *
 * @param secret  of this installation; without one the words hold until the gateway stops
 */
export function pseudonyms(secret: string | Uint8Array = randomBytes(32)): (name: string) => string {
  return (name) => {
    const person = name.normalize('NFKC').trim().replaceAll(/\s+/g, ' ').toLowerCase();
    const digest = createHmac('sha256', secret).update(person).digest();
    return `person-${base32(digest)}`;
  };
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const base32 = (bytes: Uint8Array) =>
  Array.from({ length: LENGTH }, (_, at) => ALPHABET[fiveBits(bytes, at * 5)]).join('');

const fiveBits = (bytes: Uint8Array, from: number) =>
  ((((bytes[from >> 3] ?? 0) << 8) | (bytes[(from >> 3) + 1] ?? 0)) >> (11 - (from & 7))) & 31;
