/** How things are put together: `within` is how far apart they may be; below zero they have to overlap by as much. */
export interface Joining<T> {
  /** Only things of one series are put together. */
  readonly series: (each: T) => string;
  readonly span: (each: T) => { readonly from: number; readonly to: number };
  readonly within: number;
}

/** Things that follow one another without a gap, in the order of time: each island has its parts. */
export function islands<T>(things: readonly T[], { series, span, within }: Joining<T>): T[][] {
  const found: T[][] = [];
  const open = new Map<string, { parts: T[]; reached: number }>();
  for (const each of [...things].sort((left, right) => span(left).from - span(right).from)) {
    const { from, to } = span(each);
    const last = open.get(series(each));
    if (last && from - last.reached <= within) {
      last.parts.push(each);
      last.reached = Math.max(last.reached, to);
    } else {
      const parts = [each];
      found.push(parts);
      open.set(series(each), { parts, reached: to });
    }
  }
  return found;
}
