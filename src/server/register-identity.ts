import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { Admission } from '../auth/admission.js';
import { openIdentities } from '../auth/identities.js';
import { sharedCounter } from '../auth/shared-counter.js';
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
  log: Pick<Logger, 'info' | 'warn'>,
): Promise<IdentifyOptions> {
  const identities = await openIdentities(identitySettingsOf(config));
  const { RATE_PER_MINUTE: ratePerMinute, CONCURRENT_REQUESTS: concurrent, REDIS_URL } = config;
  const counter = REDIS_URL && ratePerMinute > 0 ? await sharedCounter(REDIS_URL, ratePerMinute, log) : undefined;
  if (counter) app.addHook('onClose', async () => counter.close());
  const admission = new Admission({ ratePerMinute, concurrent }, counter);
  app.decorateRequest('viewer', null);
  const options = { identities, admission, log };
  app.addHook('onRequest', identify(options));
  await forEverybody(app, (open) => registerDemo(open, identities.demo));
  return options;
}
