// A day of the planning officer, from sign-in to sign-out: assign from a document, follow, urge, confirm, prepare the briefing.
import test from 'node:test';
import assert from 'node:assert/strict';
import { demo } from './demo.mjs';
import { download } from './product.mjs';
import { visit } from './site.mjs';
import { assignLate, begin, command, end, holdBriefing } from './work.mjs';

const user = demo.users.find((one) => one.login === 'kehoach');
const mark = `Ngày của kế hoạch ${Date.now()}`;

test('the planning officer’s day', async () => {
  let late;
  await visit({ as: null, acceptDownloads: true }, async (page) => {
    await begin(page, user);
    late = await assignLate(page, `${mark}: tổng hợp vốn đầu tư`, { officer: 'Chuyên viên (dùng thử)' });

    // Who is late is urged by letter.
    await page.goto('/don-doc');
    const panel = page.locator('section.panel', { hasText: `${mark}: tổng hợp` });
    const letter = await download(page, () => panel.getByRole('button', { name: 'DOCX' }).click());
    assert.equal(letter.bytes.subarray(0, 2).toString(), 'PK');

    // The list is narrowed by words, taken along, and ordered.
    await page.goto(`/cong-viec?loc=${encodeURIComponent('trạng-thái:quá-hạn')}`);
    await page.locator('tbody a.t', { hasText: `${mark}: tổng hợp` }).waitFor();
    const link = await page.locator('a[href^="/cong-viec/tai-ve/xlsx"]').getAttribute('href');
    const sheet = await page.request.get(link.replace('/xlsx', '/csv'));
    assert.ok((await sheet.body()).toString('utf8').includes(`${mark}: tổng hợp vốn đầu tư`));

    // The briefing of the week has it on the agenda.
    const place = await holdBriefing(page);
    await page.goto(place);
    await page.locator('tbody tr', { hasText: `${mark}: tổng hợp` }).waitFor();
    await end(page);
  });
  await visit({ as: 'chuyenvien' }, async (page) => {
    await page.goto(late);
    await (await command(page, 'Tiếp nhận')).locator('button').click();
    const result = await command(page, 'Báo cáo kết quả');
    await result.getByLabel('Kết quả đạt được').fill('Đã tổng hợp');
    await result.getByLabel('Sản phẩm nộp').fill('Bảng tổng hợp');
    await result.locator('button').click();
    await page.locator('.eyebrow').getByText('Chờ xác nhận').waitFor();
  });
  await visit({ as: null }, async (page) => {
    await begin(page, user);
    await page.locator('main').getByText(`${mark}: tổng hợp`).first().waitFor();
    await page.goto(late);
    await (await command(page, 'Xác nhận hoàn thành')).locator('button').click();
    await page.locator('.eyebrow').getByText('Hoàn thành').waitFor();
    assert.match(await page.locator('.eyebrow').innerText(), /xong trễ 12 ngày/, 'that it was late is told');
    await end(page);
  });
});
