import {
  buildASTSchema,
  type GraphQLEnumType,
  graphqlSync,
  isObjectType,
  buildSchema as parseSchema,
  printSchema,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { compileBindings } from '../../src/binding/compile-bindings.js';
import { servedDocument } from '../../src/binding/derive/served-document.js';
import { LIST_LIMITS } from '../../src/binding/list-limits.js';
import { readSdl } from '../../src/binding/sdl-files.js';
import { buildSchema } from '../../src/server/build-schema.js';
import { convertAnswers } from '../../src/units/convert-answers.js';
import { QUANTITIES, UNCONVERTED } from '../../src/units/quantities.js';
import { SCHEMA_FOLDER, withDirectives } from '../support/sdl.js';

const document = readSdl(SCHEMA_FOLDER);
const { schema, bindings } = buildSchema(document, LIST_LIMITS);

const sdl = withDirectives(`
    "A." type A @view(source: PRODVIEW, name: "a") {
      "Id." idRec: ID!
      "Oil." oilBbl: Float
      "Temperature." tempF: Float
      "Gravity." oilApi: Float
      "Whole days." shutDays: Int
      "Level." level: Float @uom(is: ON_PARENT)
      "Factor." factor: Float @uom(is: RATIO)
      "Well head." head: Head! @embed(prefix: "head_")
    }
    "Head." type Head { "Pressure." casingPsi: Float "Temperature." headF: Float }
    "Roots." type Query { "All." a: [A!] @list }`);
const small = buildASTSchema(servedDocument(sdl, compileBindings(sdl), LIST_LIMITS));

/** The argument of a field, as the schema writes it. */
function argumentOf(type: string, field: string): string | undefined {
  const found = small.getType(type);
  if (!isObjectType(found)) throw new Error(`no type ${type}`);
  const [argument] = found.getFields()[field]?.args ?? [];
  return argument && `${argument.name}: ${argument.type} = ${argument.defaultValue}`;
}

const LIQUID = 'in: LiquidVolumeUnit = BBL';
const TEMPERATURE = 'in: TemperatureUnit = DEG_F';

describe('which numbers can be asked for in another unit', () => {
  test.each([
    ['A', 'oilBbl', LIQUID],
    ['A', 'tempF', TEMPERATURE],
    ['A', 'oilApi', 'in: GravityUnit = DEG_API'],
    ['A', 'shutDays', undefined],
    ['A', 'level', undefined],
    ['A', 'factor', undefined],
    ['Head', 'casingPsi', 'in: PressureUnit = PSI'],
    ['ANumbers', 'oilBbl', LIQUID],
    ['ANumbers', 'tempF', TEMPERATURE],
    ['ANumbers', 'oilApi', undefined],
    ['ASums', 'oilBbl', LIQUID],
    ['ASums', 'tempF', undefined],
    ['ASums', 'oilApi', undefined],
    ['AExtremes', 'oilBbl', LIQUID],
    ['AExtremes', 'tempF', TEMPERATURE],
    ['AExtremes', 'oilApi', undefined],
    ['AExtremes', 'shutDays', undefined],
    ['HeadNumbers', 'headF', TEMPERATURE],
    ['HeadSums', 'headF', undefined],
    ['HeadSums', 'casingPsi', 'in: PressureUnit = PSI'],
  ])('%s.%s (%s)', (type, field, expected) => expect(argumentOf(type, field)).toBe(expected));

  test('sums have a type of their own only where a temperature is among them', () => {
    const fieldsOf = (type: string) => {
      const found = small.getType(type);
      return isObjectType(found)
        ? Object.values(found.getFields()).map(({ name, type: kind }) => `${name}: ${kind}`)
        : [];
    };
    expect(fieldsOf('AAggregates')).toEqual(
      expect.arrayContaining(['sum: ASums', 'avg: ANumbers', 'min: AExtremes', 'max: AExtremes']),
    );
    expect(fieldsOf('ASums')).toContain('head: HeadSums');
    expect(fieldsOf('ANumbers')).toContain('head: HeadNumbers');
    expect(schema.getType('MonthlyAllocationSums')).toBeUndefined();
  });

  test('only enums of what the schema measures are served', () => {
    expect(QUANTITIES.filter(({ name }) => small.getType(name)).map(({ name }) => name)).toEqual([
      'LiquidVolumeUnit',
      'PressureUnit',
      'TemperatureUnit',
      'GravityUnit',
    ]);
  });
});

test('of every unit that the SDL may name it is decided whether another can be asked for', () => {
  const uoms = document.definitions.flatMap((each) =>
    each.kind === 'EnumTypeDefinition' && each.name.value === 'Uom' ? (each.values ?? []) : [],
  );
  const decided = [...QUANTITIES.flatMap(({ bound }) => bound), ...UNCONVERTED];
  expect(new Set(decided).size).toBe(decided.length);
  expect(uoms.map(({ name }) => name.value).sort()).toEqual([...decided].sort());
});

test('every bound number with a fraction and a unit has the argument, which says its own unit', () => {
  const wrong: string[] = [];
  for (const { type, leaves } of bindings.views.values()) {
    for (const { path, field } of leaves.filter(({ field: { column } }) => column.kind === 'float')) {
      const outer = bindings.views.get(type)?.fields.get(path[0] ?? '');
      const owner = outer?.kind === 'embed' ? outer.type : type;
      const found = schema.getType(owner);
      const [argument] = (isObjectType(found) && found.getFields()[path.at(-1) ?? '']?.args) || [];
      const plain = (UNCONVERTED as readonly string[]).includes(field.uom ?? '');
      if (argument?.description !== (plain ? undefined : `The unit of the answer: ${field.uom} when left out.`))
        wrong.push(`${type}.${path.join('.')}`);
    }
  }
  expect(wrong).toEqual([]);
});

test('every enum says that filters stay in the unit of the field, and so does the filter', () => {
  const types = [...QUANTITIES.map(({ name }) => name), 'FloatFilter'].map((name) => schema.getType(name));
  for (const type of types.filter((each) => each !== undefined))
    expect((type as GraphQLEnumType).description).toContain("field's own unit");
});

describe('answers', () => {
  const served = parseSchema(`
    enum PressureUnit { PSI KPA } enum GravityUnit { DEG_API SG } enum Other { PSI KPA }
    type Query {
      psi(in: PressureUnit = PSI): Float
      api(in: GravityUnit = DEG_API): Float
      other(in: Other = PSI): Float
      text(in: PressureUnit = PSI): String
    }`);
  convertAnswers(served);
  const ask = (source: string, rootValue: object) => graphqlSync({ schema: served, source, rootValue });

  test('the default is said, not served, so that a value costs nothing', () =>
    expect(printSchema(served)).toContain('psi(in: PressureUnit): Float'));
  test('nothing, null and the own unit leave the value as it is', () =>
    expect(ask('{ psi a: psi(in: null) b: psi(in: PSI) }', { psi: 0.1 }).data).toEqual({ psi: 0.1, a: 0.1, b: 0.1 }));
  test('another unit converts it', () =>
    expect(ask('{ psi(in: KPA) }', { psi: 2 }).data).toEqual({ psi: 13.789514586336722 }));
  test('no value stays no value', () => expect(ask('{ psi(in: KPA) }', { psi: null }).data).toEqual({ psi: null }));
  test('a value without a counterpart is null', () =>
    expect(ask('{ api(in: SG) }', { api: -131.5 })).toEqual({ data: { api: null } }));
  test('an argument `in` of another kind is left alone', () =>
    expect(ask('{ other(in: KPA) }', { other: 2 }).data).toEqual({ other: 2 }));
  test('what is no number is never passed on as converted', () =>
    expect(ask('{ text(in: KPA) }', { text: '2' }).errors?.[0]?.message).toBe('Query.text is no number'));
});
