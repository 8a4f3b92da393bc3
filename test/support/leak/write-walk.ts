import { randomUUID } from 'node:crypto';
import {
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isRequiredInputField,
  isUnionType,
} from 'graphql';
import { built } from '../execute.js';
import type { World } from './world.js';

const { schema } = built;

/** Which types the ids of an input are of; a record's is the type that the command writes. */
const TYPES: Readonly<Record<string, readonly string[]>> = {
  completion: ['Completion'],
  completions: ['Completion'],
  route: ['Route'],
  facility: ['Facility'],
  meter: ['Tank', 'GasMeter', 'PdGasMeter', 'LiquidMeter', 'MeasurementPoint'],
  equipment: ['ArtificialLift'],
  node: ['UnitNode'],
  source: ['Facility', 'Unit', 'Tank', 'GasMeter', 'Completion'],
  wellTest: ['WellTest'],
  postJobTest: ['WellTest'],
  separatorTest: ['SeparatorTest'],
  downtimeEvent: ['DowntimeEvent'],
  prodviewDowntime: ['CompletionDowntime'],
  surveillanceEvent: ['SurveillanceEvent'],
};
/** Ids that the client makes, and names of things that no store has. */
const OWN = ['clientRequestId', 'separatorId'];

/** One command with the id of a row that the viewer does not see, and with one that nothing has. */
export interface Attempt {
  readonly command: string;
  readonly argument: string;
  readonly type: string;
  readonly hidden: string;
  readonly nowhere: string;
  readonly inputOf: (id: string) => Record<string, unknown>;
}

interface Command {
  readonly name: string;
  readonly input: GraphQLInputObjectType;
  readonly writes: string;
}

/** Every mutation that takes an input; a batch takes what these take. */
export const COMMANDS: readonly Command[] = Object.values(schema.getMutationType()?.getFields() ?? {}).flatMap(
  (field) => {
    const input = field.args.find(({ name }) => name === 'input');
    if (!input) return [];
    const payload: any = getNamedType(field.type);
    return [
      {
        name: field.name,
        input: getNamedType(input.type) as GraphQLInputObjectType,
        writes: String(getNamedType(payload.getFields().record.type)),
      },
    ];
  },
);
export const OTHER_MUTATIONS = Object.values(schema.getMutationType()?.getFields() ?? {})
  .map(({ name }) => name)
  .filter((name) => !COMMANDS.some((command) => command.name === name));

/** Every id that a command can be given. Throws for one whose type nobody has said. */
export function attemptsOf({ name, input, writes }: Command, { ids }: World): Attempt[] {
  const taken = Object.values(input.getFields()).filter(({ type, name: field }) => isId(type) && !OWN.includes(field));
  return taken.flatMap((field) => {
    const types = field.name === 'record' ? typesOf(writes) : TYPES[field.name];
    if (!types) throw new Error(`${name}(${field.name}): say in TYPES of what this is the id`);
    return types.flatMap((type) =>
      (ids.get(type)?.hidden ?? []).slice(0, 2).map((hidden) => ({
        command: name,
        argument: field.name,
        type,
        hidden,
        nowhere: nowhere(hidden),
        inputOf: (id: string) => ({
          ...required(input, writes, ids),
          ...subject(input, field.name, ids),
          [field.name]: id,
          clientRequestId: randomUUID(),
        }),
      })),
    );
  });
}

/** What a record is about may be said in one of several fields: by the completion, unless it is one of the others that is tried. */
const SUBJECTS = ['completion', 'facility', 'equipment', 'node'];
const subject = (input: GraphQLInputObjectType, tried: string, ids: World['ids']) =>
  'completion' in input.getFields() && !SUBJECTS.includes(tried) ? { completion: ids.get('Completion')?.known[0] } : {};

/** What a command may write: one type, or those of a union. */
function typesOf(writes: string): readonly string[] {
  const type = schema.getType(writes);
  return isUnionType(type) ? type.getTypes().map(({ name }) => name) : [writes];
}

const isId = (type: GraphQLInputType) => String(getNamedType(type)) === 'ID';

/** The same id, of the same network where it says one, of a row that is not there. */
function nowhere(id: string): string {
  const [type, first, ...rest] = JSON.parse(Buffer.from(id, 'base64url').toString()) as string[];
  const none = /^[0-9a-f]{8}-/.test(first ?? '') ? randomUUID() : 'nowhere';
  return Buffer.from(JSON.stringify([type, none, ...rest])).toString('base64url');
}

function required(input: GraphQLInputObjectType, writes: string, ids: World['ids']): Record<string, unknown> {
  const fields = Object.values(input.getFields()).filter(isRequiredInputField);
  return Object.fromEntries(fields.map((field) => [field.name, valueFor(field, writes, ids)]));
}

const VALUES: Readonly<Record<string, unknown>> = {
  Int: 1,
  Float: 1,
  Boolean: true,
  String: 'text',
  Date: '2026-06-01',
  DateTime: '2026-06-01T06:00:00Z',
  LocalDateTime: '2026-06-01T06:00:00',
};

function valueFor({ name, type }: GraphQLInputField, writes: string, ids: World['ids']): unknown {
  const inner = getNamedType(type);
  const many = isListType(getNullableType(type));
  const one = () => {
    if (isEnumType(inner)) return inner.getValues()[0]?.name;
    if (isInputObjectType(inner)) return required(inner, writes, ids);
    if (inner.name === 'ID')
      return OWN.includes(name) ? randomUUID() : ids.get(TYPES[name]?.[0] ?? typesOf(writes)[0] ?? '')?.known[0];
    if (inner.name in VALUES) return VALUES[inner.name];
    throw new Error(`the walk has no value for ${name}: ${type}`);
  };
  return many ? [one()] : one();
}

export const mutationOf = ({ name, input }: Command) =>
  `mutation ($input: ${input.name}!) { ${name}(input: $input) { outcome record { ... on Node { id } } ${extrasOf(name)} userErrors { path code message } warnings { path code message } } }`;

function extrasOf(name: string): string {
  const payload: any = getNamedType((schema.getMutationType() as any).getFields()[name].type);
  return ['current', 'duplicates']
    .flatMap((field) => (field in payload.getFields() ? [`${field} { ... on Node { id } }`] : []))
    .join(' ');
}
