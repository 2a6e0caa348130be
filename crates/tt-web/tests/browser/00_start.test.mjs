// The server is there.
import test from 'node:test';
import assert from 'node:assert/strict';
import { demo } from './demo.mjs';

test('the server says it is alive', async () => {
  const answer = await fetch(`${demo.base}/song`);
  assert.equal(answer.status, 200);
});
