// Loads every test file into one process, so that they share one browser.
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { dirname } from 'node:path';

const here = dirname(fileURLToPath(import.meta.url));
for (const file of readdirSync(here).sort()) {
  if (file.endsWith('.test.mjs') && file.includes(process.env.FILTER ?? '')) await import(`./${file}`);
}
