// A day of a head of division, from sign-in to sign-out: allocate, split, urge, follow the division.
import test from 'node:test';
import assert from 'node:assert/strict';
import { inDays } from './calendar.mjs';
import { demo } from './demo.mjs';
import { visit } from './site.mjs';
import { assign, assignLate, begin, command, end } from './work.mjs';

const user = demo.users.find((one) => one.login === 'truongphong');
const mark = `Ngày của trưởng phòng ${Date.now()}`;

test('the head of division’s day', async () => {
  await visit({ as: 'kehoach' }, async (page) => {
    await assign(page, `${mark}: kiểm tra chợ đầu mối`);
    await assign(page, `${mark}: lập danh sách hộ kinh doanh`);
    await assignLate(page, `${mark}: báo cáo giá xăng dầu`, { officer: 'Chuyên viên (dùng thử)' });
  });
  await visit({ as: null }, async (page) => {
    await begin(page, user);
    await page.getByRole('link', { name: /phòng/i }).first().waitFor();
    await page.goto('/?xem=phong');
    await page.locator('main').getByText('QLTM').first().waitFor();

    // Both new tasks are given to the officer at once.
    await page.goto(`/cong-viec?loc=${encodeURIComponent(`"${mark}"`)}`);
    assert.equal(await page.locator('tbody tr').count(), 3);
    for (const words of ['kiểm tra chợ', 'lập danh sách']) await page.locator('tbody tr', { hasText: words }).locator('.ck').check();
    await page.locator('.bulk').getByRole('button', { name: 'Phân công' }).click();
    await page.getByLabel('Người thực hiện').selectOption({ label: 'Chuyên viên (dùng thử)' });
    await page.getByRole('button', { name: 'Phân công' }).click();
    await page.getByRole('heading', { name: 'Phân công: 2/2 việc làm được' }).waitFor();
    await page.getByRole('link', { name: 'Về danh sách' }).click();

    // The late one is urged.
    await page.locator('tbody tr', { hasText: 'giá xăng dầu' }).locator('.ck').check();
    await page.locator('.bulk').getByRole('button', { name: 'Đôn đốc' }).click();
    await page.getByRole('heading', { name: 'Đôn đốc: 1/1 việc làm được' }).waitFor();

    // The first is accepted and split: a part with its own deadline.
    await page.goto(`/cong-viec?loc=${encodeURIComponent(`"${mark}: kiểm tra"`)}`);
    await page.locator('tbody a.t').first().click();
    const whole = new URL(page.url()).pathname;
    await (await command(page, 'Tiếp nhận')).locator('button').click();
    await page.waitForURL(/#lich-su$/);
    await page.getByRole('link', { name: 'Giao việc thành phần' }).click();
    await page.getByLabel('Nội dung nhiệm vụ').fill(`${mark}: kiểm tra khu bán thịt`);
    await page.getByLabel('Hạn hoàn thành').fill(inDays(10));
    await page.getByRole('button', { name: 'Giao nhiệm vụ' }).click();
    await page.waitForURL(/\/nhiem-vu\/\d+$/);
    await page.goto(whole);
    await page.getByRole('link', { name: /kiểm tra khu bán thịt/ }).first().waitFor();
    // The whole cannot be handed in before its part.
    await page.locator('summary', { hasText: 'Báo cáo tiến độ' }).waitFor();
    assert.equal(await page.locator('summary', { hasText: 'Báo cáo kết quả' }).count(), 0);

    // A letter to the division is the agency's to write; the head sees who is late.
    await page.goto('/don-doc');
    await page.getByText('báo cáo giá xăng dầu').first().waitFor();
    await end(page);
  });
  await visit({ as: 'chuyenvien' }, async (page) => {
    await page.goto('/thong-bao');
    await page.getByText(/giá xăng dầu/).first().waitFor();
  });
});
