import { DamagedItem } from '../commands/damaged-item.js';
import { type UserError, userError } from '../commands/outcome.js';
import { type BadUserInput, LimitExceeded } from '../errors.js';
import { isUnfit, unfitText } from './fit-text.js';
import { MAX_VARIABLE_DEPTH, type SentFault, sentFault } from './sent-values.js';

/** What a client sent, before anything of it is parsed. */
export interface Sent {
  readonly query?: unknown;
  readonly variables?: unknown;
}

export interface RequestLimits {
  readonly maxDocumentBytes: number;
  /** Values of one list in a variable. */
  readonly maxInputList: number;
}

/** Names that are said back. */
const LONGEST_NAME = 100;

/**
 * Refuses a document that is too long to parse, and variables that are too long or deep to look into. Every transport
 * calls this one function, on what it was sent. An item that may be one of a batch is taken out of its list instead of the
 * request being refused; `demandWhole` sees to it that it is one.
 * @throws LimitExceeded naming the limit and what was measured; BadUserInput where a text is none
 */
export function checkSent({ query, variables }: Sent, limits: RequestLimits): void {
  const measured = typeof query === 'string' ? Buffer.byteLength(query) : 0;
  if (measured > limits.maxDocumentBytes) {
    throw new LimitExceeded(
      `The document has ${measured} bytes; at most ${limits.maxDocumentBytes} are allowed. Send values as variables, and ask in several requests.`,
      { limit: limits.maxDocumentBytes, measured, what: 'bytes' },
    );
  }
  const isText = typeof variables === 'string';
  const values = isText ? parsed(variables) : variables;
  if (typeof values !== 'object' || values === null) return;
  for (const [name, value] of Object.entries(values)) {
    // What stands in an address is read anew from there: of that nothing can be taken out.
    if (!isText) takeOutDamaged(value, `$${name}`, limits.maxInputList);
    const fault = sentFault(value, limits.maxInputList);
    if (fault) throw refusalOf(fault, `$${name}`, limits.maxInputList);
  }
}

/** The variables of an address are text; what is no JSON is refused when it is read. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refusalOf({ is, measured }: SentFault, name: string, limit: number): BadUserInput | LimitExceeded {
  const argument = name.slice(0, LONGEST_NAME);
  if (is === 'text') return unfitText(argument);
  const most = is === 'list' ? limit : MAX_VARIABLE_DEPTH;
  const measure = is === 'list' ? `has a list of ${measured} values` : `is nested ${measured} or more deep`;
  const message = `${argument}: ${measure}; at most ${most} is allowed. Ask in several requests`;
  return new LimitExceeded(message, { argument, limit: most, measured });
}

/**
 * Puts who an item is in the place of one with a fault, where the list may be a batch of commands: others of the batch have
 * nothing to do with it. Whether the list is a batch only the document says, which is not parsed yet.
 */
function takeOutDamaged(items: unknown, argument: string, limit: number): void {
  if (!Array.isArray(items) || items.length > limit) return;
  for (const [at, item] of items.entries()) {
    const fault = sentFault(item, limit, 1);
    const [command, clientRequestId] = fault ? requestIn(item) : [];
    if (!fault || command === undefined || clientRequestId === undefined || fault.path.length < 2) continue;
    const path = fault.path.slice(1, fault.is === 'depth' ? 2 : undefined);
    const userErrors = [{ ...saidOf(fault, limit), path: tellable(path) }];
    items[at] = new DamagedItem({ command, clientRequestId, userErrors, refusal: refusalOf(fault, argument, limit) });
  }
}

/** As much of the way to a fault as can be told: clients name the fields of a value without shape. */
function tellable(path: readonly string[]): readonly string[] {
  const end = path.findIndex((name) => name.length > LONGEST_NAME || isUnfit(name));
  return end === -1 ? path : path.slice(0, end);
}

/** The command of a batch's item and the id of its request; none of what has not the form of one. */
function requestIn(item: unknown): readonly string[] {
  const [entry, ...others] = typeof item === 'object' && item !== null ? Object.entries(item) : [];
  const { clientRequestId: id } = (entry?.[1] ?? {}) as { readonly clientRequestId?: unknown };
  return entry && others.length === 0 && typeof id === 'string' && !isUnfit(id) ? [entry[0], id] : [];
}

function saidOf({ is }: SentFault, limit: number): UserError {
  if (is === 'text') return userError('', 'MALFORMED', 'holds characters that cannot be seen');
  if (is === 'list') return userError('', 'TOO_LONG', `has more than ${limit} entries`);
  return userError('', 'MALFORMED', `is nested more than ${MAX_VARIABLE_DEPTH} deep`);
}
