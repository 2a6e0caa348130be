// Light and dark, the two languages, phone width, print, and everything without JavaScript.
import test from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { PAGES, PHONE, assertFits, firstDocument, firstReport, firstTask, visit } from './site.mjs';

const allPages = async (page) => [...PAGES, await firstTask(page), await firstDocument(page), await firstReport(page)];

test('on a phone no page scrolls sideways', () =>
  visit({ viewport: PHONE, isMobile: true, hasTouch: true }, async (page) => {
    for (const address of [...(await allPages(page)), '/nhap']) {
      await page.goto(address);
      await assertFits(page);
    }
  }));

test('at 320 pixels the main pages still fit', () =>
  visit({ viewport: { width: 320, height: 640 } }, async (page) => {
    for (const address of PAGES) {
      await page.goto(address);
      await assertFits(page);
    }
  }));

test('the dark theme is chosen by the system and by the button', () =>
  visit({ colorScheme: 'dark' }, async (page) => {
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const lightness = (rgb) => rgb.match(/\d+/g).slice(0, 3).map(Number).reduce((sum, part) => sum + part, 0) / 3;
    await page.goto('/');
    assert.ok(lightness(await background()) < 80, await background());
    await page.getByRole('button', { name: /nền/i }).first().click();
    await page.getByRole('button', { name: /nền/i }).first().click();
    assert.ok(lightness(await background()) > 175, await background());
  }));

test('English is chosen by the button and kept on the next page', () =>
  visit({}, async (page) => {
    await page.goto('/');
    await page.getByRole('button', { name: 'English' }).first().click();
    await page.waitForLoadState();
    assert.equal(await page.getAttribute('html', 'lang'), 'en');
    await page.goto('/nhiem-vu');
    assert.equal(await page.getAttribute('html', 'lang'), 'en');
    await page.getByRole('link', { name: 'Documents' }).first().waitFor();
  }));

test('without JavaScript the main flow works', () =>
  visit({ javaScriptEnabled: false }, async (page) => {
    for (const address of [...PAGES, '/nhap']) {
      assert.equal((await page.goto(address)).status(), 200, address);
    }
    await page.goto('/bao-cao');
    await page.locator('main a[href^="/bao-cao/"]:not([href*="so-sanh"])').first().click();
    // The figure leads to a page instead of opening a panel.
    await page.locator('article .fig').first().click();
    await page.waitForURL('**/so-lieu/**');
    await page.goto('/soat');
    await page.getByLabel('Dán văn bản').fill('Thu ngân sách trên địa bàn đạt 18.984 tỷ đồng, vượt 7% kế hoạch được giao (17.500 tỷ đồng).');
    await page.getByRole('button', { name: 'Soát', exact: true }).click();
    await page.getByRole('heading', { name: 'Kết quả soát báo cáo' }).waitFor();
  }));

test('without JavaScript a file download works', () =>
  visit({ javaScriptEnabled: false, acceptDownloads: true }, async (page) => {
    await page.goto('/bao-cao');
    await page.locator('main a[href^="/bao-cao/"]:not([href*="so-sanh"])').first().click();
    const waiting = page.waitForEvent('download');
    await page.locator('a[href$="/tai-ve/docx"]').click();
    assert.equal(readFileSync(await (await waiting).path()).subarray(0, 2).toString(), 'PK');
  }));

test('printing leaves the navigation out', () =>
  visit({}, async (page) => {
    await page.goto('/nhiem-vu');
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.locator('aside.side').isVisible(), false);
    assert.equal(await page.locator('header.top').isVisible(), false);
    assert.equal(await page.locator('#main').isVisible(), true);
  }));

test('the first page is light: little script, one style sheet', () =>
  visit({}, async (page) => {
    const scripts = [];
    const sheets = [];
    page.on('response', async (response) => {
      const kind = response.request().resourceType();
      if (kind === 'script') scripts.push((await response.request().sizes()).responseBodySize);
      if (kind === 'stylesheet') sheets.push(response.url());
    });
    await page.goto('/', { waitUntil: 'networkidle' });
    assert.equal(sheets.length, 1);
    assert.ok(scripts.reduce((sum, size) => sum + size, 0) <= 60 * 1024, `scripts on the wire: ${scripts}`);
  }));
