// The list as a place to work: several tasks at once with undo, fields changed in place, views kept and shared.
import test from 'node:test';
import assert from 'node:assert/strict';
import { inDays, thisYear as year } from './calendar.mjs';
import { PHONE, assertFits, visit } from './site.mjs';


async function assign(page, text, fields = {}) {
  await page.goto('/giao-viec');
  await page.getByLabel('Nội dung nhiệm vụ').fill(text);
  await page.getByLabel('Hạn hoàn thành').fill(inDays(20));
  if (fields.lead) await page.getByLabel('Chủ trì').selectOption({ label: fields.lead });
  await page.getByRole('button', { name: 'Giao nhiệm vụ' }).click();
  await page.waitForURL(/\/nhiem-vu\/\d+$/);
}
const listOf = (mark) => `/cong-viec?nam=${year}&loc=${encodeURIComponent(`"${mark}"`)}`;

test('several tasks are allocated at once, each told of, and taken back', async () => {
  const mark = `Hàng loạt ${Date.now()}`;
  await visit({}, async (page) => {
    for (const n of [1, 2, 3]) await assign(page, `${mark} việc ${n}`, { lead: 'QLTM' });
  });
  await visit({ as: 'truongphong', javaScriptEnabled: false }, async (page) => {
    await page.goto(listOf(mark));
    for (const box of (await page.locator('tbody .ck').all()).slice(0, 2)) await box.check();
    await page.getByRole('button', { name: 'Phân công' }).click();
    await page.getByRole('heading', { name: 'Phân công: 2 việc' }).waitFor();
    await page.getByLabel('Người thực hiện').selectOption({ label: 'Chuyên viên (dùng thử)' });
    await page.getByRole('button', { name: 'Phân công' }).click();
    await page.getByRole('heading', { name: 'Phân công: 2/2 việc làm được' }).waitFor();
    await page.goto(listOf(mark));
    assert.equal(await page.locator('tbody td', { hasText: 'Chuyên viên (dùng thử)' }).count(), 2);
    await page.goBack();
    await page.getByRole('button', { name: 'Hoàn tác' }).click();
    assert.equal(await page.getByText('Đã hoàn tác.').count(), 2);
    await page.getByRole('link', { name: 'Về danh sách' }).click();
    assert.equal(await page.locator('tbody td', { hasText: 'Chuyên viên (dùng thử)' }).count(), 0);
  });
});

test('what may not be done is told beside what was', async () => {
  const mark = `Lẫn lộn ${Date.now()}`;
  await visit({}, async (page) => {
    await assign(page, `${mark} của phòng`, { lead: 'QLTM' });
    await assign(page, `${mark} phòng khác`, { lead: 'QLNL' });
  });
  await visit({ as: 'truongphong' }, async (page) => {
    await page.goto(listOf(mark));
    assert.equal(await page.locator('.bulk').isVisible(), false);
    for (const box of await page.locator('tbody .ck').all()) await box.check();
    assert.equal(await page.locator('[data-dem]').innerText(), '2');
    await page.locator('.bulk').getByRole('button', { name: 'Tiếp nhận' }).click();
    await page.getByRole('heading', { name: 'Tiếp nhận: 1/2 việc làm được' }).waitFor();
    assert.match(await page.locator('tbody tr', { hasText: 'phòng khác' }).innerText(), /không có quyền/);
  });
});

test('a field is changed in place; who comes second sees both versions', async () => {
  const mark = `Sửa tại chỗ ${Date.now()}`;
  await visit({}, async (page) => {
    await assign(page, mark, { lead: 'QLTM' });
    await page.goto(listOf(mark));
    const row = page.locator('tbody tr');
    await row.hover();
    await row.getByRole('link', { name: /Sửa Chủ trì/ }).click();
    await row.locator('select').waitFor();
    // Meanwhile another changes the same task.
    const other = await page.context().newPage();
    await other.goto(listOf(mark));
    await other.locator('tbody tr').hover();
    await other.getByRole('link', { name: /Sửa Thực hiện/ }).click();
    await other.locator('tbody select').selectOption({ label: 'Trưởng phòng (dùng thử)' });
    await other.getByRole('button', { name: 'Ghi', exact: true }).click();
    await other.locator('tbody td', { hasText: 'Trưởng phòng (dùng thử)' }).waitFor();
    await row.locator('select').selectOption({ label: 'QLNL' });
    await row.getByRole('button', { name: 'Ghi', exact: true }).click();
    const alert = row.getByRole('alert');
    await alert.getByText('Người khác vừa đổi việc này.').waitFor();
    assert.match(await alert.innerText(), /Đang ghi: QLTM[^]*Bạn nhập: QLNL/);
    await row.getByRole('button', { name: 'Ghi bản của tôi' }).click();
    await row.locator('.room', { hasText: 'QLNL' }).waitFor();
    assert.match(await row.innerText(), /Trưởng phòng/);
    // The keyboard is where it was: on the pen of that cell.
    assert.match(await page.evaluate(() => document.activeElement.dataset.o ?? ''), /-chu-tri$/);
    await page.keyboard.press('Enter');
    await row.locator('select').waitFor();
    await row.getByRole('button', { name: 'Thôi' }).click();
    await row.locator('.room', { hasText: 'QLNL' }).waitFor();
    assert.match(await page.evaluate(() => document.activeElement.dataset.o ?? ''), /-chu-tri$/);
  });
});

