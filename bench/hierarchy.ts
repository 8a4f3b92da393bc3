import { isDeepStrictEqual } from 'node:util';
import { post } from './rounds.js';

export const FIRST_UNITS = 100;
export const FROM = '2024-01-01';
export const TO = '2024-01-30';

/** A page of units, their completions, and thirty days of each. */
export const HIERARCHY = {
  query: `query Hierarchy($units: Int!, $from: Date!, $to: Date!) {
    units(first: $units, orderBy: [UNIT_NAME_ASC]) {
      nodes {
        idRec
        unitName
        api10
        completions(orderBy: [ID_REC_ASC]) {
          nodes {
            idRec
            completionName
            dailyAllocations(from: $from, to: $to, orderBy: [ALLOCATION_DATE_ASC], first: 31) {
              nodes { allocationDate allocated { oilBbl gasMcf waterBbl } }
            }
          }
        }
      }
    }
  }`,
  variables: { units: FIRST_UNITS, from: FROM, to: TO },
};

interface Report {
  readonly milliseconds: number;
  readonly sources: { readonly PRODVIEW: { statements: number; rows: number; milliseconds: number } };
}

interface Answer {
  readonly data?: { units: { nodes: { completions: { nodes: { dailyAllocations: { nodes: unknown[] } }[] } }[] } };
  readonly errors?: unknown;
  readonly extensions?: { readonly report: Report };
}

/** @throws Error where the two answer different rows, or fewer than the question is about */
export async function checkSame(gateway: string, limit: string): Promise<{ days: number; bytes: number }> {
  const [mine, theirs] = [await post(gateway, HIERARCHY), await post(limit, HIERARCHY)];
  const [left, right] = [JSON.parse(mine.toString()) as Answer, JSON.parse(theirs.toString()) as Answer];
  if (!left.data) throw new Error(`The gateway answers ${mine.toString().slice(0, 500)}`);
  if (!isDeepStrictEqual(left.data, right.data)) throw new Error('The gateway and the statement answer different rows');
  const completions = left.data.units.nodes.flatMap((unit) => unit.completions.nodes);
  const days = completions.flatMap((completion) => completion.dailyAllocations.nodes).length;
  if (days !== FIRST_UNITS * 2 * 30) throw new Error(`Both answer ${days} days`);
  return { days, bytes: mine.length };
}

/** What one request says of itself: milliseconds from its first line of work to the finished answer, and of its reads. */
export async function reportOf(url: string): Promise<Report & { readonly wholeMs: number }> {
  const started = performance.now();
  const body = await post(url, HIERARCHY, { 'x-report': '1' });
  const wholeMs = performance.now() - started;
  const { extensions } = JSON.parse(body.toString()) as Answer;
  if (!extensions) throw new Error('The gateway does not report');
  return { ...extensions.report, wholeMs };
}
