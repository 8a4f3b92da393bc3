import fc from 'fast-check';
import { GraphQLError } from 'graphql';
import { describe, expect, test } from 'vitest';
import {
  BadUserInput,
  ERROR_CODES,
  type ErrorCode,
  LimitExceeded,
  Overloaded,
  SourceSchema,
  SourceTimeout,
  SourceUnavailable,
} from '../../src/errors.js';
import { isFault, maskError } from '../../src/server/masking.js';
import { shortened } from '../../src/server/suggestions.js';

/** An error as GraphQL wraps it and Apollo formats it. */
function answered(thrown: Error, code = 'INTERNAL_SERVER_ERROR') {
  const error = new GraphQLError(thrown.message, { originalError: thrown, path: ['units', 'nodes', 0, 'label'] });
  const formatted = { ...error.toJSON(), extensions: { code, stacktrace: thrown.stack?.split('\n') ?? [] } };
  return maskError(formatted, error);
}
const internal = { code: 'INTERNAL', retryable: true };

describe('what was not written for clients stays inside', () => {
  test('any error of a driver or of ours is Internal error, at its place', () => {
    const thrown = new TypeError('IO Error: no such file /srv/app/secret.parquet; select "password" from users');
    expect(answered(thrown)).toEqual({
      message: 'Internal error',
      path: ['units', 'nodes', 0, 'label'],
      extensions: internal,
    });
  });

  test('whatever an error says, nothing of it leaves', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const thrown = Object.assign(new Error(`secret ${text}`), { code: 'ECONNREFUSED', sql: 'select secret' });
        expect(JSON.stringify(answered(thrown))).not.toMatch(/secret|ECONNREFUSED|stack|masking\.test/);
      }),
    );
  });

  test("a store's own words stay in the cause", () => {
    const driver = new Error('Binder Error: column "secret" at 10.0.0.1');
    for (const thrown of [new SourceUnavailable('PRODVIEW', driver), new SourceSchema('PRODVIEW', driver)]) {
      const masked = answered(thrown);
      expect(masked.extensions).toMatchObject({ code: thrown.code, source: 'PRODVIEW' });
      expect(JSON.stringify(masked)).not.toMatch(/Binder|secret|10\.0/);
    }
  });

  test('an error that no GraphQL error wraps, and what is no error at all', () => {
    for (const thrown of [new Error('secret'), 'secret', null, undefined])
      expect(maskError({ message: 'secret' }, thrown)).toEqual({ message: 'Internal error', extensions: internal });
  });

  test.each(['INTERNAL_SERVER_ERROR', 'INTERNAL', 'DOWNSTREAM', '', 5])('a code that is none of ours: %s', (code) => {
    const error = new GraphQLError('secret', { extensions: { code } });
    expect(maskError(error.toJSON(), error)).toEqual({ message: 'Internal error', extensions: internal });
  });
});

describe('what was written for clients reaches them', () => {
  test.each([
    [new BadUserInput('where.api10', 'is null'), { code: 'BAD_USER_INPUT', argument: 'where.api10' }],
    [new LimitExceeded('too many rows', { limit: 5 }), { code: 'LIMIT_EXCEEDED', limit: 5 }],
    [new Overloaded('PRODVIEW'), { code: 'OVERLOADED', source: 'PRODVIEW' }],
    [new SourceTimeout('PRODVIEW', 300), { code: 'SOURCE_TIMEOUT', source: 'PRODVIEW' }],
  ])('%s', (thrown, extensions) => {
    const { retryable } = ERROR_CODES[thrown.code];
    expect(answered(thrown)).toMatchObject({ message: thrown.message, extensions: { ...extensions, retryable } });
  });

  const codes = Object.entries(ERROR_CODES).filter(([code]) => code !== 'INTERNAL') as [
    ErrorCode,
    { retryable: boolean },
  ][];
  test.each(codes)('the code %s, with whether to try again', (code, { retryable }) => {
    const error = new GraphQLError('said to the client', { extensions: { code } });
    expect(maskError(error.toJSON(), error)).toEqual({
      message: 'said to the client',
      extensions: { code, retryable },
    });
  });

  test.each([
    ['BAD_REQUEST', 'BAD_USER_INPUT'],
    ['OPERATION_RESOLUTION_FAILURE', 'BAD_USER_INPUT'],
  ])("Apollo's %s, under our name %s", (theirs, ours) => {
    const error = new GraphQLError('no operation', { extensions: { code: theirs } });
    expect(maskError(error.toJSON(), error).extensions).toEqual({ code: ours, retryable: false });
  });

  test.each([
    ['Variable "$from" got invalid value "x"; a day such as 2024-01-31', '$from'],
    ['Variable "$input" got invalid value 5 at "input.days.0"; a day', '$input.days.0'],
    ['Variable "$id" of required type "ID!" was not provided.', '$id'],
    ['Cannot query field "x" on type "Unit".', undefined],
  ])('the variable that a message is about: %s', (message, argument) => {
    const error = new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
    expect(maskError(error.toJSON(), error).extensions?.argument).toBe(argument);
  });

  test("the persisted-query protocol's own word, untouched", () => {
    const error = new GraphQLError('PersistedQueryNotFound', { extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } });
    expect(maskError(error.toJSON(), error)).toEqual(error.toJSON());
  });
});

test('faults are what the gateway or a store did wrong, not what was asked wrongly', () => {
  const wrapped = (thrown: Error) => new GraphQLError(thrown.message, { originalError: thrown });
  expect(isFault(wrapped(new TypeError('x is undefined')))).toBe(true);
  expect(isFault(wrapped(new SourceUnavailable('PRODVIEW', new Error('gone'))))).toBe(true);
  expect(isFault(wrapped(new BadUserInput('first', 'is -1')))).toBe(false);
  expect(isFault(new GraphQLError('Cannot query field "x" on type "Unit".'))).toBe(false);
});

test('a code that a library puts on its own error makes its words no more public', () => {
  const thrown = Object.assign(new Error('select secret'), { extensions: { code: 'FORBIDDEN' } });
  const error = new GraphQLError(thrown.message, { originalError: thrown });
  expect(maskError(error.toJSON(), error).message).toBe('Internal error');
});

test('limits that libraries hold are told as limits, and a list of mistakes that was broken off as a mistake', () => {
  const told = (message: string) => {
    const error = new GraphQLError(message);
    return maskError(error.toJSON(), error);
  };
  expect(told('Syntax Error: Document contains more that 2000 tokens. Parsing aborted.')).toMatchObject({
    message: expect.stringMatching(/2001 or more tokens; at most 2000/),
    extensions: { code: 'LIMIT_EXCEEDED', what: 'tokens', limit: 2000, measured: 2001 },
  });
  expect(told("Operation 'A' recursively requests too many selections.").extensions?.code).toBe('LIMIT_EXCEEDED');
  expect(told('Too many errors processing variables, error limit reached. Execution aborted.').extensions).toEqual({
    code: 'BAD_USER_INPUT',
    retryable: false,
  });
});

test('an error says back no more of what was sent than its ends', () => {
  const long = shortened({ message: `Variable "$a" got invalid value ${'x'.repeat(100_000)}; no text.` });
  expect(long.message.length).toBeLessThan(500);
  expect(long.message).toMatch(/^Variable "\$a" got invalid value x+ … x+; no text\.$/);
  expect(shortened({ message: 'short' })).toEqual({ message: 'short' });
});
