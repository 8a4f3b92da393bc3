import { expect, test } from 'vitest';
import { layersOf } from '../../src/maps/layers.js';
import { built } from '../support/execute.js';

test('every list of the spatial database with a place is a layer', () => {
  const layers = layersOf(built.bindings);
  expect([...layers.keys()].sort()).toEqual(['facilitySites', 'fields', 'pipelines', 'wellLocations']);
  for (const { geometry, properties } of layers.values()) {
    expect(geometry.column.kind).toBe('geometry');
    expect(properties.length).toBeGreaterThan(5);
  }
});
