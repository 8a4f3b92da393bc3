import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { Admission } from '../auth/admission.js';
import { openIdentities } from '../auth/identities.js';
import type { Config } from '../config.js';
import { identitySettingsOf } from '../identity-settings.js';
import { registerDemo } from './demo.js';
import { forEverybody, type IdentifyOptions, identify } from './identify.js';

/**
 * From here on every address asks for an identity before it answers, unless it is registered as being for everybody:
 * one that is forgotten is closed, not open. Returns the rules, for the transports that hear who asks later than HTTP does.
 * @throws Error where a file that identity is set up with cannot be used
 */
export async function registerIdentity(
  app: FastifyInstance,
  config: Config,
  log: Pick<Logger, 'info'>,
): Promise<IdentifyOptions> {
  const identities = await openIdentities(identitySettingsOf(config));
  const admission = new Admission({ ratePerMinute: config.RATE_PER_MINUTE, concurrent: config.CONCURRENT_REQUESTS });
  app.decorateRequest('viewer', null);
  const options = { identities, admission, log };
  app.addHook('onRequest', identify(options));
  await forEverybody(app, (open) => registerDemo(open, identities.demo));
  return options;
}
