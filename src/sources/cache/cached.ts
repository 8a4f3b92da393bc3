import { GatewayError } from '../../errors.js';
import { note } from '../notes.js';
import type { Answered, Tell } from '../beside.js';
import type { Row, RowSource } from '../row-source.js';
import { Answers } from './answers.js';
import type { Sent } from './fetch.js';
import { worthAsking } from './deep.js';
import { Memory } from './memory.js';
import { type Question, questionOf, type Read } from './question.js';
import type { Shared } from './shared.js';
import type { Tokens } from './tokens.js';

export interface CacheSettings {
  readonly tokens: Tokens;
  /** Most memory that answers may take. */
  readonly bytes: number;
  /** How old a copy may be that stands in for a store that is out of order; 0 for none. */
  readonly staleMs: number;
  /** Whether what lies beneath rows that are being read is read beside them. */
  readonly ahead?: boolean;
  /** A cache beside this process's own. */
  readonly shared?: Shared | undefined;
  readonly now?: () => number;
}

/**
 * Answers what has been answered before, as long as no view that decides over it has changed. Of a list with many
 * parents, only those that are not known are asked for; what is being asked already is waited for.
 */
export function cached(source: RowSource, settings: CacheSettings): RowSource {
  const { tokens, bytes, shared } = settings;
  const memory = new Memory(bytes);
  const answers = new Answers({ source, memory, shared });
  const each = async (reads: readonly Read[], signal?: AbortSignal, tell?: Tell): Promise<Answered[]> => {
    signal?.throwIfAborted();
    const asked = await Promise.all(
      reads.map(async (read): Promise<Sent> => {
        const question = questionOf(read);
        return { question, token: await tokens.of(question.views) };
      }),
    );
    const settled = await answers.all(asked, signal, tell);
    return settled.map((answer, at) => orStale(answer, asked[at]?.question, memory, settings));
  };
  const one = async (read: Read, signal?: AbortSignal) => (await each([read], signal)).map(rowsOf)[0] ?? [];
  return {
    select: one,
    aggregate: one,
    ...(source.readAll && {
      readAll: async (reads, signal) => (await each(reads, signal)).map(rowsOf),
      readEach: each,
    }),
    ...(settings.ahead && bytes > 0 && source.readAll && { ahead: aheadOf(answers, tokens, memory) }),
    changeOf: async (views) => (await tokens.of(views))?.token,
    close: async () => {
      await Promise.all([source.close(), shared?.close()]);
    },
  };
}

/** Most of these in a statement: each is two parts of it. */
const MOST_BENEATH = 8;

function aheadOf(answers: Answers, tokens: Tokens, memory: Memory): NonNullable<RowSource['ahead']> {
  return async (deep, signal) => {
    const asked = await worthAsking(deep, tokens, memory);
    const groups = Array.from({ length: Math.ceil(asked.length / MOST_BENEATH) }, (_, at) =>
      asked.slice(at * MOST_BENEATH, (at + 1) * MOST_BENEATH),
    );
    const settled = await Promise.all(groups.map((group) => answers.all(group, signal)));
    settled.flat().forEach(rowsOf);
  };
}

function rowsOf(answer: Answered): Row[] {
  if (answer.status === 'rejected') throw answer.reason;
  return answer.value;
}

const OUT_OF_ORDER = new Set(['SOURCE_UNAVAILABLE', 'SOURCE_TIMEOUT', 'OVERLOADED']);

/** An older copy in the place of an error, where all of it is there and young enough; it is marked as one. */
function orStale(answer: Answered, question: Question | undefined, memory: Memory, settings: CacheSettings): Answered {
  const { staleMs, now = Date.now } = settings;
  if (answer.status === 'fulfilled' || !question || staleMs === 0) return answer;
  if (!(answer.reason instanceof GatewayError) || !OUT_OF_ORDER.has(answer.reason.code)) return answer;
  const kept = question.parts.map((part) => memory.get(part));
  const asOf = Math.min(...kept.map((each) => each?.asOf ?? 0));
  if (now() - asOf > staleMs) return answer;
  note(question.read.notes, { hits: 1, asOf, stale: true });
  return { status: 'fulfilled', value: kept.flatMap((each) => each?.rows ?? []).slice(0, question.read.rowLimit + 1) };
}
