import { z } from 'zod';
import type { Column } from '../sources/row-source.js';
import type { Bindings, ColumnField, ViewBinding } from './bindings.js';
import { endsOf, readBy } from './bound-columns.js';

const Catalog = z.array(
  z.object({
    name: z.string(),
    columns: z.array(z.object({ name: z.string(), type: z.string(), unit: z.string().optional() })),
  }),
);

type CatalogColumn = z.infer<typeof Catalog>[number]['columns'][number];
export type ViewCatalog = ReadonlyMap<string, ReadonlyMap<string, CatalogColumn>>;

/** The views of a warehouse and their columns, from the JSON that describes them. */
export function parseCatalog(json: unknown): ViewCatalog {
  const views = Catalog.parse(json);
  return new Map(views.map(({ name, columns }) => [name, new Map(columns.map((column) => [column.name, column]))]));
}

/** Each binding of a source that the catalog does not bear out, as `Type.field: reason`. */
export function catalogMistakes({ views, roots }: Bindings, source: string, catalog: ViewCatalog): string[] {
  const bound = [...views.values()].filter((view) => view.source === source);
  const ends = bound.flatMap((view) =>
    [...view.fields].flatMap(([name, field]) =>
      endsOf(view.type, field).map(([type, column]): End => [`${view.type}.${name}`, type, column]),
    ),
  );
  const looked = [...roots.values()].flatMap((root) =>
    readBy(root).map((column): End => [root.label, root.target, column]),
  );
  const lacking = [...ends, ...looked].flatMap(([label, type, { name }]) => {
    const view = views.get(type)?.view ?? '';
    return catalog.get(view)?.has(name) === false ? [`${label}: ${view} has no column ${name}`] : [];
  });
  return [...bound.flatMap((view) => viewMistakes(view, catalog)), ...lacking];
}

type End = readonly [label: string, type: string, column: Column];

function viewMistakes(view: ViewBinding, catalog: ViewCatalog): string[] {
  const columns = catalog.get(view.view);
  if (!columns) return [`${view.type}: the warehouse has no view ${view.view}`];
  const stored = view.leaves.filter(({ field }) => !field.column.sum);
  const fields = stored.flatMap(({ path, field }) =>
    columnMistakes(field, columns.get(field.column.name)).map((reason) => `${view.type}.${path.join('.')}: ${reason}`),
  );
  const told = [...view.key, ...(view.grain?.columns ?? []), ...(view.grain?.order ?? []).map(({ column }) => column)];
  const lacks = told.filter(({ name }) => !columns.has(name));
  return [...new Set(lacks.map(({ name }) => `${view.type}: ${view.view} has no column ${name}`)), ...fields];
}

const KINDS: Readonly<Record<string, readonly string[]>> = {
  varchar: ['text'],
  float: ['float'],
  integer: ['integer', 'float'],
  boolean: ['boolean'],
  date: ['date'],
  timestamp_ntz: ['date', 'local'],
  timestamp_tz: ['instant'],
};

const UNITS: Readonly<Record<string, string>> = {
  pct: 'PCT',
  ratio: 'RATIO',
  fraction: 'FRACTION',
  bbl: 'BBL',
  'bbl/day': 'BBL_PER_DAY',
  mcf: 'MCF',
  'mcf/day': 'MCF_PER_DAY',
  'mcf/bbl': 'MCF_PER_BBL',
  'bbl/mcf': 'BBL_PER_MCF',
  mmbtu: 'MMBTU',
  'btu/ft3': 'BTU_PER_FT3',
  m3: 'M3',
  'm3/day': 'M3_PER_DAY',
  psi: 'PSI',
  degF: 'DEG_F',
  degAPI: 'DEG_API',
  deg: 'DEG',
  hours: 'HOURS',
  min: 'MIN',
  days: 'DAYS',
  ft: 'FT',
  in: 'IN',
  m: 'M',
  '1/64in': 'IN_64THS',
  'Pa.s': 'PA_S',
  'in2/s': 'IN2_PER_S',
  ppm: 'PPM',
  lb: 'LB',
  'lb/gal': 'LB_PER_GAL',
  hp: 'HP',
  W: 'W',
  spm: 'SPM',
  'bbl/day/100rpm': 'BBL_PER_DAY_PER_100RPM',
};

function columnMistakes({ column, uom }: ColumnField, known: CatalogColumn | undefined): string[] {
  if (!known) return [`the view has no column ${column.name}`];
  // Only a column that says so in its name is in UTC; any other local time stays one.
  const kinds = known.name.endsWith('_utc') ? ['instant'] : (KINDS[known.type] ?? []);
  const mistakes = kinds.includes(column.kind) ? [] : [`${column.name} is ${known.type}, which is no ${column.kind}`];
  const unit = known.unit === undefined ? undefined : UNITS[known.unit];
  if (uom && unit && uom !== unit) mistakes.push(`says ${uom}, but ${column.name} is in ${unit}`);
  if (uom && !unit && uom !== 'NONE' && uom !== 'ON_PARENT')
    mistakes.push(`says ${uom}, but the catalog knows no unit of ${column.name}`);
  return mistakes;
}
