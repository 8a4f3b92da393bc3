import type { Patch } from '../events/write.js';
import type { CommandReads } from './command-reads.js';
import { keysOf } from './changes.js';
import { invalid, Refused, userError } from './outcome.js';
import type { Place } from './place.js';

/** What a record may be about, by the field of the input. */
const TYPES = {
  completion: 'Completion',
  facility: 'Facility',
  node: 'UnitNode',
  equipment: 'ArtificialLift',
} as const;
export type SubjectField = keyof typeof TYPES;

/** What a record is about, and its ProdView keys as columns. */
export interface Subject {
  readonly place: Place;
  readonly columns: Patch;
}

/**
 * The one thing that an input says its record is about.
 * @throws Refused  it says none or several, or what it says is not there
 */
export async function subjectOf<Field extends SubjectField>(
  given: { readonly [field in Field]?: string | null },
  fields: readonly Field[],
  reads: CommandReads,
): Promise<Subject> {
  const said = fields.filter((field) => given[field]);
  const [field] = said;
  if (!field || said.length > 1)
    throw new Refused(invalid(userError('', 'INCONSISTENT', `is about just one of ${fields.join(', ')}`)));
  const place = await reads.place(
    field,
    TYPES[field],
    given[field] ?? '',
    field === 'equipment' ? ['id_rec_parent'] : [],
  );
  return { place, columns: { ...keysOf(place), ...ownKeys(field, place) } };
}

/** Work on equipment is work on the completion that it is in. */
function ownKeys(field: SubjectField, { row }: Place): Patch {
  const own = { [`${field}_id`]: String(row.id_rec) };
  return field === 'equipment' && row.id_rec_parent ? { ...own, completion_id: String(row.id_rec_parent) } : own;
}

/** The columns that tell a record's subject, for reading others about the same. */
export const sameSubject = ({ columns }: Subject): Record<string, string> =>
  Object.fromEntries(
    ['id_flownet', 'equipment_id', 'completion_id', 'facility_id', 'node_id'].flatMap((name) =>
      typeof columns[name] === 'string' ? [[name, columns[name]]] : [],
    ),
  );
