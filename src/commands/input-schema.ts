import { z } from 'zod';
import type { CommandBinding, InputField } from '../binding/command-binding.js';
import type { UserErrorCode } from '../generated/resolvers.js';
import { faultsOfObject } from './json-texts.js';
import type { UserError } from './outcome.js';
import { faultOfText } from './texts.js';

export const MOST_CHARACTERS = 200;
export const MOST_ITEMS_OF_A_LIST = 100;

/** A command's input as it is used: times in UTC, what was left out left out. */
export type Input = Readonly<Record<string, unknown>>;

/** What GraphQL does not check of an input: texts, bounds, lengths, moments. Made once a command, from the SDL. */
export function inputSchema({ fields }: Pick<CommandBinding, 'fields'>): z.ZodType<Input> {
  return objectOf([...fields, ...COMMON]) as z.ZodType<Input>;
}

/** What every command takes; see the SDL's derived fields. */
const COMMON: readonly InputField[] = [
  { name: 'clientRequestId', scalar: 'requestId', required: true, many: false },
  { name: 'clientAt', scalar: 'DateTime', required: false, many: false },
];

/** @returns the input, or its mistakes, each with its path */
export function parseInput(schema: z.ZodType<Input>, given: unknown): Input | readonly UserError[] {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  return parsed.error.issues.map((issue) => ({
    path: issue.path.map(String),
    code: (issue.code === 'custom' ? issue.params?.code : undefined) ?? 'MALFORMED',
    message: issue.code === 'custom' ? issue.message : 'is not what belongs here',
  }));
}

export const isMistaken = (parsed: Input | readonly UserError[]): parsed is readonly UserError[] =>
  Array.isArray(parsed);

const objectOf = (fields: readonly InputField[]) =>
  z.strictObject(Object.fromEntries(fields.map((field) => [field.name, fieldOf(field)])));

function fieldOf(field: InputField): z.ZodType {
  const one = schemaOf(field);
  const value = field.many ? listOf(one) : one;
  return field.required ? value : value.nullish();
}

const listOf = (one: z.ZodType) => {
  const isShort = (items: readonly unknown[]) => items.length <= MOST_ITEMS_OF_A_LIST;
  return checked(z.array(one), isShort, 'TOO_LONG', `has more than ${MOST_ITEMS_OF_A_LIST} entries`);
};

function schemaOf(field: InputField): z.ZodType {
  if (field.fields) return objectOf(field.fields);
  switch (field.scalar) {
    case 'Float':
    case 'Int':
      return numberOf(field);
    case 'Boolean':
      return z.boolean();
    case 'Date':
      return checked(z.string(), isDay, 'OUT_OF_RANGE', 'is no day between 1900 and 2200');
    case 'DateTime':
      return momentOf();
    case 'requestId':
      return checked(z.string(), (text) => /^[\x21-\x7e]{8,100}$/.test(text), 'MALFORMED', REQUEST_ID);
    case 'JSON':
      return objectOfNoShape();
    default:
      return textOf(field);
  }
}

const REQUEST_ID = 'is no id of 8 to 100 letters, digits and signs';

function checked<T extends z.ZodType>(
  schema: T,
  holds: (value: z.output<T>) => boolean,
  code: UserErrorCode,
  message: string,
) {
  return schema.refine(holds as (value: unknown) => boolean, { error: message, params: { code }, abort: true });
}

function numberOf({ min = -1e14, max = 1e14 }: InputField) {
  const within = (value: number) => value >= min && value <= max;
  return checked(z.number(), within, 'OUT_OF_RANGE', `lies outside ${min} to ${max}`);
}

function textOf({ length = MOST_CHARACTERS }: InputField) {
  const short = checked(
    z.string(),
    (text) => [...text].length <= length,
    'TOO_LONG',
    `has more than ${length} characters`,
  );
  return short.superRefine((text, { addIssue }) => {
    const message = faultOfText(text);
    if (message) addIssue({ code: 'custom', message, params: { code: 'MALFORMED' } });
  });
}

const objectOfNoShape = () =>
  z.record(z.string(), z.unknown()).superRefine((object, { addIssue }) => {
    for (const { path, code, message } of faultsOfObject(object))
      addIssue({ code: 'custom', path: [...path], message, params: { code } });
  });

/** As an instant in UTC, so that the same moment is the same request however it was written. */
const momentOf = () =>
  checked(
    z.string(),
    (text) => isDay(text.slice(0, 10)) && !Number.isNaN(Date.parse(text)),
    'OUT_OF_RANGE',
    MOMENT,
  ).transform((text) => new Date(text).toISOString());

const MOMENT = 'is no moment between 1900 and 2200';
const isDay = (text: string) => text >= '1900-01-01' && text < '2200-01-01';
