import type { Connection } from 'snowflake-sdk';
import { codeOf, faultOf } from './driver-fault.js';
import type { Account } from './login.js';
import { runQuery } from './query.js';
import type { Session } from './session.js';

/** What the session has got; null is what is not there, or not for this role. It needs no warehouse. */
export const CHECK =
  'select current_warehouse() as "WAREHOUSE", current_database() as "DATABASE", current_schema() as "SCHEMA"';

const SETTINGS = ['SNOWFLAKE_WAREHOUSE', 'SNOWFLAKE_DATABASE', 'SNOWFLAKE_SCHEMA'] as const;

/** By the code that a login is refused with. */
const REFUSALS: Readonly<Record<string, string>> = {
  390100: 'SNOWFLAKE_USER: the account does not know this user with this key or token',
  390144: 'SNOWFLAKE_USER and SNOWFLAKE_PRIVATE_KEY: the key is not the one that the account has for this user',
  390186: 'SNOWFLAKE_ROLE: the user has not been granted this role',
  390189: 'SNOWFLAKE_ROLE: no such role, or the user has not been granted it',
  390201: 'SNOWFLAKE_DATABASE, SNOWFLAKE_SCHEMA or SNOWFLAKE_WAREHOUSE: not there, or not for this role',
  390302: 'SNOWFLAKE_TOKEN: the token is not valid',
  390303: 'SNOWFLAKE_TOKEN: the token is not valid',
  390318: 'SNOWFLAKE_TOKEN: the token has expired',
  390422: 'the account does not let this address in: see its network policies',
};

/**
 * Logs in and looks what the session has got. An account that does not answer is no fault of the settings.
 * @throws Error naming the setting at fault, on one line
 */
export async function checkAccount(session: Session, account: Account, timeoutMs: number): Promise<void> {
  const connection = await session.connection().catch((error: unknown) => {
    if (faultOf(error) === 'refused') throw new Error(refusalOf(error));
    if (/^SNOWFLAKE_/.test(String((error as Error).message))) throw error;
  });
  const got = connection && (await sessionOf(connection, timeoutMs).catch(() => undefined));
  if (!got) return;
  const missing = SETTINGS.filter((_, at) => got[at] === null);
  if (missing.length > 0) throw new Error(`${missing.join(', ')}: not there, or not for role ${roleOf(account)}`);
}

async function sessionOf(connection: Connection, timeoutMs: number): Promise<readonly unknown[] | undefined> {
  let got: readonly unknown[] | undefined;
  const query = { text: CHECK, values: [], tag: '{"app":"wellgraph","label":"start"}', seconds: 60 };
  const take = (cells: readonly unknown[]) => {
    got = cells;
    return false;
  };
  await runQuery(connection, query, { take }, AbortSignal.timeout(timeoutMs));
  return got;
}

const refusalOf = (error: unknown) => REFUSALS[codeOf(error)] ?? `The account refuses the login (${codeOf(error)})`;
const roleOf = ({ role }: Account) => role ?? 'the user has by default';
