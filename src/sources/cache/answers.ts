import { SourceSchema } from '../../errors.js';
import { note } from '../notes.js';
import type { Answered, Tell } from '../beside.js';
import type { Row } from '../row-source.js';
import { fetchAll, type Landed, readTogether, type Sent, type Stores } from './fetch.js';
import { Flight } from './flight.js';
import { narrowed, type Question } from './question.js';
import type { Token } from './tokens.js';

type Signal = AbortSignal | undefined;
type Rows = readonly Row[];

/** Where a part of an answer is on its way: which question of which flight, and which of its parts. */
interface Coming {
  readonly flight: Flight<Landed>;
  readonly at: number;
  readonly part: number;
}

/** One asker's view: what is in memory, what is on its way, and the flight that was begun for the rest. */
interface Course {
  readonly known: readonly (readonly (Rows | undefined)[])[];
  readonly coming: ReadonlyMap<string, Coming>;
  readonly own: Flight<Landed> | undefined;
}

/** What is known, what is on its way, and what has to be sent for. */
export class Answers {
  readonly #coming = new Map<string, Coming>();

  constructor(readonly stores: Stores) {}

  /** Each question's rows by itself; what none knows and none has sent for is one statement. */
  async all(asked: readonly Sent[], signal: Signal, tell?: Tell): Promise<Answered[]> {
    const course = this.#course(asked);
    return Promise.allSettled(
      asked.map(async (each, at) => {
        const value = await this.#answer(each, at, course, signal);
        tell?.(at, { status: 'fulfilled', value });
        return value;
      }),
    );
  }

  #course(asked: readonly Sent[]): Course {
    const coming = new Map<string, Coming>();
    const known = asked.map((each) => this.#known(each));
    const sent = asked.flatMap(({ question, token }, at) => {
      const lacking = question.parts.flatMap((part, place) => {
        if (known[at]?.[place]) return [];
        const found = this.#coming.get(idOf(part, token));
        if (!found || found.flight.isGivenUp) return [place];
        coming.set(idOf(part, token), found);
        return [];
      });
      return lacking.length > 0 ? [{ ...asked[at], question: narrowed(question, lacking), token }] : [];
    });
    return { known, coming, own: sent.length > 0 ? this.#begin(sent, coming) : undefined };
  }

  /** What is in memory and still holds. */
  #known({ question, token }: Sent): (Rows | undefined)[] {
    return question.parts.map((part) => {
      const kept = token && this.stores.memory.get(part);
      if (!kept || kept.token !== token.token) return undefined;
      kept.asOf = token.asOf;
      return kept.rows;
    });
  }

  #begin(sent: readonly Sent[], coming: Map<string, Coming>): Flight<Landed> {
    const flight = new Flight((signal) => fetchAll(this.stores, sent, signal));
    const ids = sent.map(({ question, token }) => question.parts.map((part) => idOf(part, token)));
    for (const [at, own] of ids.entries()) {
      for (const [part, id] of own.entries()) {
        coming.set(id, { flight, at, part });
        this.#coming.set(id, { flight, at, part });
      }
    }
    flight.over(() => {
      for (const id of ids.flat()) if (this.#coming.get(id)?.flight === flight) this.#coming.delete(id);
    });
    return flight;
  }

  async #answer(
    { question, token, beneath }: Sent,
    at: number,
    { known, coming, own }: Course,
    signal: Signal,
  ): Promise<Row[]> {
    const places = question.parts.map((part) => coming.get(idOf(part, token)));
    const flights = [...new Set(places.flatMap((place, part) => (place && !known[at]?.[part] ? [place.flight] : [])))];
    if (!own || !flights.includes(own)) note(question.read.notes, { hits: 1, ...(token && { asOf: token.asOf }) });
    try {
      const landed = new Map<Flight<Landed>, Landed[]>();
      for (const [index, answers] of (await Promise.all(flights.map((flight) => flight.wait(signal)))).entries())
        landed.set(flights[index] as Flight<Landed>, answers);
      const rows = question.parts.map((_, part) => known[at]?.[part] ?? partOf(places[part], landed));
      if (rows.every((each) => each !== undefined)) return bounded(question, rows.flat());
      const whole = places[0] && landed.get(places[0].flight)?.[places[0].at]?.rows;
      return whole && isWhole(places, known[at]) ? bounded(question, whole) : await this.#alone(question, signal);
    } catch (error) {
      // Another's statement failed for what that one asked: it says nothing of this question.
      const isTheirs = error instanceof SourceSchema && !beneath && flights.some((flight) => flight !== own);
      if (isTheirs) return this.#alone(question, signal);
      throw error;
    }
  }

  async #alone({ read }: Question, signal: Signal): Promise<Row[]> {
    note(read.notes, { statements: 1 });
    return (await readTogether(this.stores.source, [read], signal))[0] ?? [];
  }
}

const idOf = (part: string, token: Token | undefined) => `${token?.token ?? '?'} ${part}`;
const bounded = ({ read }: Question, rows: Rows) => rows.slice(0, read.rowLimit + 1);
const partOf = (place: Coming | undefined, landed: ReadonlyMap<Flight<Landed>, Landed[]>) =>
  place && landed.get(place.flight)?.[place.at]?.parts?.[place.part];
/** Whether all parts came with one question of one flight. */
const isWhole = (places: readonly (Coming | undefined)[], known: readonly unknown[] = []) =>
  known.every((each) => !each) &&
  places.every((place) => place?.flight === places[0]?.flight && place?.at === places[0]?.at);
