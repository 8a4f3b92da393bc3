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
    const step = next.get(field) ?? firstStep(next, field);
    ({ place, next } = step);
  }
  return place;
}

function firstStep(from: Step['next'], field: FieldNode): Step {
  const step: Step = { place: from === first ? field : {}, next: new WeakMap() };
  from.set(field, step);
  return step;
}
