import type { Column } from '../sources/row-source.js';
import type { LinkField, ScopeRule, ViewBinding } from './bindings.js';
import type { SchemaReader, ViewArguments } from './schema-reader.js';

const CLOSED: ScopeRule = { root: 'ADMIN' };

/** Who may see each type's rows, as its `@view` says. What says nothing stays closed. */
export function compileScopes(reader: SchemaReader, views: Map<string, ViewBinding>, mistakes: string[]): void {
  for (const { type, view: said } of reader.boundTypes()) {
    const view = views.get(type.name);
    if (!view) continue;
    const report = (reason: string) => mistakes.push(`${type.name}: ${reason}`);
    if (said.scopeOf && said.scope) report('says both scopeOf and scope');
    const [column] = view.key;
    views.set(type.name, {
      ...view,
      scope: said.scope ? { links: linksOf(view, said.scope, report) } : ownScope(said.scopeOf, column),
    });
  }
  for (const view of views.values()) for (const fault of faultsOf(view, views, [])) mistakes.push(fault);
}

function ownScope(root: ViewArguments['scopeOf'], column: Column | undefined): ScopeRule {
  if (root === 'EVERYONE') return { root };
  return root && root !== 'ADMIN' && column ? { root, column } : CLOSED;
}

/** Types that say neither what they are a scope of nor what decides over them. */
export function unscoped(reader: SchemaReader): string[] {
  const silent = reader.boundTypes().filter(({ view }) => !view.scopeOf && !view.scope);
  return silent.map(({ type }) => `${type.name}: @view says neither scopeOf nor scope, so only an admin could see it`);
}

function linksOf(view: ViewBinding, names: readonly string[], report: (reason: string) => void): LinkField[] {
  if (names.length === 0) report('has a scope of no links');
  return names.flatMap((name) => {
    const field = view.fields.get(name);
    if (field?.kind === 'link') return [field];
    report(`has its scope from ${name}, which is no link of it`);
    return [];
  });
}

/** A scope has to end at something that scopes are made of, and a step within must not leave its store. */
function faultsOf(view: ViewBinding, views: ReadonlyMap<string, ViewBinding>, path: readonly string[]): string[] {
  if (path.includes(view.type)) return [`${path[0]}: its scope goes round: ${[...path, view.type].join(' → ')}`];
  if (!('links' in view.scope)) {
    const ends = 'column' in view.scope || path.length === 0;
    return ends ? [] : [`${path[0]}: its scope leads to ${view.type}, which no scope is made of`];
  }
  return view.scope.links.flatMap((link) => {
    const target = views.get(link.target);
    if (!target) return [];
    const leaves = target.source !== view.source && 'links' in target.scope;
    if (leaves) return [`${link.label}: a scope cannot go on in another store; end it at a unit or facility`];
    return faultsOf(target, views, [...path, view.type]);
  });
}
