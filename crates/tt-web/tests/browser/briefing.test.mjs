// A briefing: the agenda from what is late, the meeting screen, conclusions that become tasks, the notice as DOCX and PDF.
import test from 'node:test';
import assert from 'node:assert/strict';
import { inDays } from './calendar.mjs';
import { download, extract } from './product.mjs';
import { PHONE, assertFits, visit } from './site.mjs';
import { assignLate } from './work.mjs';

const mark = `Giao ban ${Date.now()}`;

test('agenda, meeting, conclusions, tasks, notice', async () => {
  let late;
  let place;
  await visit({ as: 'kehoach' }, async (page) => {
    late = await assignLate(page, `${mark}: rà soát điểm bán hàng Việt`);
  });
  await visit({ as: 'lanhdao', acceptDownloads: true }, async (page) => {
    await page.goto('/giao-ban');
    await page.getByLabel('Kỳ').selectOption({ label: 'Tháng' }).catch(() => {});
    await page.getByLabel('Ngày họp').fill(inDays(0));
    await page.getByLabel('Địa điểm').fill('Phòng họp tầng 2');
    await page.getByRole('button', { name: 'Lập chương trình' }).click();
    await page.waitForURL(/\/giao-ban\/\d+$/);
    place = new URL(page.url()).pathname;
    const row = page.locator('tbody tr', { hasText: `${mark}: rà soát` });
    assert.match(await row.innerText(), /Quá hạn/);
    await page.getByPlaceholder('Nội dung khác').fill(`${mark}: chuẩn bị hội nghị cuối năm`);
    await page.getByRole('button', { name: 'Thêm', exact: true }).click();
    await page.locator('tbody td', { hasText: 'chuẩn bị hội nghị' }).waitFor();

    // To the late task on the meeting screen, by its buttons.
    await page.getByRole('link', { name: 'Vào họp' }).click();
    while (!(await page.locator('h1').innerText()).includes(mark)) await page.getByRole('link', { name: 'Tiếp' }).click();
    await page.getByLabel('Kết luận').fill('');
    await page.getByLabel('Kết luận').fill(`${mark}: hoàn thiện danh sách điểm bán hàng`);
    await page.getByLabel('Ghi thành').selectOption({ label: 'Nhiệm vụ mới' });
    await page.getByLabel('Hạn', { exact: true }).fill(inDays(-3));
    await page.getByLabel('Phòng thực hiện').selectOption({ index: 1 });
    await page.getByRole('button', { name: 'Ghi kết luận' }).click();
    await page.getByRole('alert').waitFor();
    assert.equal(await page.getByLabel('Kết luận').inputValue(), `${mark}: hoàn thiện danh sách điểm bán hàng`, 'what was typed stays');
    await page.getByLabel('Hạn', { exact: true }).fill(inDays(10));
    await page.getByRole('button', { name: 'Ghi kết luận' }).click();
    await page.locator('.meet-k', { hasText: 'hoàn thiện danh sách' }).waitFor();

    // On a phone the screen still fits.
    await page.setViewportSize(PHONE);
    await assertFits(page);
    await page.setViewportSize({ width: 1440, height: 900 });

    await page.goto(place);
    await page.getByRole('link', { name: `${mark}: hoàn thiện danh sách` }).click();
    await page.waitForURL(/\/nhiem-vu\/\d+$/);
    assert.match(await page.locator('main').innerText(), /GB|TB/, 'the task names the notice it comes from');
    await page.goto(place);
    const docx = await download(page, () => page.getByRole('link', { name: 'Thông báo kết luận DOCX' }).click());
    const { frame, text } = extract(docx.path);
    assert.equal(frame.kind, 'Thông báo');
    assert.equal(frame.number, null);
    assert.match(frame.issuer, /Sở Công Thương/);
    assert.ok(text.includes(`${mark}: hoàn thiện danh sách điểm bán hàng`), text.slice(0, 600));
    assert.match(text, new RegExp(inDays(10).split('-').reverse().map(Number).join('/').replace(/(^|\/)(\d)(?=\/|$)/g, '$10?$2')));
    const pdf = await download(page, () => page.getByRole('link', { name: 'PDF', exact: true }).click());
    assert.equal(pdf.bytes.subarray(0, 5).toString(), '%PDF-');

    await page.getByRole('button', { name: 'Kết thúc cuộc họp' }).click();
    await page.getByText('Đã kết thúc.').first().waitFor();
    assert.equal(await page.getByRole('button', { name: 'Kết thúc cuộc họp' }).count(), 0);
  });
  await visit({ as: 'chuyenvien' }, async (page) => {
    await page.goto(place);
    assert.equal(await page.getByPlaceholder('Nội dung khác').count(), 0, 'who does not hold it only reads');
    assert.ok(late);
  });
});
