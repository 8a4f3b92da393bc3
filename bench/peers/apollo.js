import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { say } from './listen.js';
import { context, resolvers, typeDefs } from './schema.js';

const server = new ApolloServer({ typeDefs, resolvers });
const { url } = await startStandaloneServer(server, {
  context: async () => context(),
  listen: { port: 0, host: '127.0.0.1' },
});
say(new URL(url).port);
