import {
  type DocumentNode,
  type FieldDefinitionNode,
  type InputObjectTypeDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  parse,
} from 'graphql';
import type { Bindings } from '../bindings.js';
import type { CommandBinding } from '../command-binding.js';
import { withDefinitions } from './definitions.js';

/** The input that holds one of all commands: it is written in the SDL without fields. */
export const ANY_COMMAND = 'OpsWriteInput';

export const payloadOf = ({ target }: Pick<CommandBinding, 'target'>) => `${target}Payload`;

/** The mutation as it is served: it answers a payload, and its one argument says where its fields are explained. */
export function commandField(field: FieldDefinitionNode, command: CommandBinding): FieldDefinitionNode {
  const value = `What to write: see ${command.input}.`;
  const described = (field.arguments ?? []).map((argument) => ({
    ...argument,
    description: argument.description ?? ({ kind: Kind.STRING, value } as const),
  }));
  const type = { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: payloadOf(command) } } as const;
  return { ...field, arguments: described, type };
}

/** What the commands of each type answer. */
export function commandTypes({ commands }: Bindings): string {
  const targets = new Set([...commands.values()].map(({ target }) => target));
  return targets.size === 0 ? '' : [...[...targets].map(payload), BATCHED].join('\n');
}

const records = (type: string) => `
  "The record as it is now; null where nothing was written."
  record: ${type}
  "On CONFLICT the record as it is now."
  current: ${type}
  "On DUPLICATE_SUSPECTED the records that may be the same; \`force\` writes in spite of them."
  duplicates: [${type}!]!`;

/** The item of a batch has its fields in the SDL but these: what they lead to is made here. */
const BATCHED = `extend type BatchResult {${records('Node')}}`;

const payload = (target: string) => `
"What became of a command that writes a ${target}."
type ${target}Payload {
  "What became of it. With anything but CREATED and REPLAYED nothing was written."
  outcome: WriteOutcome!
  ${records(target)}
  "Why nothing was written; empty where something was."
  userErrors: [UserError!]!
  "What was written all the same, and should be looked at."
  warnings: [WriteWarning!]!
  "Send it as the header \`x-read-token\` with a later request, and that one sees what was written."
  readToken: String
}`;

/** The inputs of commands with what every command takes; the input of any command has a field each. */
export const withCommandInputs = (document: DocumentNode, bindings: Bindings): DocumentNode =>
  withDefinitions(document, (node) =>
    node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION ? commandInput(node, bindings) : undefined,
  );

function commandInput(
  node: InputObjectTypeDefinitionNode,
  { commands }: Bindings,
): InputObjectTypeDefinitionNode | undefined {
  if (node.name.value === ANY_COMMAND) return { ...node, fields: [...commands.values()].flatMap(choice) };
  const own = [...commands.values()].filter(({ input }) => input === node.name.value);
  return own.length === 0 ? undefined : { ...node, fields: [...(node.fields ?? []), ...COMMON] };
}

const COMMON = fieldsOf(`
  """
  The client's own id of this request, 8 to 100 characters: the same id again is the same request and is told the same,
  whatever became of the connection. Make a new one, such as a UUID, for each thing that happened.
  """
  clientRequestId: ID!
  "When it was entered by the client's own clock. It is kept and nothing is ordered by it."
  clientAt: DateTime`);

const choice = ({ name, input }: CommandBinding) => fieldsOf(`"As the mutation of this name." ${name}: ${input}`);

function fieldsOf(sdl: string): readonly InputValueDefinitionNode[] {
  const [type] = parse(`input T { ${sdl} }`, { noLocation: true }).definitions;
  return type?.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION ? (type.fields ?? []) : [];
}
