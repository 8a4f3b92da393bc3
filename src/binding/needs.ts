import type { ViewBinding } from './bindings.js';

/** Adds a mistake for each `@needs` that names no field of its type, or that needs itself by a detour. */
export function checkNeeds(view: ViewBinding, mistakes: string[]): void {
  for (const name of view.fields.keys()) {
    const round = roundTrip(view, name, []);
    if (round) mistakes.push(`${view.type}.${name}: @needs goes round: ${round.join(' → ')}`);
    for (const need of needsOf(view, name)) {
      if (!view.fields.has(need)) mistakes.push(`${view.type}.${name}: @needs ${need}, which does not exist`);
    }
  }
}

/** The names of the columns, fetched with it, that a computed field stands on. */
export function columnsNeeded(view: ViewBinding, name: string): string[] {
  const field = view.fields.get(name);
  if (field?.kind === 'column') return [field.column.name];
  if (field?.kind === 'embed') return [...field.fields.values()].flatMap((inner) => (inner ? [inner.column.name] : []));
  if (field?.kind === 'link') return field.from.map(({ name: column }) => column);
  if (field?.kind === 'polymorphic') return [field.from.name, field.table.name];
  return needsOf(view, name).flatMap((need) => columnsNeeded(view, need));
}

function needsOf(view: ViewBinding, name: string): readonly string[] {
  const field = view.fields.get(name);
  return field?.kind === 'computed' ? field.needs : [];
}

function roundTrip(view: ViewBinding, name: string, path: readonly string[]): string[] | undefined {
  if (path.includes(name)) return [...path.slice(path.indexOf(name)), name];
  for (const need of needsOf(view, name)) {
    const round = roundTrip(view, need, [...path, name]);
    if (round) return round;
  }
  return undefined;
}
