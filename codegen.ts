import type { TypeScriptPluginConfig } from '@graphql-codegen/typescript';
import type { TypeScriptResolversPluginConfig } from '@graphql-codegen/typescript-resolvers';

/** What `npm run generate` writes, and how. The row types that parents are typed by come from the bindings. */
const config = {
  schema: 'schema',
  rows: 'src/generated/rows.ts',
  resolvers: 'src/generated/resolvers.ts',
  plugins: {
    useTypeImports: true,
    enumsAsTypes: true,
    scalars: { ID: 'string', Date: 'string', DateTime: 'string', LocalDateTime: 'string' },
    contextType: '../server/context.js#Context',
    makeResolverTypeCallable: false,
  } satisfies TypeScriptPluginConfig & TypeScriptResolversPluginConfig,
};

export default config;
