import { z } from 'zod';

/** A whole number within bounds. */
export const whole = (byDefault: number, least: number, most: number) =>
  z.string().regex(/\S/, 'is blank').pipe(z.coerce.number<string>().int().min(least).max(most)).default(byDefault);

/** Values with commas between. */
export const list = z.string().transform((text) =>
  text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== ''),
);
