import { inForce } from '../overlay/sides.js';
import type { Row } from '../sources/row-source.js';
import type { CommandReads } from './command-reads.js';
import { type Warning, warning } from './outcome.js';

/** The words of the status catalogue that a downtime can contradict. */
const SHUT_IN = 'Shut In';
const PRODUCING = 'Producing';

interface Keys {
  readonly id_flownet?: unknown;
  readonly completion_id?: unknown;
}

/**
 * The recorded status that a completion had at a moment, or has now; undefined where none is recorded. It is the last one in
 * force that had begun: where the one after it was found to be wrong, its own end is that one's begin.
 */
export async function statusAt(event: Keys, at: string | null, reads: CommandReads): Promise<Row | undefined> {
  const column = (name: string) => reads.column('WellStatusChange', name);
  const [found] = await reads.find('WellStatusChange', {
    equal: {
      id_flownet: String(event.id_flownet),
      completion_id: String(event.completion_id),
      status_type: 'OPERATIONAL',
    },
    and: [
      ...inForce(column),
      ...(at === null ? [] : [{ column: column('effective_at'), is: 'lte', value: at } as const]),
    ],
    columns: ['status', 'effective_at'],
    newest: 'effective_at',
    limit: 1,
  });
  return found;
}

/**
 * @param event  a downtime as it will be
 * @param status  the recorded one at its end, or now where it has none
 */
export const statusWarnings = (event: Row, status: Row | undefined): Warning[] =>
  event.ended_at ? stillShutIn(status) : producesMeanwhile(event, status);

/** An event has ended, and the well is said to be shut in still. */
const stillShutIn = (status: Row | undefined): Warning[] =>
  status?.status === SHUT_IN
    ? [warning('endedAt', 'STATUS_CONFLICT', 'the completion is still recorded as shut in; record its status too')]
    : [];

/** The completion is down as a whole, and is said to produce since a moment at which it was down already. */
function producesMeanwhile({ product, percent_down, started_at }: Row, status: Row | undefined): Warning[] {
  const isWhole = !product && Number(percent_down) === 100;
  const isSince = Date.parse(String(status?.effective_at)) > Date.parse(String(started_at));
  return isWhole && status?.status === PRODUCING && isSince
    ? [warning('startedAt', 'STATUS_CONFLICT', 'the completion is recorded as producing since a later moment')]
    : [];
}
