import { z } from 'zod';

const Answer = z.union([
  z.object({ token: z.string() }),
  z.object({ errors: z.array(z.object({ message: z.string() })).min(1) }),
]);

/**
 * A token of the demo issuer inside the gateway that serves at `url`.
 * @throws Error that says why there is none
 */
export async function askForToken(url: string, as: string): Promise<string> {
  const answer = Answer.safeParse(await post(url, as));
  if (!answer.success) throw new Error(`What answers at ${url} is no wellgraph`);
  if ('token' in answer.data) return answer.data.token;
  throw new Error(`${url} gives no token: ${answer.data.errors.map(({ message }) => message).join(', ')}`);
}

async function post(url: string, as: string): Promise<unknown> {
  const headers = { 'content-type': 'application/json' };
  let response: Response;
  try {
    response = await fetch(new URL('/demo/token', url), { method: 'POST', headers, body: JSON.stringify({ as }) });
  } catch {
    throw new Error(`No gateway answers at ${url}: start it with npm start, or say --url where it is`);
  }
  return response.json().catch(() => undefined);
}
