import { createHmac } from 'node:crypto';
import { exportSPKI, importJWK, type JWTPayload } from 'jose';
import { claims, type SigningKey, tokenOf } from './issuer.js';

export interface ForgersKeys {
  /** The issuer's keys: RS256, ES256, and one of an algorithm that the gateway is not told of. */
  readonly rsa: SigningKey;
  readonly elliptic: SigningKey;
  readonly rsa384: SigningKey;
  /** A forger's own key, under the id of the issuer's RSA key. */
  readonly stranger: SigningKey;
  /** Where the forger publishes it. */
  readonly elsewhere: () => string;
}

type Forgery = readonly [name: string, forge: () => Promise<string> | string, reason: RegExp];

const ALGORITHM = /ERR_JOSE_ALG_NOT_ALLOWED/;
const SIGNATURE = /ERR_JWS_SIGNATURE_VERIFICATION_FAILED/;
const NO_KEY = /ERR_JWKS_NO_MATCHING_KEY/;
const MALFORMED = /ERR_JW[ST]_INVALID/;
const claim = (name: string, why: string) => new RegExp(`the claim ${name} does not hold \\(${why}\\)`);

const encoded = (part: object) => base64(JSON.stringify(part));
const base64 = (text: string) => Buffer.from(text).toString('base64url');
const seconds = () => Math.floor(Date.now() / 1000);
const unsigned = (header: object, payload: JWTPayload) => `${encoded(header)}.${encoded(payload)}.`;

/** What a token says that is signed well, and must not be accepted all the same. */
export const badClaims = ({ rsa }: ForgersKeys): readonly Forgery[] => [
  ['expired', () => tokenOf(rsa, { exp: seconds() - 10 }), /the token is expired/],
  ['not yet valid', () => tokenOf(rsa, { nbf: seconds() + 30 }), claim('nbf', 'check_failed')],
  ['without an expiry', () => tokenOf(rsa, { exp: undefined }), claim('exp', 'missing')],
  ['with an expiry that is no number', () => tokenOf(rsa, { exp: 'never' }), claim('exp', 'invalid')],
  ['for another audience', () => tokenOf(rsa, { aud: 'https://other.example.com' }), claim('aud', 'check_failed')],
  ['for no audience', () => tokenOf(rsa, { aud: undefined }), claim('aud', 'missing')],
  ['of another issuer', () => tokenOf(rsa, { iss: 'https://evil.example.com/' }), claim('iss', 'check_failed')],
  ['of no issuer', () => tokenOf(rsa, { iss: undefined }), claim('iss', 'missing')],
  ['of nobody', () => tokenOf(rsa, { sub: undefined }), claim('sub', 'missing')],
  ['of an empty subject', () => tokenOf(rsa, { sub: '' }), /subject is malformed/],
  ['of a subject that is an object', () => tokenOf(rsa, { sub: { ann: true } }), /subject is malformed/],
  ['a scope that is no list of words', () => tokenOf(rsa, { networks: { $all: true } }), /networks is malformed/],
  ['a role that is no word', () => tokenOf(rsa, { role: 7 }), /role is malformed/],
];

/** Tokens that choose how they are to be checked. */
export const badAlgorithms = ({ rsa, elliptic, rsa384 }: ForgersKeys): readonly Forgery[] => [
  ['alg: none', () => unsigned({ alg: 'none' }, claims({ role: 'admin' })), ALGORITHM],
  ['alg: nOnE', () => unsigned({ alg: 'nOnE', kid: rsa.kid }, claims({ role: 'admin' })), ALGORITHM],
  ['without an alg', () => unsigned({ kid: rsa.kid }, claims()), MALFORMED],
  ['signed with the public key in PEM as a secret', async () => confused(rsa, await pemOf(rsa)), ALGORITHM],
  ['signed with the public key in JSON as a secret', () => confused(rsa, JSON.stringify(rsa.publicJwk)), ALGORITHM],
  ['signed with an empty secret', () => confused(rsa, ''), ALGORITHM],
  ['of an algorithm that is not allowed, though the issuer has it', () => tokenOf(rsa384), ALGORITHM],
  ['RS256 with the elliptic key named', () => tokenOf(rsa, {}, { kid: elliptic.kid }), NO_KEY],
  ['with a critical header that nobody knows', () => critical(rsa), /ERR_JOSE_NOT_SUPPORTED/],
];

