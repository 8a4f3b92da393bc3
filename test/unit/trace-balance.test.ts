import { expect, test } from 'vitest';
import { balanceOfNode, balanceOfTrace, type Volumes } from '../../src/trace/balance.js';
import type { Connection } from '../../src/trace/connections.js';
import { flowGraph } from '../../src/trace/flow-graph.js';
import { flowsOf, withSources } from '../../src/trace/flows.js';

/** `a>b` is a connection, `a>>b` one that is marked as recirculation; `x.a` is node a of unit x. */
function network(...links: string[]): Connection[] {
  const unitOf = (node: string) => (node.includes('.') ? (node.split('.')[0] ?? null) : null);
  return links.map((link) => {
    const [from = '', to = ''] = link.split(/>+/);
    const recirculation = link.includes('>>');
    const units = { fromUnit: unitOf(from), toUnit: unitOf(to) };
    return { id: link, from, to, ...units, recirculation, validFrom: null, validTo: null };
  });
}

const volumes = (hcliqBbl: number | null): Volumes => ({ hcliqBbl, gasMcf: 1, waterBbl: null, sandBbl: 0 });
const day = (of: Record<string, number>) => (node: string) => (node in of ? volumes(of[node] ?? null) : null);
const oil = ({ in: entered, out, gain }: ReturnType<typeof balanceOfNode>) =>
  [entered, out, gain].map((each) => each?.hcliqBbl ?? null);

test.each([
  ['two sources and a loss', ['a>c', 'b>c'], { a: 100, b: 50, c: 140 }, [150, 140, -10]],
  ['two connections from the same source', ['a>c', 'a>c'], { a: 100, c: 101 }, [100, 101, 1]],
  ['no source', ['c>d'], { c: 10, d: 10 }, [null, 10, null]],
  ['a source without a record', ['a>c', 'b>c'], { a: 100, c: 140 }, [null, 140, null]],
  ['a source that flows elsewhere too', ['a>c', 'a>d'], { a: 100, c: 60, d: 40 }, [null, 60, null]],
  ['no record of its own', ['a>c'], { a: 100 }, [100, null, null]],
  ['recirculation and a loop, which count in nothing', ['a>c', 'd>>c', 'c>c'], { a: 100, d: 7, c: 100 }, [100, 100, 0]],
])('a node with %s', (_, links, of, expected) => {
  expect(oil(balanceOfNode('c', flowsOf(network(...links)), day(of as Record<string, number>)))).toEqual(expected);
});

test('a product that one source lacks is unknown, the others are not', () => {
  const { gain } = balanceOfNode('c', flowsOf(network('a>c')), day({ a: 1, c: 2 }));
  expect(gain).toEqual({ hcliqBbl: 1, gasMcf: 0, waterBbl: null, sandBbl: 0 });
});

test.each([
  ['begins and ends in itself', ['a>b', 'b>c'], ['a', 'b', 'c'], { a: 10, b: 9, c: 8 }, [10, 8, -2]],
  ['is joined from outside', ['a>b', 'x>b'], ['a', 'b'], { a: 10, x: 5, b: 15 }, [15, 15, 0]],
  ['is left half way', ['a>b', 'a>x'], ['a', 'b'], { a: 10, b: 6, x: 4 }, [10, null, null]],
  ['is fed by what also flows elsewhere', ['x>b', 'x>y'], ['b'], { x: 10, y: 4, b: 6 }, [null, 6, null]],
  ['runs through a unit', ['w>u.in', 'u.out>s'], ['w', 'u.in', 'u.out', 's'], { w: 10, s: 9 }, [10, 9, -1]],
  ['is cut behind its last node', ['a>b', 'b>c'], ['a', 'b'], { a: 10, b: 9, c: 8 }, [10, 9, -1]],
  ['only goes round', ['a>b', 'b>a'], ['a', 'b'], { a: 10, b: 9 }, [null, null, null]],
])('a trace that %s', (_, links, nodes, of, expected) => {
  const connections = network(...links);
  const graph = flowGraph(connections, true);
  const flows = flowsOf(connections);
  expect(oil(balanceOfTrace(new Set(nodes), graph, flows, day(of as Record<string, number>)))).toEqual(expected);
});

test('balances need the volumes of the nodes and of what flows straight into them', () => {
  const flows = flowsOf(network('a>b', 'x>b', 'y>x', 'b>c', 'z>>b'));
  expect(withSources(['a', 'b'], flows).sort()).toEqual(['a', 'b', 'x']);
});
