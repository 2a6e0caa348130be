// The product's own command line, to read back what the site wrote.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const BINARY = process.env.TRONGTAM ?? fileURLToPath(new URL('../../../../target/release/trongtam', import.meta.url));

/** What `trongtam extract` reads in a file. */
export const extract = (file) => JSON.parse(execFileSync(BINARY, ['extract', file, '--format', 'json'], { encoding: 'utf8', maxBuffer: 1 << 26 }));

/** Presses what starts a download and gives the file's path, bytes and name. */
export async function download(page, press) {
  const waiting = page.waitForEvent('download');
  await press();
  const done = await waiting;
  const name = done.suggestedFilename();
  const path = `${await done.path()}.${name.split('.').pop()}`;
  await done.saveAs(path);
  return { path, name, bytes: readFileSync(path) };
}
