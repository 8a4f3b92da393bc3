/** The question that the address brings behind `#query=`, as links from the map do. It is shown and not run. */
export function askedQuery(): string | undefined {
  const query = new URLSearchParams(location.hash.slice(1)).get('query');
  if (query === null) return undefined;
  // Once is enough: the tab is kept, and the page may be loaded again.
  history.replaceState(null, '', location.pathname);
  return query;
}
