/** Says on standard output where a server listens, as all processes of the benchmark do. */
export const say = (port) => process.stdout.write(`http://127.0.0.1:${port}/graphql\n`);
