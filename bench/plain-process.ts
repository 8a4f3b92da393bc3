import { ApolloServer } from '@apollo/server';
import fastifyApollo from '@as-integrations/fastify';
import DataLoader from 'dataloader';
import fastify from 'fastify';
import { type PlainReads, plainReads } from './plain-reads.js';

/** The hierarchy as its own small graph: Apollo Server, a DataLoader for each list, and the driver, by the book. */
const { ACCESS_URL = '', PRIVATE_KEY = '' } = process.env;
const reads = await plainReads(ACCESS_URL, PRIVATE_KEY);

const typeDefs = `
  type Query { units(first: Int!): [Unit!]! }
  type Unit { idRec: ID! unitName: String api10: String completions: [Completion!]! tanks: [Tank!]! }
  type Completion { idRec: ID! completionName: String days(from: String!, to: String!): [Day!]! }
  type Tank { idRec: ID! tankName: String tankCapacityBbl: Float }
  type Day { allocationDate: String! oilBbl: Float gasMcf: Float waterBbl: Float }
`;

type Row = Awaited<ReturnType<PlainReads['units']>>[number];
type Window = { from: string; to: string };

const named = (names: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(names).map(([field, column]) => [field, (row: Row) => row[column]]));

const day = ({ ALLOCATION_DATE }: Row) => (ALLOCATION_DATE as Date).toISOString().slice(0, 10);

const resolvers = {
  Query: { units: (_: unknown, { first }: { first: number }) => reads.units(first) },
  Unit: {
    ...named({ idRec: 'ID_REC', unitName: 'UNIT_NAME', api10: 'API_10' }),
    completions: ({ ID_REC }: Row, _: unknown, { completions }: Loaders) => completions.load(String(ID_REC)),
    tanks: ({ ID_REC }: Row, _: unknown, { tanks }: Loaders) => tanks.load(String(ID_REC)),
  },
  Completion: {
    ...named({ idRec: 'ID_REC', completionName: 'COMPLETION_NAME' }),
    days: ({ ID_REC }: Row, window: Window, { days }: Loaders) => days(window).load(String(ID_REC)),
  },
  Tank: named({ idRec: 'ID_REC', tankName: 'TANK_NAME', tankCapacityBbl: 'TANK_CAPACITY_BBL' }),
  Day: {
    ...named({ oilBbl: 'ALLOCATED_OIL_BBL', gasMcf: 'ALLOCATED_GAS_MCF', waterBbl: 'ALLOCATED_WATER_BBL' }),
    allocationDate: day,
  },
};

function loaders() {
  const windows = new Map<string, DataLoader<string, Row[]>>();
  const days = ({ from, to }: Window) => {
    const known = windows.get(`${from} ${to}`);
    const made = known ?? grouping('ID_REC_COMP', (ids) => reads.daysOf(ids, from, to));
    if (!known) windows.set(`${from} ${to}`, made);
    return made;
  };
  const completions = grouping('ID_REC_PARENT', reads.completionsOf);
  return { completions, tanks: grouping('ID_REC_PARENT', reads.tanksOf), days };
}

type Loaders = ReturnType<typeof loaders>;

const grouping = (column: string, read: (ids: readonly string[]) => Promise<Row[]>) =>
  new DataLoader<string, Row[]>(async (ids) => {
    const groups = new Map(ids.map((id) => [id, [] as Row[]]));
    for (const row of await read(ids)) groups.get(String(row[column]))?.push(row);
    return ids.map((id) => groups.get(id) ?? []);
  });

const server = new ApolloServer<Loaders>({ typeDefs, resolvers });
await server.start();
const app = fastify();
await app.register(fastifyApollo(server), { context: async () => loaders() });
process.stdout.write(`${await app.listen({ host: '127.0.0.1', port: 0 })}/graphql\n`);
