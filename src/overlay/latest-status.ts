import { dayAfter, dayAt } from '../days/local-day.js';
import type { Row } from '../sources/row-source.js';
import type { Overlay } from './declaration.js';
import { heldAt, heldStatuses } from './held-status.js';
import { mergedEver } from './merged-ever.js';
import { nodeOf } from './merged-list.js';
import type { At } from './read.js';
import { statuses } from './statuses.js';

const ever: Overlay = { ...heldStatuses, label: 'Completion.mergedStatus' };

/** The status that a completion has at the end of a day, whoever told it last; today it is the one that holds now. */
export async function latestStatus(completion: Row, asOf: string | null | undefined, at: At) {
  // Where the unit is may be a day ahead of UTC: which day it is there is known with its rows.
  const now = await at.context.now();
  const today = (zone: string) => dayAt(zone, now);
  const { all, asked } = await mergedEver(ever, completion, asOf ?? dayAfter(today('UTC')), at);
  const latest = heldAt(all, asOf ?? today(asked.zone));
  return latest ? nodeOf(latest, statuses) : null;
}
