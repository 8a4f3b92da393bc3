import type { Viewer } from '../auth/viewer.js';
import type { Bindings } from '../binding/bindings.js';
import type { ViewerScope } from '../binding/viewer-scope.js';
import type { Reads } from '../loaders/reads.js';
import type { Places } from './places.js';

/** What a command's reads are made of. */
export interface ReadsOfCommand {
  /** Who asks. */
  readonly viewer: Pick<Viewer, 'id' | 'role' | 'permissions'>;
  readonly bindings: Bindings;
  /** Reads that see everything. What they bring is held against the scopes here. */
  readonly reads: Reads;
  readonly places: Places;
  /** What the viewer sees, and where the viewer may write. */
  readonly scope: ViewerScope;
  readonly writeScope: ViewerScope;
  /** What the viewer's role may do: some steps need more than their command. */
  readonly permissions: ReadonlySet<string>;
  /** What time it is by the database. */
  readonly now: () => Promise<Date>;
  /** The record that the same viewer's earlier request made. */
  readonly madeBy: (clientRequestId: string) => Promise<string | undefined>;
}
