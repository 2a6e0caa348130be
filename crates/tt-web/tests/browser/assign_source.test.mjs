// Giao việc từ văn bản: a document is read, looked through, and what is ticked is assigned.
import test from 'node:test';
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { assertFits, visit } from './site.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const CONCLUSIONS = `UBND TỈNH LẠNG SƠN
VĂN PHÒNG
Số: 77/TB-VP
Lạng Sơn, ngày 12 tháng 3 năm 2019

THÔNG BÁO
Kết luận của Chủ tịch Ủy ban nhân dân tỉnh tại cuộc họp về phát triển chợ

I. NHIỆM VỤ TRONG THỜI GIAN TỚI

1. Sở Công Thương

- Rà soát hiện trạng các chợ nông thôn, báo cáo trước ngày 30/6/2019.

- Định kỳ hằng quý tổng hợp, báo cáo tiến độ xây dựng chợ.

2. Giao Sở Tài chính chủ trì bố trí kinh phí xây dựng chợ, hoàn thành trong tháng 5/2019.
`;

async function assertAccessible(page) {
  await page.evaluate(AXE);
  const found = await page.evaluate(() => globalThis.axe.run(document));
  assert.deepEqual(found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`), []);
}

test('the conclusions of a meeting become tasks once they were looked through', () =>
  visit({ as: 'kehoach' }, async (page) => {
    await page.goto('/giao-viec/tu-van-ban');
    await assertAccessible(page);
    await page.getByLabel('Hoặc dán nội dung').fill(CONCLUSIONS);
    await page.getByRole('button', { name: 'Đọc nhiệm vụ' }).click();
    await page.waitForLoadState();
    await assertAccessible(page);
    await assertFits(page);
    assert.equal(await page.getByLabel('Số, ký hiệu').inputValue(), '77/TB-VP');
    const rows = page.locator('.read-tasks > li');
    assert.equal(await rows.count(), 3);
    const ticked = await rows.locator('input[name=chon]').evaluateAll((boxes) => boxes.map((box) => box.checked));
    // The third is for a department that is not ours.
    assert.deepEqual(ticked, [true, true, false]);
    // “Trước ngày 30/6” is due the day before, unless the agency's setting reads it otherwise.
    assert.equal(await rows.nth(0).getByLabel('Hạn hoàn thành').inputValue(), '2019-06-29');
    assert.equal(await rows.nth(1).getByLabel('Lặp lại').inputValue(), 'quarterly');
    await rows.nth(0).getByLabel('Sản phẩm phải nộp').fill('Báo cáo hiện trạng chợ');
    await page.getByRole('button', { name: 'Giao các việc đã chọn' }).click();
    await page.waitForLoadState();
    assert.match(page.url(), /\/cong-viec\?nam=2019/);
    assert.match(await page.textContent('main'), /Rà soát hiện trạng các chợ nông thôn/);
  }));

test('a wrong day is told at its row and nothing typed is lost', () =>
  visit({ as: 'kehoach' }, async (page) => {
    await page.goto('/giao-viec/tu-van-ban');
    await page.getByLabel('Hoặc dán nội dung').fill(CONCLUSIONS.replaceAll('77/TB-VP', '78/TB-VP'));
    await page.getByRole('button', { name: 'Đọc nhiệm vụ' }).click();
    await page.waitForLoadState();
    const rows = page.locator('.read-tasks > li');
    await rows.nth(0).getByLabel('Sản phẩm phải nộp').fill('Tờ trình');
    await rows.nth(1).locator('input[name=chon]').uncheck();
    // A deadline before the day of assigning.
    await rows.nth(0).getByLabel('Hạn hoàn thành').fill('2019-01-02');
    await page.getByRole('button', { name: 'Giao các việc đã chọn' }).click();
    await page.waitForLoadState();
    assert.match(await page.getByRole('alert').textContent(), /hạn|Hạn/);
    assert.equal(await rows.nth(0).getByLabel('Sản phẩm phải nộp').inputValue(), 'Tờ trình');
    assert.equal(await rows.nth(1).locator('input[name=chon]').isChecked(), false);
  }));

test('a text that assigns nothing is told so', () =>
  visit({ as: 'kehoach' }, async (page) => {
    await page.goto('/giao-viec/tu-van-ban');
    await page.getByLabel('Hoặc dán nội dung').fill('Hôm nay trời đẹp.');
    await page.getByRole('button', { name: 'Đọc nhiệm vụ' }).click();
    await page.waitForLoadState();
    assert.match(await page.getByRole('alert').textContent(), /Không thấy nhiệm vụ nào/);
    assert.equal(await page.getByLabel('Hoặc dán nội dung').inputValue(), 'Hôm nay trời đẹp.');
  }));
