import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql';

/** What a client may write where text is expected. */
const TEXTS = [
  '',
  'Well',
  'Yes',
  '%',
  '_',
  "O'Hara",
  "'; drop table units; --",
  '"\\',
  '\u202Ewell',
  'Route 1',
  'US-GULF-MC',
  '🛢',
  'x'.repeat(500),
  '2024-01-01',
  '6081741445',
  '[]',
  '-1',
  'null',
  'ß',
  '{"a":1}',
];
const INTS = [0, 1, 2, 5, 20, 100, 1000, -1, 2_147_483_647, -2_147_483_648];
const FLOATS = [0, 1, 0.5, -3.25, 90, -180, 1e308, -1e308, 5e-324, 1e15, 12345.678];
/** Numbers that fit what they are called. */
const FITTING: Readonly<Record<string, readonly number[]>> = {
  longitude: [-90.5, 2.1, 0, 180],
  latitude: [27.9, 57.4, 0, 90],
  west: [-95, 0, 179],
  east: [-85, 5, -179],
  south: [20, 50, -90],
  north: [30, 60, 90],
  metres: [0, 1_000, 100_000, 1e7],
  simplify: [0, 10, 1_000],
};
/** Whose ids an argument takes, where it is not the type of the field. */
const OF_TYPE: Readonly<Record<string, string>> = { completions: 'Completion', units: 'Unit', from: 'UnitNode' };
const DAYS = ['2024-01-01', '2024-02-29', '2024-12-31', '1900-01-01', '0001-01-01', '9999-12-31', '2026-06-30'];
const TIMES = ['00:00:00', '23:59:59', '12:30:00.123456'];
const ring = (west: number, south: number, size: number) => [
  [west, south],
  [west + size, south],
  [west + size, south + size],
  [west, south + size],
  [west, south],
];
const SHAPES = [
  { type: 'Polygon', coordinates: [ring(-91, 27, 4)] },
  { type: 'Polygon', coordinates: [ring(0, 56, 6), ring(1, 57, 1)] },
  { type: 'MultiPolygon', coordinates: [[ring(-180, -90, 1)], [ring(2, 58, 0.001)]] },
  { type: 'Polygon', coordinates: [ring(179, 10, 5)] },
  { type: 'Polygon', coordinates: [] },
  { type: 'Polygon' },
  { type: 'Point', coordinates: [0, 0] },
  { type: 'Polygon', coordinates: [[[0, 0], [0, 0], [0, 0], [0, 0]]] },
  {},
]; // biome-ignore format: a shape a line

/** The same numbers for the same seed. */
function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Ids and cursors that answers had: what is asked next may use them, also where they do not belong. */
export interface Known {
  readonly ids: string[];
  readonly cursors: string[];
}

export interface RandomDocument {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** A document that is valid against the schema, with arguments of the right types and of any value. */
export function randomDocument(schema: GraphQLSchema, seed: number, known: Known): RandomDocument {
  return new Author(schema, numbers(seed), known).document();
}

const DEEPEST = 7;

class Author {
  readonly variables: Record<string, unknown> = {};
  readonly declared: string[] = [];
  aliases = 0;
  /** The type of the field whose arguments are being written: `id` is one of its ids. */
  asked = '';

  constructor(
    readonly schema: GraphQLSchema,
    readonly random: () => number,
    readonly known: Known,
  ) {}

  document(): RandomDocument {
    const root = this.schema.getQueryType();
    if (!root) throw new Error('the schema has no query');
    const body = this.#selection(root, 1);
    const head = this.declared.length > 0 ? `query (${this.declared.join(', ')})` : 'query';
    return { query: `${head} ${body}`, variables: this.variables };
  }

