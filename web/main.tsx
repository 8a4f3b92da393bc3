import 'graphiql/setup-workers/vite';
import { createGraphiQLFetcher, createLocalStorage, type Fetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { createRoot } from 'react-dom/client';
import 'graphiql/style.css';
import './style.css';
import { fetchAs } from './acting-as.js';
import { askedQuery } from './asked-query.js';
import { RevealTab } from './reveal-tab.js';
import { RoleMenu } from './role-menu.js';
import { isSubscription, subscribeAs } from './subscribing.js';
import { tour } from './tour.js';
import { TourMenu } from './tour-menu.js';
import { WrapLines } from './wrap-lines.js';

const answerOf = createGraphiQLFetcher({ url: '/graphql', fetch: fetchAs });
const fetcher: Fetcher = (params, options) =>
  isSubscription(params) ? subscribeAs(params, options?.headers) : answerOf(params, options);
// A name of its own: every GraphiQL ever opened on this host and port would share the usual one.
const storage = createLocalStorage({ namespace: 'wellgraph' });
const asked = askedQuery();
const defaultTabs = [...(asked ? [{ query: asked }] : []), ...tour.map(({ query }) => ({ query }))];
// Where tabs are kept from before, the question gets one of its own, or the one that it has.
const initial = asked ? { initialQuery: asked, initialVariables: '' } : {};

function Page() {
  return (
    <GraphiQL fetcher={fetcher} storage={storage} defaultTabs={defaultTabs} {...initial} shouldPersistHeaders={false}>
      <GraphiQL.Logo>
        <RoleMenu />
        <TourMenu />
        <span className="wellgraph-name">wellgraph</span>
      </GraphiQL.Logo>
      <RevealTab />
      <WrapLines />
    </GraphiQL>
  );
}

const root = document.getElementById('root');
if (root) createRoot(root).render(<Page />);
