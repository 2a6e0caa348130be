// What a form does with what it cannot take: it says so at its place, and what was typed stays.
import test from 'node:test';
import assert from 'node:assert/strict';
import { assertAccessible } from './axe.mjs';
import { PHONE, assertFits, visit } from './site.mjs';

const MARKET = '/so-theo-doi/cho';

test('a date that is none is refused where it stands, never taken for blank', () =>
  visit({ as: 'chuyenvien' }, async (page) => {
    await page.goto(`${MARKET}/them`);
    await page.getByLabel('Tên chợ').fill('Chợ ngày sai');
    await page.getByLabel('Có trong sổ từ ngày').fill('31/02/2026');
    await page.getByRole('button', { name: 'Lưu' }).click();
    await page.getByRole('alert').getByText('“31/02/2026” không phải ngày có trong lịch').waitFor();
    const day = page.getByLabel('Có trong sổ từ ngày');
    assert.equal(await day.getAttribute('aria-invalid'), 'true');
    assert.equal(await day.inputValue(), '31/02/2026');
    assert.equal(await page.getByLabel('Tên chợ').inputValue(), 'Chợ ngày sai');
    await assertAccessible(page);

    // A stage of an entry that is there: the reason stands in the form that was sent.
    await page.goto(MARKET);
    await page.locator('#ds tbody a.t').first().click();
    const form = page.locator('form', { has: page.locator('#ngay-buoc') });
    await form.getByLabel('Ngày', { exact: true }).fill('45/1/2026');
    await form.getByRole('button', { name: 'Ghi bước' }).click();
    const reason = page.getByRole('alert').getByText('“45/1/2026” không phải ngày');
    await reason.waitFor();
    assert.ok(await reason.evaluate((one) => one.closest('section').querySelector('#ngay-buoc') !== null));
  }));

test('a change of a register that is refused keeps what was typed, open and with its reason', () =>
  visit({ as: 'quantri' }, async (page) => {
    await page.goto(`${MARKET}/sua`);
    const field = page.locator('details', { has: page.locator('summary', { hasText: 'Khu vực' }) }).first();
    await field.locator('summary').click();
    await field.getByLabel(/Các mục để chọn/).fill('nong-thon=Nông thôn');
    await field.getByRole('button', { name: 'Lưu cột' }).click();
    const kept = page.locator('details[open]', { has: page.locator('summary', { hasText: 'Khu vực' }) });
    await kept.getByRole('alert').getByText('Đang có dòng chọn').waitFor();
    assert.equal(await kept.getByLabel(/Các mục để chọn/).inputValue(), 'nong-thon=Nông thôn');
    await assertAccessible(page);
  }));

test('a file that is too large is said when it is chosen, and nothing is sent', () =>
  visit({ as: 'kehoach' }, async (page) => {
    await page.goto('/nhap');
    const input = page.getByLabel('Tệp báo cáo');
    await input.setInputFiles({ name: 'anh.png', mimeType: 'image/png', buffer: Buffer.alloc(33 * 1024 * 1024) });
    assert.match(await input.evaluate((one) => one.validationMessage), /anh\.png \(33 MB\) lớn hơn 32 MB/);
    await page.getByRole('button', { name: 'Xem trước' }).click();
    assert.equal(new URL(page.url()).pathname, '/nhap');
    await input.setInputFiles({ name: 'nho.txt', mimeType: 'text/plain', buffer: Buffer.from('a') });
    assert.equal(await input.evaluate((one) => one.validationMessage), '');
  }));

test('on a phone a table is cards, each value beside the name of its column', () =>
  visit({ as: 'kehoach', viewport: PHONE }, async (page) => {
    for (const address of [MARKET, '/canh-bao', '/chi-tieu', '/bao-cao', `${MARKET}/so-lieu`]) {
      await page.goto(address);
      const cards = page.locator('.tw>.the');
      assert.ok((await cards.count()) > 0, `${address} has no cards`);
      const cut = await cards.first().evaluate((table) => [...table.querySelectorAll('tbody td, tbody th')].filter((cell) => cell.getBoundingClientRect().right > innerWidth).length);
      assert.equal(cut, 0, `${address} has cells beyond the window`);
      await assertFits(page);
      await assertAccessible(page);
    }
  }));

test('a code nothing was issued under is answered for whoever holds the paper', () =>
  visit({ as: null }, async (page) => {
    const answer = await page.goto('/xac-minh/khongcomanay');
    assert.equal(answer.status(), 404);
    await page.getByText('Không có văn bản nào mang mã này').waitFor();
    await page.getByText(/hỏi cơ quan ghi tên trên văn bản/).waitFor();
    assert.equal(await page.getByRole('link', { name: 'Về Tổng quan' }).count(), 0);
    await assertAccessible(page);
  }));
