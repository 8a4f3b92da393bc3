import { useGraphiQL } from '@graphiql/react';
import { useEffect } from 'react';

/** Keeps the chosen tab in sight where there are more tabs than fit beside each other. Shows nothing. */
export function RevealTab() {
  const activeTabIndex = useGraphiQL((state) => state.activeTabIndex);
  useEffect(() => {
    document.getElementById(`graphiql-session-tab-${activeTabIndex}`)?.scrollIntoView({ inline: 'center' });
  }, [activeTabIndex]);
  return null;
}
