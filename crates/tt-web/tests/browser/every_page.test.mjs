// Every page of the site, wide and on a phone, light and dark: nothing for axe-core to find, nothing wider than the window.
// The list comes from the router's source, so a page that is added is looked at from its first day.
import test from 'node:test';
import assert from 'node:assert/strict';
import { violations } from './axe.mjs';
import { MORE, examples } from './addresses.mjs';
import { DESKTOP, PHONE, assertFits, visit } from './site.mjs';
import { assignLate, holdBriefing } from './work.mjs';

const PEOPLE = ['kehoach', 'quantri', 'lanhdao', 'giamsat', 'tonghop'];
const LOOKS = [
  ['wide and light', { viewport: DESKTOP, colorScheme: 'light' }],
  ['wide and dark', { viewport: DESKTOP, colorScheme: 'dark' }],
  ['on a phone, light', { viewport: PHONE, isMobile: true, hasTouch: true, colorScheme: 'light' }],
  ['on a phone, dark', { viewport: PHONE, isMobile: true, hasTouch: true, colorScheme: 'dark' }],
];

/** Opens an address as the first who may, and tells where the page leads. */
async function open(address) {
  let seen;
  for (const as of PEOPLE) {
    await visit({ as }, async (page) => {
      const answer = await page.goto(address);
      if (answer.status() !== 200) return;
      const links = await page.locator('a[href^="/"]').evaluateAll((all) => all.map((a) => new URL(a.href).pathname));
      seen = { as, links };
    });
    if (seen) return seen;
  }
  return undefined;
}

/** What some pages can only show once it is there; gives the addresses that no page leads to. */
async function furnish() {
  const made = [];
  await visit({ as: 'kehoach' }, async (page) => {
    await assignLate(page, `Việc quá hạn để xem trang ${Date.now()}`);
    await holdBriefing(page);
    // Something done to several tasks at once.
    await page.goto('/cong-viec');
    await page.locator('tbody .ck').first().check();
    await page.locator('.bulk').getByRole('button', { name: 'Bình luận' }).click();
    await page.getByLabel('Ý kiến').fill('Đã xem');
    await page.getByRole('button', { name: 'Bình luận' }).click();
    await page.getByRole('heading', { name: /việc làm được/ }).waitFor();
    made.push(new URL(page.url()).pathname);
  });
  // A file of tasks taken in.
  await visit({ as: 'kehoach' }, async (page) => {
    await page.goto('/nhap-tep?loai=nhiem-vu&nam=2019');
    const rows = `Nội dung nhiệm vụ,Hạn\r\nViệc để xem trang ${Date.now()},31/12/2030\r\n`;
    await page.getByLabel('Tệp', { exact: true }).setInputFiles({ name: 'viec.csv', mimeType: 'text/csv', buffer: Buffer.from(rows) });
    await page.getByRole('button', { name: 'Xem trước' }).click();
    await page.getByRole('button', { name: 'Ghi 1 dòng' }).click();
    await page.waitForURL(/\/nhap-tep\/\d+/);
    made.push(new URL(page.url()).pathname);
  });
  // Only an administrator is led to the definition of a register.
  made.push('/so-theo-doi/cho/sua');
  // A place, and a message in the outbox.
  await visit({ as: 'quantri' }, async (page) => {
    await page.goto('/quan-tri/dia-ban');
    const form = page.locator('details.org-form', { has: page.locator('summary', { hasText: 'Thêm địa bàn' }) });
    await form.locator('summary').click();
    await form.getByLabel('Tên kèm loại').fill('xã Vân Mộng');
    await form.getByRole('button', { name: 'Thêm', exact: true }).click();
    await page.waitForURL(/dia-ban.*xong=1/);
    await page.goto('/quan-tri/thong-bao');
    await page.getByLabel('Địa chỉ nhận').fill('http://127.0.0.1:9/nhan');
    await page.getByRole('checkbox', { name: 'Quá hạn' }).check();
    await page.getByRole('button', { name: 'Thêm webhook' }).click();
    await page.getByRole('button', { name: 'Gửi thử', exact: true }).first().click();
    await page.locator('#hop-di tbody tr').first().waitFor();
  });
  return made;
}

let pages;
async function everyPage() {
  if (!pages) {
    pages = [...(await examples(open, await furnish())), ...MORE];
  }
  return pages;
}

for (const [name, look] of LOOKS) {
  test(`every page ${name}`, async () => {
    const faults = [];
    const all = [...(await everyPage()), [null, '/dang-nhap']];
    for (const as of new Set(all.map(([who]) => who))) {
      const list = all.filter(([who]) => who === as);
      await visit({ as, ...look }, async (page) => {
        for (const [, address] of list) {
          await page.goto(address);
          await page.evaluate(() => document.querySelectorAll('main details').forEach((one) => (one.open = true)));
          const found = await violations(page);
          await assertFits(page).catch((error) => found.push(error.message.slice(0, 400)));
          if (found.length > 0) faults.push(`${address} (${as}): ${found.join('\n    ')}`);
        }
      });
    }
    assert.deepEqual(faults, []);
  });
}
