import { parseGlobalId } from '../binding/global-id.js';
import { viewNamed } from '../binding/named.js';
import { BadUserInput } from '../errors.js';
import type { Column, Key, Row } from '../sources/row-source.js';
import { demandAsRead } from './as-read.js';
import type { Find, Stored } from './find.js';
import { invalid, Refused, userError } from './outcome.js';
import { covers, NOWHERE, type Place } from './place.js';
import { notFound, onlyPlace, writable } from './only-place.js';
import type { ReadsOfCommand } from './reads-of-command.js';

const MOST_FOUND = 1_000;
const BY_REQUEST = 'request:';

/** What a command may read. What is out of the viewer's scope is refused as if it were not there. */
export class CommandReads {
  constructor(readonly asked: ReadsOfCommand) {}

  /** @throws Refused  it is not there, or the viewer may not write there */
  completion(path: string, id: string, extra: readonly string[] = []): Promise<Place> {
    return this.place(path, 'Completion', id, extra);
  }

  /**
   * The place of a record of ProdView by its global id.
   * @throws Refused  it is not there, or the viewer may not write there
   */
  async place(path: string, type: string, id: string, extra: readonly string[] = []): Promise<Place> {
    const key = this.#key(path, type, id);
    if (!key) throw notFound(path);
    return this.placeOf(path, type, key, extra);
  }

  /**
   * The type and place of a record of ProdView that may be of one of these types.
   * @param types  each with the columns of it that the caller wants to know
   * @throws Refused  it is none of them, it is not there, or the viewer may not write there
   */
  async placeOfOne<Type extends string>(path: string, types: Readonly<Record<Type, readonly string[]>>, id: string) {
    const names = Object.keys(types) as Type[];
    const type = names.find((name) => this.#key(path, name, id));
    if (!type) throw notFound(path);
    return { type, place: await this.place(path, type, id, types[type]) };
  }

  /**
   * The place of a record of ProdView by its key, in this network where it is known.
   * @throws Refused  it is not there, or the viewer may not write there
   */
  async placeOf(path: string, type: string, key: Key, extra: readonly string[] = [], network?: string): Promise<Place> {
    const places = await this.asked.places.of(type, key, this.asked.reads, extra);
    const within = places.filter((place) => network === undefined || place.network === network);
    return onlyPlace(path, within, this.asked);
  }

  /**
   * The record of operations that the request changes, by its global id, or `request:` and the id of the request that made it.
   * @param expected  the version that the client read; where the record has another, or another its place, that is the answer
   * @throws Refused  it is not there, the viewer may not write to it, or it has changed since
   */
  async target(path: string, type: string, id: string, expected?: number | null): Promise<Stored> {
    const key = id.startsWith(BY_REQUEST) ? await this.#made(id.slice(BY_REQUEST.length)) : this.#key(path, type, id);
    const stored = key && (await this.record(type, key));
    if (!stored) throw notFound(path);
    writable(path, stored.place, this.asked.writeScope);
    await demandAsRead(type, stored.row, expected, this);
    return stored;
  }

  /** The same of a record that may be of any type that a command writes; it names one by its global id. */
  async targetOfOne(path: string, command: string, id: string, expected?: number | null) {
    const types = this.asked.bindings.commands.get(command)?.targets ?? [];
    const type = types.find((name) => this.#key(path, name, id));
    if (!type) throw notFound(path);
    return { type, ...(await this.target(path, type, id, expected)) };
  }

  /** A record of operations by its key; undefined where there is none that the viewer sees. */
  async record(type: string, key: Key): Promise<Stored | undefined> {
    const [row] = await this.find(type, { equal: { row_id: key[0] ?? '' }, limit: 1 });
    const place = row && (await this.#placeOf(row));
    return row && place && covers(this.asked.scope, place) ? { row, place } : undefined;
  }

  /** Rows of a view whose columns equal these values: of ProdView or of operations, whoever may see them. */
  async find(
    type: string,
    { equal, and = [], newest, oldest, limit = MOST_FOUND, columns: wanted }: Find,
  ): Promise<Row[]> {
    const { reads, bindings } = this.asked;
    const view = viewNamed(bindings, type);
    const all = new Map(view.leaves.map(({ field }) => [field.column.name, field.column]));
    const columns = [...all.values()].filter(({ name }) => !wanted || wanted.includes(name));
    const by = Object.keys(equal).map((name) => this.column(type, name));
    const order = view.key.map((column) => ({ column, descending: false }));
    const dated = newest ?? oldest;
    return reads.select(view, {
      ...reads.from(view, `command ${type}`),
      again: true,
      ...(view.grain && { grain: view.grain }),
      columns: columns.filter(({ sum }) => !sum),
      keys: { columns: by, tuples: [Object.values(equal)] },
      ...(and.length > 0 && { where: { all: and } }),
      order: dated ? [{ column: this.column(type, dated), descending: dated === newest }, ...order] : order,
      limit,
    });
  }

  /** What changes rarely and costs a warehouse to ask: read once and kept as long as a place is. */
  kept<T extends object>(name: readonly string[], read: () => Promise<T>): Promise<T> {
    return this.asked.places.kept(JSON.stringify(name), read);
  }

  /** Whether the viewer's role may also do this; what the command itself needs has been seen to. */
  may(permission: string): boolean {
    return this.asked.permissions.has(permission);
  }

  /** A column of a type's view, for conditions. */
  column(type: string, name: string): Column {
    const leaf = viewNamed(this.asked.bindings, type).leaves.find(({ field }) => field.column.name === name);
    if (!leaf) throw new Error(`${type} has no column ${name}`);
    return leaf.field.column;
  }

  #key(path: string, type: string, id: string): Key | undefined {
    try {
      const { view, key } = parseGlobalId(id, this.asked.bindings, path);
      return view.type === type ? key : undefined;
    } catch (error) {
      if (error instanceof BadUserInput) throw new Refused(invalid(userError(path, 'MALFORMED', 'is no global id')));
      throw error;
    }
  }

  async #made(clientRequestId: string): Promise<Key | undefined> {
    const rowId = await this.asked.madeBy(clientRequestId);
    return rowId === undefined ? undefined : [rowId];
  }

  /** Where a record of operations belongs: its id alone may be another network's too. */
  async #placeOf({ unit_id: unit, facility_id: facility, id_flownet: own }: Row): Promise<Place | undefined> {
    const { places, reads } = this.asked;
    const ofOwn = async (type: string, id: string) =>
      (await places.of(type, [id], reads)).find(({ network }) => network === own);
    if (typeof unit === 'string') return ofOwn('Unit', unit);
    return typeof facility === 'string' ? ofOwn('Facility', facility) : NOWHERE;
  }
}
