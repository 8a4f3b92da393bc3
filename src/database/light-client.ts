import pg from 'pg';

type Heard = (error: unknown, result?: unknown) => void;
type Ask = (config: unknown, values: unknown, heard: Heard) => unknown;

/**
 * A connection whose answers can be let go of at once. The driver's own promises and its own `query_timeout` hold what
 * was read until the heap is swept as a whole, and the sweeps of its young part copy it: a large answer costs more in
 * that than in being read.
 */
export class LightClient extends pg.Client {
  constructor({ query_timeout: milliseconds, ...config }: pg.ClientConfig = {}) {
    super(config);
    const ask = super.query.bind(this) as Ask;
    const inTime = (heard: Heard) => timed(heard, milliseconds, () => (this as unknown as OnTheWire).connection);
    this.query = ((sent: unknown, ...more: unknown[]) => {
      if (isQuery(sent)) return ask(sent, more[0], more[1] as Heard);
      const values = typeof more[0] === 'function' ? undefined : more[0];
      const given = more.find((each) => typeof each === 'function') as Heard | undefined;
      if (given) return ask(sent, values, inTime(given));
      return new Promise((done, failed) => {
        ask(
          sent,
          values,
          inTime((error, result) => (error ? failed(error) : done(result))),
        );
      });
    }) as typeof this.query;
  }
}

/** What the driver has of a connection beside its queries. */
interface OnTheWire {
  readonly connection: { readonly stream: { destroy(): void } };
}

/** An object that writes itself to the connection and tells of itself. */
const isQuery = (sent: unknown) => typeof (sent as Partial<pg.Submittable> | null)?.submit === 'function';

/** Tells of an answer that does not come by the driver's own word; nobody knows what the connection is at by then. */
function timed(heard: Heard, milliseconds: number | undefined, wire: () => OnTheWire['connection']): Heard {
  if (!milliseconds) return heard;
  let isOver = false;
  const tell: Heard = (error, result) => {
    if (!isOver) heard(error, result);
    isOver = true;
  };
  const timer = setTimeout(() => {
    tell(new Error('Query read timeout'));
    wire().stream.destroy();
  }, milliseconds);
  return (error, result) => {
    clearTimeout(timer);
    tell(error, result);
  };
}
