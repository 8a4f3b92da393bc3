import { describe, expect, test } from 'vitest';
import { isRecord } from '../../src/binding/records.js';
import { concerns } from '../../src/resolvers/concerns.js';
import { built } from '../support/execute.js';

test('every type of record can be asked for by name in a subscription', () => {
  const entities = (built.schema.getType('OperationEntity') as any).getValues().map(({ name }: any) => name);
  const records = [...built.bindings.views.values()].filter(isRecord).map(({ view }) => view.toUpperCase());
  expect(entities.sort()).toEqual(records.sort());
});

const of = (root: 'UNIT' | 'FACILITY' | 'ROUTE', key: string, network = 'N') => {
  const keys = { UNIT: [], FACILITY: [], ROUTE: [], NETWORK: [], [root]: [[key, network]] };
  return { kind: 'keys', id: `${root} ${key} ${network}`, keys } as const;
};
const VIEWERS = {
  'the unit': of('UNIT', 'U'),
  'the facility': of('FACILITY', 'F'),
  'the route': of('ROUTE', 'R'),
  'nothing of it': { ...of('UNIT', 'U', 'another'), id: 'another' },
  everything: { kind: 'everything' },
  nothing: { kind: 'nothing' },
} as const;
/** Where events of commands say that their records belong: of a unit's record everything is known. */
const PLACES = {
  unit: { network: 'N', unit: 'U', facility: 'F', route: 'R' },
  facility: { network: 'N', unit: null, facility: 'F', route: 'R' },
  route: { network: 'N', unit: null, facility: null, route: 'R' },
  nowhere: { network: '', unit: null, facility: null, route: null },
};
const heardBy = (entity: string, place: keyof typeof PLACES) => {
  const view = [...built.bindings.views.values()].find((each) => isRecord(each) && each.view === entity);
  if (!view) throw new Error(entity);
  const viewers = Object.entries(VIEWERS);
  return viewers.flatMap(([name, viewer]) =>
    concerns({ entity, ...PLACES[place] }, view, viewer, built.bindings) ? [name] : [],
  );
};

describe('of a record hears who sees the record', () => {
  const RECORDS = [...built.bindings.views.values()].filter(isRecord);
  const madeOf = (type: string) => {
    const { scope } = built.bindings.views.get(type) ?? {};
    return scope && 'links' in scope ? scope.links.map(({ target }) => target) : [];
  };

  test.each(RECORDS.map(({ type, view }) => [type, view]))('%s', (type, entity) => {
    const targets = madeOf(type);
    for (const [target, place, viewer] of [
      ['Unit', 'unit', 'the unit'],
      ['Facility', 'facility', 'the facility'],
      ['Route', 'route', 'the route'],
    ] as const)
      if (targets.includes(target)) expect(heardBy(entity, place), place).toEqual([viewer, 'everything']);
    if (targets.length > 0) expect(heardBy(entity, 'nowhere')).toEqual(['everything']);
    else expect(heardBy(entity, 'nowhere')).toEqual(Object.keys(VIEWERS).filter((name) => name !== 'nothing'));
  });

  test('a run of the rules has its route', () => expect(madeOf('SurveillanceRun')).toEqual(['Route']));
});
