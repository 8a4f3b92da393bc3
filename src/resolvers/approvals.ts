import type { GraphQLResolveInfo } from 'graphql';
import { type Queued, queueOf } from '../approvals/queue.js';
import { viewNamed } from '../binding/named.js';
import type { ReadContext } from '../binding/resolvers.js';
import { BadUserInput } from '../errors.js';
import type { QueryResolvers, QueuedApprovalResolvers } from '../generated/resolvers.js';

export type { Queued };
const MOST = 200;

export const approvalsQuery: Pick<QueryResolvers, 'approvals'> = {
  approvals: async (_query, { mine, first }, context, info) => {
    if (first < 1 || first > MOST) throw new BadUserInput('first', `lies outside 1 to ${MOST}`);
    const { writeScope } = (await context.writer.reads()).asked;
    return queueOf({ reads: context.read(info), viewer: context.viewer, writeScope, mine, first });
  },
};

export const QueuedApproval: QueuedApprovalResolvers = {
  approval: async ({ rowId }, _args, context: ReadContext, info: GraphQLResolveInfo) => {
    const view = viewNamed(context.read(info).asked.bindings, 'DowntimeApproval');
    return (await context.loaders(info).row(view, view.key, [rowId], 'QueuedApproval.approval')) as never;
  },
};
