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
