import { expect, test } from 'vitest';
import { isRecord } from '../../src/binding/records.js';
import { built } from '../support/execute.js';

test('every type of record can be asked for by name in a subscription', () => {
  const entities = (built.schema.getType('OperationEntity') as any).getValues().map(({ name }: any) => name);
  const records = [...built.bindings.views.values()].filter(isRecord).map(({ view }) => view.toUpperCase());
  expect(entities.sort()).toEqual(records.sort());
});
