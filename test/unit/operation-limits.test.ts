import { getOperationAST, parse } from 'graphql';
import { expect, test } from 'vitest';
import { parsePolicy } from '../../src/auth/policy.js';
import { parseConfig } from '../../src/config.js';
import { LimitExceeded } from '../../src/errors.js';
import { checkOperation, limitsFor, operationLimitsOf } from '../../src/server/operation-limits.js';
import { built } from '../support/execute.js';

const everybody = operationLimitsOf(parseConfig({}));
const role = (limits: object) => ({
  roles: { viewer: { permissions: ['read'], scope: 'claims', personal: 'hidden', limits } },
});
const limitsOf = (limits: object) => parsePolicy(role(limits)).roles.get('viewer') ?? {};

test('a role without limits of its own has those of everybody', () => {
  expect(limitsFor({}, everybody)).toEqual(everybody);
  expect(limitsFor(limitsOf({}), everybody)).toEqual(everybody);
});

test('each limit of a role holds in place of the one of everybody, more or less', () => {
  const own = { levels: 1, fields: 2, aliases: 3, rootFields: 4, directives: 5, duplicates: 6, cost: 7 };
  expect(limitsFor(limitsOf(own), everybody)).toEqual({
    maxDepth: 1,
    maxFields: 2,
    maxAliases: 3,
    maxRootFields: 4,
    maxDirectives: 5,
    maxDuplicates: 6,
    maxCost: 7,
    maxRows: everybody.maxRows,
  });
  expect(limitsFor(limitsOf({ cost: 1e9 }), everybody)).toEqual({ ...everybody, maxCost: 1e9 });
});

test('a policy that limits what is none, or by what is no number, is refused with the place', () => {
  expect(() => limitsOf({ depth: 5 })).toThrow(/roles\.viewer\.limits/);
  expect(() => limitsOf({ cost: -1 })).toThrow(/roles\.viewer\.limits\.cost/);
  expect(() => limitsOf({ cost: '5' })).toThrow(/roles\.viewer\.limits\.cost/);
});

test('those who analyse may ask for more by default', () => {
  const columns = Array.from({ length: 50 }, (_, n) => `c${n}: label`).join(' ');
  const document = parse(`{ units(first: 1000) { nodes { completions(first: 1000) { nodes { ${columns} } } } } }`);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('no operation');
  const as = (name: string) => {
    const viewer = parsePolicy().roles.get(name) ?? {};
    checkOperation({ ...built, document, operation, variables: {} }, limitsFor(viewer, everybody));
  };
  expect(() => as('foreman')).toThrow(LimitExceeded);
  expect(() => as('engineer')).not.toThrow();
});

test('a document that passed is measured again for a role of other limits, and its cost with other variables', () => {
  const document = parse('query ($first: Int) { units(first: $first) { nodes { a: label b: label } } }');
  const operation = getOperationAST(document);
  if (!operation) throw new Error('no operation');
  const asked = (own: object, first: number) => () =>
    checkOperation({ ...built, document, operation, variables: { first } }, limitsFor(limitsOf(own), everybody));
  expect(asked({}, 10)).not.toThrow();
  expect(asked({ aliases: 1 }, 10)).toThrow(/2 or more aliases/);
  expect(asked({ cost: 100 }, 10)).not.toThrow();
  expect(asked({ cost: 100 }, 100)).toThrow(/may bring \d+ values; at most 100/);
});
