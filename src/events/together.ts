import type { Committed, Request } from './write.js';

/** Whose records they write. One transaction has one writer. */
export function withinOf(requests: readonly Request[]): Request['within'] {
  const [first, ...others] = requests.map(({ within }) => within);
  if (others.some((other) => other !== first)) throw new Error('Requests of several scopes in one transaction');
  return first ?? 'nothing';
}

/** Where one of them stops all, those that had been written are not. */
export const asAbandoned = <Outcome>(answers: readonly Committed<Outcome>[]) =>
  answers.map((each): Committed<Outcome> => (each.is === 'written' ? { is: 'abandoned' } : each));

/** A request that comes twice among them is written once: the second is told what the first was, as one that comes later is. */
export const writtenOnce = <Outcome>(requests: readonly Request<Outcome>[], answers: readonly Committed<Outcome>[]) =>
  answers.map((answer, at): Committed<Outcome> => {
    const earlier = requests.slice(0, at).some((each) => isSame(each, requests[at] as Request));
    return answer.is === 'written' && earlier ? { ...answer, is: 'replayed' } : answer;
  });

const isSame = (one: Request, other: Request) =>
  one.actor === other.actor && one.clientRequestId === other.clientRequestId;
