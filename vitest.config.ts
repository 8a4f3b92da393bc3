import { defineConfig } from 'vitest/config';

// One copy of graphql: vitest would load its ESM build beside the CommonJS one that libraries require.
const alias = [{ find: /^graphql$/, replacement: 'graphql/index.js' }];
const project = (name: string, testTimeout: number) => ({
  resolve: { alias },
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    testTimeout,
    hookTimeout: 60_000,
    server: { deps: { inline: [/@graphql-tools/, /graphql-scalars/] } },
  },
});

export default defineConfig({
  test: {
    projects: [project('unit', 20_000), project('contract', 30_000), project('e2e', 60_000)],
    maxWorkers: 2,
  },
});
