import { generate } from './generate.js';
import { parseSettings } from './settings.js';

await generate(parseSettings(process.argv.slice(2)), console.log);
