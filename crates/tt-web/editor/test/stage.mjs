// A mock server and a browser page for a test; what the page logs as an error fails the test.
import { after } from 'node:test';
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import { startMock } from '../dev/mock.mjs';

const CHROMIUM = process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync);
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const STANDARD = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

let browser;
after(() => browser?.close());

/** Runs `play({ page, mock, context, … })` on a fresh report. */
export async function stage({ prepare, mock: about = {}, ...options }, play) {
  browser ??= await chromium.launch({ executablePath: CHROMIUM, args: ['--disable-gpu', '--lang=vi'] });
  const mock = await startMock({ count: 3, ...about });
  prepare?.(mock.state);
  const context = await browser.newContext({ locale: 'vi-VN', viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  const faults = [];
  page.on('pageerror', (error) => faults.push(error.stack));
  page.on('console', (message) => message.type() === 'error' && !/Failed to load resource/.test(message.text()) && faults.push(message.text()));
  try {
    await open(page, mock);
    await play({ page, mock, state: mock.state, context });
    assert.deepEqual(faults, []);
  } finally {
    await context.close();
    await mock.stop();
  }
}

export async function open(page, mock) {
  await page.goto(mock.address);
  await page.waitForSelector('#soan[data-xong]');
}

/** The editor of a section. */
export const editor = (page, id) => page.locator(`#muc-${id} .ProseMirror`);

/** Puts the caret at the end of a block. */
export async function caretAtEnd(page, id, block) {
  await page.locator(`#muc-${id} .ProseMirror > :nth-child(${block})`).click({ position: { x: 300, y: 5 } });
  await page.keyboard.press('End');
  await rest(page);
}

/** The browser tells of a moved caret a moment later; fingers are slower than that. */
export const rest = (page) => page.waitForTimeout(60);

/** Waits until the server has what was typed. */
export const saved = (page) => page.waitForFunction(() => document.getElementById('so-luu').classList.contains('saved') && document.getElementById('so-luu').textContent);

/** What the mock has of a block, as text. */
export const stored = (state, id, block) => {
  const content = state.sections.find((one) => one.id === id).blocks[block - 1].content;
  return content.map((one) => one.text ?? `{${one.chip ?? one.number}}`).join('');
};

export async function violations(page) {
  await page.evaluate(AXE);
  const found = await page.evaluate((tags) => globalThis.axe.run(document, { runOnly: tags }), STANDARD);
  return found.violations.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => `${node.target.join(' ')} ${node.any[0]?.message ?? node.all[0]?.message ?? ''}`).join(' | ')}`);
}

/** Puts HTML or text on the clipboard of a paste, as Word would. */
export const paste = (page, kinds) =>
  page.evaluate((given) => {
    const data = new DataTransfer();
    for (const [kind, words] of Object.entries(given)) {
      if (kind === 'file') data.items.add(new File([new Uint8Array([1])], 'anh.png', { type: 'image/png' }));
      else data.setData(kind, words);
    }
    document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  }, kinds);
