// Nhập tệp: a file is looked through row by row, taken once confirmed, and taken back as a whole.
import test from 'node:test';
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { LAPTOP, PHONE, assertFits, visit } from './site.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function assertAccessible(page) {
  await page.evaluate(AXE);
  const found = await page.evaluate(() => globalThis.axe.run(document));
  assert.deepEqual(found.violations.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.target.join(' ')).join(', ')}`), []);
}

const csv = (text) => ({ name: 'viec.csv', mimeType: 'text/csv', buffer: Buffer.from(text, 'utf8') });

async function send(page, address, file) {
  await page.goto(address);
  await page.getByLabel('Tệp', { exact: true }).setInputFiles(file);
  await page.getByRole('button', { name: 'Xem trước' }).click();
  await page.waitForLoadState();
}

for (const [name, options] of [['wide', { viewport: LAPTOP }], ['phone dark', { viewport: PHONE, colorScheme: 'dark' }], ['without JavaScript', { javaScriptEnabled: false }]]) {
  test(`tasks are brought in from a file and taken back: ${name}`, () =>
    visit({ as: 'kehoach', ...options }, async (page) => {
      const scripts = options.javaScriptEnabled !== false;
      await page.goto('/cong-viec?nam=2019');
      assert.ok((await page.locator('a[href^="/nhap-tep?loai=nhiem-vu"]').count()) > 0);
      const task = `Việc nhập từ tệp ${Date.now()} ${name}`;
      await send(page, '/nhap-tep?loai=nhiem-vu&nam=2019', csv(`Nội dung nhiệm vụ,Hạn\r\n${task},31/12/2030\r\nHạn sai,ngày mai\r\n`));
      const seen = await page.textContent('main');
      assert.match(seen, /Xem trước khi nhập/);
      assert.match(seen, /B3 \(Hạn\)/);
      assert.match(seen, /không phải ngày; hãy ghi như 31\/12\/2026/);
      if (scripts) {
        await assertAccessible(page);
        await assertFits(page);
      }
      await page.getByRole('button', { name: 'Ghi 1 dòng' }).click();
      await page.waitForLoadState();
      assert.match(page.url(), /\/nhap-tep\/\d+$/);
      assert.match(await page.textContent('main'), /Đã nhập tệp/);
      if (scripts) {
        await assertAccessible(page);
        await assertFits(page);
      }
      const id = page.url().match(/\d+$/)[0];
      const correct = await page.request.get(`/nhap-tep/${id}/can-sua/csv`);
      assert.match((await correct.body()).toString('utf8'), /Lý do không nhận\r\nHạn sai,ngày mai,/);
      const list = await page.request.get('/cong-viec/tai-ve/csv?nam=2019');
      assert.ok((await list.body()).toString('utf8').includes(task));
      await page.getByRole('button', { name: 'Hoàn tác cả lần nhập' }).click();
      await page.waitForLoadState();
      assert.match(await page.textContent('main'), /Đã hoàn tác/);
      const after = await page.request.get('/cong-viec/tai-ve/csv?nam=2019');
      assert.ok(!(await after.body()).toString('utf8').includes(task));
    }));
}

test('what goes out comes in again as the same', () =>
  visit({ as: 'kehoach' }, async (page) => {
    for (const format of ['xlsx', 'csv']) {
      const file = await page.request.get(`/cong-viec/tai-ve/${format}?nam=2019`);
      await send(page, '/nhap-tep?loai=nhiem-vu&nam=2019', { name: `cong-viec.${format}`, mimeType: 'application/octet-stream', buffer: await file.body() });
      const seen = await page.textContent('main');
      assert.match(seen, /Không có dòng nào mới hay thay đổi/);
      assert.equal(await page.locator('tr[data-dong]').count(), 0, seen);
    }
  }));

test('a wrong file is told plainly and nothing happens', () =>
  visit({ as: 'kehoach' }, async (page) => {
    for (const [file, told] of [
      [{ name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.alloc(0) }, /rỗng/],
      [{ name: 'a.png', mimeType: 'image/png', buffer: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 255]) }, /không phải bảng tính/],
      [csv('a,b\r\n1,2\r\n'), /Nội dung nhiệm vụ/],
    ]) {
      await send(page, '/nhap-tep?loai=nhiem-vu', file);
      assert.match(await page.locator('[role=alert]').textContent(), told);
    }
    await page.goto('/nhap-tep');
    await assertAccessible(page);
    await assertFits(page);
  }));

test('an officer may not bring files in', () =>
  visit({ as: 'chuyenvien' }, async (page) => {
    assert.equal((await page.goto('/nhap-tep')).status(), 403);
    assert.equal((await page.request.get('/nhap-tep/mau/nguoi/xlsx')).status(), 403);
  }));
