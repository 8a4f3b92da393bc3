import type { FieldNode } from 'graphql';

interface Step {
  readonly place: object;
  readonly next: WeakMap<FieldNode, Step>;
}

const first = new WeakMap<FieldNode, Step>();

/** A place of a document: the field that stands there, or one and the same object for fields that are merged into one. */
export function placeOf(fields: readonly FieldNode[]): object {
  let next = first;
  let place: object = fields;
  for (const field of fields) {
    const step: Step = next.get(field) ?? { place: next === first ? field : {}, next: new WeakMap() };
    next.set(field, step);
    ({ place, next } = step);
  }
  return place;
}
