import { element } from './element.js';

/** One of several pages at a time, with buttons that lead round through all of them; a single one stands alone. */
export function pagesOf(pages: readonly (() => HTMLElement)[]): HTMLElement {
  const box = element('section');
  const shown = element('div');
  shown.append(...pages.slice(0, 1).map((page) => page()));
  if (pages.length > 1) box.append(pager(pages, shown));
  box.append(shown);
  return box;
}

function pager(pages: readonly (() => HTMLElement)[], shown: HTMLElement): HTMLElement {
  let at = 0;
  const count = element('output');
  const turn = (by: number) => {
    at = (at + by + pages.length) % pages.length;
    count.textContent = `${at + 1} of ${pages.length}`;
    const page = pages[at];
    if (by !== 0 && page) shown.replaceChildren(page());
  };
  turn(0);
  const nav = element('nav');
  nav.ariaLabel = 'Features here';
  nav.append(
    button('‹', 'Previous', () => turn(-1)),
    count,
    button('›', 'Next', () => turn(1)),
  );
  return nav;
}

function button(sign: string, label: string, press: () => void): HTMLElement {
  const made = element('button', sign);
  made.type = 'button';
  made.ariaLabel = label;
  made.addEventListener('click', press);
  return made;
}
