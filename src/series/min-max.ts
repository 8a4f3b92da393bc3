/**
 * Of equal stretches the places of the greatest and the least value and, where the series has gaps, of the first gap:
 * no peak is lost, and a line that breaks still breaks. Where there is no room for all of them the greatest comes
 * first, then the least.
 *
 * @returns the places kept, ascending, at most `most`; the first and the last are among them
 */
export function minMax(values: readonly (number | null)[], most: number): number[] {
  const inner = values.length - 2;
  const room = most - 2;
  const each = Math.min(values.slice(1, -1).includes(null) ? 3 : 2, room);
  const stretches = each === 0 ? 0 : Math.floor(room / each);
  const edge = (stretch: number) => 1 + Math.floor((stretch * inner) / stretches);
  const kept = [0];
  for (let stretch = 0; stretch < stretches; stretch += 1) {
    const extremes = extremesOf(values, edge(stretch), edge(stretch + 1)).slice(0, each);
    kept.push(...extremes.sort((left, right) => left - right));
  }
  return [...kept, values.length - 1];
}

/** The places of the greatest value, the least and the first gap, each once, in this order. */
function extremesOf(values: readonly (number | null)[], from: number, to: number): number[] {
  let [greatest, least, gap]: (number | undefined)[] = [];
  for (let place = from; place < to; place += 1) {
    const value = values[place] ?? null;
    if (value === null) gap ??= place;
    else {
      if (greatest === undefined || value > (values[greatest] ?? value)) greatest = place;
      if (least === undefined || value < (values[least] ?? value)) least = place;
    }
  }
  return [...new Set([greatest, least, gap])].filter((place) => place !== undefined);
}
