import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

export interface Running {
  readonly url: string;
  /** Resident memory in megabytes; null where neither /proc nor ps tells. */
  residentMb(): number | null;
  /** Of all its threads since its start, in steps of ten; null where /proc does not tell. */
  processorMs(): number | null;
  stop(): Promise<void>;
}

/** Answering is measured, not repeating. */
const NO_CACHE = { ANSWER_CACHE_MB: '0' };

const pathOf = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** The built gateway in a process of its own, as a user starts it, on a loopback port that the system picks. */
export function startGateway(folder: string): Promise<Running> {
  return startProcess([pathOf('../dist/main.js')], { PRODVIEW_FOLDER: folder, ...NO_CACHE });
}

/** The hand-written statement behind a bare HTTP server, in a process of its own. */
export function startLimit(folder: string): Promise<Running> {
  return startProcess(['--import', 'tsx', pathOf('./limit-process.ts')], { PRODVIEW_FOLDER: folder });
}

/** A Node process that prints the URL it listens at; it is gone when this one is. */
export async function startProcess(args: readonly string[], own: Readonly<Record<string, string>>): Promise<Running> {
  const env = { ...process.env, HOST: '127.0.0.1', PORT: '0', DATA_DIR: '', LOG_LEVEL: 'silent', ...own };
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const kill = () => child.kill('SIGKILL');
  process.prependOnceListener('exit', kill); // before the files that it reads are removed
  const exited = once(child, 'exit').finally(() => process.removeListener('exit', kill));
  const url = await urlOf(child.stdout).catch((error: unknown) => {
    kill();
    throw error;
  });
  const stop = async () => {
    child.kill('SIGTERM');
    await exited;
  };
  return { url, residentMb: () => residentMbOf(child), processorMs: () => processorMsOf(child), stop };
}

/** @throws Error where the process ends before it says what it listens at */
async function urlOf(output: Readable): Promise<string> {
  let text = '';
  for await (const chunk of output.iterator({ destroyOnReturn: false })) {
    text += String(chunk);
    const [url] = /http:\S+\/graphql(?=\s)/.exec(text) ?? [];
    if (!url) continue;
    output.resume();
    return url;
  }
  throw new Error(`A process of the benchmark did not start: ${text}`);
}

function residentMbOf({ pid }: ChildProcess): number | null {
  try {
    const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes) / 1024;
  } catch {
    return psResidentMb(pid);
  }
}

function psResidentMb(pid: number | undefined): number | null {
  try {
    return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024;
  } catch {
    return null;
  }
}

function processorMsOf({ pid }: ChildProcess): number | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return null;
  }
}
