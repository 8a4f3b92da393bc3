import { readCatalog, viewNamed } from './scaffold/catalog.js';
import { printView } from './scaffold/print-view.js';

/** Prints the SDL of the ProdView views named on the command line; `units` stands for `stg_prodview__units`. */
const names = process.argv.slice(2);
if (names.length === 0) {
  console.error('Usage: npx tsx scripts/scaffold.ts <view> [...]');
  process.exit(1);
}
const catalog = readCatalog();
console.log(names.map((name) => printView(viewNamed(catalog, name))).join('\n\n'));
