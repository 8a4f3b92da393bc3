import type { Writable } from 'node:stream';

/** What `pg` has of a connection beside its queries. */
interface OnTheWire {
  readonly connection?: { readonly stream?: Partial<Pick<Writable, 'cork' | 'uncork'>> };
}

/** What is sent on this tick leaves as one packet: each by itself would wake the server for it. */
export function holdUntilAllIsSaid(client: object): void {
  const stream = (client as OnTheWire).connection?.stream;
  stream?.cork?.();
  process.nextTick(() => stream?.uncork?.());
}
