import { writeData } from './data.js';
import { HIERARCHY } from './hierarchy.js';

export interface Question {
  readonly query: string;
  readonly variables?: object;
}

/** Something that grows, and all else that stays as it is. */
export interface Axis {
  readonly name: 'parents' | 'rows' | 'fields' | 'clients';
  readonly title: string;
  readonly steps: readonly number[];
  readonly questionOf: (of: number) => Question;
  /** How many ask at a time; one unless it says otherwise. */
  readonly clientsOf?: (of: number) => number;
  /** The folder that is asked; that of all unless it says otherwise. */
  readonly folderOf?: (of: number) => Promise<string>;
}

const ROWS_A_UNIT = 1_000; // two completions with 500 days each
const of = (steps: readonly number[], most: number) => steps.filter((step) => step <= most);
const hierarchyOf = (units: number, to = '2024-01-30') => ({
  ...HIERARCHY,
  variables: { units, from: '2024-01-01', to },
});

/** What grows, as far as so many units allow. */
export const axes = (units: number): readonly Axis[] => [
  {
    name: 'parents',
    title: 'units in one request, each with its completions and three days of those',
    steps: of([10, 100, 1_000, 10_000], units),
    questionOf: (parents) => hierarchyOf(parents, '2024-01-03'),
  },
  {
    name: 'rows',
    title: 'daily rows in the store; a request has 10 units and 600 of them',
    steps: of([1e4, 1e5, 1e6, 1e7, 2.5e7], units * ROWS_A_UNIT),
    questionOf: () => hierarchyOf(10),
    folderOf: (rows) => writeData(rows / ROWS_A_UNIT),
  },
  {
    name: 'fields',
    title: 'fields of each of 100 units',
    steps: [1, 10, 100, 1_000],
    questionOf: (fields) => ({
      query: `{ units(first: 100) { nodes { ${Array.from({ length: fields }, (_, at) => `f${at}: unitName`).join(' ')} } } }`,
    }),
  },
  {
    name: 'clients',
    title: 'clients at a time, each asking for 100 units and 6,000 days again and again',
    steps: [1, 4, 16, 64, 256],
    questionOf: () => hierarchyOf(100),
    clientsOf: (clients) => clients,
  },
];
