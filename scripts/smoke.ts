import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Starts the built server on a port of its own, asks it one thing as a client would, and stops it by SIGTERM. */
async function smoke(): Promise<void> {
  const env = { ...process.env, PORT: '0', DATA_DIR: '', LOG_LEVEL: 'error' };
  const server = spawn(process.execPath, ['dist/main.js'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(server, 'exit');
  try {
    const url = await urlOf(server.stdout);
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ __typename networks { nodes { flowNetworkName } } }' }),
    });
    const answer = (await response.json()) as { data?: { networks?: { nodes: unknown[] } } };
    if (!answer.data?.networks?.nodes.length) throw new Error(`The built server answered ${JSON.stringify(answer)}`);
    console.log(`The built server answers: ${JSON.stringify(answer.data)}`);
  } finally {
    server.kill('SIGTERM');
  }
  const [code] = await exited;
  if (code !== 0) throw new Error(`The built server stopped with ${code}`);
}

async function urlOf(output: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const chunk of output) {
    text += String(chunk);
    const url = /http:\S+\/graphql/.exec(text)?.[0];
    if (url) return url;
  }
  throw new Error('The built server did not start');
}

await smoke();
