import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Connection } from '../../src/trace/connections.js';
import { type FlowGraph, flowGraph } from '../../src/trace/flow-graph.js';
import { type Direction, walk } from '../../src/trace/walk.js';
import { anyNetwork, anyNode, distances, NODES, reversed } from './any-network.js';

const NO_LIMITS = { maxDepth: 100, maxNodes: 100 };
const anyDirection = fc.constantFrom<Direction>('UPSTREAM', 'DOWNSTREAM', 'BOTH');
const depths = (connections: readonly Connection[], start: string, direction: Direction) =>
  Object.fromEntries(walk(flowGraph(connections, true), [start], { direction, ...NO_LIMITS }).depths);

test('every node that can be reached is told, at its shortest distance, and no other', () => {
  fc.assert(
    fc.property(anyNetwork, anyNode, (connections, start) => {
      const far = distances(connections);
      const reachable = NODES.map((node) => [node, far(start, node)] as const).filter(([, depth]) => depth < 100);
      expect(depths(connections, start, 'DOWNSTREAM')).toEqual(Object.fromEntries(reachable));
    }),
  );
});

test('upstream is downstream of the network turned round, and both ways are the nearer of the two', () => {
  fc.assert(
    fc.property(anyNetwork, anyNode, (connections, start) => {
      const [up, down] = [depths(connections, start, 'UPSTREAM'), depths(connections, start, 'DOWNSTREAM')];
      expect(up).toEqual(depths(reversed(connections), start, 'DOWNSTREAM'));
      const nearer = NODES.map((node) => [node, Math.min(up[node] ?? 100, down[node] ?? 100)] as const);
      expect(depths(connections, start, 'BOTH')).toEqual(Object.fromEntries(nearer.filter(([, depth]) => depth < 100)));
    }),
  );
});

test('limits hold, cut nothing that is nearer than what is told, and are named only where they cut', () => {
  fc.assert(
    fc.property(anyNetwork, anyNode, fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 8 }), (...drawn) => {
      const [connections, start, maxDepth, maxNodes] = drawn;
      const limits = { direction: 'DOWNSTREAM', maxDepth, maxNodes } as const;
      const { depths: told, stopped } = walk(flowGraph(connections, true), [start], limits);
      const all = NODES.map((node) => [node, distances(connections)(start, node)] as const);
      const near = all.filter(([, depth]) => depth <= maxDepth);
      const left = near.filter(([node]) => !told.has(node)).map(([, depth]) => depth);
      expect(told.size).toBe(Math.min(near.length, maxNodes));
      expect(Math.max(...told.values())).toBeLessThanOrEqual(Math.min(maxDepth, ...left));
      const beyond = all.some(([, depth]) => depth > maxDepth && depth < 100);
      expect(stopped).toBe(near.length > maxNodes ? 'MAX_NODES' : beyond ? 'MAX_DEPTH' : 'REACHED_ENDS');
    }),
    { numRuns: 1_000 },
  );
});

test('nothing is followed twice on one way, whatever goes round', () => {
  fc.assert(
    fc.property(anyNetwork, anyNode, anyDirection, (connections, start, direction) => {
      const followed: string[] = [];
      const { next, previous } = flowGraph(connections, true);
      const watched = (links: FlowGraph['next'], way: string) =>
        Object.assign(new Map(links), {
          get: (vertex: string) => {
            followed.push(`${way} ${vertex}`);
            return links.get(vertex);
          },
        });
      const graph = { next: watched(next, 'down'), previous: watched(previous, 'up') };
      walk(graph, [start, start], { direction, ...NO_LIMITS });
      expect(followed.length).toBe(new Set(followed).size);
    }),
  );
});

test('nodes are told nearest first, those of the start before all others', () => {
  fc.assert(
    fc.property(anyNetwork, anyDirection, (connections, direction) => {
      const { depths: told } = walk(flowGraph(connections, true), ['a', 'b'], { direction, ...NO_LIMITS });
      expect([...told.keys()].slice(0, 2)).toEqual(['a', 'b']);
      expect([...told.values()]).toEqual([...told.values()].sort((one, other) => one - other));
    }),
  );
});

test('without units only connections are followed', () => {
  fc.assert(
    fc.property(anyNetwork, anyNode, (connections, start) => {
      const alone = connections.map((each) => ({ ...each, fromUnit: null, toUnit: null }));
      const walked = walk(flowGraph(connections, false), [start], { direction: 'DOWNSTREAM', ...NO_LIMITS });
      expect(Object.fromEntries(walked.depths)).toEqual(depths(alone, start, 'DOWNSTREAM'));
    }),
  );
});

test('a unit with many inlets and outlets costs their sum, not their product', () => {
  const many = Array.from({ length: 500 }, (_, index) => [
    connection(`well ${index}`, `inlet ${index}`, null, 'battery'),
    connection(`outlet ${index}`, `line ${index}`, 'battery', null),
  ]).flat();
  const { next } = flowGraph(many, true);
  expect([...next.values()].reduce((sum, { size }) => sum + size, 0)).toBe(2000);
  const { depths: told } = walk({ next, previous: new Map() }, ['well 0'], {
    direction: 'DOWNSTREAM',
    maxDepth: 9,
    maxNodes: 9999,
  });
  expect(told.size).toBe(1002);
});

function connection(from: string, to: string, fromUnit: string | null, toUnit: string | null): Connection {
  return { id: `${from} ${to}`, from, to, fromUnit, toUnit, recirculation: false, validFrom: null, validTo: null };
}
