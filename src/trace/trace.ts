import { globalId } from '../binding/global-id.js';
import type { Reads } from '../loaders/reads.js';
import type { Row } from '../sources/row-source.js';
import { type Balance, balanceOfNode, balanceOfTrace, type Volumes } from './balance.js';
import { type Connection, connectionsOn } from './connections.js';
import { type Cycles, cyclesOf } from './cycles.js';
import { drawingOf } from './drawing.js';
import { type FlowGraph, flowGraph } from './flow-graph.js';
import { type Flows, flowsOf, withSources } from './flows.js';
import { nodeRows } from './node-rows.js';
import { once } from './once.js';
import { type Start, startOf } from './start.js';
import { MAX_CYCLES } from './trace-limits.js';
import { viewOf } from './views.js';
import { networkVolumes, volumeRows } from './volume-rows.js';
import { type Walked, type WalkLimits, walk } from './walk.js';

export interface TraceRequest extends WalkLimits {
  /** Global id of a node or a unit. */
  readonly from: string;
  readonly on: string;
  readonly throughUnits: boolean;
  /** Whether volumes will be asked for. */
  readonly volumes: boolean;
}

/** By node, where the volumes of the whole network could be read beside its connections. */
type EarlyVolumes = ReturnType<typeof networkVolumes>;

/** Walks the network as it was connected on the day. Null where there is nothing to start from. */
export async function traceFrom(reads: Reads, request: TraceRequest): Promise<Trace | null> {
  const start = await startOf(reads, request.from);
  if (!start) return null;
  const { network, rows } = start;
  const isThere = rows.length > 0;
  const early = isThere && request.volumes ? networkVolumes(reads, network, request.on) : Promise.resolve(undefined);
  early.catch(() => {}); // whoever asks for a volume is told
  const connections = isThere ? await connectionsOn(reads, network, request.on) : [];
  const graph = flowGraph(connections, request.throughUnits);
  return new Trace(reads, request, start, connections, graph, walk(graph, startNodes(start), request), early);
}

const startNodes = ({ rows }: Start) => rows.map((row) => String(row.id_rec));

/** A trace that has been walked. Names, volumes and what is worked out of them are read only where they are asked for. */
export class Trace {
  constructor(
    readonly reads: Reads,
    readonly request: TraceRequest,
    readonly start: Start,
    readonly connections: readonly Connection[],
    readonly graph: FlowGraph,
    readonly walked: Walked,
    readonly early: EarlyVolumes,
  ) {}

  get stoppedBecause() {
    if (this.start.rows.length === 0) return 'UNIT_WITHOUT_NODES';
    return this.connections.length === 0 ? 'NO_CONNECTIONS_ON_DAY' : this.walked.stopped;
  }

  readonly edges = once(() =>
    this.connections.filter(({ from, to }) => this.nodes().has(from) && this.nodes().has(to)),
  );

  readonly cycles = once((): Cycles => cyclesOf(this.graph, this.nodes(), MAX_CYCLES));

  /** The row of a node; undefined where a connection names a node that does not exist. */
  async row(node: string): Promise<Row | undefined> {
    return (await this.rows()).get(node);
  }

  async volume(node: string): Promise<Row | undefined> {
    return (await this.#volumes()).get(node);
  }

  async balanceOf(node: string): Promise<Balance> {
    return balanceOfNode(node, this.#flows(), volumesOf(await this.#volumes()));
  }

  /** Over the nodes that are reached without recirculation: what only goes round is no part of what came and went. */
  async balance(): Promise<Balance> {
    const onward = flowGraph(
      this.connections.filter(({ recirculation }) => !recirculation),
      this.request.throughUnits,
    );
    const reached = walk(onward, startNodes(this.start), this.request).depths.keys();
    const nodes = new Set([...reached].filter((node) => this.nodes().has(node)));
    return balanceOfTrace(nodes, onward, this.#flows(), volumesOf(await this.#volumes()));
  }

  idOf(type: 'UnitNode' | 'FlowConnection', record: string): string {
    return globalId(viewOf(this.reads, type), { id_rec: record });
  }

  readonly nodes = once((): ReadonlySet<string> => new Set(this.walked.depths.keys()));

  readonly drawing = once(() => drawingOf(this));

  readonly #flows = once((): Flows => flowsOf(this.connections));

  /** The start's rows are there already. */
  readonly rows = once(async (): Promise<ReadonlyMap<string, Row>> => {
    const known = new Map(this.start.rows.map((row) => [String(row.id_rec), row]));
    const others = [...this.nodes()].filter((node) => !known.has(node));
    return new Map([...known, ...(await nodeRows(this.reads, this.start.network, others))]);
  });

  readonly #volumes = once(async () => {
    const nodes = () => withSources(this.nodes(), this.#flows());
    return (await this.early) ?? volumeRows(this.reads, this.start.network, this.request.on, nodes());
  });
}

function volumesOf(rows: ReadonlyMap<string, Row>) {
  const figure = (row: Row, column: string) => (row[column] ?? null) as number | null;
  return (node: string): Volumes | null => {
    const row = rows.get(node);
    if (!row) return null;
    return {
      hcliqBbl: figure(row, 'hcliq_volume_bbl'),
      gasMcf: figure(row, 'gas_volume_mcf'),
      waterBbl: figure(row, 'water_volume_bbl'),
      sandBbl: figure(row, 'sand_volume_bbl'),
    };
  };
}
