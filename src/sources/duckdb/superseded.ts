import type { Condition, Grain, Selection } from '../row-source.js';
import { rankOf } from '../sql/source.js';
import { Writer } from '../sql/writer.js';
import type { Connections } from './connections.js';
import type { Dialect } from '../sql/dialect.js';
import { duckdb } from './dialect.js';

/** Views with more rows tell superseded ones statement by statement: finding them all would take gigabytes. */
const MOST_ROWS = 5_000_000;

type Fact = Pick<Selection, 'view'> & { readonly grain: Grain };

/**
 * The rows of a folder that a later run replaced. They are found once a view, in the background, because the files of an
 * open folder do not change; until then, and for very large views, each statement tells its own rows apart by a window,
 * which costs about as much as the rest of it.
 */
export class Superseded {
  /** By view and grain: the condition of rows that count; null where each statement has to tell them itself. */
  #known = new Map<string, Condition | null>();
  #finding = new Map<string, Promise<void>>();

  constructor(
    readonly connections: Connections,
    readonly dialect: Dialect = duckdb,
  ) {}

  /** The same knowledge where views have other names: what is known of a file is known of it there too. */
  under(dialect: Dialect): Superseded {
    const other = new Superseded(this.connections, dialect);
    other.#known = this.#known;
    other.#finding = this.#finding;
    return other;
  }

  /** The same read, where possible without telling rows apart. */
  spared<R extends Partial<Fact>>(read: R & { readonly where?: Condition }): R {
    const { view, grain, where } = read;
    if (!view || !grain) return read;
    const fact = { view, grain };
    const counting = this.#known.get(this.#nameOf(fact));
    if (counting === undefined) void this.found(fact);
    if (!counting) return read;
    const { grain: _, ...rest } = read;
    return { ...rest, where: where ? { all: [counting, where] } : counting } as unknown as R;
  }

  /** Settles when it is known which rows of the view count. */
  found(fact: Fact): Promise<void> {
    const name = this.#nameOf(fact);
    const finding =
      this.#finding.get(name) ??
      this.#find(fact, name).then(
        (condition) => void this.#known.set(name, condition),
        () => void this.#known.set(name, null),
      );
    this.#finding.set(name, finding);
    return finding;
  }

  /** Lets go of what is known of a view, as the database calls it, that is there no more. */
  async forget(from: string): Promise<void> {
    for (const name of [...this.#finding.keys()].filter((each) => each.startsWith(`${from} `))) {
      await this.#finding.get(name);
      this.#finding.delete(name);
      this.#known.delete(name);
      await this.connections.use((connection) => connection.run(`drop table if exists ${tableOf(name)}`));
    }
  }

  async #find({ view, grain }: Fact, named: string): Promise<Condition | null> {
    const writer = new Writer(this.dialect);
    const [from, table] = [writer.view(view), tableOf(named)];
    // What decides between rows of one fact ends with the key, which is unique within a network: the grain's first column.
    const key = [...grain.columns.slice(0, 1), ...grain.order.slice(1).map(({ column }) => column)];
    const keys = [...new Set(key.map(({ name }) => duckdb.identifier(name)))].join(', ');
    const fact = `hash(${grain.columns.map((column) => writer.column(column)).join(', ')})`;
    return this.connections.use(async (connection) => {
      const [rows] = (await (await connection.run(`select count(*)::integer from ${from}`)).getRows())[0] ?? [];
      if (Number(rows) > MOST_ROWS) return null;
      await connection.run(
        `create or replace table ${table} as select ${keys} from (select ${keys}, ${rankOf(grain, writer)} as place from ${from}
         where ${fact} in (select ${fact} from ${from} group by all having count(*) > 1)) facts where place > 1`,
      );
      const [found] = (await (await connection.run(`select count(*)::integer from ${table}`)).getRows())[0] ?? [];
      if (Number(found) === 0) return { all: [] };
      return { not: { columns: key, of: { view: supersededIn(named), columns: key, where: { all: [] } } } };
    });
  }

  #nameOf = ({ view, grain }: Fact) =>
    `${(this.dialect.view ?? this.dialect.identifier)(view)} ${grain.columns.map(({ name }) => name)}`;
}

const supersededIn = (named: string) => `superseded in ${named}`;
const tableOf = (named: string) => duckdb.identifier(supersededIn(named));
