import { element } from './element.js';
import type { LayerName } from './layers.js';
import { questionAbout } from './questions.js';

/** A feature that was clicked, with all that the map knows of it. */
export interface Hit {
  readonly layer: LayerName;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Said by the question, or by the title already. */
const HIDDEN = new Set(['id', 'name', 'updatedAt']);
/** Ids say something to the stores that they come from; the publisher's own one is known to people too. */
const isInternal = (name: string) => name.endsWith('Id') && name !== 'sourceId';

/** What a feature says of itself, all of it as text. */
export function cardOf({ layer, properties }: Hit): HTMLElement {
  const list = element('dl');
  for (const [name, value] of Object.entries(properties)) {
    if (HIDDEN.has(name) || isInternal(name) || value === null) continue;
    list.append(element('dt', labelOf(name)), element('dd', textOf(name, value)));
  }
  const link = element('a', 'Ask the graph about it');
  link.href = questionAbout(layer, String(properties.id));
  const card = element('article');
  card.append(element('h2', String(properties.name ?? layer)), list, link);
  return card;
}

/** A field's name in words: `Water depth m` for `waterDepthM`. */
function labelOf(name: string): string {
  if (name === 'api10') return 'API-10';
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

const textOf = (name: string, value: unknown) =>
  typeof value === 'number' && !name.endsWith('Year') ? value.toLocaleString('en') : String(value);
