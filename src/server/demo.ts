import type { FastifyInstance } from 'fastify';
import { DEMO_PEOPLE, type DemoIssuer, type DemoRole } from '../auth/demo-issuer.js';
import { BadUserInput, Forbidden } from '../errors.js';
import { isLocal } from './request-local.js';

const ROLES = Object.entries(DEMO_PEOPLE).map(([role, { name }]) => ({ role, name }));

/**
 * `GET /demo/roles` lists who the demo issuer speaks for, nobody where there is none; `POST /demo/token` with
 * `{ "as": "foreman" }` gives a token. A page of another origin can ask for neither: JSON makes the browser ask first.
 */
export function registerDemo(app: FastifyInstance, demo: DemoIssuer | undefined): void {
  app.get('/demo/roles', async () => ({ roles: demo ? ROLES : [] }));
  if (!demo) return;
  app.post('/demo/token', async (request) => {
    if (!isLocal(request)) throw new Forbidden('Demo tokens are given on this machine only');
    return { token: await demo.tokenFor(roleIn(request.body)) };
  });
}

function roleIn(body: unknown): DemoRole {
  const as = typeof body === 'object' && body !== null && 'as' in body ? body.as : undefined;
  if (typeof as === 'string' && Object.hasOwn(DEMO_PEOPLE, as)) return as as DemoRole;
  throw new BadUserInput('as', `has to be one of ${Object.keys(DEMO_PEOPLE).join(', ')}`);
}
