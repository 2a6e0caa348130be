// Chỉ tiêu: a month's figures are pasted, a bad cell is marked and mended, a second person sees both values, the head approves.
import test from 'node:test';
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { DESKTOP, LAPTOP, PHONE, assertFits, visit } from './site.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const GRID = '/chi-tieu/nhap?ky=202004&phong=0';

async function assertAccessible(page) {
  await page.evaluate(AXE);
  const found = await page.evaluate(() => globalThis.axe.run(document));
  assert.deepEqual(found.violations.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.target.join(' ')).join(', ')}`), []);
}

async function add(page, code, name) {
  await page.goto('/chi-tieu/moi');
  await page.getByLabel('Mã', { exact: true }).fill(code);
  await page.getByLabel('Tên chỉ tiêu').fill(name);
  await page.getByLabel('Đơn vị tính').fill('triệu USD');
  await page.getByLabel('Tần suất').selectOption('month');
  await page.getByLabel('Tổng hợp theo thời gian').selectOption('sum');
  await page.getByRole('button', { name: 'Lưu', exact: true }).click();
  await page.waitForURL(/\/chi-tieu\/\d+$/);
}

/** Pastes as a spreadsheet would. */
const paste = (cell, text) =>
  cell.evaluate((input, words) => {
    const data = new DataTransfer();
    data.setData('text/plain', words);
    input.focus();
    input.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  }, text);

test('figures are pasted, mended, contested and approved', async () => {
  await visit({ as: 'lanhdao' }, async (page) => {
    await add(page, 'XK_T', 'Xuất khẩu tháng');
    await add(page, 'NK_T', 'Nhập khẩu tháng');
    await page.goto('/chi-tieu/moi');
    await page.getByLabel('Mã', { exact: true }).fill('sai mã');
    await page.getByLabel('Tên chỉ tiêu').fill('Sai');
    await page.getByRole('button', { name: 'Lưu', exact: true }).click();
    assert.match(await page.textContent('[role=alert]'), /Mã bắt đầu bằng chữ cái/);
    assert.equal(await page.getByLabel('Mã', { exact: true }).inputValue(), 'sai mã');
    await assertAccessible(page);
  });
  await visit({}, async (page) => {
    await page.goto(GRID);
    await assertAccessible(page);
    const cell = (name) => page.getByLabel(name, { exact: true });
    const first = cell('Xuất khẩu tháng, Kế hoạch');
    await paste(first, '250\t240,5\tchưa có\tthừa\r\n200\t210\t211\r\n1\t2\t3\r\n');
    assert.match(await page.textContent('[data-grid-told]'), /Đã dán 6 ô\. 4 ô nằm ngoài bảng/);
    assert.equal(await cell('Xuất khẩu tháng, Thực hiện').getAttribute('aria-invalid'), 'true');
    // Undone as one step, and pasted again.
    await first.press('Control+z');
    assert.equal(await cell('Nhập khẩu tháng, Thực hiện').inputValue(), '');
    await paste(first, '250\t240,5\tchưa có\r\n200\t210\t211');
    // Arrows and Enter go from cell to cell; not while letters are composed.
    await first.focus();
    await first.press('ArrowDown');
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-label')), 'Nhập khẩu tháng, Kế hoạch');
    const composing = await cell('Nhập khẩu tháng, Kế hoạch').evaluate((input) => {
      const key = new KeyboardEvent('keydown', { key: 'ArrowUp', isComposing: true, bubbles: true, cancelable: true });
      return input.dispatchEvent(key) && document.activeElement === input;
    });
    assert.ok(composing, 'the input method keeps its keys');
    await page.getByRole('button', { name: 'Lưu', exact: true }).click();
    await page.waitForLoadState();
    assert.match(await page.textContent('main'), /Đã lưu 5 ô; 1 ô chưa lưu/);
    assert.match(await page.textContent('.so-loi'), /không phải số/);
    assert.equal(await cell('Xuất khẩu tháng, Thực hiện').inputValue(), 'chưa có');
    await assertAccessible(page);
    for (const viewport of [DESKTOP, LAPTOP, PHONE]) {
      await page.setViewportSize(viewport);
      await assertFits(page);
    }
    await page.setViewportSize(DESKTOP);
    // A thousand times the plan is asked about, and kept when the person says so.
    await cell('Xuất khẩu tháng, Thực hiện').fill('245000');
    await page.getByRole('button', { name: 'Lưu', exact: true }).click();
    await page.waitForLoadState();
    assert.match(await page.textContent('.so-loi'), /lệch hàng trăm lần/);
    await page.getByLabel(/Ghi 245\.000/).check();
    await page.getByRole('button', { name: 'Lưu', exact: true }).click();
    await page.waitForURL(/da=1/);
    assert.equal(await cell('Xuất khẩu tháng, Thực hiện').inputValue(), '245.000');
  });
});

test('a second person sees both values, and the head approves what holds', () =>
  visit({}, async (page) => {
    await page.goto(GRID);
    await visit({ as: 'lanhdao' }, async (other) => {
      await other.goto(GRID);
      await other.getByLabel('Xuất khẩu tháng, Thực hiện', { exact: true }).fill('246');
      await other.getByRole('button', { name: 'Lưu', exact: true }).click();
      await other.waitForLoadState();
    });
    const cell = page.getByLabel('Xuất khẩu tháng, Thực hiện', { exact: true });
    await cell.fill('247');
    await page.getByRole('button', { name: 'Lưu', exact: true }).click();
    await page.waitForLoadState();
    assert.match(await page.textContent('.so-loi'), /vừa ghi 246 .* bạn nhập 247/);
    await page.getByRole('button', { name: 'Lưu', exact: true }).click();
    await page.waitForURL(/da=1/);
    await visit({ as: 'lanhdao' }, async (head) => {
      await head.goto(GRID);
      assert.equal(await head.getByLabel('Xuất khẩu tháng, Thực hiện', { exact: true }).inputValue(), '247');
      await head.getByRole('button', { name: /^Duyệt \d+ giá trị/ }).click();
      await head.waitForURL(/duyet=\d+/);
      assert.match(await head.textContent('main'), /Đã duyệt 6 giá trị/);
      await assertAccessible(head);
      await head.getByRole('link', { name: 'Xuất khẩu tháng' }).click();
      await head.waitForLoadState();
      assert.match(await head.textContent('main'), /Đã thay/);
      await assertAccessible(head);
      await assertFits(head);
    });
  }));

test('the border trade of the report stands in the catalogue, and what is implied is marked', () =>
  visit({ as: 'lanhdao' }, async (page) => {
    await page.goto('/chi-tieu?ky=2019');
    await assertAccessible(page);
    await assertFits(page);
    const row = page.locator('tr', { hasText: 'tổng kim ngạch xuất nhập khẩu' });
    assert.match(await row.textContent(), /5\.180.*4\.750.*91,7%/);
    await page.getByRole('link', { name: 'Xuất khẩu', exact: true }).click();
    await page.waitForLoadState();
    const text = (await page.textContent('main')).replace(/\s+/g, ' ');
    assert.match(text, /≈ 3\.148,1 = 2\.550 ÷ 81%/);
    assert.match(text, /giảm 14% so với cùng kỳ/);
    await page.setViewportSize(PHONE);
    await assertFits(page);
  }));

test('it works as a plain form', () =>
  visit({ javaScriptEnabled: false }, async (page) => {
    await page.goto(GRID);
    const cell = page.getByLabel('Nhập khẩu tháng, Thực hiện', { exact: true });
    await cell.fill('212');
    await page.getByRole('button', { name: 'Lưu', exact: true }).click();
    await page.waitForLoadState();
    assert.equal(await cell.inputValue(), '212');
    const form = await page.request.get('/chi-tieu/nhap/mau.xlsx?ky=202004&phong=0');
    assert.equal(form.status(), 200);
    assert.equal((await form.body()).subarray(0, 2).toString(), 'PK');
  }));
