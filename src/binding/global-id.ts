import { BadUserInput } from '../errors.js';
import type { Key, Row } from '../sources/row-source.js';
import type { Bindings, ViewBinding } from './bindings.js';

/** A row's global id: its type and key, opaque to clients. */
export function globalId(view: ViewBinding, row: Row): string {
  const key = view.key.map(({ name }) => String(row[name] ?? ''));
  return Buffer.from(JSON.stringify([view.type, ...key])).toString('base64url');
}

/**
 * The type and key in a global id.
 * @throws BadUserInput where the text is no id of this schema
 */
export function parseGlobalId(id: string, bindings: Bindings, argument = 'id'): { view: ViewBinding; key: Key } {
  const parts = parse(id);
  const view = bindings.views.get(parts?.[0] ?? '');
  if (!parts || !view || parts.length !== view.key.length + 1) throw new BadUserInput(argument, 'is no global id');
  return { view, key: parts.slice(1) };
}

/** No key has NUL or half of a pair of surrogates in it. */
const UNFIT = /[\0\p{Cs}]/u;

function parse(id: string): string[] | undefined {
  try {
    const parts: unknown = JSON.parse(Buffer.from(id, 'base64url').toString());
    return Array.isArray(parts) && parts.every((part) => typeof part === 'string' && !UNFIT.test(part))
      ? parts
      : undefined;
  } catch {
    return undefined;
  }
}
