/** Run as a program: reads from the double with the real driver, and prints every host that anything asked for meanwhile. */
import dns from 'node:dns';
import net from 'node:net';

const hosts = new Set<string>();
const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (this: net.Socket, ...args: any[]) {
  const [options] = args.flat(2);
  hosts.add(
    String(typeof options === 'object' ? (options.path ?? options.host ?? 'localhost') : (args[1] ?? 'localhost')),
  );
  return (connect as any).apply(this, args);
} as never;
for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6'] as const) {
  const asked = dns[name] as any;
  (dns as any)[name] = (host: string, ...rest: unknown[]) => {
    hosts.add(host);
    return asked.call(dns, host, ...rest);
  };
}

const { startSnowflake } = await import('./start.js');
const { writeFolder } = await import('../folder.js');
const columns = [{ name: 'id', kind: 'text' }] as const;
const started = await startSnowflake(writeFolder({ readings: [{ id: '1' }] }), new Map([['readings', columns]]));
const { source } = await started.open();
const read = {
  label: 'quiet',
  view: 'readings',
  scope: { kind: 'everything' },
  columns,
  order: [],
  rowLimit: 9,
} as const;
const rows = await source.select(read);
await source.close();
await new Promise((resolve) => setTimeout(resolve, 300)); // what the driver does when it thinks that nobody looks
await started.double.close();
process.stdout.write(JSON.stringify({ rows: rows.length, hosts: [...hosts] }));
process.exit(0);
