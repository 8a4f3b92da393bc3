import pg from 'pg';

type Heard = (error: unknown, result: unknown) => void;
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
    const giveUp = () => void (this as unknown as OnTheWire).connection.stream.destroy();
    const asked: Ask = (sent, values, heard) =>
      isHeardOtherwise(sent, values, heard)
        ? ask(sent, values, heard)
        : answerOf((tell) => ask(sent, values, tell), giveUp, milliseconds);
    this.query = asked as unknown as typeof this.query;
  }
}

/** What the driver has of a connection beside its queries. */
interface OnTheWire {
  readonly connection: { readonly stream: { destroy(): void } };
}

/** By a callback, or by an object that writes itself to the connection and tells of itself. */
const isHeardOtherwise = (sent: unknown, ...rest: unknown[]) =>
  rest.some((each) => typeof each === 'function') || typeof (sent as Partial<pg.Submittable>)?.submit === 'function';

/** The answer, or the driver's own word for one that does not come: nobody knows what the connection is at by then. */
function answerOf(ask: (tell: Heard) => void, giveUp: () => void, milliseconds: number | undefined): Promise<unknown> {
  return new Promise((done, failed) => {
    const late = () => {
      failed(new Error('Query read timeout'));
      giveUp();
    };
    const timer = milliseconds ? setTimeout(late, milliseconds) : undefined;
    ask((error, result) => {
      clearTimeout(timer);
      if (error) failed(error);
      else done(result);
    });
  });
}
