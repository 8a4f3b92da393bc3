import { FIELDS, OTHER, PIPELINES, RATE, SITES, type Swatch, WELL } from './palette.js';

type Shape = 'dot' | 'small-dot' | 'line' | 'area';
type Entry = readonly [shape: Shape, label: string, colour: string];

const entries = (shape: Shape, swatches: readonly Swatch[]) =>
  swatches.map(({ label, colour }): Entry => [shape, label, colour]);

const GROUPS: Readonly<Record<string, readonly Entry[]>> = {
  'Facility sites': [...entries('dot', SITES), ['dot', 'Other', OTHER]],
  Pipelines: [...entries('line', PIPELINES), ['line', 'Other', OTHER]],
  Fields: entries('area', FIELDS),
  Wells: [
    ['small-dot', 'Well', WELL],
    ['dot', 'Last oil rate, by area', RATE],
  ],
};

/** Which colour means what. */
export function showLegend(into: HTMLElement): void {
  for (const [title, group] of Object.entries(GROUPS)) {
    const head = document.createElement('h2');
    head.textContent = title;
    const list = document.createElement('ul');
    list.append(...group.map(item));
    into.append(head, list);
  }
}

function item([shape, label, colour]: Entry): HTMLElement {
  const made = document.createElement('li');
  const mark = document.createElement('span');
  mark.className = `swatch ${shape}`;
  mark.style.setProperty('--colour', colour);
  made.append(mark, label);
  return made;
}
