// The working list as a file: what the filter shows, with Vietnamese that spreadsheets read.
import test from 'node:test';
import assert from 'node:assert/strict';
import { visit } from './site.mjs';

test('the list is taken along as XLSX and CSV, by the filter of the page', () =>
  visit({ as: 'kehoach' }, async (page) => {
    await page.goto('/cong-viec?nam=2019');
    const link = await page.locator('a[href^="/cong-viec/tai-ve/xlsx"]').getAttribute('href');
    const xlsx = await page.request.get(link);
    assert.equal(xlsx.status(), 200);
    assert.equal((await xlsx.body()).subarray(0, 2).toString(), 'PK');
    const csv = await page.request.get('/cong-viec/tai-ve/csv?nam=2019&loc=NV5');
    const text = (await csv.body()).toString('utf8');
    assert.ok(text.startsWith('\ufeffMã,Nội dung nhiệm vụ,'), text.slice(0, 60));
    assert.match(text, /\r\nNV5,/);
    assert.doesNotMatch(text, /\r\nNV4,/);
    const odd = await page.request.get(`/cong-viec/tai-ve/csv?nam=2019&loc=${encodeURIComponent('hạn<=hôm-kia-kìa')}`);
    assert.equal(odd.status(), 422);
    assert.equal((await page.request.get('/cong-viec/tai-ve/exe?nam=2019')).status(), 404);
  }));
