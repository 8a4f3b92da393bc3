import type { Column, Grain } from '../sources/row-source.js';

export type SourceName = 'PRODVIEW' | 'GIS' | 'OPS';

/** A field read from one column of the type's own row. */
export interface ColumnField {
  readonly kind: 'column';
  readonly column: Column;
  /** The GraphQL scalar, such as `Float` or `Date`. */
  readonly scalar: string;
  /** Unit of measure of a number: from the field's name or `@uom`. */
  readonly uom?: string;
}

/** A sub-object of the same row: its fields' columns in this view, null for those that the view does not have. */
export interface EmbedField {
  readonly kind: 'embed';
  readonly type: string;
  readonly fields: ReadonlyMap<string, ColumnField | null>;
}

/** A relation: my columns `from` equal the target's columns `to`. */
export interface LinkField {
  readonly kind: 'link';
  readonly label: string;
  readonly target: string;
  readonly many: boolean;
  readonly from: readonly Column[];
  readonly to: readonly Column[];
  readonly order?: Column;
}

/** A relation to one record of several types: a column of mine names the table, and with it the type. */
export interface PolymorphicField {
  readonly kind: 'polymorphic';
  readonly label: string;
  readonly union: string;
  readonly from: Column;
  readonly table: Column;
  /** Types by ProdView's name of their table, in lower case. */
  readonly targets: ReadonlyMap<string, string>;
}

/** A field with a hand-written resolver and the fields of the same type that it reads. */
export interface ComputedField {
  readonly kind: 'computed';
  readonly needs: readonly string[];
}

export type FieldBinding = ColumnField | EmbedField | LinkField | PolymorphicField | ComputedField;

/** A column as a path of fields: what filters, orders, groups and measures are derived from. */
export interface Leaf {
  readonly path: readonly string[];
  /** The path in upper snake case: `ALLOCATED_OIL_BBL`. */
  readonly enumName: string;
  readonly field: ColumnField;
}

/** What a viewer's scope is made of. */
export type ScopeRoot = 'UNIT' | 'FACILITY' | 'ROUTE' | 'NETWORK';

/**
 * Who may see a view's rows: those in whose scope the row itself is, by its id and its network, or what one of its links
 * leads to. Such a link joins on the network too wherever both sides have one.
 */
export type ScopeRule =
  | { readonly root: ScopeRoot; readonly columns: readonly Column[] }
  | { readonly links: readonly LinkField[] }
  | { readonly root: 'ADMIN' };

export interface ViewBinding {
  readonly type: string;
  readonly source: SourceName;
  readonly view: string;
  readonly key: readonly Column[];
  /** ProdView's own name of the table, in lower case. */
  readonly table?: string;
  /** What makes rows the same fact, and what decides which of them counts: the first in this order. */
  readonly grain?: Grain;
  /** Without a rule only those who see everything see a row. */
  readonly scope: ScopeRule;
  /** What a role has to be allowed to read any row of it. */
  readonly permission?: string;
  readonly fields: ReadonlyMap<string, FieldBinding>;
  readonly leaves: readonly Leaf[];
}

export interface RootList {
  readonly kind: 'list';
  readonly label: string;
  readonly target: string;
  readonly order?: Column;
  /** The moment a row last changed: the list is a feed of changes. */
  readonly since?: Column;
}

/** A root field that finds one row: by its global id, or by columns that equal its arguments. */
export interface RootLookup {
  readonly kind: 'lookup';
  readonly label: string;
  readonly target: string;
  readonly by?: readonly { readonly argument: string; readonly column: Column }[];
  readonly prefer?: Column;
}

export interface Bindings {
  readonly views: ReadonlyMap<string, ViewBinding>;
  /** Fields that list or find rows, by `Type.field`: of Query, and of the namespaces beneath it. */
  readonly roots: ReadonlyMap<string, RootList | RootLookup>;
  /** Types that only hold such fields, by the field that leads to them: `Query.wiserock` to `Wiserock`. */
  readonly namespaces: ReadonlyMap<string, string>;
  /** Names of the embedded types that some view uses. */
  readonly embeds: ReadonlySet<string>;
}

/** Every mistake of the schema's bindings at once, each as `Type.field: reason`. */
export class BindingMistakes extends Error {
  constructor(readonly mistakes: readonly string[]) {
    super(
      `The schema's bindings have ${mistakes.length} mistake(s):\n${mistakes.map((line) => `  ${line}`).join('\n')}`,
    );
  }
}
