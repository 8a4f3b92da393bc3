import { edgeOfWindow } from '../days/local-day.js';
import type { Column, Condition } from '../sources/row-source.js';
import { countedHours } from './counted-hours.js';
import { withinTheDay } from './day-hours.js';
import type { Asked, Overlay } from './declaration.js';
import { NAMED_WITHIN_DAYS, namedRecords } from './named-records.js';
import { CODES, downtimeOf, prodviewDowntimes, SINGLE_DAY } from './prodview-downtimes.js';
import { eventOf, REASONS, recordedDowntimes } from './recorded-downtimes.js';
import { inForce } from './sides.js';

type Days = Pick<Asked, 'from' | 'to'>;

/** Rounding of hours that were typed, a day; over many days in all one per cent. */
const HOURS = { absolute: 0.05, share: 0.01 };

/** Events with time on the days, or on so many more on either side. A local day lies within a day of UTC's on either side. */
const touching = (column: (name: string) => Column, { from, to }: Days, more = 0): Condition[] => [
  { column: column('started_at'), is: 'lt', value: `${edgeOfWindow(to, more + 2)}T00:00:00Z` },
  {
    any: [
      { column: column('ended_at'), isNull: true },
      { column: column('ended_at'), is: 'gt', value: `${edgeOfWindow(from, -more - 1)}T00:00:00Z` },
    ],
  },
];

/**
 * Interruptions of a completion. Those of one product that share a day are one, whatever their codes: the codes of the two
 * stores are words of two catalogues, and hours would count twice where they differ.
 */
export const downtimes: Overlay = {
  label: 'Completion.mergedDowntimes',
  key: ['id_rec', 'id_flownet'],
  unit: 'id_rec_parent',
  prodview: {
    type: 'CompletionDowntime',
    parent: ['id_rec_parent', 'id_flownet'],
    columns: [
      'downtime_type',
      'product',
      'first_day',
      'last_day',
      'hours_down',
      'downtime_last_day_hours',
      'total_downtime_hours',
      ...CODES,
    ],
    where: (column, { from, to }) => [
      { column: column('first_day'), is: 'lte', value: to },
      {
        any: [
          { column: column('first_day'), is: 'gte', value: from },
          { column: column('last_day'), is: 'gte', value: from },
          {
            all: [
              { column: column('last_day'), isNull: true },
              { not: { column: column('downtime_type'), in: SINGLE_DAY } },
            ],
          },
        ],
      },
    ],
    facts: prodviewDowntimes,
  },
  operations: {
    type: 'DowntimeEvent',
    parent: ['completion_id', 'id_flownet'],
    columns: [
      'started_at',
      'ended_at',
      'product',
      'percent_down',
      'approval_status',
      'prodview_downtime_id',
      ...REASONS,
    ],
    where: (column, days) => [
      ...touching(column, days, NAMED_WITHIN_DAYS),
      { any: [{ column: column('prodview_downtime_id'), isNull: false }, { all: touching(column, days) }] },
      { not: { column: column('approval_status'), in: ['REJECTED', 'VOID'] } },
      ...inForce(column),
    ],
    facts: recordedDowntimes,
  },
  named: namedRecords,
  same: { kind: 'DAYS', prodview: downtimeOf, operations: eventOf },
  values: [
    ...['firstDay', 'lastDay', 'isOpen', 'product', 'reasonCode1', 'reasonCode2', 'reasonCode3'].map(
      (name) => ({ name, compared: 'SAME' }) as const,
    ),
    { name: 'downtimeHours', compared: HOURS, summed: true },
    { name: 'unapprovedHours', summed: true },
    { name: 'curtailedHours', summed: true },
  ],
  counted: countedHours,
  together: withinTheDay,
};
