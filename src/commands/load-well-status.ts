import { inForce } from '../overlay/sides.js';
import type { Row } from '../sources/row-source.js';
import type { CommandReads } from './command-reads.js';
import { dayAt, localDay } from '../days/local-day.js';
import type { Place } from './place.js';

/** A status that ProdView has, and since when: it keeps days only. */
export interface ProdviewStatus {
  readonly status: string;
  readonly since: Date;
}

/** What is known before a status is written. */
export interface LoadedStatus {
  /** The status itself in the catalogue; undefined where it is none. */
  readonly catalogue: Row | undefined;
  /** The steps that its type may take. */
  readonly steps: readonly Row[];
  /** What is in force here of the completion and the type, newest first. */
  readonly recorded: readonly Row[];
  /** ProdView's status at the moment, where it is a final one of the catalogue: others are free text, and often late. */
  readonly before: ProdviewStatus | undefined;
  /** The completion's downtimes that were not over by then. */
  readonly downtimes: readonly Row[];
}

interface Asked {
  readonly statusType: string;
  readonly status: string;
  readonly at: string;
}

export async function loadStatus(reads: CommandReads, place: Place, asked: Asked): Promise<LoadedStatus> {
  const type = { status_type: asked.statusType };
  const of = { id_flownet: place.network, completion_id: String(place.row.id_rec) };
  const standing = inForce((name) => reads.column('WellStatusChange', name));
  const [statuses, steps, recorded, prodview, downtimes] = await Promise.all([
    reads.find('CatalogueStatus', { equal: type }),
    reads.find('StatusTransition', { equal: type }),
    reads.find('WellStatusChange', { equal: { ...of, ...type }, and: standing, newest: 'effective_at' }),
    asked.statusType === 'OPERATIONAL' ? prodviewStatuses(reads, place) : [],
    reads.find('DowntimeEvent', { equal: of, and: notOver(reads, asked.at) }),
  ]);
  return {
    catalogue: statuses.find(({ status }) => status === asked.status),
    steps,
    recorded,
    before: finalAt(asked.at, prodview, statuses, place.zone ?? 'UTC'),
    downtimes,
  };
}

/** @param prodview  newest first */
function finalAt(at: string, prodview: readonly Row[], statuses: readonly Row[], zone: string) {
  const dayOf = ({ status_date: date }: Row) => String(date).slice(0, 10);
  const day = dayAt(zone, new Date(at));
  const then = prodview.find((row) => dayOf(row) <= day);
  const final = then && statuses.find((row) => row.is_terminal === true && same(row.status, then.status));
  return final && { status: String(final.status), since: localDay(zone, dayOf(then)).start };
}

/** `Plugged and abandoned` is `Plugged & Abandoned`. */
const plain = (status: unknown) => String(status).toLowerCase().replaceAll('&', 'and');
const same = (left: unknown, right: unknown) => plain(left) === plain(right);

/** A completion's statuses in ProdView, newest first; they change rarely. */
const prodviewStatuses = (reads: CommandReads, { network, row }: Place): Promise<Row[]> =>
  reads.kept(['statuses', network, String(row.id_rec)], () =>
    reads.find('CompletionStatus', {
      equal: { id_flownet: network, id_rec_parent: String(row.id_rec) },
      and: [{ column: reads.column('CompletionStatus', 'status_date'), isNull: false }],
      newest: 'status_date',
      columns: ['status', 'status_date'],
    }),
  );

const notOver = (reads: CommandReads, at: string) => {
  const column = (name: string) => reads.column('DowntimeEvent', name);
  return [
    ...inForce(column),
    { not: { column: column('approval_status'), in: ['REJECTED', 'VOID'] } },
    {
      any: [
        { column: column('ended_at'), isNull: true },
        { column: column('ended_at'), is: 'gt', value: at },
      ],
    },
  ] as const;
};
