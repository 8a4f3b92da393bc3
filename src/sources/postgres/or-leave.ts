/** Who may leave before the answer comes, and what stops the work then. */
export interface Leaving {
  readonly signal: AbortSignal | undefined;
  stop?: (() => void) | undefined;
}

/** The answer, or the signal's reason as soon as it is given. */
export function orLeave<T>(begin: (leaving: Leaving) => Promise<T>, signal?: AbortSignal): Promise<T> {
  const leaving: Leaving = { signal };
  const answer = begin(leaving);
  if (!signal) return answer;
  return new Promise((resolve, reject) => {
    const leave = () => {
      reject(signal.reason);
      leaving.stop?.();
    };
    signal.addEventListener('abort', leave, { once: true });
    const settled = () => signal.removeEventListener('abort', leave);
    answer.then(resolve, reject).then(settled);
  });
}
