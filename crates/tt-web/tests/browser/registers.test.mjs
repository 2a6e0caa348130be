// Sổ theo dõi: made from a preset, filled, moved on, seen in every shape and as of a day, measured, taken in from a file.
import test from 'node:test';
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { assertFits, visit, PHONE } from './site.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const KEY = 'cum-cong-nghiep';
const SHAPES = ['', '?dang=buoc', '?dang=the', '?dang=thoi-gian', '?dang=ban-do', '/so-lieu', '/them', '/nhap'];

async function accessible(page, told) {
  await page.evaluate(() => document.querySelectorAll('main details').forEach((details) => (details.open = true)));
  await page.evaluate(AXE);
  const found = await page.evaluate(() => globalThis.axe.run(document));
  assert.deepEqual(found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`), [], told);
}

test('an administrator makes a register from a preset and changes it without code', () =>
  visit({ as: 'quantri' }, async (page) => {
    await page.goto('/so-theo-doi');
    await accessible(page, 'list');
    const make = page.getByRole('button', { name: 'Lập Cụm công nghiệp' });
    if (await make.count()) await make.click();
    else await page.goto(`/so-theo-doi/${KEY}`);
    await page.getByRole('heading', { name: 'Cụm công nghiệp', level: 1 }).waitFor();
    assert.equal(await page.getByRole('link', { name: 'Thêm cụm công nghiệp' }).count(), 0);

    await page.goto(`/so-theo-doi/${KEY}/sua`);
    await accessible(page, 'sua');
    await assertFits(page);
    const form = page.locator('form', { has: page.locator('#n-ten') });
    await form.getByLabel('Tên cột').fill('Hướng gió chính');
    await form.getByRole('button', { name: 'Thêm cột' }).click();
    await page.locator('summary', { hasText: 'huong-gio-chinh' }).waitFor();
  }));

test('an entry is added, asked about, refused with the remedy, moved on and seen as of an earlier day', () =>
  visit({}, async (page) => {
    await page.goto(`/so-theo-doi/${KEY}/them`);
    await page.getByLabel('Tên cụm').fill('Cụm thử nghiệm');
    await page.getByLabel('Địa bàn').fill('huyện Hữu Lũng');
    await page.getByLabel('Diện tích', { exact: true }).fill('200.000 m2');
    await page.getByLabel('Tọa độ').fill('21,51; 106,35');
    await page.getByLabel('Có trong sổ từ ngày').fill('01/01/2019');
    await page.getByRole('button', { name: 'Lưu' }).click();
    await page.getByRole('alert').getByText(/ghi 20 ha/).waitFor();
    assert.equal(await page.getByLabel('Tên cụm').inputValue(), 'Cụm thử nghiệm');
    await page.getByLabel('Diện tích', { exact: true }).fill('20');
    await page.getByRole('button', { name: 'Lưu' }).click();
    await page.waitForURL(/\/so-theo-doi\/-\/\d+$/);

    const go = async (stage, day, paper) => {
      const form = page.locator('form', { has: page.locator('#ngay-buoc') });
      await form.getByLabel('Bước').selectOption(stage);
      await form.getByLabel('Ngày', { exact: true }).fill(day);
      await form.getByLabel(/Căn cứ/).fill(paper);
      await form.getByRole('button', { name: 'Ghi bước' }).click();
      await page.waitForLoadState();
    };
    await go('de-xuat', '01/03/2019', 'Công văn số 12/SCT-QLCN ngày 01/03/2019');
    await page.getByRole('link', { name: /12\/SCT-QLCN/ }).first().waitFor();
    await go('trong-quy-hoach', '01/02/2019', 'x');
    await page.getByRole('alert').getByText(/01\/03\/2019/).waitFor();
    await go('thanh-lap', '01/06/2019', 'Quyết định số 438/QĐ-UBND ngày 01/06/2019');
    await page.getByText('Chưa lưu, hãy xác nhận').waitFor();
    await page.getByLabel('Tôi xác nhận').check();
    await page.getByRole('button', { name: 'Ghi bước' }).click();
    await page.locator('.rsteps .here', { hasText: 'Thành lập' }).waitFor();
    await accessible(page, 'entry');
    await assertFits(page);
    await page.goto(`${page.url().split('?')[0].split('#')[0]}?ngay=2019-04-01`);
    await page.locator('.rsteps .here', { hasText: 'Đề xuất' }).waitFor();
  }));

test('every shape is accessible, fits a phone, and the filter names its bad words', () =>
  visit({ viewport: PHONE }, async (page) => {
    for (const shape of SHAPES) {
      const answer = await page.goto(`/so-theo-doi/${KEY}${shape}`);
      assert.equal(answer.status(), 200, shape);
      await assertFits(page);
      await accessible(page, shape);
    }
    await page.goto(`/so-theo-doi/${KEY}?loc=${encodeURIComponent('mau:do xong:thanh-lap')}`);
    await page.getByRole('alert').getByText(/“mau”.*dien-tich/s).waitFor();
    await page.goto(`/so-theo-doi/${KEY}?loc=${encodeURIComponent('dien-tich>=20 xong:thanh-lap@2019')}`);
    await page.getByRole('link', { name: /Cụm thử nghiệm/ }).waitFor();
    await page.goto(`/so-theo-doi/${KEY}/so-lieu?ngay=30/04/2019`);
    const row = page.locator('tr', { hasText: 'Cụm đã thành lập' }).first();
    assert.match(await row.innerText(), /00 cụm/);
  }));

test('a half-good file is judged row by row, its good rows taken, and taken back', () =>
  visit({}, async (page) => {
    await page.goto(`/so-theo-doi/${KEY}/nhap`);
    const csv = 'Tên cụm;Địa bàn;Diện tích (ha)\nCụm từ tệp;huyện Chi Lăng;12,5\nCụm sai;huyện Chi Lăng;mười\n';
    await page.locator('#tep').setInputFiles({ name: 'cum.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
    await page.getByRole('button', { name: 'Xem trước' }).click();
    await page.getByText('“mười” không phải là số').waitFor();
    await page.getByRole('button', { name: 'Ghi 1 dòng vào sổ' }).click();
    await page.getByRole('heading', { name: /Đã nhập/ }).waitFor();
    await page.goto(`/so-theo-doi/${KEY}?loc=tep`);
    await page.getByRole('link', { name: /Cụm từ tệp/ }).waitFor();
    await page.goto(`/so-theo-doi/${KEY}/nhap`);
    await page.getByRole('button', { name: 'Hoàn tác cum.csv' }).first().click();
    await page.getByText('Đã hoàn tác 1 dòng').waitFor();
    await page.goto(`/so-theo-doi/${KEY}?loc=tep`);
    await page.getByText('Không có dòng nào khớp bộ lọc').waitFor();
  }));
