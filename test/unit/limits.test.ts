import { getIntrospectionQuery, type OperationDefinitionNode, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { LimitExceeded } from '../../src/errors.js';
import { checkLimits, type DocumentLimits } from '../../src/server/limits.js';

const WIDE: DocumentLimits = {
  maxDepth: 16,
  maxFields: 600,
  maxAliases: 15,
  maxRootFields: 15,
  maxDirectives: 20,
  maxDuplicates: 50,
};

/** What a document is refused for; undefined where it is let through. */
function refusal(text: string, limits: Partial<DocumentLimits> = {}): LimitExceeded | undefined {
  const document = parse(text);
  const operation = document.definitions.find(({ kind }) => kind === 'OperationDefinition');
  try {
    checkLimits(document, operation as OperationDefinitionNode, { ...WIDE, ...limits });
    return undefined;
  } catch (error) {
    if (error instanceof LimitExceeded) return error;
    throw error;
  }
}

describe('as much as a limit says is let through, one more is refused with the limit and the measure', () => {
  test.each<[string, Partial<DocumentLimits>, string, string]>([
    ['levels', { maxDepth: 3 }, '{ units { nodes { idRec } } }', '{ units { nodes { network { idRec } } } }'],
    ['fields', { maxFields: 3 }, '{ units { nodes { idRec } } }', '{ units { nodes { idRec api10 } } }'],
    ['aliases', { maxAliases: 1 }, '{ a: units { nodes { idRec } } }', '{ a: units { nodes { b: idRec } } }'],
    ['root fields', { maxRootFields: 2 }, '{ units { nodes { idRec api10 label } } routes { x } }', '{ a b c }'],
    ['duplicates', { maxDuplicates: 1 }, '{ a a { b } b: a { a b } }', '{ a a a }'],
    ['directives', { maxDirectives: 1 }, '{ a @skip(if: true) }', '{ a @skip(if: true) ... @skip(if: true) { b } }'],
  ])('%s', (what, limits, allowed, refused) => {
    const [limit = 0] = Object.values(limits);
    expect(refusal(allowed, limits)).toBeUndefined();
    const error = refusal(refused, limits);
    expect(error?.details).toEqual({ what, limit, measured: limit + 1 });
    expect(error?.message).toContain(`${limit + 1} or more ${what}; at most ${limit}`);
  });
});

describe('fragments', () => {
  test('hide no level, field, alias, root field or directive', () => {
    const deep =
      'query { units { ...C } } fragment C on UnitConnection { nodes { ...U } } fragment U on Unit { idRec }';
    expect(refusal(deep, { maxDepth: 2 })?.details.what).toBe('levels');
    expect(refusal(deep, { maxFields: 2 })?.details.what).toBe('fields');
    const root = 'query { ...Q } fragment Q on Query { a: units { x } b: units { x } }';
    expect(refusal(root, { maxRootFields: 1 })?.details.what).toBe('root fields');
    expect(refusal(root, { maxAliases: 1 })?.details.what).toBe('aliases');
    expect(refusal('{ ...Q @skip(if: true) } fragment Q on Query { a }', { maxDirectives: 0 })?.details.what).toBe(
      'directives',
    );
  });

  test('add no level of their own', () =>
    expect(refusal('{ ... { ... on Query { a { b } } } }', { maxDepth: 2 })).toBeUndefined());

  test('count as often as they are spread', () => {
    const text = '{ a { ...F ...F } } fragment F on A { x y }';
    expect(refusal(text, { maxFields: 5 })).toBeUndefined();
    expect(refusal(text, { maxFields: 4 })?.details.measured).toBe(5);
  });

  test('that double a hundred times cost no more to refuse than the limit allows', () => {
    const doubling = Array.from({ length: 100 }, (_, n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`);
    const text = `{ ...F0 } ${doubling.join(' ')} fragment F100 on Query { __typename }`;
    expect(refusal(text)?.details).toEqual({ what: 'duplicates', limit: 50, measured: 51 });
  });

  test('that nest by doubling are refused as well', () => {
    const nesting = Array.from(
      { length: 14 },
      (_, n) => `fragment F${n} on A { a { ...F${n + 1} } b { ...F${n + 1} } }`,
    );
    expect(refusal(`{ ...F0 } ${nesting.join(' ')} fragment F14 on A { c }`)?.details.what).toBe('fields');
  });

  test('that are not spread cost nothing', () =>
    expect(refusal('{ a } fragment F on Query { b c d e }', { maxFields: 1 })).toBeUndefined());
});

describe('introspection', () => {
  test('passes, also where documents may not be that deep', () => {
    expect(refusal(getIntrospectionQuery({ inputValueDeprecation: true, oneOf: true }))).toBeUndefined();
    expect(refusal(getIntrospectionQuery(), { maxDepth: 4 })).toBeUndefined();
  });

  test('has limits of its own', () => {
    const deep = `{ __type(name: "Unit") { ${'ofType { '.repeat(20)}name${' }'.repeat(20)} } }`;
    expect(refusal(deep)?.details.what).toBe('levels');
    expect(refusal(deep, { maxDepth: 4 })?.details.what).toBe('levels');
  });

  test('does not make the fields beside it any deeper', () => {
    const text = '{ __schema { types { name } } units { nodes { idRec } } }';
    expect(refusal(text, { maxDepth: 3 })).toBeUndefined();
    expect(refusal(text, { maxDepth: 2 })?.details.what).toBe('levels');
  });
});

test('only the operation that is asked for is measured', () =>
  expect(refusal('query A { a } query B { a b c d e }', { maxFields: 1 })).toBeUndefined());
