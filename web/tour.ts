/** A stop of the tour: a question about production, and the document that answers it. */
export interface TourStop {
  /** The document's first comment line, in plain words. */
  readonly question: string;
  readonly query: string;
}

const documents = import.meta.glob<string>('./tour/*.graphql', { query: '?raw', import: 'default', eager: true });

/** The stops in the order of their file names. */
export const tour: readonly TourStop[] = Object.keys(documents)
  .sort()
  .map((file) => stopOf(documents[file] ?? ''));

function stopOf(query: string): TourStop {
  const [firstLine = ''] = query.split('\n');
  return { question: firstLine.replace(/^#\s*/, ''), query };
}
