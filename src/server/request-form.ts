import type { FastifyInstance, FastifyRequest, preValidationHookHandler } from 'fastify';
import type { Config } from '../config.js';
import { checkSent, type RequestLimits, type Sent } from './request-limits.js';

/** A request whose form is none of ours; http-errors.ts has the words for it. */
class UnfitForm extends Error {
  readonly statusCode = 415;
}

/**
 * Bodies are read as they are, in UTF-8: what is unpacked first could be a thousand times as large, and what is read in
 * another charset could pass a check as one thing and be used as another.
 */
export function registerRequestForm(app: FastifyInstance): void {
  app.addHook('onRequest', ({ headers }, _reply, done) => {
    const encoding = headers['content-encoding'];
    if (encoding !== undefined && encoding !== 'identity') return done(new UnfitForm('encoded'));
    const [, charset = 'utf-8'] = /;\s*charset\s*=\s*"?([^";\s]*)/i.exec(headers['content-type'] ?? '') ?? [];
    done(/^utf-?8$/i.test(charset) ? undefined : new UnfitForm('charset'));
  });
}

export const requestLimitsOf = ({ MAX_DOCUMENT_BYTES, MAX_INPUT_LIST }: Config): RequestLimits => ({
  maxDocumentBytes: MAX_DOCUMENT_BYTES,
  maxInputList: MAX_INPUT_LIST,
});

/** Holds what was sent to GraphQL against its limits, before Apollo sees it. */
export function checkingRequests(config: Config): preValidationHookHandler {
  const limits = requestLimitsOf(config);
  return async (request) => checkSent(sentBy(request), limits);
}

const sentBy = ({ method, body, query }: FastifyRequest): Sent => (method === 'GET' ? query : body) ?? {};
