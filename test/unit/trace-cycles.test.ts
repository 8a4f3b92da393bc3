import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Connection } from '../../src/trace/connections.js';
import { recirculates } from '../../src/trace/cycle-steps.js';
import { cyclesOf } from '../../src/trace/cycles.js';
import { flowGraph } from '../../src/trace/flow-graph.js';
import { anyNetwork, distances, NODES, step } from './any-network.js';

const everywhere = new Set<string>(NODES);

test('every cycle that is told is one: each node once, each flowing to the next, the last to the first', () => {
  fc.assert(
    fc.property(anyNetwork, (connections) => {
      const { paths } = cyclesOf(flowGraph(connections, true), everywhere, 100);
      for (const path of paths) {
        expect(new Set(path).size).toBe(path.length);
        for (const [index, node] of path.entries()) {
          expect(step(connections, node, path[(index + 1) % path.length] ?? node), path.join()).toBeDefined();
        }
      }
    }),
  );
});

test('a cycle is told wherever product comes back, and nowhere else', () => {
  fc.assert(
    fc.property(anyNetwork, (connections) => {
      const far = distances(connections);
      const comesBack = connections.some(({ from, to }) => far(to, from) < Number.POSITIVE_INFINITY);
      expect(cyclesOf(flowGraph(connections, true), everywhere, 100).count > 0).toBe(comesBack);
    }),
  );
});

test('only nodes of the trace are in its cycles, and more than are listed are counted', () => {
  fc.assert(
    fc.property(anyNetwork, fc.subarray([...NODES]), fc.nat(2), (connections, nodes, most) => {
      const { count, paths } = cyclesOf(flowGraph(connections, true), new Set<string>(nodes), most);
      expect(paths.length).toBe(Math.min(count, most));
      expect(nodes).toEqual(expect.arrayContaining(paths.flat()));
    }),
  );
});

test('a ring of twenty thousand nodes is one cycle', () => {
  const nodes = Array.from({ length: 20_000 }, (_, index) => String(index));
  const ring = nodes.map((node, index) => connection(node, nodes[(index + 1) % nodes.length] ?? ''));
  const { count, paths } = cyclesOf(flowGraph(ring, true), new Set(nodes), 100);
  expect([count, paths[0]?.length]).toEqual([1, 20_000]);
});

test.each([
  ['a step back that is marked', [connection('a', 'b'), connection('b', 'a', true)], true],
  ['a step back that is not', [connection('a', 'b'), connection('b', 'a')], false],
  [
    'a marked one beside one that is not',
    [connection('a', 'b'), connection('b', 'a', true), connection('b', 'a')],
    false,
  ],
  ['a mark on another step', [connection('a', 'b'), connection('b', 'a'), connection('b', 'c', true)], false],
])('recirculation is told of a cycle with %s', (_, connections, expected) => {
  expect(recirculates(connections)(['a', 'b'])).toBe(expected);
});

function connection(from: string, to: string, recirculation = false): Connection {
  return { id: '', from, to, fromUnit: null, toUnit: null, recirculation, validFrom: null, validTo: null };
}
