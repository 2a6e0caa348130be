// Search: the field on every page, what is found, and that its key never acts while someone types.
import test from 'node:test';
import assert from 'node:assert/strict';
import { visit } from './site.mjs';

test('the slash key leads to the field, and its answer is marked and grouped', () =>
  visit({}, async (page) => {
    await page.goto('/');
    await page.keyboard.press('/');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'tim');
    await page.keyboard.type('chợ nông thôn');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/tim?**');
    assert.ok((await page.locator('.hits mark').first().textContent()).toLowerCase().includes('chợ'));
    assert.ok((await page.locator('main section h2').count()) >= 2);
    await page.locator('.hits a[href^="/nhiem-vu/"]').first().click();
    await page.waitForURL('**/nhiem-vu/**');
  }));

test('a slash typed in a field stays a slash', () =>
  visit({}, async (page) => {
    await page.goto('/tim');
    const field = page.locator('main input[name="tu"]');
    await field.focus();
    await page.keyboard.type('230/QĐ');
    assert.equal(await field.inputValue(), '230/QĐ');
  }));

test('letters without diacritics find the same, said to differ', () =>
  visit({}, async (page) => {
    await page.goto('/tim?tu=cho+nong+thon');
    assert.ok((await page.locator('.hits li').count()) > 0);
    assert.ok(/khác dấu/.test(await page.textContent('main')));
  }));

test('a number leads to its document, and a paragraph to its place in the report', () =>
  visit({}, async (page) => {
    await page.goto('/tim?tu=' + encodeURIComponent('số:230/QĐ-UBND'));
    assert.equal(await page.locator('.hits li').count(), 1);
    await page.goto('/tim?loai=bao-cao&tu=' + encodeURIComponent('chợ'));
    const href = await page.locator('.hits a').first().getAttribute('href');
    await page.goto(href);
    assert.equal(await page.locator(href.slice(href.indexOf('#'))).count(), 1);
  }));

test('nothing asked and nothing found are both told', () =>
  visit({}, async (page) => {
    await page.goto('/tim');
    assert.match(await page.textContent('main'), /Bạn cần tìm gì/);
    await page.goto('/tim?tu=' + encodeURIComponent('<b>zzqq</b>'));
    assert.match(await page.textContent('main'), /Không tìm thấy gì khớp với “<b>zzqq<\/b>”/);
    const odd = await page.goto('/tim?tu=x&sau=khong');
    assert.equal(odd.status(), 404);
  }));
