import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Pairs of columns that a relation joins: the child's, the parent's. */
export type Join = readonly (readonly [mine: string, theirs: string])[];

export interface CatalogView {
  readonly name: string;
  readonly primaryKey: string;
  readonly parent: { readonly model: string; readonly on: Join } | null;
  readonly polymorphicParent: { readonly column: string } | null;
  readonly references: readonly { readonly column: string; readonly model: string; readonly targetColumn: string }[];
  readonly unresolvedLinks: readonly {
    readonly column: string;
    readonly tableColumn: string | null;
    readonly reason: string;
  }[];
  readonly columns: readonly {
    readonly name: string;
    readonly type: string;
    readonly unit?: string;
    readonly label?: string;
  }[];
}

export const CATALOG: readonly CatalogView[] = JSON.parse(
  readFileSync(fileURLToPath(new URL('../catalog.json', import.meta.url)), 'utf8'),
);

/** A relation of the catalog: rows of `child` name a row of `parent`. */
export interface Relation {
  readonly child: string;
  readonly parent: string;
  readonly on: Join;
}

/** Every `parent` and `references` of the catalog. */
export const RELATIONS: readonly Relation[] = CATALOG.flatMap((view): Relation[] => [
  ...(view.parent ? [{ child: view.name, parent: view.parent.model, on: view.parent.on }] : []),
  ...view.references.map(({ column, model, targetColumn }) => ({
    child: view.name,
    parent: model,
    on: [[column, targetColumn]] as const,
  })),
]);
