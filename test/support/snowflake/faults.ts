/** What goes wrong with one answer: silence, a socket closed before or in the middle of it, a status, a proxy's page, a code. */
export type Fault = 'hang' | 'reset' | 'cut' | 'page' | 503 | 429 | { readonly code: string };

/** Where it goes wrong. */
export type Place = 'login' | 'query' | 'result' | 'chunk' | 'renewal' | 'abort';

/** What the double does wrong on purpose. */
export class Faults {
  readonly #next = new Map<Place, Fault[]>();
  readonly #always = new Map<Place, Fault>();
  /** What every statement takes at least. */
  latencyMs = 0;

  /** The next answers of a place go wrong so, one after the other. */
  next(place: Place, ...faults: Fault[]): void {
    this.#next.set(place, [...(this.#next.get(place) ?? []), ...faults]);
  }

  always(place: Place, fault: Fault): void {
    this.#always.set(place, fault);
  }

  clear(): void {
    this.#next.clear();
    this.#always.clear();
    this.latencyMs = 0;
  }

  /** Takes what goes wrong with this answer, if anything does. */
  at(place: Place): Fault | undefined {
    return this.#next.get(place)?.shift() ?? this.#always.get(place);
  }
}
