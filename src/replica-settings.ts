import { z } from 'zod';
import { whole } from './setting-kinds.js';

const views = z
  .string()
  .regex(/^\w+(, ?\w+)*$/, 'is no list of views such as stg_prodview__units,stg_prodview__routes, nor all')
  .transform((text) => text.toLowerCase().split(/, ?/));

/** Where ProdView is read from, and the folder that copies of an account's views are kept in. */
export const REPLICA_SETTINGS = {
  PRODVIEW: z.enum(['folder', 'snowflake', 'replica']).optional(),
  REPLICA_FOLDER: z.string().min(1).optional(),
  REPLICA_VIEWS: views.prefault('all'),
  REPLICA_REFRESH_SECONDS: whole(900, 5, 86_400),
};

const Shape = z.object(REPLICA_SETTINGS);
type Given = z.infer<typeof Shape> & {
  readonly SNOWFLAKE_ACCOUNT?: string | undefined;
  readonly PRODVIEW_FOLDER?: string | undefined;
};

/** What is wrong with the settings of the sources of ProdView together. */
export function replicaFaults(given: Given): readonly (readonly [setting: string, fault: string])[] {
  const { PRODVIEW, SNOWFLAKE_ACCOUNT, PRODVIEW_FOLDER, REPLICA_FOLDER } = given;
  if (PRODVIEW === 'snowflake' && !SNOWFLAKE_ACCOUNT)
    return [['SNOWFLAKE_ACCOUNT', 'has to be set: PRODVIEW is snowflake']];
  if (PRODVIEW === 'replica' && !REPLICA_FOLDER) return [['REPLICA_FOLDER', 'has to be set: PRODVIEW is replica']];
  if (!PRODVIEW && PRODVIEW_FOLDER && SNOWFLAKE_ACCOUNT)
    return [['PRODVIEW_FOLDER', 'and SNOWFLAKE_ACCOUNT are both set: one is enough, or PRODVIEW says which']];
  return [];
}

/** Where ProdView is read from: as said, or the account where one is set. */
export const prodviewOf = ({ PRODVIEW, SNOWFLAKE_ACCOUNT }: Given) =>
  PRODVIEW ?? (SNOWFLAKE_ACCOUNT ? 'snowflake' : 'folder');

/** Those of the schema's views that are copied. @throws Error for one that the schema does not have */
export function replicaViews<T>(given: Given, all: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
  const { REPLICA_VIEWS: names } = given;
  if (names[0] === 'all') return all;
  const strange = names.filter((name) => !all.has(name));
  if (strange.length > 0) throw new Error(`REPLICA_VIEWS: the schema has no view ${strange.join(', ')}`);
  return new Map([...all].filter(([view]) => names.includes(view)));
}
