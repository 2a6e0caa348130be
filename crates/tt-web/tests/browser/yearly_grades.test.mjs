// Đánh giá: targets with their state, the four grades, a grade refused at its place and then given, criteria.
// Last of all by its name: it changes a grade that other tests compare with the report.
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

test('a year shows its targets, grades and reasons', () =>
  visit({ as: 'lanhdao' }, async (page) => {
    assert.equal((await page.goto('/danh-gia?nam=2019')).status(), 200);
    const text = await page.textContent('main');
    assert.match(text, /hoàn thành tốt 05\/06 nhiệm vụ, hoàn thành 01\/06 nhiệm vụ/);
    assert.match(text, /ước 4\.750 triệu USD so với mục tiêu ≥ 5\.180 triệu USD, bằng 91,7%/i);
    assert.equal(await page.locator('main table tbody tr').count(), 6);
    await assertAccessible(page);
    await assertFits(page);
  }));

test('a self-grade that departs needs its reason, then stands in the history', () =>
  visit({ as: 'kehoach' }, async (page) => {
    await page.goto('/danh-gia?nam=2019');
    await page.locator('main table tbody tr a').nth(5).click();
    const panel = page.locator('#danh-gia');
    await panel.locator('summary', { hasText: 'Tự đánh giá' }).click();
    await panel.getByLabel('Hoàn thành xuất sắc').check();
    await panel.getByRole('button', { name: 'Tự đánh giá' }).click();
    await page.waitForLoadState();
    assert.match(await page.textContent('#danh-gia [role=alert]'), /hãy nêu lý do/);
    assert.ok(await page.locator('#danh-gia').getByLabel('Hoàn thành xuất sắc').isChecked());
    await assertAccessible(page);
    await page.locator('#danh-gia').getByLabel('Lý do, giải trình').fill('Vượt ba đơn vị so với giao');
    await page.locator('#danh-gia').getByRole('button', { name: 'Tự đánh giá' }).click();
    await page.waitForLoadState();
    assert.match(await page.textContent('#danh-gia'), /Vượt ba đơn vị so với giao/);
    await assertFits(page);
  }));

test('criteria are looked at, and a faulty copy is told where', () =>
  visit({ as: 'quantri' }, async (page) => {
    await page.goto('/danh-gia/bo-tieu-chi');
    await assertAccessible(page);
    await page.getByRole('link', { name: /Sao thành bộ riêng.*335/ }).click();
    await page.getByLabel('Điểm tiêu chí chung', { exact: true }).fill('40');
    await page.getByRole('button', { name: 'Lưu bộ tiêu chí' }).click();
    await page.waitForLoadState();
    assert.match(await page.textContent('main'), /cộng lại là 110, phải bằng 100/);
    await assertAccessible(page);
  }));

test('it fits a phone', () =>
  visit({ as: 'lanhdao', viewport: PHONE }, async (page) => {
    await page.goto('/danh-gia?nam=2019');
    await assertFits(page);
  }));
