import type { Column, ColumnKind, Condition, Term } from '../row-source.js';
import type { Bound, Dialect, Statement } from './dialect.js';
import { distanceOf, geoJson, isNowhere, isSpatial, spatialCondition } from './spatial.js';

const CASTS = { date: 'date', local: 'timestamp', instant: 'timestamp with time zone' } as const;
const OPERATOR = { ne: 'is distinct from', eq: '=', lt: '<', lte: '<=', gt: '>', gte: '>=' } as const;

/** The SQL type of a column of this kind. */
export function typeOf(kind: ColumnKind, { double }: Dialect): string {
  const plain = {
    text: 'varchar',
    integer: 'bigint',
    float: double,
    boolean: 'boolean',
    geometry: 'text',
    json: 'text',
  };
  return { ...plain, ...CASTS }[kind];
}

/** Collects bound values while SQL text is put together in one dialect. */
export class Writer {
  readonly values: Bound[] = [];
  constructor(readonly dialect: Dialect) {}

  /** Parts of a wide statement often have the same keys; where placeholders are numbered, those are bound once. */
  readonly bind = (value: Bound): string => {
    const { placeholder } = this.dialect;
    const known = placeholder(1) === placeholder(2) ? -1 : this.values.findIndex((other) => sameKeys(other, value));
    return placeholder(known < 0 ? this.values.push(value) : known + 1);
  };

  view(name: string): string {
    return (this.dialect.view ?? this.dialect.identifier)(name);
  }

  /** The column as its kind: a day is cut out of a timestamp here and nowhere else. */
  column({ name, kind, sum, distance, tolerance }: Column): string {
    if (sum) return this.#sum(sum);
    if (distance) return distanceOf(distance, this.dialect.identifier, this.bind);
    const quoted = this.dialect.identifier(name);
    if (kind === 'geometry') return geoJson(quoted, tolerance);
    return kind === 'date' ? `cast(${quoted} as date)` : quoted;
  }

  value(value: string | number | boolean, kind: Column['kind']): string {
    const placeholder = this.bind(value);
    const casts: Dialect['casts'] = CASTS;
    const type = this.dialect.casts?.[kind] ?? casts?.[kind];
    return type ? `cast(${placeholder} as ${type})` : placeholder;
  }

  condition(condition: Condition): string {
    if ('all' in condition) return this.#join(condition.all, ' and ', '1 = 1');
    if ('any' in condition) return this.#join(condition.any, ' or ', '1 = 0');
    if ('not' in condition) return `not coalesce(${this.condition(condition.not)}, false)`;
    if ('in' in condition) return this.#among(condition);
    if (isSpatial(condition))
      return spatialCondition(condition, this.dialect.identifier(condition.column.name), this.bind);
    if ('keys' in condition) return this.#oneOf(condition);
    if ('of' in condition) return this.#subset(condition);
    if ('isNull' in condition) return this.#isNull(condition);
    return this.#compare(condition);
  }

  /** Null only where every term is. */
  #sum(terms: readonly Term[]): string {
    const products = terms.map(({ columns, per }) => {
      const product = columns.map((name) => this.dialect.identifier(name)).join(' * ');
      return per === 1 ? product : `${product} / ${per}`;
    });
    if (products.length === 1) return `(${products[0]})`;
    const none = products.map((product) => `${product} is null`).join(' and ');
    const sum = products.map((product) => `coalesce(${product}, 0)`).join(' + ');
    return `case when ${none} then null else ${sum} end`;
  }

  #oneOf({ columns, keys }: Extract<Condition, { keys: unknown }>): string {
    const own = columns.map((column) => this.column(column));
    return keys.length === 0 ? '1 = 0' : this.dialect.among(own, keys, this.bind);
  }

  #subset({ columns, of }: Extract<Condition, { of: unknown }>): string {
    const own = columns.map((column) => this.column(column)).join(', ');
    const theirs = of.columns.map((column) => this.column(column)).join(', ');
    const rows = `select ${theirs} from ${this.view(of.view)} where ${this.condition(of.where)}`;
    return `${columns.length === 1 ? own : `(${own})`} in (${rows})`;
  }

  /** Whether a geometry is there is asked of itself, not of its text. */
  #isNull({ column, isNull }: Extract<Condition, { isNull: unknown }>): string {
    if (column.kind !== 'geometry') return `${this.column(column)} is ${isNull ? '' : 'not '}null`;
    return `${isNull ? '' : 'not '}${isNowhere(this.dialect.identifier(column.name))}`;
  }

  #join(parts: readonly Condition[], word: string, empty: string): string {
    return parts.length === 0 ? empty : `(${parts.map((part) => this.condition(part)).join(word)})`;
  }

  /** A window of days is asked of the column as it is stored, a day or a time: files and indexes are ordered by that. */
  #days(name: string, is: 'lt' | 'lte' | 'gt' | 'gte', value: string | number | boolean): string {
    const [own, day] = [this.dialect.identifier(name), this.value(value, 'date')];
    if (is === 'gte') return `${own} >= ${day}`;
    if (is === 'lt') return `${own} < ${day}`;
    return is === 'lte' ? `${own} < ${day} + 1` : `${own} >= ${day} + 1`;
  }

  #comparable(column: Column): string {
    const { text } = this.dialect;
    return text && column.kind === 'text' ? `cast(${this.column(column)} as ${text})` : this.column(column);
  }

  #among({ column, in: values }: Extract<Condition, { in: unknown }>): string {
    if (values.length === 0) return '1 = 0';
    return `${this.#comparable(column)} in (${values.map((value) => this.value(value, column.kind)).join(', ')})`;
  }

  #compare({ column, is, value }: Extract<Condition, { is: unknown }>): string {
    const left = this.#comparable(column);
    if (is === 'contains') return `position(lower(${this.bind(value)}) in lower(${left})) > 0`;
    if (is === 'startsWith') return `position(lower(${this.bind(value)}) in lower(${left})) = 1`;
    if (column.kind === 'date' && !column.sum && is !== 'eq' && is !== 'ne') return this.#days(column.name, is, value);
    return `${left} ${OPERATOR[is]} ${this.value(value, column.kind)}`;
  }
}

/** The statement with its label in front, as a comment that databases show in their query history. */
export function labelled(label: string, text: string, values: readonly Bound[]): Statement {
  return { text: `/* wellgraph ${label.replaceAll(/[^\w.:, ]/g, '')} */ ${text}`, values };
}

const sameKeys = (left: Bound, right: Bound) =>
  typeof left === 'object' &&
  typeof right === 'object' &&
  left.length === right.length &&
  left.every((key, at) => key === right[at]);
