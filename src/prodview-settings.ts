import { z } from 'zod';

/** Where ProdView's views are, where they are in no Snowflake account. */
export const PRODVIEW_SETTINGS = {
  PRODVIEW_FOLDER: z.string().min(1).optional(),
  PRODVIEW_POSTGRES_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'is no postgres:// URL')
    .optional(),
};

type Place = 'PRODVIEW_FOLDER' | 'SNOWFLAKE_ACCOUNT';
type Given = Readonly<Partial<Record<Place | 'PRODVIEW_POSTGRES_URL', string | undefined>>>;

/** The views are read in one place. */
export function prodviewFaults(given: Given): readonly (readonly [setting: 'PRODVIEW_POSTGRES_URL', fault: string])[] {
  const others: readonly Place[] = ['PRODVIEW_FOLDER', 'SNOWFLAKE_ACCOUNT'];
  const other = given.PRODVIEW_POSTGRES_URL ? others.find((each) => given[each]) : undefined;
  return other ? [['PRODVIEW_POSTGRES_URL', `and ${other} are both set: one is enough`]] : [];
}
