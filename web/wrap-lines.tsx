import { useGraphiQL } from '@graphiql/react';
import { useEffect } from 'react';

/** Folds long lines of the query editor, so that a question can be read whole in a narrow window. Shows nothing. */
export function WrapLines() {
  const queryEditor = useGraphiQL((state) => state.queryEditor);
  useEffect(() => queryEditor?.updateOptions({ wordWrap: 'on' }), [queryEditor]);
  return null;
}
