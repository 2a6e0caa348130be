// A day of an officer, from sign-in to sign-out: what waits, accept, report, ask for time, hand in.
import test from 'node:test';
import assert from 'node:assert/strict';
import { inDays } from './calendar.mjs';
import { demo } from './demo.mjs';
import { visit } from './site.mjs';
import { assign, begin, command, end } from './work.mjs';

const user = demo.users.find((one) => one.login === 'chuyenvien');
const mark = `Ngày của chuyên viên ${Date.now()}`;

test('the officer’s day', async () => {
  const officer = 'Chuyên viên (dùng thử)';
  await visit({ as: 'kehoach' }, async (page) => {
    await assign(page, `${mark}: thống kê sản lượng`, { officer, deadline: inDays(4) });
    await assign(page, `${mark}: khảo sát giá điện`, { officer, deadline: inDays(25) });
  });
  await visit({ as: null }, async (page) => {
    await begin(page, user);
    // The first screen has both, to be accepted.
    const mine = page.locator('main');
    await mine.getByText(`${mark}: thống kê sản lượng`).first().waitFor();
    await mine.getByText(`${mark}: khảo sát giá điện`).first().waitFor();
    // The bell has told of them.
    await page.locator('a[href="/thong-bao"]:visible').first().click();
    await page.getByText(/thống kê sản lượng/).first().waitFor();

    await page.goto('/');
    await page.getByRole('link', { name: new RegExp(`${mark}: thống kê`) }).first().click();
    const task = new URL(page.url()).pathname;
    await (await command(page, 'Tiếp nhận')).locator('button').click();
    await page.waitForURL(/#lich-su$/);
    const progress = await command(page, 'Báo cáo tiến độ');
    await progress.getByLabel('Đã làm được gì').fill('Đã có số liệu của 07 doanh nghiệp');
    await progress.getByLabel(/bao nhiêu %/).fill('70');
    await progress.locator('button').click();
    await page.locator('#lich-su').getByText('Đã có số liệu của 07 doanh nghiệp').first().waitFor();
    const result = await command(page, 'Báo cáo kết quả');
    await result.getByLabel('Kết quả đạt được').fill('Đã thống kê 10 doanh nghiệp');
    await result.getByLabel('Sản phẩm nộp').fill('Bảng thống kê');
    await result.locator('button').click();
    await page.locator('.eyebrow').getByText('Chờ xác nhận').waitFor();
    assert.equal(await page.locator('summary', { hasText: 'Xác nhận hoàn thành' }).count(), 0, 'not by who handed it in');

    // The other needs more time.
    await page.goto(`/cong-viec?loc=${encodeURIComponent(`"${mark}: khảo sát"`)}`);
    await page.locator('tbody a.t').first().click();
    await (await command(page, 'Tiếp nhận')).locator('button').click();
    const more = await command(page, 'Xin gia hạn');
    await more.getByLabel('Xin gia hạn đến').fill(inDays(40));
    await more.getByLabel('Lý do').fill('Chờ số liệu của công ty điện lực');
    await more.locator('button').click();
    await page.locator('#lam').getByText(/xin gia hạn đến/).waitFor();

    // What was handed in is found again.
    await page.goto(`/tim?tu=${encodeURIComponent(mark)}`);
    await page.locator(`main a[href="${task}"]`).first().waitFor();
    await end(page);
  });
});
