import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { Overloaded } from '../../errors.js';

type Waiting = (connection: DuckDBConnection | Promise<DuckDBConnection>) => void;

/** A few connections to one database, each running one statement at a time; the rest wait in line, up to a limit. */
export class Connections {
  readonly #idle: DuckDBConnection[] = [];
  readonly #waiting: Waiting[] = [];
  #open = 0;

  constructor(
    readonly instance: DuckDBInstance,
    readonly source: string,
    readonly limits: { readonly connections: number; readonly waiting: number },
  ) {}

  /** @throws Overloaded where too many statements wait already */
  async use<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const connection = await this.#take();
    try {
      return await work(connection);
    } finally {
      const next = this.#waiting.shift();
      if (next) next(connection);
      else this.#idle.push(connection);
    }
  }

  close(): void {
    for (const connection of this.#idle) connection.closeSync();
    this.instance.closeSync();
  }

  async #take(): Promise<DuckDBConnection> {
    const idle = this.#idle.pop();
    if (idle) return idle;
    if (this.#open < this.limits.connections) return this.#connect();
    if (this.#waiting.length >= this.limits.waiting) throw new Overloaded(this.source);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** One that does not come about takes no place of those that may be open: who waits for the place tries it. */
  async #connect(): Promise<DuckDBConnection> {
    this.#open += 1;
    try {
      const connection = await this.instance.connect();
      await connection.run("set timezone = 'UTC'");
      return connection;
    } catch (error) {
      this.#open -= 1;
      const next = this.#waiting.shift();
      if (next) next(this.#take());
      throw error;
    }
  }
}