test('a view is kept with its shape, shared with the agency, and forgotten by its owner only', async () => {
  const name = `Việc gấp ${Date.now()}`;
  await visit({}, async (page) => {
    await page.goto(`/cong-viec?nam=${year}&dang=bang&loc=${encodeURIComponent('trạng-thái:sắp-đến-hạn')}`);
    await page.locator('summary', { hasText: 'Lưu bộ lọc' }).click();
    await page.getByLabel('Tên bộ lọc').fill(name);
    await page.getByLabel('Ai thấy').selectOption('agency');
    await page.getByRole('button', { name: 'Lưu', exact: true }).click();
    assert.equal(await page.locator('.tabs a[aria-current]', { hasText: name }).count(), 1);
  });
  await visit({ as: 'lanhdao' }, async (page) => {
    await page.goto('/cong-viec');
    await page.locator('.tabs a', { hasText: name }).click();
    assert.match(decodeURIComponent(page.url()), /loc=trạng-thái:sắp-đến-hạn&dang=bang/);
    assert.equal(await page.getByRole('button', { name: `Bỏ bộ lọc ${name}` }).count(), 0);
  });
  await visit({}, async (page) => {
    await page.goto('/cong-viec');
    await page.locator('summary', { hasText: 'Lưu bộ lọc' }).click();
    await page.getByRole('button', { name: `Bỏ bộ lọc ${name}` }).click();
    assert.equal(await page.locator('.tabs a', { hasText: name }).count(), 0);
  });
});

test('a change in place is taken back, unless someone changed the task since', async () => {
  const mark = `Hoàn tác tại chỗ ${Date.now()}`;
  await visit({}, async (page) => {
    await assign(page, mark, { lead: 'QLTM' });
    const place = new URL(page.url()).pathname;
    await page.goto(listOf(mark));
    const row = page.locator('tbody tr').first();
    const change = async (label) => {
      await row.hover();
      await row.getByRole('link', { name: /Sửa Chủ trì/ }).click();
      await row.locator('select').selectOption({ label });
      await row.getByRole('button', { name: 'Ghi', exact: true }).click();
    };
    await change('QLNL');
    await row.locator('.room', { hasText: 'QLNL' }).waitFor();
    await row.getByRole('button', { name: /^Hoàn tác Chủ trì/ }).click();
    await row.locator('.room', { hasText: 'QLTM' }).waitFor();
    assert.equal(await row.getByRole('button', { name: /^Hoàn tác/ }).count(), 0);

    await change('QLNL');
    await row.getByRole('button', { name: /^Hoàn tác Chủ trì/ }).waitFor();
    await visit({ as: 'lanhdao' }, async (other) => {
      await other.goto(`${place}/sua`);
      await other.getByLabel('Sản phẩm phải nộp').fill('Đề án');
      await other.getByRole('button', { name: 'Lưu thay đổi' }).click();
      await other.waitForURL((url) => url.pathname === place);
    });
    await row.getByRole('button', { name: /^Hoàn tác Chủ trì/ }).click();
    await row.getByRole('alert').getByText('Người khác vừa đổi việc này.').waitFor();
  });
});

test('several tasks at once on a phone', async () => {
  const mark = `Điện thoại ${Date.now()}`;
  await visit({}, async (page) => {
    for (const n of [1, 2]) await assign(page, `${mark} việc ${n}`, { lead: 'QLTM' });
  });
  await visit({ as: 'truongphong', viewport: PHONE, isMobile: true, hasTouch: true }, async (page) => {
    await page.goto(listOf(mark));
    for (const box of await page.locator('tbody .ck').all()) await box.check();
    const bulk = page.locator('.bulk');
    assert.equal(await bulk.isVisible(), true);
    await assertFits(page);
    await bulk.getByRole('button', { name: 'Tiếp nhận' }).click();
    await page.getByRole('heading', { name: 'Tiếp nhận: 2/2 việc làm được' }).waitFor();
    await assertFits(page);
  });
});
