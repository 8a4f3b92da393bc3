import { SourceSchema } from '../errors.js';
import { lastWords } from '../sources/replica/last-words.js';
import type { Column } from '../sources/row-source.js';
import { type Drift, driftOf } from '../sources/snowflake/inspect.js';
import type { OpenedSnowflake } from '../sources/snowflake/open-snowflake.js';
import { type Finding, fault, ok, reasonOf, skewOf } from './finding.js';

type Views = ReadonlyMap<string, readonly Column[]>;

/** Whether an account is what the schema is bound to, and lets its role read it. */
export async function examineAccount(opened: OpenedSnowflake, views: Views, role: string): Promise<Finding[]> {
  const asked = Date.now();
  const time = await opened.time().catch(reasonOf);
  const answered = Date.now();
  if (typeof time === 'string')
    return [
      fault(`the account does not answer: ${time}`, 'see SNOWFLAKE_ACCOUNT, SNOWFLAKE_ACCESS_URL and the network'),
    ];
  const drift = await opened.columns().then((described) => driftOf(views, described), reasonOf);
  const columns = typeof drift === 'string' ? [untold(drift, role)] : findingsOf(drift, views, role);
  const there = [...views].filter(([view]) => typeof drift === 'string' || !drift.views.includes(view));
  return [
    skewOf("the account's", time, (asked + answered) / 2),
    ...columns,
    ...(await answering(opened, there, drift)),
    await tokenFunction(opened, [...views.keys()], role),
  ];
}

const untold = (reason: string, role: string) =>
  fault(`INFORMATION_SCHEMA does not tell columns: ${reason}`, `grant usage on the database to role ${role}`, false);

function findingsOf({ views: gone, missing, retyped, added }: Drift, views: Views, role: string): Finding[] {
  const lists = (found: Readonly<Record<string, readonly string[]>>) => Object.entries(found);
  return [
    ...gone.map((view) =>
      fault(
        `${view} is not there, or not for role ${role}`,
        `build it, or grant select on view ${view} to role ${role}`,
      ),
    ),
    ...lists(missing).map(([view, columns]) =>
      fault(`${view} lacks ${columns.join(', ')}`, 'bring the dbt project and the release of wellgraph together'),
    ),
    ...lists(retyped).map(([view, columns]) =>
      fault(
        `${view} has another type for ${columns.join(', ')}`,
        'cast them in dbt: values that do not fit read as null',
      ),
    ),
    ...lists(added).map(([view, columns]) =>
      ok(`${view} has ${columns.length} columns that the schema does not serve: ${columns.join(', ')}`),
    ),
    ok(`${views.size - gone.length} of ${views.size} views are there`),
  ];
}

/** Each view is asked for no row of the columns that it has, so that the account has to work its definition out. */
async function answering(
  opened: OpenedSnowflake,
  views: readonly (readonly [string, readonly Column[]])[],
  drift: Drift | string,
) {
  const silent = await Promise.all(
    views.map(async ([view, bound]): Promise<Finding[]> => {
      const lacks = typeof drift === 'string' ? [] : (drift.missing[view] ?? []);
      const columns = bound.filter(({ name }) => !lacks.includes(name));
      const scope = { kind: 'nothing' } as const;
      const read = { label: `doctor ${view}`, view, scope, columns, order: [], rowLimit: 1 };
      return opened.source.select(read).then(
        () => [],
        (error: unknown) => [
          fault(`${view} does not answer: ${reasonOf(error)}`, 'run its model in dbt, and its grants'),
        ],
      );
    }),
  );
  const faults = silent.flat();
  return [...faults, ok(`${views.length - faults.length} views answer`)];
}

async function tokenFunction(opened: OpenedSnowflake, views: readonly string[], role: string): Promise<Finding> {
  const none = async (some: readonly string[]) => some.map(() => null);
  try {
    const words = await lastWords(views, { told: opened.lastChanges, newest: none });
    const silent = views.filter((view) => (words.get(view) ?? null) === null);
    if (silent.length === 0) return ok('SYSTEM$LAST_CHANGE_COMMIT_TIME tells when each view has changed');
    return fault(
      `SYSTEM$LAST_CHANGE_COMMIT_TIME does not tell of ${silent.length} views (${silent.slice(0, 3).join(', ')})`,
      `let role ${role} read the tables under them, or expect a statement over all their rows every CACHE_SECONDS`,
      false,
    );
  } catch (error) {
    if (error instanceof SourceSchema) throw error;
    return fault(`the account does not tell changes: ${reasonOf(error)}`, 'ask again later', false);
  }
}
