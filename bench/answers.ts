import { isDeepStrictEqual } from 'node:util';

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };
/** What was answered, without the words that each graph has for it: objects as the list of their values. */
export type Rows = readonly Json[];

/**
 * The values of an answer in their order. An object within another is taken apart into it, so that `{ nodes: [...] }` is
 * its list and `allocated { oilBbl }` is `oilBbl`.
 */
export function valuesOf(object: { readonly [name: string]: Json }): Rows {
  return Object.values(object).flatMap((value): Json[] => {
    if (Array.isArray(value)) return [(value as Json[]).map((each) => (isObject(each) ? valuesOf(each) : each))];
    return isObject(value) ? [...valuesOf(value)] : [value];
  });
}

const isObject = (value: Json): value is { readonly [name: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a body answers. @throws Error where it answers with errors or with nothing */
export function dataOf(name: string, body: Buffer): { readonly [name: string]: Json } {
  const { data, errors } = JSON.parse(body.toString());
  if (!data || errors) throw new Error(`${name} answers ${body.toString().slice(0, 500)}`);
  return data;
}

/** @throws Error naming who answers other rows than the first, with the beginning of both */
export function checkSame(question: string, answers: ReadonlyMap<string, Rows>): void {
  const [[first, expected], ...others] = [...answers] as [[string, Rows], ...[string, Rows][]];
  for (const [name, rows] of others) {
    if (isDeepStrictEqual(rows, expected)) continue;
    const [mine, theirs] = [JSON.stringify(expected), JSON.stringify(rows)];
    const at = Math.max(0, [...mine].findIndex((letter, index) => letter !== theirs[index]) - 100);
    throw new Error(
      `${question}: ${name} and ${first} answer different rows:\n${theirs.slice(at, at + 300)}\n${mine.slice(at, at + 300)}`,
    );
  }
}
