// Work that several flows begin with: a task that is late, a briefing that was held.
import assert from 'node:assert/strict';
import { inDays } from './calendar.mjs';

/** Assigns a task and gives its address. */
export async function assign(page, text, { lead = 'QLTM', officer, deadline = inDays(20), on } = {}) {
  await page.goto('/giao-viec');
  await page.getByLabel('Nội dung nhiệm vụ').fill(text);
  const division = page.getByLabel('Phòng chủ trì');
  await division.selectOption(await division.locator('option', { hasText: lead }).first().getAttribute('value'));
  if (officer) {
    const person = page.getByLabel('Người thực hiện');
    await person.selectOption(await person.locator('option', { hasText: officer }).first().getAttribute('value'));
  }
  if (on) await page.getByLabel('Ngày giao').fill(on);
  await page.getByLabel('Hạn hoàn thành').fill(deadline);
  await page.getByRole('button', { name: 'Giao nhiệm vụ' }).click();
  await page.waitForURL(/\/nhiem-vu\/\d+$/);
  return new URL(page.url()).pathname;
}

/** Assigns a task whose deadline has passed. */
export const assignLate = (page, text, more = {}) => assign(page, text, { on: inDays(-40), deadline: inDays(-12), ...more });

/** Prepares this week's briefing and records one general conclusion; gives its address. */
export async function holdBriefing(page) {
  await page.goto('/giao-ban');
  await page.getByLabel('Ngày họp').fill(inDays(0));
  await page.getByRole('button', { name: 'Lập chương trình' }).click();
  await page.waitForURL(/\/giao-ban\/\d+$/);
  const place = new URL(page.url()).pathname;
  await page.getByRole('link', { name: 'Vào họp' }).click();
  await page.getByLabel('Kết luận').fill('Các phòng tập trung xử lý việc quá hạn.');
  await page.getByLabel('Ghi thành').selectOption({ label: 'Kết luận chung' });
  await page.getByRole('button', { name: 'Ghi kết luận' }).click();
  await page.locator('.meet-k').first().waitFor();
  assert.match(page.url(), /\/hop/);
  return place;
}

/** Opens the form of a command on the page of a task. */
export async function command(page, words) {
  const form = page.locator('details.cmd', { has: page.locator('summary', { hasText: words }) });
  await form.locator('summary').click();
  return form;
}

/** Signs in as the demo's person, from the first page on. */
export async function begin(page, user) {
  await page.goto('/');
  await page.getByLabel('Tên đăng nhập').fill(user.login);
  await page.getByLabel('Mật khẩu', { exact: true }).fill(user.password);
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
  await page.waitForURL((url) => url.pathname === '/');
}

/** Signs out; what was open before is closed to whoever comes next. */
export async function end(page) {
  await page.locator('aside form[action="/dang-xuat"] button').click();
  await page.waitForURL('**/dang-nhap**');
  await page.goto('/cong-viec');
  await page.getByLabel('Tên đăng nhập').waitFor();
}
