import { join } from 'node:path';
import { columnsRead } from '../cache/columns-read.js';
import { Connections } from '../duckdb/connections.js';
import { duckdb } from '../duckdb/dialect.js';
import { quoted } from '../duckdb/file-columns.js';
import { openInstance } from '../duckdb/instance.js';
import { Superseded } from '../duckdb/superseded.js';
import { type Drift, drifting } from '../drifting.js';
import { isLacking } from '../lacks.js';
import type { Column, RowSource } from '../row-source.js';
import type { Nearer } from '../routed.js';
import { Generation } from './generation.js';
import { isOf, type Manifest, readManifest, spansOf } from './manifest.js';
import { literal } from './work.js';

export interface ReplicaOptions {
  readonly folder: string;
  /** The columns that the schema is bound to, by view: of those that are looked for in the folder. */
  readonly views: ReadonlyMap<string, readonly Column[]>;
  readonly memoryMb: number;
  readonly threads: number;
  readonly connections: number;
  readonly waiting: number;
}

/** Copies of views in a folder, which others may fill meanwhile. */
export interface Replica extends Nearer {
  /** Looks what the folder holds by now; statements that begin from then on read that. */
  reload(): Promise<void>;
  /** What is held of each view. */
  readonly held: () => ReadonlyMap<string, Manifest>;
}

export async function openReplica(options: ReplicaOptions): Promise<Replica> {
  const instance = await openInstance(options);
  const connections = new Connections(instance, 'PRODVIEW', options);
  // The ends of files tell where rows are; those of a large view take longer to read than most answers. No file changes.
  await connections.use((connection) => connection.run('set global parquet_metadata_cache = true'));
  const copies = new Copies(options, connections);
  await copies.reload();
  return {
    takes: async (reads) => reads.map((read) => copies.noteOf([...columnsRead(read).keys()])),
    source: drifting(copies.source, { name: 'PRODVIEW', drift: copies.drift, instead: 'failure' }),
    wordOf: copies.wordOf,
    reload: () => copies.reload(),
    held: () => copies.current.manifests,
  };
}

class Copies {
  readonly #superseded: Superseded;
  /** Those that statements still read, and the current one. */
  readonly #live = new Set<Generation>();
  #reloading: Promise<void> | undefined;
  #reloads = 0;
  current: Generation;

  constructor(
    readonly options: ReplicaOptions,
    readonly connections: Connections,
  ) {
    this.#superseded = new Superseded(connections);
    this.current = new Generation(connections, this.#superseded, new Map());
  }

  readonly source: RowSource = {
    select: (read, signal) => this.current.source.select(read, signal),
    aggregate: (read, signal) => this.current.source.aggregate(read, signal),
    readAll: async (reads, signal) => (await this.current.source.readAll?.(reads, signal)) ?? [],
    close: async () => {
      await this.#reloading?.catch(() => {});
      this.connections.close();
    },
  };

  /** A column that the source did not have when a view was copied is missing from the copy, until the next one has it. */
  readonly drift: Drift = {
    lacks: (view, column) => isLacking(this.current.manifests.get(view)?.missing, column),
    version: () => this.#reloads,
    learn: () => this.reload(),
  };

  /** What the copy is known by that a view is read from; undefined where it is not held. */
  readonly wordOf = (view: string) => this.current.manifests.get(view)?.file;

  /** What is to be noted of a read of these views; nothing where one of them is not held. */
  noteOf(views: readonly string[]) {
    const found = views.map((view) => this.current.manifests.get(view)?.asOf);
    if (!found.every((asOf) => asOf !== undefined)) return undefined;
    return { hits: 1, asOf: Math.min(...found) };
  }

  reload(): Promise<void> {
    this.#reloading ??= this.#reload().finally(() => {
      this.#reloading = undefined;
    });
    return this.#reloading;
  }

  async #reload(): Promise<void> {
    const { folder, views } = this.options;
    const before = this.current;
    const manifests = new Map<string, Manifest>();
    for (const [view, columns] of views) {
      const manifest = await readManifest(folder, view);
      if (manifest && isOf(manifest, columns)) manifests.set(view, manifest);
    }
    const known = copiesOf(before.manifests);
    for (const manifest of manifests.values()) if (!known.has(manifest.file)) await this.#create(manifest);
    this.current = new Generation(this.connections, this.#superseded, manifests);
    this.#reloads += 1;
    this.#live.add(before).add(this.current);
    this.#retire(before).catch(() => {}); // it fails where all is being closed
  }

  async #create(manifest: Manifest): Promise<void> {
    const files = spansOf(manifest).map(({ file }) => literal(join(this.options.folder, file)));
    await this.connections.use((connection) =>
      connection.run(`create or replace view ${quoted(manifest.file)} as from read_parquet([${files.join(', ')}])`),
    );
  }

  /** Lets go of files that no statement reads any more. */
  async #retire(generation: Generation): Promise<void> {
    await generation.ended();
    this.#live.delete(generation);
    for (const file of copiesOf(generation.manifests)) {
      if ([...this.#live].some(({ manifests }) => copiesOf(manifests).has(file))) continue;
      await this.#superseded.forget(duckdb.identifier(file));
      await this.connections.use((connection) => connection.run(`drop view if exists ${quoted(file)}`));
    }
  }
}

/** What copies are known by. */
const copiesOf = (manifests: ReadonlyMap<string, Manifest>) => new Set([...manifests.values()].map(({ file }) => file));
