import type { CatalogColumn, CatalogView } from './catalog.js';
import { EXACT, FAMILIES, PRODUCTS, WORDS } from './glossary.js';
import { unitText } from './units.js';

/** The unit that a column's name ends in. */
export const SUFFIX =
  /_(bbl_per_day|mcf_per_day|bbl_per_mcf|mcf_per_bbl|btu_per_ft3|lb_per_gal|in2_per_s|m3_per_day|64ths|bbl|mcf|mmbtu|m3|psi|f|api|hours|minutes|min|days|ft|inches|in|pct|ppm|lb|hp|pa_s)$/;

/**
 * What a field means, then ProdView's label and the unit.
 *
 * @param sentence  the meaning, where the glossary is not good enough; what follows `||` is a note for the end
 */
export function describe(view: CatalogView, column: CatalogColumn, sentence = sentenceFor(view, column)): string {
  const [meaning = '', note] = sentence.split('||').map((part) => part.trim());
  const label = column.label ? ` ProdView: "${column.label.replaceAll(/\s+/g, ' ')}".` : '';
  return `${meaning}${label}${unitText(column)}${note ? ` ${note}` : ''}`;
}

function sentenceFor(view: CatalogView, column: CatalogColumn): string {
  const exact = EXACT[column.name];
  if (exact) return exact;
  return (
    ofUserField(column.name) ?? ofTable(column.name) ?? ofFamily(column.name) ?? ofLink(view, column) ?? inWords(column)
  );
}

function ofUserField(name: string): string | undefined {
  const [, kind, number] = /^user_?(txt|num|date|dttm)_?(\d)$/.exec(name) ?? [];
  if (!kind || !number) return undefined;
  const what = { txt: 'text', num: 'number', date: 'date', dttm: 'date' }[kind];
  return `User ${what} ${number}: a field that each company defines for itself.`;
}

function ofTable(name: string): string | undefined {
  const [, what] = /^(.*)_(tk|table|table_key)$/.exec(name) ?? /^(idrec.+)tk$/.exec(name) ?? [];
  return what && `Name of the ProdView table with the record of the ${linkWords(what)}.`;
}

/** `allocated_oil_bbl`: a family of volumes and a product. */
function ofFamily(name: string): string | undefined {
  const bare = name.replace(SUFFIX, '');
  for (const [prefix, phrase] of FAMILIES) {
    const product = prefix.test(bare) && PRODUCTS[bare.replace(prefix, '')];
    if (product) return capitalized(phrase.replace('…', product));
  }
  return undefined;
}

function ofLink(view: CatalogView, { name }: CatalogColumn): string | undefined {
  const reference = view.references.find((link) => link.column === name);
  const what = linkWords(name);
  if (reference) return `Id of the ${what}.`;
  const unresolved = view.unresolvedLinks.find((link) => link.column === name);
  return unresolved && `Id of the ${what}, whose record is not available here.`;
}

function inWords(column: CatalogColumn): string {
  return `${capitalized(fieldWords(column.name.replace(/_utc$/, '').replace(SUFFIX, '').replace(/^is_/, 'whether ')))}.`;
}

function capitalized(text: string): string {
  return text.replace(/^./, (letter) => letter.toUpperCase());
}

/** The words of a link's column without its `id` or `id_rec`. */
function linkWords(name: string): string {
  return fieldWords(name.replace(/(^|_)id(_rec)?(?=_|$)|^idrec/, '').replace(/^_/, ''));
}

function fieldWords(name: string): string {
  return name
    .split('_')
    .map((word) => WORDS[word] ?? word)
    .join(' ');
}
