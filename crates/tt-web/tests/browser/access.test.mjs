// Keyboard and assistive technology: a visible focus, a sensible order, and axe-core without a violation.
import test from 'node:test';
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { LAPTOP, PAGES, PHONE, firstDocument, firstReport, firstTask, visit } from './site.mjs';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const STANDARD = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function assertAccessible(page) {
  // The policy of the page keeps foreign scripts out, so axe is put in by the debugger.
  await page.evaluate(await axeSource());
  const { violations } = await page.evaluate((tags) => globalThis.axe.run(document, { runOnly: tags }), STANDARD);
  const told = violations.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => `${node.target.join(' ')} ${node.any[0]?.message ?? ''}`).join(' | ')}`);
  assert.deepEqual(told, [], page.url());
}

let source;
async function axeSource() {
  source ??= (await import('node:fs')).readFileSync(AXE, 'utf8');
  return source;
}

const SETTINGS = [
  ['light', { viewport: LAPTOP, colorScheme: 'light' }],
  ['dark', { viewport: LAPTOP, colorScheme: 'dark' }],
  ['phone', { viewport: PHONE, isMobile: true, hasTouch: true }],
];

for (const [name, options] of SETTINGS) {
  test(`axe-core finds nothing, ${name}`, () =>
    visit(options, async (page) => {
      const pages = [...PAGES, '/nhap', await firstTask(page), await firstDocument(page), await firstReport(page)];
      for (const address of pages) {
        await page.goto(address);
        await assertAccessible(page);
      }
    }));

  test(`axe-core finds nothing on the sign-in, ${name}`, () =>
    visit({ as: null, ...options }, async (page) => {
      await page.goto('/dang-nhap');
      await assertAccessible(page);
    }));
}

test('axe-core finds nothing on findings and on a figure’s source', () =>
  visit({ viewport: LAPTOP }, async (page) => {
    await page.goto(await firstReport(page));
    await page.locator('article .fig').first().click();
    await page.locator('#nguon').getByText('Loại', { exact: true }).waitFor();
    await page.locator('aside .fl summary').first().click();
    await assertAccessible(page);
    await page.goto('/soat');
    await page.getByLabel('Dán văn bản').fill('Thu ngân sách trên địa bàn đạt 18.984 tỷ đồng, vượt 7% kế hoạch được giao (17.500 tỷ đồng).');
    await page.getByRole('button', { name: 'Soát', exact: true }).click();
    await page.getByRole('heading', { name: 'Kết quả soát báo cáo' }).waitFor();
    await assertAccessible(page);
  }));

test('the first tab stop skips to the content, and focus is always visible', () =>
  visit({}, async (page) => {
    await page.goto('/nhiem-vu');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute('href')), '#main');
    for (let stop = 0; stop < 25; stop += 1) {
      await page.keyboard.press('Tab');
      const focus = await page.evaluate(() => {
        const element = document.activeElement;
        if (element === document.body) return null;
        const style = getComputedStyle(element);
        const parent = getComputedStyle(element.parentElement);
        const ring = (one) => (one.outlineStyle !== 'none' && parseFloat(one.outlineWidth) >= 1) || one.boxShadow !== 'none';
        return { name: element.outerHTML.slice(0, 80), visible: ring(style) || ring(parent) };
      });
      if (!focus) break;
      assert.ok(focus.visible, `no focus ring on ${focus.name}`);
    }
  }));

test('a figure’s source opens and closes by keyboard, and focus comes back', () =>
  visit({}, async (page) => {
    await page.goto(await firstReport(page));
    const figure = page.locator('article .fig').first();
    await figure.focus();
    await page.keyboard.press('Enter');
    await page.locator('#nguon').getByText('Loại', { exact: true }).waitFor();
    await page.keyboard.press('Escape');
    assert.ok(await figure.evaluate((element) => element === document.activeElement));
  }));
