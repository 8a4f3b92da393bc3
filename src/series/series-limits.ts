/**
 * Completions, or units, of one request: a chart of more lines is not read, and 400 of them with the default 400 points
 * are as much as one answer carries.
 */
export const SERIES_MAX_COMPLETIONS = 400;

/** Points of all lines before downsampling: as many rows may come from the store and lie in memory at once. */
export const SERIES_MAX_POINTS = 200_000; // measured: 2.3 s and 20 MB of JSON with six fields a point

/** Longer than any field has produced: a wider window is a mistyped year. */
export const SERIES_MAX_YEARS = 200;

/** Fewest and most points of one line: its two ends, and more than any screen is wide. */
export const SERIES_POINTS = { least: 2, most: 5_000, byDefault: 400 } as const;
