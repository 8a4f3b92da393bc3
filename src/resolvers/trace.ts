import type { GraphQLResolveInfo } from 'graphql';
import { asks } from '../binding/projection.js';
import type { ReadContext } from '../binding/resolvers.js';
import type { QueryTraceArgs } from '../generated/resolvers.js';
import type { Connection } from '../trace/connections.js';
import { recirculates } from '../trace/cycle-steps.js';
import { type Trace as Traced, traceFrom } from '../trace/trace.js';
import { MAX_DEPTH, MAX_NODES, parseBounded } from '../trace/trace-limits.js';
import { columnsOf, viewOf } from '../trace/views.js';

interface NodeOf {
  readonly trace: Traced;
  readonly node: string;
  readonly depth: number;
}

interface EdgeOf {
  readonly trace: Traced;
  readonly connection: Connection;
}

export const traceQuery = {
  trace: (_parent: unknown, args: QueryTraceArgs, context: ReadContext, info: GraphQLResolveInfo) =>
    traceFrom(context.read(info), {
      ...args,
      direction: args.direction ?? 'DOWNSTREAM',
      throughUnits: args.throughUnits ?? true,
      maxDepth: parseBounded('maxDepth', args.maxDepth, MAX_DEPTH),
      maxNodes: parseBounded('maxNodes', args.maxNodes, MAX_NODES),
      volumes: asks(info, /^(volume|balance)$/),
    }),
};

export const Trace = {
  idFlownet: ({ start }: Traced) => start.network,
  on: ({ request }: Traced) => request.on,
  nodes: (trace: Traced): NodeOf[] => [...trace.walked.depths].map(([node, depth]) => ({ trace, node, depth })),
  edges: (trace: Traced): EdgeOf[] => trace.edges().map((connection) => ({ trace, connection })),
  balance: (trace: Traced) => trace.balance(),
  truncated: ({ walked }: Traced) => walked.stopped !== 'REACHED_ENDS',
  cycles: (trace: Traced) => {
    const back = recirculates(trace.connections);
    const idOf = (node: string) => trace.idOf('UnitNode', node);
    return trace.cycles().paths.map((path) => ({ path: path.map(idOf), recirculation: back(path) }));
  },
  geojson: async (trace: Traced) => (await trace.drawing()).geojson,
  unlocatedNodes: async (trace: Traced) => (await trace.drawing()).unlocated,
  cycleCount: (trace: Traced) => trace.cycles().count,
};

export const TraceNode = {
  id: ({ trace, node }: NodeOf) => trace.idOf('UnitNode', node),
  name: async ({ trace, node }: NodeOf) => (await trace.row(node))?.node_name,
  kind: async ({ trace, node }: NodeOf) => (await trace.row(node))?.node_type,
  volume: ({ trace, node }: NodeOf) => trace.volume(node),
  balance: ({ trace, node }: NodeOf) => trace.balanceOf(node),
  node: ({ trace, node }: NodeOf) => trace.row(node),
  unit: async ({ trace, node }: NodeOf, _args: unknown, context: ReadContext, info: GraphQLResolveInfo) => {
    const unit = (await trace.row(node))?.id_rec_parent;
    if (typeof unit !== 'string') return null;
    const view = viewOf(trace.reads, 'Unit');
    const by = columnsOf<'Unit'>(view, ['id_rec', 'id_flownet']);
    return context.loaders(info).row(view, by, [unit, trace.start.network], 'TraceNode.unit');
  },
};

export const TraceEdge = {
  id: ({ trace, connection }: EdgeOf) => trace.idOf('FlowConnection', connection.id),
  from: ({ trace, connection }: EdgeOf) => trace.idOf('UnitNode', connection.from),
  to: ({ trace, connection }: EdgeOf) => trace.idOf('UnitNode', connection.to),
  recirculation: ({ connection }: EdgeOf) => connection.recirculation,
  validFrom: ({ connection }: EdgeOf) => connection.validFrom,
  validTo: ({ connection }: EdgeOf) => connection.validTo,
};
