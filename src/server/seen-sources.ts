import { SourceUnavailable } from '../errors.js';

/** Which stores did not answer when they were asked last. Nothing is asked for its sake. */
export class SeenSources {
  readonly #away = new Set<string>();

  isAway = (name: string): boolean => this.#away.has(name);

  answered(name: string): void {
    this.#away.delete(name);
  }

  /** Other failures say nothing of whether the store is there. */
  failed(name: string, error: unknown): void {
    if (error instanceof SourceUnavailable) this.#away.add(name);
  }
}
