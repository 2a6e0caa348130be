// Nhật ký kiểm toán: the administrator reads it by filter, proves the chains and takes it along; others are not let in.
import test from 'node:test';
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { PHONE, assertFits, visit } from './site.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function assertAccessible(page) {
  await page.evaluate(AXE);
  const found = await page.evaluate(() => globalThis.axe.run(document));
  assert.deepEqual(found.violations.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.target.join(' ')).join(', ')}`), []);
}

test('the log is read, narrowed and proved', () =>
  visit({ as: 'quantri' }, async (page) => {
    const answer = await page.goto('/quan-tri/nhat-ky');
    assert.equal(answer.status(), 200);
    await assertAccessible(page);
    await assertFits(page);
    const rows = await page.locator('main table tbody tr').count();
    assert.ok(rows > 3, `${rows} rows`);
    await page.getByRole('button', { name: 'Kiểm tra ngay' }).click();
    await page.waitForLoadState();
    assert.doesNotMatch(await page.textContent('main'), /Chuỗi .* bị đứt/);
    const csv = await page.locator('a[href*="csv"]').first().getAttribute('href');
    const file = await page.request.get(csv);
    assert.equal(file.status(), 200);
    assert.equal((await file.body()).subarray(0, 3).toString('hex'), 'efbbbf');
  }));

test('it fits a phone', () =>
  visit({ as: 'quantri', viewport: PHONE }, async (page) => {
    await page.goto('/quan-tri/nhat-ky');
    await assertFits(page);
  }));

test('others are not let in', () =>
  visit({ as: 'lanhdao' }, async (page) => {
    const answer = await page.goto('/quan-tri/nhat-ky');
    assert.equal(answer.status(), 403);
  }));
