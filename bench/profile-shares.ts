/** What V8 writes with `--cpu-prof`, as much of it as is read here. Times are microseconds. */
export interface CpuProfile {
  readonly nodes: readonly { readonly id: number; readonly callFrame: { functionName: string; url: string } }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
  readonly startTime: number;
}

/** Whose code stands at the top of the stack, by where it lies; the first that fits. */
const OWNERS: readonly (readonly [where: RegExp, who: string])[] = [
  [/node_modules\/(@apollo|@as-integrations)\//, 'Apollo Server'],
  [/node_modules\/(graphql|@graphql-tools|dataloader)\//, 'graphql-js and DataLoader'],
  [/node_modules\/pg(-|\/)/, 'the driver of PostgreSQL'],
  [/node_modules\//, 'Fastify and other libraries'],
  [/\/dist\/sources\//, 'the gateway: statements and rows'],
  [/\/dist\/(loaders|binding|execution)\//, 'the gateway: batches, needs, lists as text'],
  [/\/dist\//, 'the gateway: identity, limits, scope, audit'],
  [/^node:/, 'Node'],
];

const NATIVE: Readonly<Record<string, string>> = {
  '(garbage collector)': 'garbage collection',
  '(idle)': 'waiting: for the database, and for the client',
  '(program)': 'V8 itself',
  '(root)': 'V8 itself',
};

/** Microseconds by who spent them between two moments, the most first. */
export function sharesIn({ nodes, samples, timeDeltas, startTime }: CpuProfile, from: number, to: number) {
  const owners = new Map(nodes.map(({ id, callFrame }) => [id, ownerOf(callFrame)]));
  const shares = new Map<string, number>();
  let at = startTime;
  for (const [index, id] of samples.entries()) {
    const spent = timeDeltas[index] ?? 0;
    at += spent;
    if (at < from || at > to) continue;
    const owner = owners.get(id) ?? 'V8 itself';
    shares.set(owner, (shares.get(owner) ?? 0) + spent);
  }
  return [...shares].sort(([, one], [, other]) => other - one);
}

function ownerOf({ functionName, url }: { readonly functionName: string; readonly url: string }): string {
  if (url === '') return NATIVE[functionName] ?? 'calls of the system, most of them writing to sockets';
  return OWNERS.find(([where]) => where.test(url))?.[1] ?? 'Node';
}
