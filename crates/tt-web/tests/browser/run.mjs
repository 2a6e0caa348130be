// Starts the demo server on a port of its own with fresh data, runs every `*.test.mjs` against it, and stops it.
//
//   node run.mjs [FILTER]      TRONGTAM names the binary (default: ../../../../target/release/trongtam)
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { dirname, join } from 'node:path';
import { startDemo } from './server.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const binary = process.env.TRONGTAM ?? join(here, '../../../../target/release/trongtam');

const demo = await startDemo(binary);
let status = 1;
try {
  const tests = spawn(
    process.execPath,
    [`--test-reporter=${join(here, 'reporter.mjs')}`, '--test-reporter-destination=stdout', join(here, 'all.mjs')],
    { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, DEMO: JSON.stringify(demo.facts), FILTER: process.argv[2] ?? '' } },
  );
  status = await new Promise((resolve) => tests.on('exit', (code) => resolve(code ?? 1)));
} finally {
  await demo.stop();
}
if (status !== 0) process.stdout.write(demo.log());
process.exit(status);
