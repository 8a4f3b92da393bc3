import type { GraphQLResolveInfo } from 'graphql';
import type { ViewBinding } from '../binding/bindings.js';
import { columnAt, viewNamed } from '../binding/named.js';
import type { ReadContext } from '../binding/resolvers.js';
import { inOrder } from '../loaders/in-order.js';
import type { Aggregation, Condition, Row } from '../sources/row-source.js';

/** Whose allocated production is asked for, and up to which day; without one, up to the newest of its flow network. */
export interface Asked {
  readonly whose: 'idRecComp' | 'idRecUnit';
  readonly id: string;
  readonly network: string;
  readonly asOf?: string | null;
}

export interface Where {
  readonly context: ReadContext;
  readonly info: GraphQLResolveInfo;
}

type Question = Pick<Aggregation, 'groupBy' | 'measures' | 'rankedBy' | 'limit'> & { readonly where: Condition };

/** The view of daily allocations. */
export function dailyAllocations({ context, info }: Where): ViewBinding {
  return viewNamed(context.read(info).asked.bindings, 'DailyAllocation');
}

/**
 * What was asked of one completion's or unit's daily allocations: one statement for all that ask the same.
 * Undefined where no day fits. A day that was allocated again counts once.
 */
export function measured(asked: Asked, label: string, question: Question, at: Where): Promise<Row | undefined> {
  const reads = at.context.read(at.info);
  const view = dailyAllocations(at);
  const by = [columnAt(view, asked.whose)];
  const signature = `${label} ${asked.whose} ${JSON.stringify(question)}`;
  return at.context.loaders(at.info).batched(signature, [asked.id], async (tuples) => {
    const read = {
      ...reads.from(view, label),
      keys: { columns: by, tuples },
      ...(view.grain && { grain: view.grain }),
    };
    const rows = await reads.aggregate(view, { ...read, ...question });
    return inOrder(tuples, by, rows).map(([row]) => row);
  });
}

/** The day up to which a question looks: the one asked for, else the newest that has an allocation in the flow network. */
export async function dayOf({ asOf, network }: Asked, at: Where): Promise<string | null> {
  if (asOf) return asOf;
  const reads = at.context.read(at.info);
  const view = dailyAllocations(at);
  const by = [columnAt(view, 'idFlownet')];
  const measures = [{ as: 'newest', of: 'max', column: columnAt(view, 'allocationDate') }] as const;
  return at.context.loaders(at.info).batched('newest day', [network], async (tuples) => {
    const read = { ...reads.from(view, 'newest day'), keys: { columns: by, tuples } };
    const rows = await reads.aggregate(view, { ...read, groupBy: [], measures });
    return inOrder(tuples, by, rows).map(([row]) => (row?.newest as string | null | undefined) ?? null);
  });
}
