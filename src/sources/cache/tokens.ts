import { GatewayError, SourceSchema } from '../../errors.js';
import { within } from './within.js';

/** How changes of a view are told: by the store itself, by its newest row, or not at all, so that time has to do. */
export type Form = 'told' | 'newest' | 'timer';

export interface Changes {
  /** The store's own word for each view's last change, without reading rows. @throws SourceSchema where it gives none */
  readonly told?: (views: readonly string[]) => Promise<readonly (string | null)[]>;
  /** A word that changes with a view's newest row and number of rows; null where its rows are not dated. */
  readonly newest?: (views: readonly string[]) => Promise<readonly (string | null)[]>;
}

export interface TokenSettings {
  /** How long the store's own word is taken for granted. */
  readonly toldMs: number;
  /** The same for what costs a statement over the rows, and how long rows are taken for unchanged where nothing tells. */
  readonly otherMs: number;
  readonly onForm?: (view: string, form: Form) => void;
  readonly now?: () => number;
}

/** What a view's rows are known by, and since when that is known. */
export interface Token {
  readonly token: string;
  readonly asOf: number;
}

interface State extends Token {
  readonly form: Form;
}

const FORMS = ['told', 'newest', 'timer'] as const;
/** A store that did not tell is asked again no sooner than this. */
const PAUSE_MS = 5_000;

const MOST_TURNS = 3;
/** A view that is defined anew need not count as changed: once a day everything does. */
const DAY_MS = 86_400_000;
/** From which age of a question on nobody waits for its answer: reads pass by the cache. */
const MOST_WAIT_MS = 1_000;

/** Tells whether views have changed, each in the first form that the store offers for it. */
export class Tokens {
  readonly #states = new Map<string, State>();
  readonly #forms = new Map<string, Form>();
  #checking: Promise<void> | undefined;
  #checkingSince = 0;
  #pausedUntil = 0;
  readonly #now: () => number;

  /** `all` are told in one statement, whichever of them is asked for. */
  constructor(
    readonly changes: Changes,
    readonly all: readonly string[],
    readonly settings: TokenSettings,
  ) {
    this.#now = settings.now ?? Date.now;
  }

  /** The token of these views together; undefined where the store cannot be asked just now. */
  async of(views: readonly string[]): Promise<Token | undefined> {
    // Others may be asking for other views just now: their turn, then ours.
    for (let turn = 0; this.#due(views).length > 0; turn++) {
      if (turn === MOST_TURNS || this.#now() < this.#pausedUntil) return undefined;
      this.#begin(this.#due(views));
      if (this.#checking) await within(this.#checking, MOST_WAIT_MS - (performance.now() - this.#checkingSince));
    }
    const states = views.flatMap((view) => this.#states.get(view) ?? []);
    return { token: states.map(({ token }) => token).join(' '), asOf: Math.min(...states.map(({ asOf }) => asOf)) };
  }

  #begin(due: readonly string[]): void {
    if (this.#checking) return;
    this.#checkingSince = performance.now();
    this.#checking = this.#check(due).finally(() => {
      this.#checking = undefined;
    });
  }

  /** How many views are known in each form. */
  get forms(): Readonly<Partial<Record<Form, number>>> {
    const counts = FORMS.map(
      (form) => [form, [...this.#forms.values()].filter((each) => each === form).length] as const,
    );
    return Object.fromEntries(counts.filter(([, count]) => count > 0));
  }

  #due(views: readonly string[]): string[] {
    const { toldMs, otherMs } = this.settings;
    return views.filter((view) => {
      const state = this.#states.get(view);
      return !state || this.#now() - state.asOf >= (state.form === 'told' ? toldMs : otherMs);
    });
  }

  async #check(due: readonly string[]): Promise<void> {
    try {
      if (due.some((view) => this.#formOf(view) === 'told')) await this.#ask('told', this.#in('told', this.all));
      const rest = due.filter((view) => this.#formOf(view) !== 'told');
      await this.#ask('newest', this.#in('newest', rest));
      const asOf = this.#now();
      for (const view of this.#in('timer', rest))
        this.#keep(view, 'timer', `timer ${Math.floor(asOf / this.settings.otherMs)}`, asOf);
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      this.#pausedUntil = this.#now() + PAUSE_MS;
    }
  }

  /** Asks for all at once; where the store lacks one of them, for each. */
  async #ask(form: 'told' | 'newest', views: readonly string[]): Promise<void> {
    const ask = this.changes[form];
    if (views.length === 0) return;
    const asOf = this.#now(); // what changes while the store answers belongs to the next time
    const words = ask ? await ask(views).catch(whereLacking) : [];
    if (words) for (const [at, view] of views.entries()) this.#take(form, view, words[at] ?? null, asOf);
    else if (views.length === 1) this.#take(form, views[0] ?? '', null, asOf);
    else await Promise.all(views.map((view) => this.#ask(form, [view])));
  }

  #take(form: 'told' | 'newest', view: string, word: string | null, asOf: number): void {
    if (word !== null) this.#keep(view, form, `${form} ${word} ${Math.floor(asOf / DAY_MS)}`, asOf);
    else this.#forms.set(view, FORMS[FORMS.indexOf(form) + 1] ?? 'timer');
  }

  #keep(view: string, form: Form, token: string, asOf: number): void {
    if (this.#states.get(view)?.form !== form) this.settings.onForm?.(view, form);
    this.#forms.set(view, form);
    this.#states.set(view, { form, token, asOf });
  }

  #in = (form: Form, views: readonly string[]) => views.filter((view) => this.#formOf(view) === form);
  #formOf = (view: string): Form => this.#forms.get(view) ?? 'told';
}

function whereLacking(error: unknown): undefined {
  if (!(error instanceof SourceSchema)) throw error;
}
