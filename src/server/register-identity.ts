import type { FastifyInstance, onRequestAsyncHookHandler } from 'fastify';
import type { Logger } from 'pino';
import { Admission } from '../auth/admission.js';
import { openIdentities } from '../auth/identities.js';
import type { Config } from '../config.js';
import { identitySettingsOf } from '../identity-settings.js';
import { registerDemo } from './demo.js';
import { identify } from './identify.js';

/**
 * The hook that every address which answers with data has to carry: it puts the viewer onto the request, or refuses it.
 * @throws Error where a file that identity is set up with cannot be used
 */
export async function registerIdentity(
  app: FastifyInstance,
  config: Config,
  log: Logger,
): Promise<onRequestAsyncHookHandler> {
  const identities = await openIdentities(identitySettingsOf(config));
  const admission = new Admission({ ratePerMinute: config.RATE_PER_MINUTE, concurrent: config.CONCURRENT_REQUESTS });
  app.decorateRequest('viewer', null);
  registerDemo(app, identities.demo);
  return identify({ identities, admission, log });
}
