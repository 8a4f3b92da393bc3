import type { Reads } from '../loaders/reads.js';
import type { Column, Condition, Row } from '../sources/row-source.js';
import { columnsOf, viewOf } from './views.js';

/** A connection that held on the day of a trace. */
export interface Connection {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly fromUnit: string | null;
  readonly toUnit: string | null;
  readonly recirculation: boolean;
  readonly validFrom: string | null;
  readonly validTo: string | null;
}

/** What a request has loaded already: traces of one document share a network's connections of a day. */
const loaded = new WeakMap<Reads, Map<string, Promise<readonly Connection[]>>>();

/** Every connection of a network that held on the day, in one statement a request, by id. */
export function connectionsOn(reads: Reads, network: string, day: string): Promise<readonly Connection[]> {
  const known = loaded.get(reads) ?? new Map<string, Promise<readonly Connection[]>>();
  loaded.set(reads, known);
  const key = JSON.stringify([network, day]);
  const connections = known.get(key) ?? load(reads, network, day);
  known.set(key, connections);
  return connections;
}

async function load(reads: Reads, network: string, day: string): Promise<readonly Connection[]> {
  const view = viewOf(reads, 'FlowConnection');
  const columns = columnsOf<'FlowConnection'>(view, [
    'id_rec',
    'id_rec_parent',
    'outlet_id_calculated',
    'inlet_id',
    'outlet_unit_id_calculated',
    'inlet_unit_id_calculated',
    'is_recirculation_flow',
    'connection_start_date',
    'connection_end_date',
  ]);
  const [idFlownet, start, end, id] = columnsOf<'FlowConnection'>(view, [
    'id_flownet',
    'connection_start_date',
    'connection_end_date',
    'id_rec',
  ]) as [Column, Column, Column, Column];
  const rows = await reads.select(view, {
    ...reads.from(view, 'Trace.edges'),
    ...(reads.isFar(view) && { beside: true }), // the network's volumes may be read by the same statement
    columns,
    where: { all: [{ column: idFlownet, is: 'eq', value: network }, ...heldOn(day, start, end)] },
    order: [{ column: id, descending: false }],
  });
  return rows.flatMap(connectionOf);
}

/** Both ends are included, and an end without a date is open. */
function heldOn(day: string, start: Column, end: Column): Condition[] {
  return [
    {
      any: [
        { column: start, isNull: true },
        { column: start, is: 'lte', value: day },
      ],
    },
    {
      any: [
        { column: end, isNull: true },
        { column: end, is: 'gte', value: day },
      ],
    },
  ];
}

/** A connection that names no destination leads nowhere, and is none. */
function connectionOf(row: Row): Connection[] {
  const text = (column: string) => (row[column] ?? null) as string | null;
  // The outlet is worked out by ProdView and may lag behind; the record it belongs to is that node all the same.
  const [from, to] = [text('outlet_id_calculated') ?? text('id_rec_parent'), text('inlet_id')];
  if (from === null || to === null) return [];
  return [
    {
      id: String(row.id_rec),
      from,
      to,
      fromUnit: text('outlet_unit_id_calculated'),
      toUnit: text('inlet_unit_id_calculated'),
      recirculation: row.is_recirculation_flow === true,
      validFrom: text('connection_start_date'),
      validTo: text('connection_end_date'),
    },
  ];
}
