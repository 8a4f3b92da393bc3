import type { LinkField } from '../binding/bindings.js';
import type { ListPlan } from '../binding/list-plan.js';
import type { Step } from './ahead.js';
import type { Loaders } from './loaders.js';
import { aggregateOf, measuredRead, pageRead, type RowQuestion, rowRead, signatureOf } from './questions.js';

/** A page of a list beneath each row, and what lies beneath the rows of the page. */
export const pageStep = (
  { reads }: Loaders,
  { from, to }: LinkField,
  plan: ListPlan,
  steps: readonly Step[],
): Step => ({
  from,
  to,
  target: plan.target,
  signature: plan,
  read: (keys) => pageRead(reads, plan, keys, plan.where),
  most: plan.first,
  steps,
});

/** Measures of a list beneath each row. */
export const measuresStep = (loaders: Loaders, { from, to }: LinkField, plan: ListPlan): Step => ({
  from,
  to,
  target: plan.target,
  signature: loaders.aggregateSignature(plan),
  read: (keys) => {
    const { aggregates } = loaders.reads.asked.need(plan.target.type);
    return measuredRead(loaders.reads, plan, keys, aggregateOf(aggregates.values()));
  },
  steps: [],
});

/** One row beneath each row. */
export const rowStep = (
  { reads }: Loaders,
  { from, to }: LinkField,
  asked: RowQuestion,
  steps: readonly Step[],
): Step => ({
  from,
  to,
  target: asked.target,
  signature: signatureOf(asked),
  read: (keys) => rowRead(reads, asked, keys),
  steps,
});
