import type { z } from 'zod';
import type { Viewer } from '../auth/viewer.js';
import type { Bindings } from '../binding/bindings.js';
import { SourceUnavailable } from '../errors.js';
import type { EventStore } from '../events/event-store.js';
import type { RecordSource, Within } from '../events/write.js';
import { Reads, type Sources } from '../loaders/reads.js';
import { alike } from '../sources/alike.js';
import type { AnyCommand } from './command.js';
import { type CommandReads, CommandReads as ReadsClass } from './command-reads.js';
import type { ReadsOfCommand } from './reads-of-command.js';
import { type Input, inputSchema } from './input-schema.js';
import { Places } from './places.js';

/** A command with what the SDL says of it. */
export interface Known {
  readonly name: string;
  readonly command: AnyCommand;
  /** The type of its record, which may be a union. */
  readonly target: string;
  /** What a union has. */
  readonly targets: readonly string[];
  readonly schema: z.ZodType<Input>;
}

export type Commands = ReadonlyMap<string, Known>;

/**
 * The commands, each with its input's schema.
 * @throws Error  the SDL has one that nobody wrote, or the other way round
 */
export function knownCommands(bindings: Bindings, written: Readonly<Record<string, AnyCommand>>): Commands {
  const strange = Object.keys(written).filter((name) => !bindings.commands.has(name));
  if (strange.length > 0) throw new Error(`The schema has no mutation ${strange.join(', ')} with @command`);
  return new Map(
    [...bindings.commands.values()].map((binding) => {
      const { name, target, targets } = binding;
      const command = written[name];
      if (!command) throw new Error(`Mutation.${name} has no command`);
      return [name, { name, command, target, targets, schema: inputSchema(binding) }];
    }),
  );
}

/** What a gateway writes with, shared by its requests. */
export interface Writing {
  readonly commands: Commands;
  readonly places: Places;
  readonly bindings: Bindings;
  /** Undefined where no PostgreSQL is served. */
  readonly store: (() => Promise<EventStore>) | undefined;
}

/** One request's way to write. */
export interface Writer {
  readonly viewer: Viewer;
  readonly requestId: string;
  readonly commands: Commands;
  readonly bindings: Bindings;
  /** By the database's clock. */
  readonly now: () => Promise<Date>;
  readonly store: () => Promise<EventStore>;
  readonly reads: () => Promise<CommandReads>;
  /** Where the records come from that it makes. */
  readonly source: RecordSource;
  /** The same for the items of a batch, which apps send that kept them until they had a connection. */
  readonly ofBatch: () => Writer;
  /** The same for commands that are decided side by side: they read in as few statements as one of them does. */
  readonly besides: () => Writer;
  /** Where the viewer may write, for the database's own wall. */
  readonly within: () => Promise<Within>;
}

export interface WriterOptions extends Pick<ReadsOfCommand, 'reads' | 'scope'> {
  readonly viewer: Viewer;
  readonly requestId: string;
  /** Resolved only where something is written. */
  readonly writeScope: () => Promise<ReadsOfCommand['writeScope']>;
}

export function writerFor(writing: Writing, { viewer, requestId, reads, scope, writeScope }: WriterOptions): Writer {
  const { commands, bindings, places } = writing;
  const store = async () => {
    if (!writing.store) throw new SourceUnavailable('OPS', new Error('not configured'));
    return writing.store();
  };
  const madeBy = async (clientRequestId: string) => {
    const known = await (await store()).recorded(viewer.id, clientRequestId);
    return (known?.outcome as { readonly rowId?: string } | undefined)?.rowId;
  };
  const { permissions } = viewer;
  const now = async () => (await store()).clock.now();
  let asked: ReturnType<typeof writeScope> | undefined;
  // Once a request: the items of a batch would each wait for it.
  const writable = () => {
    asked ??= writeScope();
    return asked;
  };
  const whose = async () => ({ scope, writeScope: await writable(), permissions, now, madeBy });
  const isMachine = viewer.id.startsWith('key:');
  const reading = (own: Reads, source: RecordSource): Writer => ({
    viewer,
    requestId,
    commands,
    bindings,
    now,
    store,
    source,
    ofBatch: () => reading(own, isMachine ? source : 'FIELD_APP'),
    reads: async () => new ReadsClass({ viewer, bindings, reads: own, places, ...(await whose()) }),
    besides: () => reading(besides(own), source),
    within: async () => withinOf(await writable()),
  });
  return reading(reads, isMachine ? 'IMPORT' : 'GATEWAY');
}

const besides = ({ asked }: Reads): Reads => {
  const sources = Object.entries(asked.sources).map(([name, source]) => [name, alike(source)]);
  return new Reads({ ...asked, sources: Object.fromEntries(sources) as Sources });
};

function withinOf(scope: ReadsOfCommand['writeScope']): Within {
  if (scope.kind === 'unknown') throw scope.why;
  return scope.kind === 'keys' ? scope : scope.kind;
}

export const placesOf = (bindings: Bindings, refreshMs: number) => new Places({ bindings, refreshMs });
