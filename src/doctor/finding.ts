/** One thing that was looked at, and what to do where it is not as it should be. */
export interface Finding {
  readonly text: string;
  /** What to do; where it is left out all is well. */
  readonly remedy?: string;
  /** Whether data or fields are lost as long as it is so. */
  readonly loses?: boolean;
}

export const ok = (text: string): Finding => ({ text });
export const fault = (text: string, remedy: string, loses = true): Finding => ({ text, remedy, loses });

/** A line each, without surprises for those who search them. */
export const linesOf = (findings: readonly Finding[]) =>
  findings.map(({ text, remedy }) => (remedy ? `fault: ${text} do: ${remedy}\n` : `ok: ${text}\n`)).join('');

/** Clocks may differ by so much before tokens and watermarks suffer. */
const MOST_SKEW_MS = 30_000;

export function skewOf(whose: string, theirs: number, ours: number): Finding {
  const seconds = Math.round((theirs - ours) / 1000);
  if (Math.abs(theirs - ours) <= MOST_SKEW_MS) return ok(`${whose} clock agrees with this machine's`);
  return fault(`${whose} clock is ${seconds} s ahead of this machine's`, 'set this machine by NTP', false);
}

/** A failure as an operator may read it. */
export function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? `${message} (${cause.message})` : message;
}
