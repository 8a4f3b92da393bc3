/** A day of a completion, as the rules of surveillance look at it. A volume of a whole day is a rate of a day. */
export interface ProductionDay {
  readonly day: string;
  readonly oilBbl: number | null;
  readonly condensateBbl: number | null;
  readonly gasMcf: number | null;
  readonly waterBbl: number | null;
  readonly nglBbl: number | null;
  readonly linePressurePsi: number | null;
  /** Whether any time of the day was down, whoever said so: such a day tells nothing of what the well can do. */
  readonly wasDown: boolean;
}

type Volume = 'oilBbl' | 'condensateBbl' | 'gasMcf' | 'waterBbl' | 'nglBbl';
type Volumes = Pick<ProductionDay, Volume>;

/** The volumes that there are, added; null where there is none. */
export function sumOf(day: Volumes, volumes: readonly Volume[]): number | null {
  const known = volumes.map((volume) => day[volume]).filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}

const share = (part: number | null, whole: number | null) => (part === null || !whole ? null : part / whole);

/** Water in the liquid, in parts of a hundred; null where nothing flowed or the oil is not known. */
export function waterCutPct(day: Volumes): number | null {
  const oil = sumOf(day, ['oilBbl', 'condensateBbl']);
  const cut = oil === null || day.waterBbl === null ? null : share(day.waterBbl, oil + day.waterBbl);
  return cut === null ? null : cut * 100;
}

/** Gas to the oil, in mcf/bbl; null where there was no oil. */
export const gasOilRatio = (day: Volumes): number | null => share(day.gasMcf, sumOf(day, ['oilBbl', 'condensateBbl']));
