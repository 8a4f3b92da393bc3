import { Refused, type Token, tokensOf } from './tokens.js';

const FUNCTIONS = new Set(['sum', 'avg', 'min', 'max', 'coalesce', 'lower']);
const ALIASES = /^(grouped|ranked|facts|part_\d+)$/;
const COMPARED = new Set(['=', '<', '<=', '>', '>=']);
/** Types as Snowflake names them, and what DuckDB calls them. */
const TYPES: Readonly<Record<string, string>> = {
  varchar: 'varchar',
  bigint: 'bigint',
  double: 'double',
  boolean: 'boolean',
  date: 'date',
  timestamp: 'timestamp',
  timestamp_ntz: 'timestamp',
  timestamp_tz: 'timestamptz',
};

/**
 * The same statement for DuckDB. Only the shapes that the gateway's builders write in Snowflake's dialect are known
 * here: its functions, its types, its quoted upper-case names, views by database and schema, keys through `flatten`.
 * @throws Refused for any other
 */
export function translated(text: string): string {
  const parser = new Parser(tokensOf(text));
  const sql = parser.query();
  if (parser.peek().kind !== 'end') throw parser.refusal('more than one statement');
  return sql;
}

class Parser {
  #at = 0;
  constructor(readonly tokens: readonly Token[]) {}

