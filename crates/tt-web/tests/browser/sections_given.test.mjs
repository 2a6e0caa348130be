// A division asked for its part of a monthly report has a section to write, once the planning officer gives it one.
import test from 'node:test';
import { assertAccessible } from './axe.mjs';
import { assertFits, visit, PHONE } from './site.mjs';

test('a section is given to a division, which can then write it', async () => {
  let place;
  await visit({ as: 'kehoach' }, async (page) => {
    await page.goto('/che-do-bao-cao');
    await page.getByLabel('Tên báo cáo').fill('Báo cáo giao mục tháng');
    await page.getByLabel('QLTM').check();
    await page.getByLabel('Áp dụng từ ngày').fill('2026-01-01');
    await page.getByRole('button', { name: 'Lưu chế độ' }).click();
    await page.getByText('Đã lưu chế độ báo cáo.').waitFor();
    // From the calendar, without typing the period.
    await page.getByRole('button', { name: /^Mở ?: Báo cáo giao mục tháng/ }).first().click();
    await page.waitForURL(/\/bao-cao\/\d+\/qua-trinh/);
    place = new URL(page.url()).pathname;
    await page.getByRole('link', { name: 'Soạn', exact: true }).click();
    await page.getByRole('button', { name: /Sinh từ mẫu/ }).click();
    await page.getByRole('region', { name: 'II. Số liệu chủ yếu' }).waitFor();
    await page.goto(place);
    await page.getByText('Được yêu cầu gửi phần nhưng chưa có mục nào để viết').waitFor();
    await page.getByLabel('II. Số liệu chủ yếu').selectOption({ label: 'QLTM' });
    await page.getByRole('button', { name: 'Giao mục' }).click();
    await page.getByText('Được yêu cầu gửi phần nhưng chưa có mục nào để viết').waitFor({ state: 'detached' });
    await assertAccessible(page);
  });
  await visit({ as: 'chuyenvien', viewport: PHONE }, async (page) => {
    await page.goto(place);
    await assertFits(page);
    await page.goto(place.replace('qua-trinh', 'soan'));
    const given = page.getByRole('region', { name: 'II. Số liệu chủ yếu' });
    await given.locator('[contenteditable=true]').waitFor();
    await page.getByRole('region', { name: 'Mở đầu' }).getByText('Chỉ đọc').waitFor();
  });
});
