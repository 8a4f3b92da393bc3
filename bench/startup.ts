import { type Running, startGateway } from './gateway-process.js';
import { median, post } from './rounds.js';

export interface Startup {
  /** From the start of the process to its first answer. */
  readonly milliseconds: number;
  /** Resident memory right after that answer; null where the system does not tell. */
  readonly residentMb: number | null;
}

/** Medians of several starts of the built gateway on a folder. */
export async function startup(folder: string, times: number): Promise<Startup> {
  const starts: Startup[] = [];
  for (let time = 0; time < times; time++) starts.push(await oneStart(folder));
  const resident = starts.flatMap(({ residentMb }) => (residentMb === null ? [] : [residentMb]));
  return {
    milliseconds: median(starts.map(({ milliseconds }) => milliseconds)),
    residentMb: resident.length > 0 ? median(resident) : null,
  };
}

async function oneStart(folder: string): Promise<Startup> {
  const started = performance.now();
  const gateway: Running = await startGateway(folder);
  try {
    await post(gateway.url, { query: '{ __typename }' });
    return { milliseconds: performance.now() - started, residentMb: gateway.residentMb() };
  } finally {
    await gateway.stop();
  }
}