  #selection(type: GraphQLNamedType, depth: number): string {
    if (!isObjectType(type)) return this.#ofMembers(type, depth);
    const all = Object.values(type.getFields()).filter((field) => depth < DEEPEST || !this.#isDeep(field));
    const some =
      all.length === 0 ? [] : Array.from({ length: 1 + this.#below(depth === 1 ? 2 : 4) }, () => this.#one(all));
    // Lists are asked for their rows more often than by chance.
    const rows = all.filter(({ name }) => (name === 'nodes' || name === 'edges') && this.random() < 0.7);
    const fields = [...some, ...rows].map((field) => this.#field(field, depth));
    return `{ ${fields.join(' ') || '__typename'} }`;
  }

  #ofMembers(type: GraphQLNamedType, depth: number): string {
    if (!isCompositeType(type) || isObjectType(type)) return '{ __typename }';
    const members = this.schema.getPossibleTypes(type);
    const some = Array.from({ length: 2 }, () => this.#one(members));
    return `{ __typename ${some.map((member) => `... on ${member.name} ${this.#selection(member, depth + 1)}`).join(' ')} }`;
  }

  #isDeep = (field: GraphQLField<unknown, unknown>) => isCompositeType(getNamedType(field.type));

  #field(field: GraphQLField<unknown, unknown>, depth: number): string {
    const args = field.args.filter(
      (each) => isRequiredArgument(each) || this.random() < (each.name === 'after' ? 0.08 : 0.3),
    );
    this.asked = getNamedType(field.type).name;
    const written = args.map((each) => `${each.name}: ${this.#argument(each)}`).join(', ');
    const type = getNamedType(field.type);
    const below = isCompositeType(type) ? ` ${this.#selection(type, depth + 1)}` : '';
    const directive = this.random() < 0.03 ? ` @include(if: ${this.random() < 0.5})` : '';
    this.aliases += 1;
    return `a${this.aliases}: ${field.name}${written && `(${written})`}${directive}${below}`;
  }

  #argument(argument: GraphQLArgument): string {
    const value = this.#value(argument.type, argument.name, 0);
    if (this.random() > 0.3) return literal(value, argument.type);
    const name = `v${this.declared.length}`;
    this.declared.push(`$${name}: ${argument.type}`);
    this.variables[name] = value;
    return `$${name}`;
  }

  #value(type: GraphQLInputType, name: string, depth: number): unknown {
    if (isNonNullType(type)) return this.#value(type.ofType, name, depth);
    if (isListType(type))
      return Array.from({ length: this.random() < 0.1 ? 0 : 1 + this.#below(3) }, () =>
        this.#value(type.ofType, name, depth + 1),
      );
    if (isInputObjectType(type)) return this.#object(type, depth);
    if (isEnumType(type)) return new Enum(this.#one(type.getValues()).name);
    return this.#scalar(type.name, name);
  }

  #object(type: GraphQLInputObjectType, depth: number): Record<string, unknown> {
    const all = Object.values(type.getFields());
    const wanted = all.filter((each) => isRequiredInputField(each));
    const optional = all.filter((each) => !isRequiredInputField(each) && (depth < 4 || !this.#isNested(each.name)));
    const most = type.isOneOf ? 1 : 1 + this.#below(2);
    const some = optional.length === 0 ? [] : Array.from({ length: most }, () => this.#one(optional));
    const entries = [...new Set([...wanted, ...some])].map((each) => [
      each.name,
      this.#value(each.type, each.name, depth + 1),
    ]);
    return Object.fromEntries(entries);
  }

  #isNested = (name: string) => name === 'and' || name === 'or' || name === 'not';

  #scalar(type: string, name: string): unknown {
    if (name === 'after') return this.#mostly(this.known.cursors);
    if (name === 'first' && this.random() < 0.9) return this.#one([1, 3, 20]);
    if (type === 'Int') return this.#one(INTS);
    if (type === 'Float') return this.random() < 0.7 ? this.#one(FITTING[name] ?? FLOATS) : this.#one(FLOATS);
    if (type === 'Boolean') return this.random() < 0.5;
    if (type === 'Date') return this.#one(DAYS);
    if (type === 'LocalDateTime') return `${this.#one(DAYS)}T${this.#one(TIMES)}`;
    if (type === 'DateTime') return `${this.#one(DAYS)}T${this.#one(TIMES)}Z`;
    if (type === 'Geometry') return this.#one(SHAPES);
    return type === 'ID' ? this.#mostly(this.#idsFor(name)) : this.#one(TEXTS);
  }

  #idsFor(name: string): readonly string[] {
    const wanted = OF_TYPE[name] ?? this.asked;
    const fitting = this.known.ids.filter((id) => Buffer.from(id, 'base64url').toString().startsWith(`["${wanted}"`));
    return fitting.length > 0 && this.random() < 0.8 ? fitting : this.known.ids;
  }

  #mostly(some: readonly string[]): string {
    return some.length > 0 && this.random() < 0.8 ? this.#one(some) : this.#one(TEXTS);
  }

  #one<T>(of: readonly T[]): T {
    return of[this.#below(of.length)] as T;
  }

  #below(most: number): number {
    return Math.floor(this.random() * most);
  }
}

/** A word of an enum: bare in a document, text in a variable. */
class Enum {
  constructor(readonly word: string) {}
  toJSON(): string {
    return this.word;
  }
}

function literal(value: unknown, type: GraphQLInputType): string {
  if (isNonNullType(type)) return literal(value, type.ofType);
  if (value instanceof Enum) return value.word;
  if (Array.isArray(value))
    return `[${value.map((each) => literal(each, isListType(type) ? type.ofType : type)).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const fields = isInputObjectType(type) ? type.getFields() : {};
    const entries = Object.entries(value).map(
      ([name, each]) => `${name}: ${literal(each, fields[name]?.type ?? type)}`,
    );
    return `{ ${entries.join(', ')} }`;
  }
  return JSON.stringify(value);
}

/** Remembers the ids and cursors of an answer: the newest few hundred. */
export function remember(answer: unknown, known: Known): void {
  if (Array.isArray(answer)) for (const each of answer) remember(each, known);
  else if (typeof answer === 'object' && answer !== null)
    for (const each of Object.values(answer)) remember(each, known);
  else if (typeof answer === 'string' && /^[\w-]{12,}$/.test(answer)) keep(answer, known);
}

function keep(text: string, { ids, cursors }: Known): void {
  const list = text.startsWith('WyJ') && /^\["[A-Z]/.test(Buffer.from(text, 'base64url').toString()) ? ids : cursors;
  if (Buffer.from(text, 'base64url').toString().startsWith('["') && !list.includes(text)) list.push(text);
  if (list.length > 300) list.shift();
}
