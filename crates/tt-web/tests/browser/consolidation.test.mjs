// Tổng hợp: the superior agency sees who reported, figures, grades, themes; composes one report of it; others do not.
import test from 'node:test';
import assert from 'node:assert/strict';
import { violations } from './axe.mjs';
import { DESKTOP, PHONE, assertFits, visit } from './site.mjs';

const PARTS = ['bao-cao', 'so-lieu', 'danh-gia', 'chu-de', 'kho-khan'];

test('the superior agency finds it in the navigation, an agency below does not', async () => {
  await visit({ as: 'tonghop' }, async (page) => {
    await page.goto('/');
    await page.getByRole('navigation', { name: 'Điều hướng chính' }).getByRole('link', { name: 'Tổng hợp' }).click();
    await page.getByRole('heading', { level: 1, name: /Tổng hợp báo cáo/ }).waitFor();
    assert.match(await page.textContent('main'), /Sở Công Thương tỉnh Lạng Sơn/);
  });
  await visit({ as: 'kehoach' }, async (page) => {
    await page.goto('/');
    assert.equal(await page.locator('a[href="/tong-hop"]').count(), 0);
    assert.equal((await page.goto('/tong-hop')).status(), 403);
  });
});

for (const [name, viewport] of [['wide', DESKTOP], ['on a phone', PHONE]]) {
  test(`every part is accessible and fits ${name}`, () =>
    visit({ as: 'tonghop', viewport }, async (page) => {
      for (const part of PARTS) {
        await page.goto(`/tong-hop?ky=2019&xem=${part}`);
        await page.evaluate(() => document.querySelectorAll('main details').forEach((one) => (one.open = true)));
        assert.deepEqual(await violations(page), [], part);
        await assertFits(page);
      }
    }));
}

test('a figure and a report of an agency below are read from above', () =>
  visit({ as: 'tonghop' }, async (page) => {
    await page.goto('/tong-hop?ky=2019&xem=so-lieu');
    await page.locator('main a[href^="/so-lieu/"]').first().click();
    await page.getByRole('heading', { name: 'Nguồn của số liệu' }).waitFor();
    await page.goto('/tong-hop?ky=2019&xem=chu-de');
    await page.getByRole('link', { name: 'Đọc trong báo cáo' }).first().click();
    await page.waitForURL(/\/bao-cao\/\d+#k-\d+/);
    assert.equal(await page.getByRole('link', { name: /Quá trình, ký/ }).count(), 0, 'its passage is not theirs');
  }));

test('all tables are one workbook', () =>
  visit({ as: 'tonghop' }, async (page) => {
    await page.goto('/tong-hop?ky=2019');
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'XLSX' }).click()]);
    assert.equal(file.suggestedFilename(), 'tong-hop-2019.xlsx');
  }));

test('one report is composed, asks before it is made anew, and is read', () =>
  visit({ as: 'tonghop' }, async (page) => {
    await page.goto('/che-do-bao-cao');
    await page.getByLabel('Tên báo cáo').fill('Báo cáo tổng hợp nhiệm vụ trọng tâm');
    await page.locator('#tan-suat').selectOption('year');
    await page.locator('#tu-ngay').fill('2019-12-01');
    await page.getByRole('button', { name: 'Lưu chế độ' }).click();
    await page.waitForURL(/xong=1/);
    await page.locator('#ky').fill('năm 2019');
    await page.getByRole('button', { name: 'Mở báo cáo' }).click();
    await page.waitForURL(/qua-trinh/);
    await page.goto('/tong-hop?ky=2019');
    await page.getByRole('button', { name: 'Soạn báo cáo tổng hợp' }).click();
    await page.getByRole('status').waitFor();
    assert.match(await page.getByRole('status').textContent(), /Đã soạn \d+ đoạn, giữ nguyên 0 đoạn/);
    assert.deepEqual(await violations(page), []);
    await page.getByRole('button', { name: 'Soạn báo cáo tổng hợp' }).click();
    assert.match(await page.getByRole('alert').textContent(), /hãy đánh dấu xác nhận/);
    await page.getByRole('checkbox', { name: /Báo cáo đã có nội dung/ }).check();
    await page.getByRole('button', { name: 'Soạn báo cáo tổng hợp' }).click();
    await page.getByRole('status').getByRole('link', { name: 'Xem báo cáo' }).click();
    await page.waitForURL(/\/bao-cao\/\d+$/);
    const text = await page.textContent('article.page');
    assert.match(text, /TÌNH HÌNH BÁO CÁO CỦA CÁC CƠ QUAN, ĐƠN VỊ/);
    assert.match(text, /Phụ lục IV/);
    assert.match(text, /Sở Công Thương tỉnh Lạng Sơn/);
  }));
