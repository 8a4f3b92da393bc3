import type { Within } from '../sources/postgres/viewer-settings.js';

export type { Within };

/** A value of a column, as JSON has it: instants and days as text, numbers as they were given. */
export type PatchValue =
  | string
  | number
  | boolean
  | null
  | readonly PatchValue[]
  | { readonly [key: string]: PatchValue };
export type Patch = Readonly<Record<string, PatchValue>>;

/** Whom an event concerns: the ProdView keys of what the record belongs to today. */
export interface Routing {
  readonly network: string | null;
  readonly unit?: string | null;
  readonly facility?: string | null;
  readonly route?: string | null;
}

/** One event of one record: what happened, and the columns that change by it. */
export interface Write {
  /** The state table, without its schema. */
  readonly entity: string;
  readonly rowId: string;
  readonly kind: string;
  readonly patch: Patch;
  /** The version that the record has now; 0 makes the record. */
  readonly expectedVersion: number;
  readonly routing: Routing;
  /** Who it is by, where it is not who asked: a policy that decides by itself. */
  readonly by?: string;
}

/** Where a record came from: somebody with a connection, an app that kept it until it had one, or a machine. */
export type RecordSource = 'GATEWAY' | 'FIELD_APP' | 'IMPORT';

/** What one request writes, all of it or nothing. `outcome` is what the same request is told when it comes again. */
export interface Request<Outcome = unknown> {
  readonly actor: string;
  readonly role: string;
  readonly requestId: string;
  readonly clientRequestId: string;
  readonly clientAt?: string | null;
  /** GATEWAY where nothing is said. */
  readonly source?: RecordSource;
  readonly command: string;
  readonly bodyHash: string;
  readonly outcome: Outcome;
  /** Whose records the writer may write: the database refuses others. */
  readonly within: Within;
  readonly writes: readonly Write[];
}

/** What became of a request. `sequence` is the last event's, as text: it may be beyond what a number holds. */
export type Committed<Outcome = unknown> =
  | { readonly is: 'written' | 'replayed'; readonly outcome: Outcome; readonly sequence: string }
  | { readonly is: 'keyReused' }
  /** The record has another version than expected. */
  | { readonly is: 'stale'; readonly entity: string; readonly rowId: string }
  /** A constraint of the database refused it. */
  | { readonly is: 'refused'; readonly constraint: string; readonly class: ConstraintClass; readonly column?: string }
  /** Nothing is wrong with this one, but with another that was to be written with it. */
  | { readonly is: 'abandoned' };

/** What kind of rule a constraint is, where its name is not known. */
export type ConstraintClass = 'scope' | 'unique' | 'exclusion' | 'check' | 'reference' | 'missing' | 'range';

/** One event as it was recorded. */
export interface RecordedEvent {
  readonly sequence: string;
  readonly version: number;
  readonly kind: string;
  readonly patch: Patch;
  readonly actor: string;
  readonly role: string;
  readonly requestId: string;
  readonly clientRequestId: string;
  readonly clientAt: string | null;
  readonly recordedAt: string;
}
