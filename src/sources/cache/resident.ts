import { GatewayError, SourceSchema } from '../../errors.js';
import type { MemoryTables } from '../duckdb/memory-tables.js';
import type { Notes } from '../notes.js';
import type { Aggregation, Column, RowSource, Selection } from '../row-source.js';
import { columnsRead } from './columns-read.js';
import type { Token, Tokens } from './tokens.js';
import { within } from './within.js';

export interface ResidentSettings {
  /** The views that are held, each with the columns that the schema is bound to. */
  readonly views: ReadonlyMap<string, readonly Column[]>;
  readonly tables: MemoryTables;
  /** Where whole views are read from. */
  readonly source: RowSource;
  readonly tokens: Tokens;
  /** A view with more rows is not held. */
  readonly mostRows: number;
  /** How old a copy may be that stands in for a store that is out of order; 0 for none. */
  readonly staleMs: number;
  readonly onRefusal: (view: string, error: unknown) => void;
  readonly now?: () => number;
}

interface Held {
  readonly token: string;
  /** When its token was last the view's. */
  asOf: number;
  readonly isThere: boolean;
}

/** From which age of a loading on nobody waits for it: the store is asked for the rows like for any other's. */
const MOST_WAIT_MS = 1_500;

interface Loading {
  readonly done: Promise<void>;
  readonly since: number;
}

/**
 * Small views in memory: read whole when they are first needed, and again when their token changes, so that what hierarchies,
 * pickers and scopes ask of them costs the store nothing meanwhile. What tells of a person is not held.
 */
export class Resident {
  readonly #held = new Map<string, Held>();
  readonly #loading = new Map<string, Loading>();
  readonly #columns: ReadonlyMap<string, ReadonlySet<string>>;
  readonly #now: () => number;
  readonly source: RowSource;

  constructor(readonly settings: ResidentSettings) {
    this.source = settings.tables.source;
    this.#now = settings.now ?? Date.now;
    this.#columns = new Map([...settings.views].map(([view, all]) => [view, new Set(namesOf(impersonal(all)))]));
  }

  /** Reads all views that are not held, side by side. */
  async warm(): Promise<void> {
    await Promise.all([...this.settings.views.keys()].map((view) => this.#current(view)));
  }

  /** For each of these reads what is to be noted of it, where it can be answered from here. */
  takes = (reads: readonly (Selection | Aggregation)[]): Promise<readonly (Notes | undefined)[]> =>
    Promise.all(reads.map((read) => this.#take(read)));

  async #take(read: Selection | Aggregation): Promise<Notes | undefined> {
    const needed = columnsRead(read);
    for (const [view, columns] of needed) {
      const held = this.#columns.get(view);
      if (!held || ![...columns].every((column) => isHeld(column, held))) return undefined;
    }
    // Who asks for one will soon ask for the next: all that are missing are read side by side.
    if (this.#held.size === 0) void this.warm();
    const found = await Promise.all([...needed.keys()].map((view) => this.#current(view)));
    if (!found.every((each) => each !== undefined)) return undefined;
    const asOf = Math.min(...found.map((each) => each.asOf));
    return { hits: 1, asOf, ...(found.some(({ stale }) => stale) && { stale: true }) };
  }

  /** Since when what is held of the view is known to hold; undefined where it does not, and no copy may stand in. */
  async #current(view: string): Promise<{ asOf: number; stale?: boolean } | undefined> {
    const token = await this.settings.tokens.of([view]);
    if (token && this.#held.get(view)?.token !== token.token) await this.#load(view, token);
    const held = this.#held.get(view);
    if (!held?.isThere) return undefined;
    if (held.token === token?.token) {
      held.asOf = token.asOf;
      return { asOf: token.asOf };
    }
    const isYoung = this.#now() - held.asOf <= this.settings.staleMs;
    return isYoung && !this.#loading.has(view) ? { asOf: held.asOf, stale: true } : undefined;
  }

  async #load(view: string, token: Token): Promise<void> {
    const loading = this.#loading.get(view) ?? { done: this.#read(view, token), since: performance.now() };
    if (!this.#loading.has(view)) {
      this.#loading.set(view, loading);
      void loading.done.finally(() => this.#loading.delete(view));
    }
    await within(loading.done, MOST_WAIT_MS - (performance.now() - loading.since));
  }

  async #read(view: string, token: Token): Promise<void> {
    const { source, tables, mostRows, onRefusal } = this.settings;
    const columns = impersonal(this.settings.views.get(view) ?? []);
    try {
      const scope = { kind: 'everything' } as const;
      const rows = await source.select({
        label: `resident ${view}`,
        view,
        scope,
        columns,
        order: [],
        rowLimit: mostRows,
      });
      if (rows.length > mostRows) throw new SourceSchema(view, new Error(`has more than ${mostRows} rows`));
      await tables.put(view, columns, rows);
      this.#held.set(view, { ...token, isThere: true });
    } catch (error) {
      onRefusal(view, error);
      // A view that does not fit is tried again when it has changed; a store out of order when it is next asked.
      if (error instanceof SourceSchema || !(error instanceof GatewayError))
        this.#held.set(view, { ...token, isThere: false });
    }
  }
}

const impersonal = (columns: readonly Column[]) => columns.filter(({ personal }) => !personal);
const namesOf = (columns: readonly Column[]) => columns.map(({ name }) => name);

function isHeld({ name, sum, distance, personal }: Column, held: ReadonlySet<string>): boolean {
  if (personal || distance) return false;
  return sum ? sum.every(({ columns }) => columns.every((each) => held.has(each))) : held.has(name);
}
