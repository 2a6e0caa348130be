// Rules of reminding: added, tried before they hold, refused at the field, changed and removed, all without a script.
import test from 'node:test';
import assert from 'node:assert/strict';
import { inDays } from './calendar.mjs';
import { PHONE, assertFits, visit } from './site.mjs';
import { assign } from './work.mjs';

const PAGE = '/quan-tri/nhac-viec';
const form = (page) => page.locator('details.org-form', { has: page.locator('button', { hasText: 'Lưu quy tắc' }) });

test('a rule is tried, kept, changed and removed', async () => {
  const mark = `Nhắc việc ${Date.now()}`;
  await visit({ as: 'kehoach' }, async (page) => {
    await assign(page, `${mark}: kiểm kê kho`, { officer: 'Chuyên viên (dùng thử)', deadline: inDays(20) });
  });
  await visit({ as: 'quantri', javaScriptEnabled: false }, async (page) => {
    await page.goto('/quan-tri/thong-bao');
    await page.getByRole('link', { name: 'Quy tắc nhắc việc' }).first().click();
    assert.equal(new URL(page.url()).pathname, PAGE);
    await form(page).locator('summary').click();
    await form(page).getByLabel('Nhắc vào lúc').selectOption({ label: 'trước ngày ấy' });
    await form(page).getByLabel('Số ngày trước hoặc sau').fill('mười');
    await form(page).getByRole('button', { name: 'Lưu quy tắc' }).click();
    await page.locator('.err').getByText(/“mười” không phải số ngày/).waitFor();
    assert.equal(await form(page).getByLabel('Số ngày trước hoặc sau').inputValue(), 'mười');

    await form(page).getByLabel('Số ngày trước hoặc sau').fill('18');
    await form(page).getByLabel('Đếm theo').selectOption({ label: 'ngày lịch' });
    await form(page).getByRole('button', { name: 'Xem trước, chưa lưu' }).click();
    const trial = page.locator('section.panel', { has: page.getByRole('heading', { name: /Xem trước riêng quy tắc này/ }) });
    const row = trial.locator('tbody tr', { hasText: `${mark}: kiểm kê kho` });
    assert.match(await row.innerText(), /Chuyên viên \(dùng thử\)[^]*trong phần mềm/);
    assert.ok((await row.innerText()).includes(inDays(2).split('-').reverse().join('/')), 'on the day the rule says');
    const rules = page.locator('section.panel', { has: page.getByRole('heading', { name: 'Các quy tắc' }) });
    assert.equal(await rules.locator('tbody tr', { hasText: '18 ngày trước' }).count(), 0, 'nothing was kept');

    await form(page).getByRole('button', { name: 'Lưu quy tắc' }).click();
    const kept = rules.locator('tbody tr', { hasText: '18 ngày trước hạn hoàn thành' });
    await kept.waitFor();
    await page.locator('tbody tr', { hasText: `${mark}: kiểm kê kho` }).first().waitFor();

    await kept.getByRole('link').click();
    await form(page).getByRole('checkbox', { name: 'lãnh đạo phụ trách' }).check();
    await form(page).getByLabel('Cách gửi').selectOption({ label: 'chỉ trong phần mềm' });
    await form(page).getByLabel('Thư', { exact: true }).selectOption({ label: 'gộp thành bản tổng hợp sáng thứ Hai' });
    await form(page).getByRole('button', { name: 'Lưu quy tắc' }).click();
    await page.locator('.err').getByText(/không có thư để gộp/).waitFor();
    await form(page).getByLabel('Cách gửi').selectOption({ label: 'luôn gửi cả thư' });
    await form(page).getByRole('button', { name: 'Lưu quy tắc' }).click();
    assert.match(await kept.innerText(), /lãnh đạo phụ trách[^]*luôn gửi cả thư; thư gộp sáng thứ Hai/);

    await kept.getByRole('button', { name: /^Tắt/ }).click();
    assert.match(await kept.innerText(), /Đang tắt/);
    await kept.getByRole('button', { name: /^Xóa/ }).click();
    assert.equal(await kept.count(), 0);
    await page.locator('details.org-form', { hasText: 'Trở về bộ quy tắc chung' }).locator('summary').click();
    await page.getByRole('button', { name: 'Trở về bộ quy tắc chung' }).click();
    await page.getByText('Đang theo bộ quy tắc chung').waitFor();

    await page.goto('/quan-tri/nhat-ky?doi-tuong=rule-');
    const log = await page.locator('main').innerText();
    for (const words of ['Thêm quy tắc nhắc', 'Đổi quy tắc nhắc', 'Xóa quy tắc nhắc', 'Trở về bộ quy tắc nhắc chung']) assert.ok(log.includes(words), `${words}:\n${log.slice(0, 800)}`);
  });
});

test('others are not let in, and a phone has room for it', async () => {
  await visit({ as: 'truongphong' }, async (page) => {
    assert.equal((await page.goto(PAGE)).status(), 403);
  });
  await visit({ as: 'quantri', viewport: PHONE, isMobile: true }, async (page) => {
    await page.goto(`${PAGE}?luat=before-7`);
    await assertFits(page);
    assert.equal((await page.goto(`${PAGE}?luat=khong-co`)).status(), 404);
  });
});
