import type { GraphQLResolveInfo } from 'graphql';
import { type RowQuestion, signatureOf } from '../loaders/questions.js';
import type { Key, Row } from '../sources/row-source.js';
import { DeepSteps, setsOf } from './deep-steps.js';
import type { ListLimits } from './list-limits.js';
import type { ListPlan } from './list-plan.js';
import { placeOf } from './place.js';
import type { ReadContext } from './resolvers.js';

/** Lets the loaders know what is asked beneath the rows of this list. */
export function expectBeneath(
  plan: ListPlan,
  place: object,
  context: ReadContext,
  info: GraphQLResolveInfo,
  limits: ListLimits,
): void {
  const steps = () => {
    const deep = new DeepSteps(context, info, limits);
    return deep.worth(deep.page(setsOf(info.fieldNodes), plan.target));
  };
  context.loaders(info).ahead.expect(place, plan, plan.target, steps);
}

/** The row that is asked for; the loaders know what is asked beneath it. */
export function rowAbove(
  asked: RowQuestion,
  key: Key,
  context: ReadContext,
  info: GraphQLResolveInfo,
  limits: ListLimits,
): Promise<Row | null> {
  const { target } = asked;
  const loaders = context.loaders(info);
  const steps = () => {
    const deep = new DeepSteps(context, info, limits);
    return deep.worth(deep.rows(setsOf(info.fieldNodes), target));
  };
  loaders.ahead.expect(placeOf(info.fieldNodes), signatureOf(asked), target, steps);
  return loaders.rowOf(asked, key);
}
