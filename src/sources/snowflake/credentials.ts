import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';

/** How the gateway proves who it is: a private key or an OAuth token, each as text or in a file. */
export interface Credentials {
  readonly privateKey?: string | undefined;
  readonly privateKeyFile?: string | undefined;
  readonly passphrase?: string | undefined;
  readonly token?: string | undefined;
  readonly tokenFile?: string | undefined;
}

export type Proof =
  | { readonly authenticator: 'SNOWFLAKE_JWT'; readonly privateKey: string }
  | { readonly authenticator: 'OAUTH'; readonly token: string };

/**
 * What the driver needs to log in. Files are read at each login, so a key or token that was replaced is the next one used.
 * @throws Error naming the setting that holds no key or token
 */
export async function proofOf(given: Credentials): Promise<Proof> {
  const { token, tokenFile, privateKey, privateKeyFile } = given;
  if (token ?? tokenFile) {
    const text = token ?? (await readSetting('SNOWFLAKE_TOKEN_FILE', tokenFile ?? ''));
    return { authenticator: 'OAUTH', token: text.trim() };
  }
  const text = privateKey ?? (await readSetting('SNOWFLAKE_PRIVATE_KEY_FILE', privateKeyFile ?? ''));
  const setting = privateKey ? 'SNOWFLAKE_PRIVATE_KEY' : 'SNOWFLAKE_PRIVATE_KEY_FILE';
  return { authenticator: 'SNOWFLAKE_JWT', privateKey: unlocked(text, given.passphrase, setting) };
}

async function readSetting(setting: string, path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => {
    throw new Error(`${setting}: ${path} cannot be read`);
  });
}

/** Environments often hold a key on one line, with `\n` for its ends of lines. */
function unlocked(text: string, passphrase: string | undefined, setting: string): string {
  const key = text.replaceAll('\\n', '\n');
  try {
    const parsed = createPrivateKey({ key, format: 'pem', ...(passphrase && { passphrase }) });
    return String(parsed.export({ format: 'pem', type: 'pkcs8' }));
  } catch {
    if (!key.includes('PRIVATE KEY')) throw new Error(`${setting}: holds no private key in PEM form`);
    if (/ENCRYPTED/.test(key)) throw new Error('SNOWFLAKE_PRIVATE_KEY_PASSPHRASE: does not open the private key');
    throw new Error(`${setting}: the private key is damaged`);
  }
}
