import type { Permission } from '../auth/permissions.js';
import type { Patch } from '../events/write.js';
import { change, columnsOf, unreviewed } from './changes.js';
import { type AnyCommand, type Change, type Command, command, type Moment } from './command.js';
import type { CommandReads } from './command-reads.js';
import type { Stored } from './find.js';
import { invalid, type UserError } from './outcome.js';
import { type Ahead, type BeforeStep, loadStep, stepErrors, type StepGiven } from './steps.js';

/** What a step is judged by: what was asked, the record before it, and what was read beside it. */
export interface Facts<Given, More = undefined> extends Stored {
  readonly given: Given;
  readonly moment: Moment;
  readonly more: More;
}

/** A command that brings a record from one state to the next. Which steps there are, the catalogue says. */
export interface Transition<Given extends StepGiven, More> extends Ahead {
  readonly type: string;
  readonly permission: Permission;
  /** As of a command. */
  readonly oneOf?: AnyCommand['oneOf'];
  /** The event's kind; the state where nothing is said. */
  readonly kind?: string;
  /** Fields of the input that are columns of the same name. */
  readonly fields?: readonly (keyof Given & string)[];
  /** The column that keeps the reason. */
  readonly reason?: string;
  /** Reads what the step stands on beside the record. */
  readonly load?: (given: Given, stored: Stored, reads: CommandReads) => Promise<More>;
  readonly judge?: (facts: Facts<Given, More>) => UserError[];
  /** Who, when, and what else follows. */
  readonly patch?: (facts: Facts<Given, More>) => Patch;
  /** Who it is by, where it is not who asked: a policy. */
  readonly by?: string;
  /** What is written with it, after it: other records that the step makes or changes. */
  readonly also?: (facts: Facts<Given, More>) => readonly Change[];
}

interface Loaded<More> extends BeforeStep {
  readonly more: More;
}

export function transition<Given extends StepGiven, More = undefined>(
  step: Transition<Given, More>,
): Command<Given, Loaded<More>> & AnyCommand {
  const { type, to, permission, kind = to } = step;
  return command({
    permission,
    ...(step.oneOf && { oneOf: step.oneOf }),
    load: async (given: Given, reads): Promise<Loaded<More>> => {
      const before = await loadStep(reads, type, to, given);
      const more = before.step && step.load ? await step.load(given, before, reads) : undefined;
      return { ...before, more: more as More };
    },
    decide: (given, loaded, moment) => {
      const refused = stepErrors(loaded, step, given);
      if (refused.length > 0) return invalid(...refused);
      const facts = { given, row: loaded.row, place: loaded.place, moment, more: loaded.more };
      const errors = step.judge?.(facts) ?? [];
      if (errors.length > 0) return invalid(...errors);
      const said = columnsOf(given, step.fields ?? []);
      const patch = {
        status: to,
        ...said,
        ...(Object.keys(said).length > 0 && !step.givesUp && unreviewed(loaded.row)),
        ...reasonOf(step, given),
        ...step.patch?.(facts),
      };
      const record = { ...change(type, loaded.row, loaded.place, kind, patch), ...(step.by && { by: step.by }) };
      return { changes: [record, ...(step.also?.(facts) ?? [])], record };
    },
  });
}

const reasonOf = ({ reason: column }: { readonly reason?: string }, { reason }: StepGiven): Patch =>
  column && reason ? { [column]: reason } : {};
