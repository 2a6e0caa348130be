// Nhập báo cáo: shown first, recorded on confirmation, and only by those who may.
import test from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { visit } from './site.mjs';

const REPORT = readFileSync(new URL('../../../../demo/lang-son-sct-2019.txt', import.meta.url));

test('a report that is already there changes nothing and says so', () =>
  visit({ as: 'kehoach' }, async (page) => {
    await page.goto('/nhap');
    await page.getByLabel('Tệp báo cáo').setInputFiles({ name: 'bao-cao.txt', mimeType: 'text/plain', buffer: REPORT });
    await page.getByRole('button', { name: 'Xem trước' }).click();
    await page.waitForLoadState();
    assert.match(await page.textContent('main'), /không có gì khác/);
  }));

test('an officer is not offered the import and may not send one', () =>
  visit({ as: 'chuyenvien' }, async (page) => {
    await page.goto('/');
    assert.equal(await page.locator('a[href="/nhap"]').count(), 0);
    const answer = await page.goto('/nhap');
    assert.equal(answer.status(), 403);
  }));
