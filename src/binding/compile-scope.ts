import type { Column } from '../sources/row-source.js';
import type { LinkField, ScopeRoot, ScopeRule, ViewBinding } from './bindings.js';
import type { Report } from './compile-field.js';
import type { SchemaReader } from './schema-reader.js';

const CLOSED: ScopeRule = { root: 'ADMIN' };

/** Who may see each type's rows, as its `@view` says. What says nothing stays closed. */
export function compileScopes(reader: SchemaReader, views: Map<string, ViewBinding>, mistakes: string[]): void {
  for (const { type, view: said } of reader.boundTypes()) {
    const view = views.get(type.name);
    if (!view) continue;
    const report = (reason: string) => mistakes.push(`${type.name}: ${reason}`);
    if (said.scopeOf && said.scope) report('says both scopeOf and scope');
    if (said.scope) {
      const links = linksOf(view, said.scope, report);
      const exact = said.acrossNetworks
        ? links
        : links.map((link) => withNetwork(link, view, views.get(link.target), report));
      views.set(type.name, { ...view, scope: { links: exact } });
    } else views.set(type.name, { ...view, scope: rootOf(view, said.scopeOf, report) });
  }
  for (const view of views.values()) for (const fault of faultsOf(view, views, [])) mistakes.push(fault);
}

/** An id is unique only together with its network. */
function rootOf(view: ViewBinding, root: ScopeRoot | 'ADMIN' | undefined, report: Report): ScopeRule {
  const [column] = view.key;
  if (!root || root === 'ADMIN' || !column) return CLOSED;
  const network = networkOf(view);
  if (!network) report(`is what scopes of ${root} are made of, and has no idFlownet`);
  if (root === 'NETWORK' && network?.name !== column.name)
    report('is a scope of NETWORK, and is not the network itself');
  return { root, columns: network && network.name !== column.name ? [column, network] : [column] };
}

/** The link, joining on the network too where it does not say so: to find a row its id suffices, to be allowed to see it not. */
function withNetwork(link: LinkField, view: ViewBinding, target: ViewBinding | undefined, report: Report): LinkField {
  const [from, to] = [networkOf(view), target && networkOf(target)];
  if (!to || link.to.some(({ name }) => name === to.name)) return link;
  if (!from) report(`has its scope from ${link.label} by an id of any network; say acrossNetworks if it may be`);
  return from ? { ...link, from: [...link.from, from], to: [...link.to, to] } : link;
}

/** The field that names a row's network; views call it one or the other. */
function networkOf({ fields }: ViewBinding): Column | undefined {
  const field = fields.get('idFlownet') ?? fields.get('flowNetworkId');
  return field?.kind === 'column' ? field.column : undefined;
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
    if (path.length === 0) return [];
    if (view.scope.root === 'ADMIN') return [`${path[0]}: its scope leads to ${view.type}, which only an admin sees`];
    if (view.scope.root !== 'NETWORK') return [];
    return [`${path[0]}: its scope leads to ${view.type} only; a viewer of one route would see all of its network`];
  }
  return view.scope.links.flatMap((link) => {
    const target = views.get(link.target);
    if (!target) return [];
    const leaves = target.source !== view.source && 'links' in target.scope;
    if (leaves) return [`${link.label}: a scope cannot go on in another store; end it at a unit or facility`];
    return faultsOf(target, views, [...path, view.type]);
  });
}
