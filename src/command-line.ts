import { parseArgs } from 'node:util';
import { newApiKey } from './auth/api-keys.js';
import { askForToken } from './auth/ask-for-token.js';
import { type OperationsSettings, verifyOperations } from './operations-command.js';

/** What `wellgraph <command>` can be asked beside serving. Each returns what to print. */
const COMMANDS = {
  token,
  'api-key': apiKey,
  'ops:verify': (_args: readonly string[], settings: Settings) => verifyOperations(settings),
};

const USAGE = `wellgraph                                    serves the graph
wellgraph token --as foreman                 a token of the demo issuer, from the gateway that runs on this machine
wellgraph api-key --id historian --role gis  a new key for a machine, and its entry for API_KEYS_FILE
wellgraph ops:verify                         rebuilds the records of operations from their events and compares
`;

interface Address {
  readonly HOST: string;
  readonly PORT: number;
}

type Settings = Address & OperationsSettings;

/**
 * Runs one command.
 * @throws Error that says how it is written, or what went wrong
 */
export async function runCommand(name: string, args: readonly string[], settings: Settings): Promise<string> {
  if (!Object.hasOwn(COMMANDS, name)) throw new Error(`There is no command ${name}.\n\n${USAGE}`);
  return COMMANDS[name as keyof typeof COMMANDS](args, settings);
}

async function token(args: readonly string[], { HOST, PORT }: Address): Promise<string> {
  const { as, url } = optionsOf(args, ['as', 'url']);
  const host = HOST.includes(':') ? `[${HOST}]` : HOST;
  return `${await askForToken(url ?? `http://${host}:${PORT}`, as ?? '')}\n`;
}

async function apiKey(args: readonly string[]): Promise<string> {
  const { id, role } = optionsOf(args, ['id', 'role']);
  if (!id || !role) throw new Error(`A key needs --id and --role.\n\n${USAGE}`);
  const { key, entry } = newApiKey(id, role);
  return `The key, shown only now:\n${key}\n\nIts entry in API_KEYS_FILE, a JSON list of such:\n${JSON.stringify(entry, null, 2)}\n`;
}

function optionsOf(args: readonly string[], names: readonly string[]): Readonly<Record<string, string | undefined>> {
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
  try {
    return parseArgs({ args: [...args], options }).values as Record<string, string | undefined>;
  } catch (error) {
    throw new Error(`${(error as Error).message}\n\n${USAGE}`);
  }
}
