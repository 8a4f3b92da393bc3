import { expect, test } from 'vitest';
import { SourceTimeout, SourceUnavailable } from '../../src/errors.js';
import type { RowSource } from '../../src/sources/row-source.js';
import { startGateway } from '../support/gateway.js';

test('readiness says of a store whether it answered when it was asked last', async () => {
  let fault: Error | undefined;
  const failing = (source: RowSource): RowSource => {
    const read = async <T>(ask: () => Promise<T>): Promise<T> => {
      if (fault) throw fault;
      return ask();
    };
    return {
      ...source,
      select: (...asked) => read(() => source.select(...asked)),
      readAll: (...asked) => read(async () => (await source.readAll?.(...asked)) ?? []),
      readEach: async (...asked) => {
        if (!fault) return (await source.readEach?.(...asked)) ?? [];
        return asked[0].map(() => ({ status: 'rejected', reason: fault }));
      },
    };
  };
  const gateway = await startGateway({ around: failing });
  gateway.readiness.sources.PRODVIEW = { status: 'up' };
  const status = async () => {
    const response = await fetch(`${gateway.url}/health/ready`);
    expect(response.status).toBe(200); // the other stores serve
    return ((await response.json()) as any).sources.PRODVIEW.status;
  };
  const one = () => gateway.ask('{ units(first: 1) { nodes { idRec } } }');
  const several = () =>
    gateway.ask('{ units(first: 2) { nodes { idRec } } completions(first: 2) { nodes { idRec } } }');
  expect(await status()).toBe('up');
  for (const asking of [one, several]) {
    fault = new SourceTimeout('PRODVIEW', 10);
    expect((await asking()).errors).toBeDefined();
    expect(await status()).toBe('up');
    fault = new SourceUnavailable('PRODVIEW', new Error('gone'));
    expect((await asking()).errors?.[0]?.extensions.code).toBe('SOURCE_UNAVAILABLE');
    expect(await status()).toBe('down');
    fault = undefined;
    expect((await asking()).errors).toBeUndefined();
    expect(await status()).toBe('up');
  }
  await gateway.close();
}, 60_000);
