import { cpSync } from 'node:fs';
import { extname } from 'node:path';

/** What the compiler leaves behind of src/database: the migrations, and the worker that is JavaScript already. */
cpSync('src/database', 'dist/database', {
  recursive: true,
  filter: (path) => ['', '.sql', '.mjs'].includes(extname(path)),
});