  peek = (ahead = 0): Token => this.tokens[this.#at + ahead] ?? { kind: 'end', text: '' };
  refusal = (expected: string) =>
    new Refused(
      `${expected} near: ${this.tokens
        .slice(this.#at, this.#at + 8)
        .map(({ text }) => text)
        .join(' ')}`,
    );

  #next(): string {
    const { text } = this.peek();
    this.#at += 1;
    return text;
  }
  #is = (...words: readonly string[]) => words.every((word, ahead) => this.peek(ahead).text === word);
  #took(...words: readonly string[]): boolean {
    const is = this.#is(...words);
    if (is) this.#at += words.length;
    return is;
  }
  #expect(...words: readonly string[]): string {
    if (!this.#took(...words)) throw this.refusal(words.join(' '));
    return words.join(' ');
  }
  #kind(kind: Token['kind'], expected: string): string {
    if (this.peek().kind !== kind) throw this.refusal(expected);
    return this.#next();
  }
  #list(one: () => string): string {
    const all = [one()];
    while (this.#took(',')) all.push(one());
    return all.join(', ');
  }
  #inside(one: () => string): string {
    this.#expect('(');
    const inside = one();
    this.#expect(')');
    return `(${inside})`;
  }

  query(): string {
    const parts = [this.#select()];
    while (this.#took('union', 'all')) parts.push(this.#select());
    return parts.join(' union all ');
  }

  #select(): string {
    let sql = `${this.#expect('select')} ${this.#list(() => this.#item())} ${this.#expect('from')} ${this.#from()}`;
    if (this.#took('where')) sql += ` where ${this.#or()}`;
    if (this.#took('group', 'by')) sql += ` group by ${this.#list(() => this.#or())}`;
    sql += this.#orderBy();
    if (this.#took('limit')) sql += ` limit ${this.#kind('number', 'a number')}`;
    return sql;
  }

  #item(): string {
    if (this.#took('*')) return '*';
    const value = this.#or();
    return this.#took('as') ? `${value} as ${this.#kind('name', 'an upper-case name')}` : value;
  }

  #from(): string {
    if (this.#is('(')) {
      const inner = this.#inside(() => this.query());
      const alias = this.#next();
      if (!ALIASES.test(alias)) throw this.refusal('an alias');
      return `${inner} ${alias}`;
    }
    if (this.#took('table', '(', 'flatten', '(', 'input', '=>', 'parse_json', '(')) {
      const bind = this.#bind();
      this.#expect(')', ')', ')');
      return `(select unnest(json_extract(cast(${bind} as json), '$[*]')) as value)`;
    }
    const path = [this.#kind('name', 'a database')];
    for (const what of ['a schema', 'a view']) {
      this.#expect('.');
      path.push(this.#kind('name', what));
    }
    return path.join('.');
  }

  #orderBy(): string {
    if (!this.#took('order', 'by')) return '';
    return ` order by ${this.#list(() => {
      const value = this.#or();
      const way = this.#is('asc') || this.#is('desc') ? ` ${this.#next()} ${this.#expect('nulls', 'last')}` : '';
      return `${value}${way}`;
    })}`;
  }

  #or = (): string => this.#chain(() => this.#and(), ['or']);
  #and = (): string => this.#chain(() => this.#not(), ['and']);
  #not = (): string => (this.#took('not') ? `not ${this.#not()}` : this.#compared());
  #added = (): string => this.#chain(() => this.#chain(() => this.#primary(), ['*', '/']), ['+']);

  #chain(one: () => string, signs: readonly string[]): string {
    let sql = one();
    while (signs.includes(this.peek().text)) sql += ` ${this.#next()} ${one()}`;
    return sql;
  }

  #compared(): string {
    const left = this.#added();
    if (COMPARED.has(this.peek().text)) return `${left} ${this.#next()} ${this.#added()}`;
    if (this.#took('is', 'distinct', 'from')) return `${left} is distinct from ${this.#added()}`;
    if (this.#took('is', 'not', 'null')) return `${left} is not null`;
    if (this.#took('is', 'null')) return `${left} is null`;
    if (!this.#took('in')) return left;
    const some = () => (this.#is('select') ? this.query() : this.#list(() => this.#added()));
    return `${left} in ${this.#inside(some)}`;
  }

  #primary(): string {
    const { kind, text } = this.peek();
    if (kind === 'name' || kind === 'number') return this.#next();
    if (kind === 'bind') return this.#bind();
    if (text === '(') return this.#inside(() => this.#list(() => this.#or()));
    if (kind === 'word') return this.#word(this.#next());
    throw this.refusal('a value');
  }

  #word(word: string): string {
    if (word === 'null' || word === 'false') return word;
    if (word === 'cast') return this.#cast();
    if (word === 'case') return this.#case();
    if (word === 'count') return `count${this.#inside(() => this.#counted())}${this.#over()}`;
    if (word === 'row_number') return `row_number${this.#expect('(', ')')}${this.#over()}`;
    if (word === 'position')
      return `position${this.#inside(() => `${this.#added()} ${this.#expect('in')} ${this.#added()}`)}`;
    if (word === 'date_trunc')
      return `date_trunc${this.#inside(() => `${this.#kind('text', 'a period')}${this.#expect(',')} ${this.#or()}`)}`;
    if (FUNCTIONS.has(word)) return `${word}${this.#inside(() => this.#list(() => this.#or()))}`;
    throw this.refusal(`${word} is no function of ours`);
  }

  #counted(): string {
    if (this.#took('*')) return '*';
    return `${this.#expect('distinct')} ${this.#or()}`;
  }

  #over(): string {
    if (!this.#took('over')) return '';
    return ` over ${this.#inside(() => {
      const partition = this.#took('partition', 'by') ? `partition by ${this.#list(() => this.#or())}` : '';
      return `${partition}${this.#orderBy()}`;
    })}`;
  }

  #cast(): string {
    this.#expect('(');
    if (this.#took('value')) {
      const at = this.#took('[') ? `[${this.#kind('number', 'a place')}${this.#expect(']')}` : '';
      this.#expect('as', 'varchar', ')');
      return `json_extract_string(value, '$${at}')`;
    }
    const value = this.#or();
    this.#expect('as');
    const type = TYPES[this.#kind('word', 'a type')];
    if (!type) throw this.refusal('a type of ours');
    const zoned = this.#took('with', 'time', 'zone') ? ' with time zone' : '';
    this.#expect(')');
    return `cast(${value} as ${type}${zoned})`;
  }

  #case(): string {
    const when = `${this.#expect('when')} ${this.#or()} ${this.#expect('then')} ${this.#or()}`;
    return `case ${when} ${this.#expect('else')} ${this.#or()} ${this.#expect('end')}`;
  }

  #bind = (): string => `$${this.#kind('bind', 'a bound value').slice(1)}`;
}
