import type { RootList, ViewBinding } from '../../src/binding/bindings.js';
import { compileBindings } from '../../src/binding/compile-bindings.js';
import { withDirectives } from '../support/sdl.js';

/** A field of two views: units with a key of two columns, and their dated days with an embedded object. */
export const bindings = compileBindings(
  withDirectives(`
    type Unit @view(source: PRODVIEW, name: "units", key: ["id_rec", "id_flownet"]) {
      idRec: ID!
      idFlownet: ID!
      unitName: String
      isOperated: Boolean
      elevationFt: Float
      days: [Day!] @link(from: ["id_rec"], to: ["unit_id"], order: "taken_on")
      label: String! @needs(fields: ["unitName"])
    }
    type Day @view(source: PRODVIEW, name: "days") {
      idRec: ID!
      unitId: ID
      takenOn: Date
      readAt: LocalDateTime
      tries: Int @uom(is: NONE)
      allocated: Volumes! @embed(prefix: "allocated_", without: ["sandBbl"])
      unit: Unit @link(from: ["unit_id"], to: ["id_rec"])
    }
    type Volumes { oilBbl: Float gasMcf: Float sandBbl: Float }
    type Query { units: [Unit!] @list days: [Day!] @list(order: "taken_on") }
  `),
);

export function view(type: string): ViewBinding {
  const found = bindings.views.get(type);
  if (!found) throw new Error(`${type} is bound to no view`);
  return found;
}

export function rootList(name: string): RootList {
  const root = bindings.roots.get(`Query.${name}`);
  if (root?.kind !== 'list') throw new Error(`${name} is no root list`);
  return root;
}
