import { CLIENT_DOCUMENTS, maximaOf, measured } from '../test/support/client-documents.js';
import { built } from '../test/support/execute.js';

/** Prints what the limits of documents are held against: each document of the tour and of clients, and the largest. */
for (const [whose, documents] of Object.entries(CLIENT_DOCUMENTS)) {
  for (const [name, text] of documents) print(name, measured(text, built.schema));
  const texts = documents.map(([, text]) => text);
  print(`most, ${whose}`, maximaOf(texts, built.schema));
}

function print(name: string, values: Readonly<Record<string, number>>): void {
  const columns = Object.entries(values).map(([what, value]) => `${what} ${value}`);
  console.log(`${name.padEnd(24)} ${columns.join(', ')}`);
}
