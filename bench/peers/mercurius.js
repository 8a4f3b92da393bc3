import Fastify from 'fastify';
import mercurius from 'mercurius';
import { say } from './listen.js';
import { completionsOf, daysOf, grouped, tanksOf } from './reads.js';
import { roots, typeDefs } from './schema.js';

const idsOf = (queries) => queries.map(({ obj }) => obj.idRec);
const loaders = {
  Unit: {
    completions: async (queries) => grouped(idsOf(queries), await completionsOf(idsOf(queries)), 'idRecParent'),
    tanks: async (queries) => grouped(idsOf(queries), await tanksOf(idsOf(queries)), 'idRecParent'),
  },
  Completion: {
    days: async (queries) => {
      const [{ params }] = queries; // one window a request
      return grouped(idsOf(queries), await daysOf(idsOf(queries), params.from, params.to), 'idRecComp');
    },
  },
};

const app = Fastify();
app.register(mercurius, { schema: typeDefs, resolvers: roots, loaders, jit: 1 });
await app.listen({ port: 0, host: '127.0.0.1' });
say(app.server.address().port);
