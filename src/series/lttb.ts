/**
 * Largest triangle three buckets (Steinarsson, 2013): of each stretch the place whose triangle with the place kept
 * before it and the mean of the next stretch is largest. Keeps the shape of a curve, not each of its peaks.
 *
 * Own code, because a gap has a meaning here: the libraries fail on a point without a value or leave it out. It weighs
 * as 0, so that a gap in a producing series is a fall like any other.
 *
 * @returns the places kept, ascending, `most` of them; the first and the last are among them
 */
export function lttb(values: readonly (number | null)[], most: number): number[] {
  const last = values.length - 1;
  const edge = (stretch: number) => Math.min(Math.floor((stretch * (last - 1)) / (most - 2)) + 1, last);
  const kept = [0];
  for (let stretch = 0; stretch < most - 2; stretch += 1) {
    const [from, to] = [edge(stretch), edge(stretch + 1)];
    const next = stretch === most - 3 ? { x: last, y: heightAt(values, last) } : meanOf(values, to, edge(stretch + 2));
    kept.push(largest(values, from, to, kept.at(-1) ?? 0, next));
  }
  return [...kept, last];
}

interface Place {
  readonly x: number;
  readonly y: number;
}

const heightAt = (values: readonly (number | null)[], x: number) => values[x] ?? 0;

function meanOf(values: readonly (number | null)[], from: number, to: number): Place {
  const sum = values.slice(from, to).reduce<number>((total, value) => total + (value ?? 0), 0);
  return { x: (from + to - 1) / 2, y: sum / (to - from) };
}

function largest(values: readonly (number | null)[], from: number, to: number, before: number, next: Place): number {
  const height = heightAt(values, before);
  const area = (x: number) =>
    Math.abs((before - next.x) * (heightAt(values, x) - height) - (before - x) * (next.y - height));
  let best = from;
  for (let x = from + 1; x < to; x += 1) if (area(x) > area(best)) best = x;
  return best;
}
