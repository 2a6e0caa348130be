// A real `trongtam serve --demo` with data of its own.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const START_WITHIN_MS = 60_000;

/** Starts the demo and resolves when it answers: `{ facts: { base, users }, stop, log }`. */
export async function startDemo(binary) {
  const data = mkdtempSync(join(tmpdir(), 'trongtam-browser-'));
  const server = spawn(binary, ['serve', '--demo', '--listen', '127.0.0.1:0', '--data', data, '--webhooks-to-own-machine'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  server.stdout.on('data', (chunk) => (printed += chunk));
  server.stderr.on('data', (chunk) => (printed += chunk));
  server.on('exit', (code, signal) => (printed += `\nthe server ended: ${signal ?? code}\n`));
  const stop = async () => {
    if (server.exitCode === null && server.signalCode === null) {
      const gone = new Promise((resolve) => server.on('exit', resolve));
      server.kill('SIGTERM');
      await gone;
    }
    rmSync(data, { recursive: true, force: true });
  };
  const deadline = Date.now() + START_WITHIN_MS;
  while (Date.now() < deadline && server.exitCode === null && server.signalCode === null) {
    const base = printed.match(/http:\/\/127\.0\.0\.1:\d+/)?.[0];
    if (base && (await answers(base))) return { facts: { base, users: signIns(printed) }, stop, log: () => printed };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await stop();
  throw new Error(`the demo server did not start:\n${printed}`);
}

async function answers(base) {
  try {
    return (await fetch(`${base}/song`)).ok;
  } catch {
    return false;
  }
}

/** The sign-ins the demo prints: a name and a made-up password on one line. */
function signIns(printed) {
  return [...printed.matchAll(/^.*?\b([a-z]{4,})\b.*?(Tt7-[a-z0-9-]+)/gm)].map(([, login, password]) => ({ login, password }));
}
