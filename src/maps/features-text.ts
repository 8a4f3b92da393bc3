import type { Row, Value } from '../sources/row-source.js';
import { idOf } from './features.js';
import type { Layer } from './layers.js';

/** The same as `featuresOf`, as JSON text: a geometry is the text that the store gave, and no object is made of a row. */
export function featuresText(layer: Layer, rows: readonly Row[], more?: (row: Row) => object): string {
  const own = propertiesWriter(layer, more);
  const shape = layer.geometry.column.name;
  const features = rows.map((row) => {
    const geometry = row[shape];
    const place = typeof geometry === 'string' ? geometry : 'null';
    return `{"type":"Feature","id":${JSON.stringify(idOf(layer, row))},"geometry":${place},"properties":{${own(row)}}}`;
  });
  return `{"type":"FeatureCollection","features":[${features.join(',')}]}`;
}

/** Writes properties as `propertiesOf` reads them. Where a layer has a property of the same name, what is added counts. */
function propertiesWriter({ properties }: Layer, more?: (row: Row) => object): (row: Row) => string {
  const read = properties.map(({ path, field: { column } }) => {
    const name = path.join('.');
    return { name, key: `${JSON.stringify(name)}:`, column: column.name, isText: column.kind === 'text' };
  });
  return (row) => {
    const extra = more?.(row);
    const cells = read
      .filter(({ name }) => !extra || !Object.hasOwn(extra, name))
      .map(({ key, column, isText }) => key + written(row[column] ?? null, isText));
    const added = extra ? JSON.stringify(extra).slice(1, -1) : '';
    return added === '' ? cells.join(',') : [...cells, added].join(',');
  };
}

const written = (value: Value, isText: boolean) =>
  value === null ? 'null' : JSON.stringify(isText ? String(value) : value);
