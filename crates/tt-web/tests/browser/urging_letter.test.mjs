// The urging letter: late tasks are chosen, the letter comes as DOCX and PDF in due form, and reads back as it was meant.
import test from 'node:test';
import assert from 'node:assert/strict';
import { inDays } from './calendar.mjs';
import { download, extract } from './product.mjs';
import { visit } from './site.mjs';
import { assign, assignLate } from './work.mjs';

const mark = `Đôn đốc ${Date.now()}`;
const day = (iso) => iso.split('-').reverse().join('/');

test('a letter of the late tasks that were chosen, and of no other', async () => {
  await visit({ acceptDownloads: true }, async (page) => {
    await assignLate(page, `${mark}: rà soát hồ sơ chợ loại 2`);
    await assignLate(page, `${mark}: thẩm định quy hoạch điện mặt trời`);
    await assign(page, `${mark}: chưa đến hạn`);
    await page.goto('/don-doc');
    assert.equal(await page.getByText(`${mark}: chưa đến hạn`).count(), 0, 'what is in time is not urged');
    const panel = page.locator('section.panel', { hasText: `${mark}: rà soát` });
    const boxes = panel.getByRole('checkbox');
    for (const box of await boxes.all()) assert.ok(await box.isChecked(), 'all are chosen at first');
    for (const box of await boxes.all()) await box.uncheck();
    await panel.getByRole('button', { name: 'DOCX' }).click();
    await page.getByRole('alert').getByText(/chọn ít nhất một nhiệm vụ/).waitFor();
    const row = page.locator('section.panel tr', { hasText: `${mark}: rà soát` });
    for (const box of await page.locator('section.panel', { hasText: `${mark}: rà soát` }).getByRole('checkbox').all()) await box.uncheck();
    await row.getByRole('checkbox').check();

    const docx = await download(page, () => panel.getByRole('button', { name: 'DOCX' }).click());
    assert.match(docx.name, /^cong-van-don-doc-\d{4}-\d\d-\d\d\.docx$/);
    const read = extract(docx.path);
    const { frame, text } = read;
    assert.equal(frame.kind, 'Công văn');
    assert.equal(frame.issuer, 'Sở Công Thương tỉnh Lạng Sơn');
    assert.equal(frame.number, null, 'the number is left to the clerk');
    assert.match(frame.symbol, /SCT/);
    assert.match(frame.subject, /đôn đốc thực hiện nhiệm vụ được giao/i);
    assert.equal(frame.addressees.length, 1);
    assert.match(frame.recipients.join('; '), /Như trên.*Lưu: VT/);
    assert.deepEqual([frame.date.year, frame.date.month, frame.date.day], inDays(0).split('-').map(Number));
    assert.match(text, /CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM|Độc lập|01 nhiệm vụ/i);
    assert.match(text, /còn 01 nhiệm vụ đã quá hạn/);
    assert.ok(text.includes(`${mark}: rà soát hồ sơ chợ loại 2`));
    assert.ok(!text.includes('điện mặt trời'), 'what was not chosen is not in it');
    assert.ok(text.includes(day(inDays(-12))), 'the deadline stands in it');
    assert.match(text, /\.\/\.\s*(\n|$)/, 'it ends as a letter ends');

    const pdf = await download(page, () => panel.getByRole('button', { name: 'PDF' }).click());
    assert.equal(pdf.bytes.subarray(0, 5).toString(), '%PDF-');
    assert.ok(pdf.bytes.length > 10_000, `${pdf.bytes.length} bytes`);
  });
});

test('who may not urge has no letters to write', () =>
  visit({ as: 'chuyenvien' }, async (page) => {
    await page.goto('/don-doc');
    await page.getByText('Không có nhiệm vụ quá hạn nào bạn được đôn đốc').waitFor();
  }));
