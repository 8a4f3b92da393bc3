import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { GraphQLSchema } from 'graphql';
import { pruneAuditOf } from './audit-command.js';
import { newApiKey } from './auth/api-keys.js';
import { askForToken } from './auth/ask-for-token.js';
import type { Config } from './config.js';
import { writeDueOnce } from './due-command.js';
import { migrateDatabase } from './migrate-database.js';
import { examine } from './doctor-command.js';
import { pullViews } from './pull-command.js';
import { manifestOf } from './documents/write-manifest.js';
import { type OperationsSettings, verifyOperations } from './operations-command.js';
import type { BuiltSchema } from './server/build-schema.js';

/** What `wellgraph <command>` can be asked beside serving. Each returns what to print. */
const COMMANDS = {
  token,
  'api-key': apiKey,
  migrate,
  pull,
  doctor,
  documents,
  'ops:verify': verifyRecords,
  'ops:due': due,
  'audit:prune': pruneEntries,
};

const USAGE = `wellgraph                                    serves the graph
wellgraph token --as foreman                 a token of the demo issuer, from the gateway that runs on this machine
wellgraph api-key --id historian --role gis  a new key for a machine, and its entry for API_KEYS_FILE
wellgraph migrate postgres://… [--sample] [--gateway postgres://…]
                                             brings a database to the newest schema, as who owns it; loads the sample's
                                             map, and makes the login that the gateway's own URL names, where asked to
wellgraph pull                               copies the views of SNOWFLAKE_ACCOUNT into REPLICA_FOLDER, or brings the copies up to date
wellgraph doctor                             looks whether the stores are what the schema is bound to, and says what to do
wellgraph documents folder --out manifest.json   the manifest of the operations in a folder, for TRUSTED_DOCUMENTS_FILE
wellgraph ops:verify                         rebuilds the records of operations from their events and compares
wellgraph ops:due                            writes what has fallen due, once: expired recommendations and limits, escalations
wellgraph audit:prune postgres://… --before 2024-01-01
                                             takes entries of the audit from before a day out for good, as who owns it
`;

interface Settings {
  readonly HOST: string;
  readonly PORT: number;
  /** Makes the schema that it serves, for the commands that look into it. */
  readonly schema?: () => GraphQLSchema;
  /** Where the records of operations are. */
  readonly config?: () => OperationsSettings;
  /** All that a gateway is made of, for the commands that open its sources. */
  readonly gateway?: () => Omit<BuiltSchema, 'schema'> & { readonly config: Config };
}

/**
 * Runs one command.
 * @throws Error that says how it is written, or what went wrong
 */
export async function runCommand(name: string, args: readonly string[], settings: Settings): Promise<string> {
  if (!Object.hasOwn(COMMANDS, name)) throw new Error(`There is no command ${name}.\n\n${USAGE}`);
  return COMMANDS[name as keyof typeof COMMANDS](args, settings);
}

async function token(args: readonly string[], { HOST, PORT }: Settings): Promise<string> {
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

async function migrate(args: readonly string[]): Promise<string> {
  const [url, ...rest] = args;
  if (!url || !/^postgres(ql)?:\/\//.test(url)) throw new Error(`Say which database, as who owns it.\n\n${USAGE}`);
  const sample = rest.includes('--sample');
  const { gateway } = optionsOf(
    rest.filter((each) => each !== '--sample'),
    ['gateway'],
  );
  return migrateDatabase(url, { sample, gateway });
}

async function pruneEntries([url, ...rest]: readonly string[]): Promise<string> {
  if (!url || !/^postgres(ql)?:\/\//.test(url)) throw new Error(`Say which database, as who owns it.\n\n${USAGE}`);
  return pruneAuditOf(url, optionsOf(rest, ['before']).before);
}

async function pull(_args: readonly string[], { gateway }: Settings): Promise<string> {
  if (!gateway) throw new Error('The settings are not at hand here: run it as wellgraph pull');
  const { config, bindings } = gateway();
  return pullViews(config, bindings, (line) => process.stderr.write(`${line}\n`));
}

async function doctor(_args: readonly string[], { gateway }: Settings): Promise<string> {
  if (!gateway) throw new Error('The settings are not at hand here: run it as wellgraph doctor');
  const { config, bindings } = gateway();
  return examine(config, bindings);
}

async function verifyRecords(_args: readonly string[], { config }: Settings): Promise<string> {
  return verifyOperations(config?.() ?? {});
}

async function due(_args: readonly string[], { gateway }: Settings): Promise<string> {
  if (!gateway) throw new Error('The settings are not at hand here: run it as wellgraph ops:due');
  return writeDueOnce(gateway());
}

async function documents([folder, ...args]: readonly string[], { schema }: Settings): Promise<string> {
  const { out } = optionsOf(args, ['out']);
  if (!folder || folder.startsWith('-')) throw new Error(`The folder of the .graphql files is missing.\n\n${USAGE}`);
  if (!schema) throw new Error('The schema is not at hand here: run it as wellgraph documents');
  const manifest = manifestOf(folder, schema());
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  if (out === undefined) return text;
  writeFileSync(out, text);
  return `${out}: ${manifest.operations.length} operations\n`;
}

function optionsOf(args: readonly string[], names: readonly string[]): Readonly<Record<string, string | undefined>> {
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
  try {
    return parseArgs({ args: [...args], options }).values as Record<string, string | undefined>;
  } catch (error) {
    throw new Error(`${(error as Error).message}\n\n${USAGE}`);
  }
}
