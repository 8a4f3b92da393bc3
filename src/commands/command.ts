import type { Permission } from '../auth/permissions.js';
import type { Patch, Routing } from '../events/write.js';
import type { CommandReads } from './command-reads.js';
import type { Input } from './input-schema.js';
import type { Result, Warning } from './outcome.js';

/** One event of one record, as a command decides it. `decide.ts` has short ways to write one. */
export interface Change {
  /** The record's type in the schema. */
  readonly type: string;
  readonly rowId: string;
  readonly kind: string;
  readonly patch: Patch;
  readonly expectedVersion: number;
  readonly routing: Routing;
  /** Who it is by, where it is not who asked: a policy that decides by itself. */
  readonly by?: string;
}

/** What is to be written, in this order. The answer's record is the one that `record` names, else the last one's. */
export interface Decided {
  readonly changes: readonly Change[];
  readonly record?: Change;
  readonly warnings?: readonly Warning[];
}

export type Decision = Decided | Result;

/** What a decision may know beside what was loaded. */
export interface Moment {
  readonly now: Date;
  /** Who asks. */
  readonly actor: string;
  /** The id of a record that is made: the same for the same request, however often it is tried. */
  readonly newId: () => string;
}

/**
 * A write, as one file says it: who may, what has to be known, and what follows from it. Nothing else of it is written
 * anywhere but its field of Mutation and its input in the SDL.
 */
export interface Command<Given, Loaded> {
  readonly permission: Permission;
  /** Of whose records alone it is decided: two that name different ones decide as if the other were not there. */
  readonly apart?: (given: Input) => string;
  /**
   * What a batch that is written as a whole may be about only once, in whichever commands: two would each be decided as if the
   * other were not there, and no rule of the database knows of both.
   */
  readonly oneOf?: (given: Input) => readonly string[];
  /** Reads what the decision stands on. What the viewer may not see is not there: `reads` refuses it as NOT_FOUND. */
  readonly load: (given: Given, reads: CommandReads) => Promise<Loaded>;
  /** Pure: the same input, records and moment lead to the same events. */
  readonly decide: (given: Given, loaded: Loaded, moment: Moment) => Decision;
}

/** A command whose parts fit each other, which is all that its caller has to know. */
export interface AnyCommand {
  readonly permission: Permission;
  readonly apart?: (given: Input) => string;
  readonly oneOf?: (given: Input) => readonly string[];
  readonly judge: (given: Input, reads: CommandReads) => Promise<(moment: Moment) => Decision>;
}

/** @param parts  `Given` is the input's type in `generated/resolvers.ts`: the SDL and the input's schema see to it */
export function command<Given, Loaded>(parts: Command<Given, Loaded>): Command<Given, Loaded> & AnyCommand {
  return {
    ...parts,
    judge: async (given, reads) => {
      const loaded = await parts.load(given as Given, reads);
      return (moment) => parts.decide(given as Given, loaded, moment);
    },
  };
}
