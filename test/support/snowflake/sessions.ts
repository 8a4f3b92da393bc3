import { createHash, createPublicKey, type KeyObject, randomUUID, verify } from 'node:crypto';
import { ServerError } from './warehouse.js';

/** Who may log in, and what is there for them. */
export interface DoubleAccount {
  readonly account: string;
  readonly user: string;
  readonly password?: string;
  /** The public key that is set for the user, in PEM form. It can be rotated. */
  publicKey?: string;
  token?: string;
  readonly roles: readonly string[];
  readonly warehouses: readonly string[];
  readonly databases: readonly string[];
  readonly schemas: readonly string[];
}

interface Session {
  readonly id: number;
  token: string;
  readonly master: string;
  isExpired: boolean;
  isMasterExpired: boolean;
  readonly got: readonly (string | null)[];
}

interface LoginData {
  readonly ACCOUNT_NAME?: string;
  readonly LOGIN_NAME?: string;
  readonly PASSWORD?: string;
  readonly TOKEN?: string;
  readonly AUTHENTICATOR?: string;
}

/** Who is logged in. Tokens expire when a test says so. */
export class Sessions {
  readonly #sessions = new Map<string, Session>();
  #count = 0;

  constructor(readonly account: DoubleAccount) {}

  /** @throws ServerError with the code that the server refuses with */
  open(data: LoginData, wanted: URLSearchParams): object {
    checkProof(data, this.account);
    const role = wanted.get('roleName');
    if (role && !has(this.account.roles, role))
      throw new ServerError('390189', 'Role specified in the connect string is not granted');
    const { warehouses, databases, schemas } = this.account;
    const got = [
      held(warehouses, wanted.get('warehouse')),
      held(databases, wanted.get('databaseName')),
      held(schemas, wanted.get('schemaName')),
    ];
    this.#count += 1;
    const session: Session = {
      id: this.#count,
      token: randomUUID(),
      master: randomUUID(),
      isExpired: false,
      isMasterExpired: false,
      got,
    };
    this.#sessions.set(session.master, session);
    return {
      token: session.token,
      masterToken: session.master,
      validityInSeconds: 3600,
      masterValidityInSeconds: 14_400,
      sessionId: session.id,
      parameters: [{ name: 'CLIENT_SESSION_KEEP_ALIVE', value: false }],
    };
  }

  /** The session whose token this is. @throws ServerError where it is expired or nobody's */
  of(authorization: string | undefined): Session {
    const token = tokenIn(authorization);
    const session = [...this.#sessions.values()].find((each) => each.token === token);
    if (!session) throw new ServerError('390104', 'Session no longer exists. New login required.');
    if (session.isExpired) throw new ServerError('390112', 'Your session has expired.');
    return session;
  }

  renew(authorization: string | undefined): object {
    const session = this.#sessions.get(tokenIn(authorization));
    if (!session || session.isMasterExpired) throw new ServerError('390114', 'Authentication token has expired.');
    session.token = randomUUID();
    session.isExpired = false;
    const seconds = { validityInSecondsST: 3600, validityInSecondsMT: 14_400 };
    return { sessionToken: session.token, masterToken: session.master, ...seconds };
  }

  close(authorization: string | undefined): void {
    this.#sessions.delete(this.of(authorization).master);
  }

  /** `session` can be renewed; `master` cannot; `gone` sessions the server has forgotten. */
  end(how: 'session' | 'master' | 'gone'): void {
    for (const session of this.#sessions.values()) {
      session.isExpired = true;
      session.isMasterExpired ||= how === 'master';
    }
    if (how === 'gone') this.#sessions.clear();
  }
}

const tokenIn = (authorization = '') => /^Snowflake Token="(.*)"$/.exec(authorization)?.[1] ?? '';
const plain = (name: string) => (/^".*"$/.test(name) ? name.slice(1, -1) : name.toUpperCase());
const has = (names: readonly string[], name: string) => names.includes(plain(name));
const held = (names: readonly string[], name: string | null) => (name && has(names, name) ? plain(name) : null);

function checkProof(data: LoginData, account: DoubleAccount): void {
  const isUser = data.LOGIN_NAME?.toUpperCase() === account.user;
  if (data.AUTHENTICATOR === 'SNOWFLAKE_JWT') {
    if (!isUser || !account.publicKey || !isSigned(data.TOKEN ?? '', account, createPublicKey(account.publicKey)))
      throw new ServerError('390144', 'JWT token is invalid.');
  } else if (data.AUTHENTICATOR === 'OAUTH') {
    if (!account.token || data.TOKEN !== account.token) throw new ServerError('390303', 'Invalid OAuth access token.');
  } else if (!isUser || !account.password || data.PASSWORD !== account.password)
    throw new ServerError('390100', 'Incorrect username or password was specified.');
}

/** Issuer, subject, times and signature, as the server checks them. */
function isSigned(token: string, { account, user }: DoubleAccount, key: KeyObject): boolean {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString());
  const print = createHash('sha256')
    .update(key.export({ format: 'der', type: 'spki' }))
    .digest('base64');
  const { iss, sub, iat, exp } = read(payload);
  const name = `${account.toUpperCase()}.${user}`;
  const isFresh = iat <= Date.now() + 60_000 && exp >= Date.now() && exp - iat <= 3_600_000;
  return (
    read(header).alg === 'RS256' &&
    iss === `${name}.SHA256:${print}` &&
    sub === name &&
    isFresh &&
    verify('sha256', Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'))
  );
}
