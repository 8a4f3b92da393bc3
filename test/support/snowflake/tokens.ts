/** A statement that the gateway's builders could not have written. */
export class Refused extends Error {}

export interface Token {
  readonly kind: 'name' | 'word' | 'bind' | 'number' | 'text' | 'sign' | 'end';
  readonly text: string;
}

const KINDS: readonly (readonly [Token['kind'], RegExp])[] = [
  // Quoted and in upper case: Snowflake takes the letters of a quoted name as they are, and dbt's names are upper case.
  ['name', /"[A-Z_][A-Z0-9_$]*"/y],
  ['word', /[a-z_][a-z0-9_]*/y],
  ['bind', /:\d+/y],
  ['number', /\d+(\.\d+)?(e[+-]?\d+)?/y],
  ['text', /'[a-z]+'/y],
  ['sign', /=>|<=|>=|[()[\],.*/+=<>]/y],
];

/** The words of a statement behind its label. @throws Refused where something else stands there */
export function tokensOf(text: string): Token[] {
  const label = /^\/\* wellgraph [\w.:, ]+ \*\/ /.exec(text);
  if (!label) throw new Refused('without a label');
  const tokens: Token[] = [];
  for (let at = label[0].length; at < text.length; ) {
    if (text[at] === ' ') {
      at += 1;
      continue;
    }
    const token = tokenAt(text, at);
    tokens.push(token);
    at += token.text.length;
  }
  return [...tokens, { kind: 'end', text: '' }];
}

function tokenAt(text: string, at: number): Token {
  for (const [kind, form] of KINDS) {
    form.lastIndex = at;
    const found = form.exec(text);
    if (found) return { kind, text: found[0] };
  }
  throw new Refused(`no word of ours: ${text.slice(at, at + 30)}`);
}
