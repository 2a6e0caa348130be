// Thẻ truy cập and the API: a token is made, used within its scopes, and revoked; the reference page stands alone.
import test from 'node:test';
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { demo } from './demo.mjs';
import { PHONE, assertFits, visit } from './site.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function assertAccessible(page) {
  await page.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true)));
  await page.evaluate(AXE);
  const found = await page.evaluate(() => globalThis.axe.run(document));
  assert.deepEqual(found.violations.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.target.join(' ')).join(', ')}`), []);
}

const call = (path, token, options = {}) =>
  fetch(`${demo.base}${path}`, { ...options, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...options.headers } });

async function makeToken(page, name, scopes) {
  await page.goto('/tai-khoan/the-truy-cap');
  await page.getByLabel('Tên thẻ').fill(name);
  for (const scope of scopes) await page.getByLabel(scope, { exact: true }).check();
  await page.getByRole('button', { name: 'Tạo thẻ' }).click();
  await page.waitForLoadState();
  return page.locator('.secret').textContent();
}

test('a token works within its scopes, is shown once, and no longer works once revoked', () =>
  visit({ as: 'kehoach' }, async (page) => {
    const name = `Bảng điều hành ${Date.now()}`;
    const token = await makeToken(page, name, ['Xem nhiệm vụ']);
    assert.match(token, /^tt_[0-9a-f]{64}$/);
    await assertAccessible(page);
    await assertFits(page);
    assert.equal((await call('/api/v1/me', token)).status, 200);
    const tasks = await (await call('/api/v1/tasks?year=2019&limit=2', token)).json();
    assert.equal(tasks.tasks.length, 2);
    assert.equal(tasks.total >= 6, true);
    const refused = await call('/api/v1/tasks', token, { method: 'POST', body: '{"tasks":[]}' });
    assert.equal(refused.status, 403);
    assert.match(refused.headers.get('content-type'), /problem\+json/);
    assert.match((await refused.json()).detail, /tasks:write/);
    await page.goto('/tai-khoan/the-truy-cap');
    assert.equal(await page.locator('.secret').count(), 0);
    await page.getByRole('button', { name: `Thu hồi ${name}` }).click();
    await page.waitForLoadState();
    const gone = await call('/api/v1/me', token);
    assert.equal(gone.status, 401);
    assert.equal((await call('/api/v1/me', 'tt_khong-co')).status, 401);
  }));

test('a task is made once however often it is sent, changed only in the version read, and acted on', () =>
  visit({ as: 'kehoach' }, async (page) => {
    const token = await makeToken(page, 'Kiểm thử', ['Xem nhiệm vụ', 'Giao, sửa, cập nhật nhiệm vụ']);
    const body = JSON.stringify({ tasks: [{ year: 2026, kind: 'dated', statement: 'Việc giao qua API', deadline: '2030-06-28' }] });
    const send = () => call('/api/v1/tasks', token, { method: 'POST', body, headers: { 'idempotency-key': 'mot-lan-1' } });
    const first = await send();
    assert.equal(first.status, 201);
    const { ids } = await first.json();
    assert.deepEqual((await (await send()).json()).ids, ids);
    const read = await call(`/api/v1/tasks/${ids[0]}`, token);
    const etag = read.headers.get('etag');
    const edit = (change) => call(`/api/v1/tasks/${ids[0]}`, token, { method: 'PATCH', headers: { 'if-match': etag }, body: JSON.stringify(change) });
    assert.equal((await edit({ product: 'Báo cáo' })).status, 200);
    const stale = await edit({ product: 'Tờ trình' });
    assert.equal(stale.status, 412);
    const both = await stale.json();
    assert.equal(both.current.task.product, 'Báo cáo');
    assert.equal(both.yours.product, 'Tờ trình');
    const act = await call(`/api/v1/tasks/${ids[0]}/actions`, token, { method: 'POST', body: JSON.stringify({ action: { command: 'comment', text: 'Ghi chú' } }) });
    assert.equal(act.status, 200);
    const history = await (await call(`/api/v1/tasks/${ids[0]}/history`, token)).json();
    assert.equal(history.events.at(-1).text, 'Ghi chú');
  }));

test('the reference page is accessible and fits a phone', () =>
  visit({ as: null, viewport: PHONE }, async (page) => {
    const answer = await page.goto('/api');
    assert.equal(answer.status(), 200);
    await assertAccessible(page);
    await assertFits(page);
    assert.match(await page.textContent('main'), /\/api\/v1\/tasks\/\{id\}\/actions/);
  }));
