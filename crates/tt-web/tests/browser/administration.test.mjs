// Quản trị: an administrator keeps agencies, people, posts and accounts; others are not let in.
import test from 'node:test';
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { assertFits, visit } from './site.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PARTS = ['', '/co-quan', '/phong', '/nguoi', '/chuc-vu', '/uy-quyen', '/dia-ban', '/nguoi-dung', '/cai-dat'].map((part) => `/quan-tri${part}`);

/** Fills in the form of that title and sends it. */
async function send(page, title, button, values) {
  const form = page.locator('details.org-form', { has: page.locator('summary', { hasText: title }) });
  if (!(await form.evaluate((details) => details.open))) await form.locator('summary').click();
  for (const [label, value] of Object.entries(values)) {
    const input = form.getByLabel(label, { exact: true });
    if ((await input.evaluate((element) => element.tagName)) === 'SELECT') await input.selectOption({ label: value });
    else await input.fill(value);
  }
  await form.getByRole('button', { name: button, exact: true }).click();
  await page.waitForLoadState();
}

test('every page of administration is accessible and fits', () =>
  visit({ as: 'quantri' }, async (page) => {
    for (const part of PARTS) {
      const answer = await page.goto(part);
      assert.equal(answer.status(), 200, part);
      await page.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true)));
      // The policy of the page keeps foreign scripts out, so axe is put in by the debugger.
      await page.evaluate(AXE);
      const found = await page.evaluate(() => globalThis.axe.run(document));
      const told = found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`);
      assert.deepEqual(told, [], part);
      await assertFits(page);
    }
  }));

test('a refused form keeps what was typed and says at the field what is wrong', () =>
  visit({ as: 'quantri' }, async (page) => {
    await page.goto('/quan-tri/nguoi');
    await send(page, 'Thêm người', 'Lưu', { 'Họ và tên': 'Nguyễn Thị Thử', 'Thư điện tử': 'khong phai' });
    assert.match(await page.locator('.err').textContent(), /không phải địa chỉ/i);
    assert.equal(await page.getByLabel('Họ và tên', { exact: true }).inputValue(), 'Nguyễn Thị Thử');
  }));

test('a person gets a post and an account, and the history tells of it', () =>
  visit({ as: 'quantri' }, async (page) => {
    await page.goto('/quan-tri/nguoi');
    const name = `Trần Văn Thử ${Date.now()}`;
    await send(page, 'Thêm người', 'Lưu', { 'Họ và tên': name });
    assert.match(page.url(), /\/quan-tri\/nguoi\/\d+\?xong=1$/);
    await send(page, 'Giao chức vụ', 'Giao', { 'Vai trò': 'Văn thư', 'Từ ngày': '2020-01-02' });
    assert.match(await page.textContent('main'), /từ 02\/01\/2020/);
    await send(page, 'Cấp tài khoản', 'Cấp tài khoản', { 'Tên đăng nhập': `thu${Date.now()}` });
    assert.ok((await page.locator('.first-password').textContent()).length >= 8);
    assert.match(await page.textContent('.hist'), /Giao chức vụ/);
  }));

test('others are neither shown administration nor let in', () =>
  visit({ as: 'lanhdao' }, async (page) => {
    await page.goto('/');
    assert.equal(await page.locator('a[href="/quan-tri"]').count(), 0);
    for (const part of PARTS) assert.equal((await page.goto(part)).status(), 403, part);
  }));

test('a rule and a day off are kept, and a wrong value is told', () =>
  visit({ as: 'quantri' }, async (page) => {
    await page.goto('/quan-tri/cai-dat?nam=2027');
    const limit = page.getByLabel('Số lần gia hạn tối đa của một nhiệm vụ');
    await limit.fill('nhiều');
    await page.getByRole('button', { name: 'Lưu cài đặt' }).click();
    await page.waitForLoadState();
    assert.match(await page.getByRole('alert').textContent(), /số nguyên từ 0 đến 365/);
    await page.goto('/quan-tri/cai-dat?nam=2027');
    await limit.fill('2');
    await page.getByRole('button', { name: 'Lưu cài đặt' }).click();
    await page.waitForLoadState();
    assert.equal(await limit.inputValue(), '2');
    await page.getByLabel('Ngày', { exact: true }).fill('2027-03-06');
    await page.getByLabel('Là', { exact: true }).selectOption('make_up');
    await page.getByLabel('Tên, văn bản cho nghỉ').fill('Làm bù ngày 05/3');
    await page.getByRole('button', { name: 'Thêm ngày' }).click();
    await page.waitForLoadState();
    assert.match(await page.textContent('main'), /06\/03\/2027/);
    await page.getByRole('button', { name: 'Bỏ 06/03/2027' }).click();
    await page.waitForLoadState();
    assert.doesNotMatch(await page.textContent('main'), /Làm bù ngày 05\/3/);
    // Back to the usual, so that other tests find it.
    await limit.fill('');
    await page.getByRole('button', { name: 'Lưu cài đặt' }).click();
    await page.waitForLoadState();
  }));
