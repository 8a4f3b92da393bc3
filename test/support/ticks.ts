import { type GraphQLObjectType, type GraphQLSchema, extendSchema, parse } from 'graphql';
import { FellBehind, Forbidden } from '../../src/errors.js';

/** How many sources have been left, and the next time that one is. */
class Events {
  left = 0;
  #waiting: (() => void)[] = [];
  nextLeft(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
  leave(): void {
    this.left += 1;
    for (const tell of this.#waiting.splice(0)) tell();
  }
}
export const events = new Events();

/** Events one after another, with one that fails in the middle where `bad` names it. */
async function* counting(to: number, bad?: number) {
  try {
    for (let at = 1; at <= to; at++) yield { ticks: at, counted: {}, bad: at === bad };
  } finally {
    events.leave();
  }
}

/** A source that ends with the reason why its client hears no more. */
async function* fallingBehind() {
  yield { behind: 1 };
  throw new FellBehind(10);
}

/** A source that says nothing until it is left. */
function silence(): AsyncIterableIterator<unknown> {
  return {
    next: () => new Promise(() => {}),
    return: async () => {
      events.leave();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

/** The schema with subscriptions that need no store to tell of changes. */
export function withTicks(schema: GraphQLSchema): GraphQLSchema {
  const extended = extendSchema(
    schema,
    parse(`
      extend type Subscription { ticks(to: Int!, bad: Int): Int counted(to: Int!): Query silence: Int closed: Int broken: Int behind: Int }
    `),
  );
  const fields = (extended.getType('Subscription') as GraphQLObjectType).getFields();
  const ticks: any = fields.ticks;
  ticks.subscribe = (_: unknown, { to, bad }: any) => counting(to, bad);
  ticks.resolve = (event: any) => {
    if (event.bad) throw new Error('password=secret');
    return event.ticks;
  };
  (fields.counted as any).subscribe = (_: unknown, { to }: any) => counting(to);
  (fields.behind as any).subscribe = fallingBehind;
  (fields.silence as any).subscribe = silence;
  (fields.closed as any).subscribe = () => {
    throw new Forbidden('This needs the permission approve');
  };
  (fields.broken as any).subscribe = () => {
    throw new Error('password=secret');
  };
  return extended;
}
