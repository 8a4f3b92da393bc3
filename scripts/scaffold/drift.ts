import type { DocumentNode, StringValueNode } from 'graphql';
import type { FieldBinding } from '../../src/binding/bindings.js';
import { compileBindings } from '../../src/binding/compile-bindings.js';
import { SchemaReader } from '../../src/binding/schema-reader.js';

/** A field of the change feed that says something else than the same field of the type without the prefix. */
export interface Drift {
  readonly field: string;
  readonly node: StringValueNode;
  readonly sibling: string;
}

/** Fields that say something else on purpose, and why. */
const OWN_WORDS: ReadonlySet<string> = new Set([
  'WiserockArtificialLift.pumpSize', // names a field that has another unit in the feed
]);

/**
 * Where the change feed's words have parted from those of its siblings. Fields that differ in type or unit may say so,
 * and links lead to other records.
 */
export function driftOf(document: DocumentNode): Drift[] {
  const reader = new SchemaReader(document);
  const { views } = compileBindings(document);
  return [...views.values()].flatMap((feed) => {
    const sibling = feed.type.startsWith('Wiserock') ? views.get(feed.type.slice('Wiserock'.length)) : undefined;
    return [...feed.fields].flatMap(([name, field]) => {
      if (OWN_WORDS.has(`${feed.type}.${name}`)) return [];
      const theirs = sibling?.fields.get(name);
      const mine = reader.objectType(feed.type)?.getFields()[name]?.astNode?.description;
      const text = oneLine(sibling && reader.objectType(sibling.type)?.getFields()[name]?.description);
      if (!theirs || !mine || !text || !isAlike(field, theirs) || oneLine(mine.value) === text) return [];
      return [{ field: `${feed.type}.${name}`, node: mine, sibling: text }];
    });
  });
}

function isAlike(field: FieldBinding, theirs: FieldBinding): boolean {
  if (field.kind === 'column' && theirs.kind === 'column')
    return field.scalar === theirs.scalar && field.uom === theirs.uom;
  return field.kind === 'embed' && theirs.kind === 'embed' && field.type === theirs.type;
}

function oneLine(text: string | null | undefined): string | undefined {
  return text?.replaceAll(/\s+/g, ' ').trim();
}
