import type { ColumnKind, Value } from '../row-source.js';
import type { Form } from '../sent-rows.js';
import { DAY, type Losses, misfit, numberOf, READERS, type Reader, type TimeKind, written } from './values.js';

/** Reads a cell as it was sent: the same values that `READERS` makes of what the driver makes of it. */
export function sentReader(kind: ColumnKind, form: Form): Reader {
  if (form === 'number') return (cell, losses) => (isEndless(cell) ? null : numberOf(cell, losses));
  if (form === 'days') return unlessNull((cell, losses) => written('date', Number(cell) * DAY, 0, losses));
  const time = kind as TimeKind;
  if (form === 'seconds') return unlessNull((cell, losses) => timeOf(time, cell, losses));
  if (form === 'zoned') return unlessNull((cell, losses) => timeOf(time, beforeZone(cell), losses));
  return READERS[kind];
}

const isEndless = (cell: unknown) => cell === 'NaN' || cell === 'inf' || cell === '-inf';

const unlessNull =
  (read: (cell: string, losses: Losses) => Value): Reader =>
  (cell, losses) =>
    cell === null ? null : read(String(cell), losses);

/** A time that lacks its zone is none. */
const beforeZone = (cell: string) => cell.slice(0, Math.max(0, cell.indexOf(' ')));

/** Seconds of UTC since 1970 with a fraction, `-1.500000000`, whose whole seconds count down before 1970. */
function timeOf(kind: TimeKind, cell: string, losses: Losses): Value {
  const [, sign, whole, fraction = ''] = TIME.exec(cell) ?? [];
  if (whole === undefined) return misfit(losses);
  const nanos = Number(fraction.padEnd(9, '0'));
  if (!sign) return written(kind, Number(whole), nanos, losses);
  return nanos === 0
    ? written(kind, -Number(whole), 0, losses)
    : written(kind, -Number(whole) - 1, 1_000_000_000 - nanos, losses);
}

const TIME = /^(-?)(\d+)(?:\.(\d{1,9}))?$/;
