import { around } from '../around.js';
import type { Connections } from '../duckdb/connections.js';
import { duckdb } from '../duckdb/dialect.js';
import { duckdbSource } from '../duckdb/duckdb-source.js';
import type { Superseded } from '../duckdb/superseded.js';
import type { RowSource } from '../row-source.js';
import type { Manifest } from './manifest.js';

/** The copies that statements read which begin now. Those that run go on reading the ones that they began with. */
export class Generation {
  readonly source: RowSource;
  #running = 0;
  #ending: (() => void) | undefined;

  constructor(
    connections: Connections,
    superseded: Superseded,
    readonly manifests: ReadonlyMap<string, Manifest>,
  ) {
    const dialect = {
      ...duckdb,
      view: (view: string) => duckdb.identifier(manifests.get(view)?.file ?? view),
    };
    const source = duckdbSource(connections, superseded.under(dialect));
    this.source = around(source, (read) => this.#counted(read));
  }

  /** Settles when no statement reads it any more. */
  ended(): Promise<void> {
    return new Promise((resolve) => {
      this.#ending = resolve;
      if (this.#running === 0) resolve();
    });
  }

  async #counted<T>(read: () => Promise<T>): Promise<T> {
    this.#running += 1;
    try {
      return await read();
    } finally {
      this.#running -= 1;
      if (this.#running === 0) this.#ending?.();
    }
  }
}
