import { type Answer, ServerError } from './warehouse.js';

const STATEMENT = /^\/\* wellgraph changes \*\/ select (.+)$/;
const ONE =
  /^system\$last_change_commit_time\('((?:"[A-Z_][A-Z0-9_$]*"\.){2}"([A-Z_][A-Z0-9_$]*)")'\) as "CHANGE_\d+"$/;

/** When views last changed, told out of metadata as the server does: without a warehouse. */
export class Changes {
  readonly #changed = new Map<string, number>();
  #clock = 1_700_000_000_000;
  /** Views whose last change the role may not ask for; all of them where it says so. */
  hidden: ReadonlySet<string> | 'all' = new Set();

  /** A table under this view was written to. */
  bump(view: string): void {
    this.#clock += 1;
    this.#changed.set(view.toUpperCase(), this.#clock);
  }

  isAsked = (sqlText: string) => sqlText.includes('system$last_change_commit_time');

  /** @throws ServerError where it is no such statement of ours, or the role may not */
  answer(sqlText: string): Answer {
    const views = (STATEMENT.exec(sqlText)?.[1] ?? '').split(', ').map((part) => ONE.exec(part)?.[2]);
    if (views.some((view) => view === undefined)) throw new ServerError('001003', 'SQL compilation error');
    const isHidden = (view = '') => this.hidden === 'all' || this.hidden.has(view.toLowerCase());
    if (views.some(isHidden)) throw new ServerError('003001', 'Insufficient privileges');
    const columns = views.map((_, at) => ({
      name: `CHANGE_${at}`,
      type: 'fixed',
      nullable: true,
      scale: 0,
      precision: 38,
    }));
    return { columns, rows: [views.map((view) => String(this.#changed.get(view ?? '') ?? 1))] };
  }
}