/** Tokens that choose the key they are to be checked with. */
export const badKeys = ({ stranger, elsewhere }: ForgersKeys): readonly Forgery[] => [
  ["signed with a stranger's key under our key's id", () => tokenOf(stranger), SIGNATURE],
  ['a key in its own header', () => tokenOf(stranger, {}, { jwk: stranger.publicJwk }), SIGNATURE],
  ['an address of keys in its header', () => tokenOf(stranger, {}, { jku: elsewhere() }), SIGNATURE],
  ['an address of certificates in its header', () => tokenOf(stranger, {}, { x5u: elsewhere() }), SIGNATURE],
  ['a key id that is an address', () => tokenOf(stranger, {}, { kid: elsewhere() }), NO_KEY],
  ...[
    '../../../../dev/null',
    "' union select 'secret' --",
    '$(id)|id',
    '__proto__',
    { $ne: null },
    'k'.repeat(4_000),
  ].map(
    (kid): Forgery => [`the key id ${JSON.stringify(kid).slice(0, 30)}`, () => tokenOf(stranger, {}, { kid }), NO_KEY],
  ),
];

/** What is no whole token. */
export const badForms = ({ rsa }: ForgersKeys): readonly Forgery[] => [
  [
    'changed after it was signed',
    async () => (await parts(rsa)).with(1, encoded(claims({ role: 'admin' }))).join('.'),
    SIGNATURE,
  ],
  ['without its signature', async () => (await parts(rsa)).with(2, '').join('.'), SIGNATURE],
  ['cut off', async () => (await tokenOf(rsa)).slice(0, -20), SIGNATURE],
  ['of two parts', () => 'a.b', MALFORMED],
  ['of five parts, as an encrypted one', () => 'a.b.c.d.e', MALFORMED],
  ['no token at all', () => 'rubbish', MALFORMED],
  ['a header that is no JSON', () => `${base64('{{')}.e30.AAAA`, MALFORMED],
  ['a header nested 1,000 deep', () => `${base64('['.repeat(1_000))}.e30.AAAA`, MALFORMED],
  ['a payload that is a list', () => signed(rsa, { alg: rsa.alg, kid: rsa.kid }, '[]'), MALFORMED],
  ['oversized', () => tokenOf(rsa, { padding: 'x'.repeat(9_000) }), /oversized/],
];

const parts = async (key: SigningKey) => (await tokenOf(key)).split('.');

/** A token whose signature is an HMAC with what everyone can know. */
function confused({ kid }: SigningKey, secret: string): string {
  const text = `${encoded({ alg: 'HS256', kid })}.${encoded(claims())}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}

async function pemOf({ publicJwk, alg }: SigningKey): Promise<string> {
  return exportSPKI((await importJWK(publicJwk, alg, { extractable: true })) as Parameters<typeof exportSPKI>[0]);
}

const critical = ({ alg, kid, ...key }: SigningKey) =>
  signed(
    { alg, kid, ...key },
    { alg, kid, crit: ['https://example.com/x'], 'https://example.com/x': 1 },
    JSON.stringify(claims()),
  );

/** Signed well, whatever it says: the library that signs would refuse to. */
async function signed({ privateKey }: SigningKey, header: object, payload: string): Promise<string> {
  const text = `${encoded(header)}.${base64(payload)}`;
  const signature = await crypto.subtle.sign('RSASSA-PKCS1-v1_5', privateKey, Buffer.from(text));
  return `${text}.${Buffer.from(signature).toString('base64url')}`;
}
