// The working list: the typed filter, its chips, the four columns, and who sees what.
import test from 'node:test';
import assert from 'node:assert/strict';
import { inDays } from './calendar.mjs';
import { visit, assertFits, PHONE } from './site.mjs';

const mark = `Kiểm kê lối mở ${Date.now()}`;

test('a filter is typed, shown as chips and taken away chip by chip', () =>
  visit({}, async (page) => {
    await page.goto('/giao-viec');
    await page.getByLabel('Nội dung nhiệm vụ').fill(mark);
    await page.getByLabel('Hạn hoàn thành').fill(inDays(3));
    await page.getByRole('button', { name: 'Giao nhiệm vụ' }).click();
    await page.waitForURL(/\/nhiem-vu\/\d+$/);

    await page.goto('/cong-viec');
    const filter = page.getByRole('searchbox', { name: 'Bộ lọc' });
    await filter.fill(`trang-thai:sap-den-han "${mark.toLowerCase()}"`);
    await page.getByRole('button', { name: 'Lọc', exact: true }).click();
    assert.equal(await page.locator('tbody tr').count(), 1);
    assert.match(await page.locator('tbody tr').innerText(), new RegExp(mark));
    const chips = page.locator('.filters a.field');
    assert.equal(await chips.count(), 2);
    await chips.filter({ hasText: mark.toLowerCase() }).click();
    assert.equal(await chips.count(), 1);
    assert.match(decodeURIComponent(page.url()), /trạng-thái:sắp-đến-hạn/);
  }));

test('a word that is no filter is named, with what can be used', () =>
  visit({ viewport: PHONE }, async (page) => {
    await page.goto(`/cong-viec?loc=${encodeURIComponent('trạng-thái:xanh')}`);
    await page.getByRole('alert').getByText(/“xanh”.*quá-hạn/s).waitFor();
    await assertFits(page);
  }));

test('the four columns add up to the tasks of the year', () =>
  visit({}, async (page) => {
    await page.goto('/cong-viec?nam=2019');
    const counts = (await page.locator('.counts dd').allInnerTexts()).map(Number);
    assert.equal(counts.reduce((sum, count) => sum + count, 0), await page.locator('tbody tr').count());
  }));

test('a head orders by its column, a menu groups; both are kept in the address', () =>
  visit({}, async (page) => {
    await page.goto('/cong-viec?nam=2019');
    await page.locator('thead').getByRole('link', { name: 'Mã' }).click();
    await page.locator('thead').getByRole('link', { name: 'Mã' }).click();
    assert.equal(await page.locator('th[aria-sort=descending]').count(), 1);
    const codes = await page.locator('tbody .code').allInnerTexts();
    assert.deepEqual(codes.filter((code) => /^NV\d$/.test(code)), ['NV6', 'NV5', 'NV4', 'NV3', 'NV2', 'NV1']);
    await page.locator('summary', { hasText: 'Nhóm' }).click();
    await page.getByRole('link', { name: 'Tháng đến hạn' }).click();
    await page.getByRole('heading', { name: 'Tháng 12/2019' }).waitFor();
    assert.match(decodeURIComponent(page.url()), /nhóm:tháng xếp:-mã/);
  }));
