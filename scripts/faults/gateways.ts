import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';
import type { Span } from './spans.js';

/** A copy of the gateway as a process of its own, which is started again whenever it ends. */
export class Copy {
  #process: ChildProcess | undefined;
  #isOver = false;
  starts = 0;
  /** From each end of the process to the readiness of the next. */
  readonly outages: Span[] = [];

  constructor(
    readonly port: number,
    readonly env: Readonly<Record<string, string>>,
  ) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    this.#run();
    for (let left = 600; ; left -= 1) {
      if (await this.#isReady()) return;
      if (left === 0) throw new Error(`the copy on port ${this.port} does not start`);
      await setTimeout(100);
    }
  }

  kill(): void {
    this.#process?.kill('SIGKILL');
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    this.kill();
  }

  #run(): void {
    this.starts += 1;
    const env = { ...process.env, ...this.env, PORT: String(this.port), LOG_LEVEL: 'silent' };
    this.#process = spawn(process.execPath, ['dist/main.js'], { env, stdio: 'ignore' });
    this.#process.once('exit', () => {
      if (this.#isOver) return;
      const outage = { from: performance.now(), to: Number.POSITIVE_INFINITY };
      this.outages.push(outage);
      this.#run();
      void this.#ends(outage);
    });
  }

  async #ends(outage: Span): Promise<void> {
    while (!this.#isOver && !(await this.#isReady())) await setTimeout(50);
    outage.to = performance.now();
  }

  #isReady(): Promise<boolean> {
    return fetch(`${this.url}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  }
}
