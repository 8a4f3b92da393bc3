import { type GraphQLSchema, isObjectType } from 'graphql';
import type { Layer } from './layers.js';

/** What the schema says of a layer and of each of its properties. */
export interface Described {
  readonly layer: string;
  readonly properties: ReadonlyMap<string, string>;
}

export function describedBy(schema: GraphQLSchema, { view, properties }: Layer): Described {
  const type = schema.getType(view.type);
  const fields = isObjectType(type) ? type.getFields() : {};
  const texts = properties.map(({ path }) => [path.join('.'), fields[path[0] ?? '']?.description ?? ''] as const);
  return { layer: type?.description ?? '', properties: new Map(texts) };
}
