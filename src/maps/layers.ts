import type { Bindings, ColumnField, Leaf, RootList, ViewBinding } from '../binding/bindings.js';

/** A list of the graph whose rows have a place: the same name in the graph, in tiles and in the features API. */
export interface Layer {
  /** The root list's name, such as `facilitySites`. */
  readonly name: string;
  readonly view: ViewBinding;
  readonly geometry: ColumnField;
  /** Everything else of a row that is read from a column, by the graph's names. */
  readonly properties: readonly Leaf[];
  /** The property that dates a feature: what `datetime` asks for. */
  readonly time?: Leaf;
}

/** Layers whose features begin on a day of their own. All others are dated by when they last changed. */
const BEGINS: Readonly<Record<string, string>> = { facilitySites: 'startDate', pipelines: 'installedDate' };
const CHANGED = 'updatedAt';

/** Every layer the schema declares: a root list of a type of the spatial database that has a geometry. */
export function layersOf({ roots, views }: Bindings): ReadonlyMap<string, Layer> {
  const layers = [...roots].flatMap(([path, root]) => (root.kind === 'list' ? (layerOf(path, root, views) ?? []) : []));
  return new Map(layers.map((layer) => [layer.name, layer]));
}

function layerOf(path: string, { target }: RootList, views: Bindings['views']): Layer | undefined {
  const view = views.get(target);
  const shape = view?.leaves.find(({ field }) => field.column.kind === 'geometry');
  if (view?.source !== 'GIS' || !shape) return undefined;
  const properties = view.leaves.filter(({ field }) => field.column.kind !== 'geometry');
  const name = path.slice(path.indexOf('.') + 1);
  const dated = BEGINS[name] ?? CHANGED;
  const time = properties.find(({ path: [first] }) => first === dated);
  return { name, view, geometry: shape.field, properties, ...(time && { time }) };
}
