import { isObjectType } from 'graphql';
import { expect, test } from 'vitest';
import { LIST_LIMITS } from '../../src/binding/list-limits.js';
import { readSdl } from '../../src/binding/sdl-files.js';
import { buildSchema } from '../../src/server/build-schema.js';
import { SCHEMA_FOLDER } from '../support/sdl.js';

const { schema } = buildSchema(readSdl(SCHEMA_FOLDER), LIST_LIMITS);

/** What the served schema calls a row on a screen. */
function labelOf(name: string, row: object): unknown {
  const type = schema.getType(name);
  const field = isObjectType(type) ? type.getFields().label : undefined;
  return field?.resolve?.(row, {}, {}, {} as never);
}

test.each([
  [{ unit_display_name: 'Alpha 1H (east)', unit_name: 'Alpha 1H' }, 'Alpha 1H (east)'],
  [{ unit_display_name: null, unit_name: 'Alpha 1H' }, 'Alpha 1H'],
  [{ unit_display_name: null, unit_name: null }, 'U1'],
])('a unit %o is called %s', (row, label) => expect(labelOf('Unit', { id_rec: 'U1', ...row })).toBe(label));

test.each([
  [{ completion_name: 'Wolfcamp A', well_name: 'Alpha 1H' }, 'Wolfcamp A'],
  [{ completion_name: null, well_name: 'Alpha 1H' }, 'Alpha 1H'],
  [{ completion_name: null, well_name: null }, 'C1'],
])('a completion %o is called %s', (row, label) => expect(labelOf('Completion', { id_rec: 'C1', ...row })).toBe(label));
