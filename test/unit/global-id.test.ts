import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { globalId, parseGlobalId } from '../../src/binding/global-id.js';
import { BadUserInput } from '../../src/errors.js';
import { bindings, view } from './small-field.js';

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const anyText = fc.string({ unit: 'grapheme' });

describe('a global id', () => {
  test('leads back to its type and key, whatever the key holds', () => {
    fc.assert(
      fc.property(anyText, anyText, (id_rec, id_flownet) => {
        const id = globalId(view('Unit'), { id_rec, id_flownet });
        expect(parseGlobalId(id, bindings)).toEqual({ view: view('Unit'), key: [id_rec, id_flownet] });
      }),
    );
  });

  test('stays the same for ever', () => {
    expect(globalId(view('Unit'), { id_rec: 'U1', id_flownet: 'N1' })).toBe('WyJVbml0IiwiVTEiLCJOMSJd');
  });

  test('tells rows apart whose keys read the same when put together', () => {
    const [left, right] = [
      { id_rec: 'a', id_flownet: 'bc' },
      { id_rec: 'ab', id_flownet: 'c' },
    ];
    expect(globalId(view('Unit'), left)).not.toBe(globalId(view('Unit'), right));
    expect(globalId(view('Day'), { id_rec: 'a' })).not.toBe(globalId(view('Unit'), { id_rec: 'a', id_flownet: '' }));
  });

  test.each([
    ['of a type that is bound to no view', ['Well', 'U1']],
    ['of a type that is no table of rows', ['Query', 'U1']],
    ['named after what every object has', ['constructor', 'U1']],
    ['with too few parts of the key', ['Unit', 'U1']],
    ['with too many', ['Day', 'D1', 'N1']],
    ['without a key', ['Day']],
    ['with a key that is no text', ['Day', 1]],
    ['with a null in its key', ['Day', null]],
    ['that is no list', { type: 'Day', key: 'D1' }],
  ])('%s is refused by name', (_, parts) => {
    expect(() => parseGlobalId(encoded(parts), bindings)).toThrow(new BadUserInput('id', 'is no global id'));
  });

  test('is refused under the name of the argument that it came in', () => {
    expect(() => parseGlobalId('rubbish', bindings, 'input.unitId')).toThrow(/^input\.unitId: /);
  });

  test('is read or refused, and never breaks anything else', () => {
    const forged = fc.jsonValue().map(encoded);
    const nearly = fc.array(fc.oneof(fc.constantFrom('Unit', 'Day'), fc.jsonValue()), { maxLength: 4 }).map(encoded);
    fc.assert(
      fc.property(fc.oneof(anyText, fc.base64String(), forged, nearly), (text) => {
        try {
          const { view: found, key } = parseGlobalId(text, bindings);
          expect(key).toHaveLength(found.key.length);
        } catch (error) {
          expect(error).toBeInstanceOf(BadUserInput);
        }
      }),
    );
  });
});
