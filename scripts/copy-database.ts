import { cpSync } from 'node:fs';
import { extname } from 'node:path';

/** What the compiler leaves behind: the migrations, and the workers that are JavaScript already. */
for (const folder of ['database', 'maps'])
  cpSync(`src/${folder}`, `dist/${folder}`, {
    recursive: true,
    filter: (path) => ['', '.sql', '.mjs'].includes(extname(path)),
  });
