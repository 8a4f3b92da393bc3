import type { ApolloServerPlugin } from '@apollo/server';
import { BREAK, type DocumentNode, visit } from 'graphql';
import { once } from '../binding/once.js';
import { demand, demandAnyChange } from '../auth/permissions.js';
import type { Context } from './context.js';
import { asRefusal } from './refusal.js';

/** `__schema` and `__type` can stand in a valid document only where they ask for the schema. */
const asksForSchema = once((document: DocumentNode): boolean => {
  let found = false;
  visit(document, {
    Field: ({ name }) => {
      if (name.value !== '__schema' && name.value !== '__type') return undefined;
      found = true;
      return BREAK;
    },
  });
  return found;
});

/** Holds an operation against what the viewer's role may do, before anything is read. */
export function permissionsPlugin(): ApolloServerPlugin<Context> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ document, operation, contextValue: { viewer } }) => {
        asRefusal(() => {
          // Which change it is, and the permission for it, each command says itself.
          if (operation?.operation === 'mutation') demandAnyChange(viewer);
          else demand(viewer, 'read');
          if (asksForSchema(document)) demand(viewer, 'introspect');
        });
      },
    }),
  };
}
