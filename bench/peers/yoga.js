import { createServer } from 'node:http';
import { createSchema, createYoga } from 'graphql-yoga';
import { say } from './listen.js';
import { context, resolvers, typeDefs } from './schema.js';

const yoga = createYoga({ schema: createSchema({ typeDefs, resolvers }), context, logging: false });
const server = createServer(yoga);
server.listen(0, '127.0.0.1', () => say(server.address().port));
