// The report page: the official text, the source of each figure, the findings, the downloads.
import test from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { firstReport, visit } from './site.mjs';

test('a click on a figure shows its source beside the text', () =>
  visit({}, async (page) => {
    await page.goto(await firstReport(page));
    const figure = page.locator('article .fig').first();
    const printed = (await figure.textContent()).trim();
    await figure.click();
    const source = page.locator('#nguon');
    await source.getByText('Loại', { exact: true }).waitFor();
    assert.ok((await source.textContent()).includes(printed), printed);
    assert.equal(await figure.getAttribute('aria-expanded'), 'true');
    await page.keyboard.press('Escape');
    assert.equal((await source.textContent()).trim(), '');
  }));

test('the source of a figure has a page of its own', () =>
  visit({}, async (page) => {
    await page.goto(await firstReport(page));
    await page.locator('article .fig').first().click();
    await page.locator('#nguon').getByRole('link', { name: 'Mở trang riêng' }).click();
    await page.waitForURL('**/so-lieu/**');
    await page.getByRole('heading', { name: 'Nguồn của số liệu' }).waitFor();
    assert.ok(await page.locator('blockquote mark').count());
  }));

test('findings stand beside the report and open', () =>
  visit({}, async (page) => {
    await page.goto(await firstReport(page));
    const findings = page.locator('aside .fl details');
    assert.ok((await findings.count()) > 0);
    await findings.first().locator('summary').click();
    assert.ok(await findings.first().evaluate((details) => details.open));
  }));

for (const [format, magic] of [['docx', 'PK\u0003\u0004'], ['pdf', '%PDF-']]) {
  test(`the report downloads as ${format}`, () =>
    visit({}, async (page) => {
      const report = await firstReport(page);
      await page.goto(report);
      const waiting = page.waitForEvent('download');
      await page.locator(`a[href="${report}/tai-ve/${format}"]`).click();
      const download = await waiting;
      const bytes = readFileSync(await download.path());
      assert.equal(bytes.subarray(0, magic.length).toString('latin1'), magic);
      assert.match(download.suggestedFilename(), new RegExp(`\\.${format}$`));
      if (format === 'docx') assert.ok(bytes.includes('word/document.xml'));
      if (format === 'pdf') assert.ok(bytes.subarray(-1024).includes('%%EOF'));
    }));
}

test('every format offered answers with a file', () =>
  visit({}, async (page, context) => {
    const report = await firstReport(page);
    await page.goto(report);
    const links = await page.locator('a[href*="/tai-ve/"]').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
    for (const link of links) {
      const answer = await context.request.get(link);
      assert.equal(answer.status(), 200, link);
      assert.match(answer.headers()['content-disposition'] ?? '', /attachment/, link);
      assert.ok((await answer.body()).length > 1000, link);
    }
  }));
