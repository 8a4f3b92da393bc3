import { join } from 'node:path';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // React's packages carry `use client` for servers that render; a page has no use for it.
    rolldownOptions: {
      input: ['index.html', 'map.html'].map((page) => join(import.meta.dirname, page)),
      checks: { moduleLevelDirective: false },
    },
    chunkSizeWarningLimit: 5_000, // Monaco, the editor, is one chunk of 3 MB
  },
  server: { proxy: Object.fromEntries(['/graphql', '/demo', '/tiles'].map((path) => [path, 'http://127.0.0.1:4000'])) },
});
