import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { pseudonyms } from '../../src/auth/pseudonyms.js';
import { type Sight, shown, shownRows } from '../../src/binding/personal.js';
import { ALIASES } from '../../src/search/aliases.js';
import { CATALOG } from '../support/catalog.js';
import { built } from '../support/execute.js';

const sight = (personal: Sight['personal']): Sight => ({ personal, pseudonymOf: (name) => `<${name.length}>` });
const NAME = { column: { personal: 'NAME' } } as const;
const TEXT = { column: { personal: 'TEXT' } } as const;

test('a name is shown, stands as a pseudonym or is null; a text is shown or null; other columns are as they are', () => {
  const all = (field: Parameters<typeof shown>[1]) =>
    (['shown', 'pseudonym', 'hidden'] as const).map((personal) => shown('Pat', field, sight(personal)));
  expect(all(NAME)).toEqual(['Pat', '<3>', null]);
  expect(all(TEXT)).toEqual(['Pat', null, null]);
  expect(all({ column: {} })).toEqual(['Pat', 'Pat', 'Pat']);
  expect(shown(null, NAME, sight('pseudonym'))).toBeNull();
  expect(shown('  ', NAME, sight('pseudonym'))).toBeNull();
});

test('the word of a policy is nobody’s name: it is shown, as a name and not in a text', () => {
  for (const personal of ['shown', 'pseudonym', 'hidden'] as const)
    expect(shown('POLICY:STANDARD', NAME, sight(personal))).toBe('POLICY:STANDARD');
  expect(shown('POLICY:STANDARD', TEXT, sight('pseudonym'))).toBeNull();
  expect(shown('policy: Pat', NAME, sight('pseudonym'))).toBe('<11>');
  expect(shown('user:POLICY:STANDARD', NAME, sight('hidden'))).toBeNull();
});

test("a row that others hold too is not changed, and a row without people's names is not copied", () => {
  const rows = [{ id: 'A', by: 'Pat' }];
  const columns = [
    { name: 'id', kind: 'text' },
    { name: 'by', kind: 'text', personal: 'NAME' },
  ] as const;
  expect(shownRows(rows, columns, sight('hidden'))).toEqual([{ id: 'A', by: null }]);
  expect(rows).toEqual([{ id: 'A', by: 'Pat' }]);
  expect(shownRows(rows, columns, sight('shown'))).toBe(rows);
  expect(shownRows(rows, [columns[0]], sight('hidden'))).toBe(rows);
});

test('a pseudonym is the same for the same person, another for another, and another in another installation', () => {
  const [here, there] = [pseudonyms('one secret'), pseudonyms('another secret')];
  expect(here('pat.smith')).toMatch(/^person-[a-z2-7]{12}$/);
  expect(new Set([here('Pat  Smith'), here(' pat smith'), here('PAT SMITH')]).size).toBe(1);
  expect(new Set([here('pat'), here('sam'), there('pat'), there('sam')]).size).toBe(4);
  expect(new Set(Array.from({ length: 20_000 }, (_, n) => here(`user ${n}`))).size).toBe(20_000);
  expect(pseudonyms()('pat')).not.toBe(pseudonyms()('pat'));
});

test('a pseudonym is the first 60 bits of an HMAC-SHA256, in base 32', () => {
  const bits = BigInt(`0x${createHmac('sha256', 'k').update('pat').digest('hex').slice(0, 15)}`);
  const digits = bits.toString(32).padStart(12, '0').split('');
  const letters = digits.map((digit) => 'abcdefghijklmnopqrstuvwxyz234567'[Number.parseInt(digit, 32)]);
  expect(pseudonyms('k')('pat')).toBe(`person-${letters.join('')}`);
});

/** What looks like a person's name or like free text, by a column's name or by the words that ProdView shows for it. */
const PERSON =
  /(^|_)(created|modified|locked|tested|entered|approved|witnessed|gauged|sampled)_?by$|user|(^|_)(foreman|pumper|operator|driver|witness|contact|partner|purchaser|responsible|owner|employee|engineer)(_|$)|(^|_)route(_name)?$|^com$|comments?$|(^|_)notes?$|lease_operator/;
const PERSON_LABEL =
  /\b(user id|user initiating|foreman|lease operator|tested by|operator|partner|purchaser|responsible|contact|route( name)?|comments?|note|remark)\b/i;

/** Columns that only look so, each with the reason. */
const NOBODY: readonly (readonly [RegExp, string])[] = [
  [
    /_(id|table|tk|id_rec|table_key|sk)$|^idrec\w*$|^id_rec\w*$/,
    'a GUID or the name of a table; what it leads to is not here',
  ],
  [/^operator(_name|a)?$|^operated_descriptor$/, 'a company'],
  [/^purchaser_code_\d$/, 'a code'],
  [/^current_route_|^(sending|receiving)_route_/, 'the id of a route'],
  [/^remark_type$/, 'a word from a list'],
  [/^user_?(txt|text)_?\d$|^sortbyuser$/, 'a field whose meaning the company gives; an order of units'],
  [/^(reporting_contact_interval|idreccompzone|id_rec_comp_zone)/, 'an interval of a well, nobody to be contacted'],
  [/^field_office$|^engineering_?id$/, 'a place; a number of equipment'],
];

test('every column that looks like a person or free text is marked @personal, or is known not to be', () => {
  const marked = new Set(
    [...built.bindings.views.values()].flatMap(({ view, leaves }) =>
      leaves.filter(({ field }) => field.column.personal).map(({ field }) => `${view}.${field.column.name}`),
    ),
  );
  const suspects = CATALOG.flatMap(({ name: view, columns }) =>
    columns
      .filter(({ name, type, label }) => type === 'varchar' && (PERSON.test(name) || PERSON_LABEL.test(label ?? '')))
      .map(({ name }) => ({ view, name })),
  );
  expect(suspects.length).toBeGreaterThan(200);
  const open = suspects.filter(({ view, name }) => !marked.has(`${view}.${name}`));
  expect(open.filter(({ name }) => !NOBODY.some(([pattern]) => pattern.test(name)))).toEqual([]);
  expect(marked.size).toBeGreaterThan(150);
});

test('a description that speaks of a person or of free text stands beside the mark', () => {
  const { schema, bindings } = built;
  const silent = [...bindings.views.values()].flatMap((view) =>
    view.leaves.flatMap(({ path, field }) => {
      const owner = path.length === 1 ? view.type : String(embedOf(view.type, path[0] ?? ''));
      const described = (schema.getType(owner) as any).getFields()[path.at(-1) ?? ''].description ?? '';
      const says = /names? (a person|people)|identifies a person|free text/i.test(described);
      return says && !field.column.personal && field.column.kind === 'text' ? [`${view.type}.${path.join('.')}`] : [];
    }),
  );
  expect(silent).toEqual([]);
});

const embedOf = (type: string, name: string) => {
  const field = built.bindings.views.get(type)?.fields.get(name);
  return field?.kind === 'embed' ? field.type : undefined;
};

test('the directory of units, which viewers share, holds no personal data', () => {
  const unit = built.bindings.views.get('Unit');
  const personal = unit?.leaves.filter(({ field }) => field.column.personal).map(({ path }) => path.join('.')) ?? [];
  expect(personal).toContain('route');
  expect(ALIASES.filter(({ field }) => personal.includes(field))).toEqual([]);
});
