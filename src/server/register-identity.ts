import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { Admission } from '../auth/admission.js';
import { openIdentities } from '../auth/identities.js';
import type { Config } from '../config.js';
import { identitySettingsOf } from '../identity-settings.js';
import { registerDemo } from './demo.js';
import { forEverybody, identify } from './identify.js';

/**
 * From here on every address asks for an identity before it answers, unless it is registered as being for everybody:
 * one that is forgotten is closed, not open.
 * @throws Error where a file that identity is set up with cannot be used
 */
export async function registerIdentity(app: FastifyInstance, config: Config, log: Pick<Logger, 'info'>): Promise<void> {
  const identities = await openIdentities(identitySettingsOf(config));
  const admission = new Admission({ ratePerMinute: config.RATE_PER_MINUTE, concurrent: config.CONCURRENT_REQUESTS });
  app.decorateRequest('viewer', null);
  app.addHook('onRequest', identify({ identities, admission, log }));
  await forEverybody(app, (open) => registerDemo(open, identities.demo));
}
