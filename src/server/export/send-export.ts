import { addAbortSignal } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { Logger } from 'pino';
import type { Context } from '../context.js';
import type { About, End, Format } from './export-file.js';
import type { OpenExport } from './export-plugin.js';

/** An export whose first page was read. */
export interface Begun {
  readonly context: Context;
  readonly opened: OpenExport;
  /** Aborted when the client leaves or the export has taken too long. */
  readonly signal: AbortSignal;
  readonly log: Logger;
}

/** Sends the file while it is made: nothing is written faster than it is read. */
export function send(reply: FastifyReply, begun: Begun, format: Format, extension: string): FastifyReply {
  const { opened, context } = begun;
  const { rows, columns, name } = opened;
  const about: About = { name, requestId: context.requestId, dataAsOf: instantOf(rows.asOf), columns };
  const end = (): End => ({
    rows: rows.count,
    truncated: rows.truncated,
    dataAsOf: instantOf(rows.asOf),
    stale: [...rows.stale],
  });
  const over = whenOver(reply, begun, extension);
  const file = format.write({ about, pages: telling(opened, over), end });
  addAbortSignal(begun.signal, file);
  file.once('error', (err) => over(err));
  reply.headers({
    'content-type': format.type,
    'content-disposition': `attachment; filename="${name}.${extension}"`,
    'x-data-as-of': about.dataAsOf,
    ...(rows.stale.size > 0 && { 'x-stale': end().stale.join(', ') }),
    ...(rows.willBeTruncated && { 'x-truncated': `matched=${rows.matched}; returned=${rows.reads.maxRows}` }),
  });
  return reply.send(file);
}

/** The pages, and the audit as soon as the last of them was handed on or nobody wants another. */
async function* telling({ pages }: OpenExport, over: (error?: unknown) => void) {
  try {
    yield* pages;
  } catch (error) {
    over(error);
    throw error;
  }
  over();
}

/** Called when an export is over, however: it counts once, for the audit and as a line of the log. */
function whenOver(reply: FastifyReply, { opened, context, signal, log }: Begun, format: string) {
  let isOver = false;
  const over = (error?: unknown) => {
    if (isOver) return;
    isOver = true;
    const { count, pages, truncated, costs: reads } = opened.rows;
    const broken = error === undefined ? undefined : signal.aborted ? reasonOf(signal) : opened.codeOf(error);
    opened.tell();
    const milliseconds = Math.round(performance.now() - context.started);
    const { requestId, viewer } = context;
    const told = {
      requestId,
      role: viewer.role,
      name: opened.name,
      format,
      rows: count,
      pages,
      truncated,
      milliseconds,
      reads,
    };
    log[broken === undefined ? 'info' : 'warn']({ ...told, ...(broken !== undefined && { broken }) }, 'export');
  };
  reply.raw.once('close', () => over(reply.raw.writableFinished ? undefined : new Error('closed')));
  return over;
}

const reasonOf = ({ reason }: AbortSignal) =>
  (reason as Error).name === 'TimeoutError' ? 'EXPORT_TIMEOUT_SECONDS passed' : 'the client left';

const instantOf = (milliseconds: number) => new Date(milliseconds).toISOString();
