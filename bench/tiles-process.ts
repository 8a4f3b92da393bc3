import { rawServer } from './tiles-raw.js';

const { url } = await rawServer(process.env.DATABASE_URL ?? '');
process.stdout.write(`${url}/graphql\n`);
