import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommand } from '../../src/command-line.js';
import { type RunningGateway, startGateway } from '../support/gateway.js';
import { jsonFile } from '../support/json-file.js';

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());

const address = () => ({ HOST: '127.0.0.1', PORT: Number(new URL(gateway.url).port) });

describe('wellgraph token', () => {
  test('prints a token that the gateway takes', async () => {
    const token = await runCommand('token', ['--as', 'foreman'], address());
    expect(token).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    const { status } = await gateway.ask('{ __typename }', {}, { authorization: `Bearer ${token.trim()}` });
    expect(status).toBe(200);
  });

  test('finds the gateway at another address', async () => {
    const args = ['--as', 'engineer', '--url', gateway.url];
    expect(await runCommand('token', args, { HOST: '127.0.0.1', PORT: 9 })).toContain('.');
  });

  test.each([
    ['nobody', [], /gives no token: as: has to be one of leaseOperator, foreman, engineer/],
    ['somebody else', ['--as', 'admin'], /has to be one of leaseOperator, foreman, engineer/],
    ['a misspelt option', ['--role', 'foreman'], /--role[\s\S]*wellgraph token --as foreman/],
    [
      'a port without a gateway',
      ['--as', 'foreman', '--url', 'http://127.0.0.1:9'],
      /No gateway answers at .*npm start/,
    ],
  ])('says what is wrong with %s', (_, args, fault) =>
    expect(runCommand('token', args, address())).rejects.toThrow(fault),
  );

  test('says so where the gateway has no demo issuer', async () => {
    const other = await startGateway({ env: { API_KEYS_FILE: jsonFile([]) } });
    const asked = runCommand('token', ['--as', 'foreman', '--url', other.url], address());
    await expect(asked).rejects.toThrow(/gives no token: There is nothing at this address/);
    await other.close();
  });
});

test('wellgraph api-key prints a key, and an entry that makes it hold', async () => {
  const printed = await runCommand('api-key', ['--id', 'historian', '--role', 'gis'], address());
  const [key = ''] = /^wg_historian_\S+$/m.exec(printed) ?? [];
  const entry = printed.slice(printed.indexOf('{'));
  expect(entry).not.toContain(key);
  const other = await startGateway({ env: { API_KEYS_FILE: jsonFile([JSON.parse(entry)]) } });
  expect((await other.ask('{ __typename }', {}, { 'x-api-key': key })).status).toBe(200);
  await other.close();
});

test.each([
  ['a command that is none', 'serve', [], /There is no command serve/],
  ['one from the prototype', 'toString', [], /There is no command toString/],
  ['a key without a role', 'api-key', ['--id', 'a'], /needs --id and --role/],
  ['a prune of no database', 'audit:prune', ['--before', '2020-01-01'], /Say which database/],
  ['a prune without a day', 'audit:prune', ['postgres://127.0.0.1:1/x'], /Say with --before/],
  [
    'a prune of what is no day',
    'audit:prune',
    ['postgres://127.0.0.1:1/x', '--before', '2020-13-01'],
    /Say with --before/,
  ],
])('%s is said so', (_, name, args, fault) => expect(runCommand(name, args, address())).rejects.toThrow(fault));
