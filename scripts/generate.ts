import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { codegen } from '@graphql-codegen/core';
import * as typescript from '@graphql-codegen/typescript';
import * as resolvers from '@graphql-codegen/typescript-resolvers';
import config from '../codegen.js';
import { BindingMistakes } from '../src/binding/bindings.js';
import { catalogMistakes, parseCatalog } from '../src/binding/catalog.js';
import { compileBindings } from '../src/binding/compile-bindings.js';
import { unscoped } from '../src/binding/compile-scope.js';
import { withCommandInputs } from '../src/binding/derive/command-types.js';
import { writtenDocument } from '../src/binding/derive/served-document.js';
import { rowTypes } from '../src/binding/row-types.js';
import { SchemaReader } from '../src/binding/schema-reader.js';
import { readSdl } from '../src/binding/sdl-files.js';

/** Checks the bindings, also against the catalog, and writes the types that hand-written resolvers compile against. */
async function generate(): Promise<void> {
  const document = readSdl(config.schema);
  const bindings = compileBindings(document);
  const catalog = parseCatalog(JSON.parse(readFileSync('test/catalog.json', 'utf8')));
  const mistakes = [...catalogMistakes(bindings, 'PRODVIEW', catalog), ...unscoped(new SchemaReader(document))];
  if (mistakes.length > 0) throw new BindingMistakes(mistakes);
  write(config.rows, rowTypes(bindings));
  const rows = Object.fromEntries([...bindings.views.keys()].map((type) => [type, `./rows.js#${type}Row`]));
  const pluginConfig = { ...config.plugins, mappers: { ...rows, ...config.plugins.mappers } };
  const text = await codegen({
    filename: config.resolvers,
    schema: withCommandInputs(writtenDocument(document), bindings),
    documents: [],
    config: pluginConfig,
    plugins: [{ typescript: {} }, { resolvers: {} }],
    pluginMap: { typescript, resolvers },
  });
  write(config.resolvers, text);
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

await generate().catch((error: unknown) => {
  console.error(error instanceof BindingMistakes ? error.message : error);
  process.exit(1);
});
