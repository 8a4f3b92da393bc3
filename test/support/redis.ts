import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

export interface RunningRedis {
  readonly url: string;
  /** Ends it, or lets it hang, as a machine does that is cut off. */
  stop(): Promise<void>;
  pause(): void;
  resume(): void;
  start(): Promise<void>;
}

/** A redis-server that keeps nothing, on a port of its own. */
export async function startRedis(path: string): Promise<RunningRedis> {
  const port = 20_000 + Math.floor(Math.random() * 10_000);
  let server: ChildProcess | undefined;
  const start = async () => {
    server = spawn(path, ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']);
    for await (const line of server.stdout ?? []) if (String(line).includes('Ready to accept')) return;
    throw new Error(`redis-server does not start on port ${port}`);
  };
  const stop = async () => {
    if (!server || server.exitCode !== null) return;
    const gone = once(server, 'exit');
    server.kill('SIGKILL');
    await gone;
  };
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    start,
    stop,
    pause: () => void server?.kill('SIGSTOP'),
    resume: () => void server?.kill('SIGCONT'),
  };
}
