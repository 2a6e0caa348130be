// Keys: what they do, and above all when they do nothing.
import test from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { LAPTOP, PHONE, assertFits, firstTask, visit } from './site.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const LIST = '/cong-viec?nam=2019';

test('j and k walk the rows, x ticks, Enter opens', () =>
  visit({}, async (page) => {
    await page.goto(LIST);
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    await page.keyboard.press('j');
    const second = page.locator('tbody tr').nth(1);
    assert.match(await second.getAttribute('class'), /cur/);
    await page.keyboard.press('x');
    assert.ok(await second.locator('.ck').isChecked());
    assert.ok(await page.locator('.bulk').isVisible());
    await page.keyboard.press('Escape');
    assert.equal(await second.locator('.ck').isChecked(), false);
    const href = await second.locator('a.t').getAttribute('href');
    await page.keyboard.press('Enter');
    await page.waitForURL(`**${href}`);
  }));

test('g and a letter lead to a page', () =>
  visit({}, async (page) => {
    await page.goto(LIST);
    await page.keyboard.press('g');
    await page.keyboard.press('t');
    await page.waitForURL('**/tong-quan');
    await page.keyboard.press('g');
    await page.keyboard.press('v');
    await page.waitForURL((url) => url.pathname === '/');
  }));

test('nothing acts while Telex is typed in a field', () =>
  visit({}, async (page) => {
    await page.goto(LIST);
    const field = page.getByRole('searchbox', { name: 'Bộ lọc' });
    await field.focus();
    // Telex for “giá chợ xã ký kết”: every letter that is a key elsewhere, and the slash and question mark.
    const telex = 'giaf chowj xax kys keets gj/? xjk d c';
    await page.keyboard.type(telex);
    assert.equal(await field.inputValue(), telex);
    assert.equal(await page.locator('.ck:checked').count(), 0);
    assert.equal(await page.locator('[data-row].cur').count(), 0);
    assert.match(page.url(), /cong-viec/);
  }));

test('keys of an input method are left alone, wherever the focus is', () =>
  visit({}, async (page) => {
    await page.goto(LIST);
    const untouched = await page.evaluate(() => {
      const send = (init) => {
        const event = new KeyboardEvent('keydown', { bubbles: true, cancelable: true, code: 'KeyJ', ...init });
        return document.body.dispatchEvent(event) && !document.querySelector('[data-row].cur');
      };
      const composing = { key: 'j', isComposing: true };
      const held = [composing, { key: 'j', keyCode: 229 }, { key: 'Process' }, { key: 'Unidentified' }, { key: 'j', code: '' }];
      const slash = held.map((init) => ({ ...init, key: init.key === 'j' ? '/' : init.key }));
      return [...held, ...slash].every(send) && document.activeElement.id !== 'tim';
    });
    assert.ok(untouched);
  }));

test('composing in the palette moves nothing', () =>
  visit({}, async (page) => {
    await page.goto('/');
    await page.keyboard.press('Control+k');
    await page.locator('#lenh a').first().waitFor();
    const stayed = await page.evaluate(() => {
      const input = document.getElementById('lenh-tu');
      input.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, key: 'ArrowDown', code: 'ArrowDown', isComposing: true }));
      return document.activeElement === input;
    });
    assert.ok(stayed);
  }));

test('the palette finds pages, then tasks, and opens the first', () =>
  visit({}, async (page) => {
    await page.goto('/');
    await page.keyboard.press('Control+k');
    await page.locator('#lenh-tu').pressSequentially('phim tat');
    await page.locator('#lenh a', { hasText: 'Phím tắt' }).waitFor();
    await page.waitForFunction(() => document.querySelectorAll('#lenh a').length < 12);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/phim-tat');
    await page.keyboard.press('Control+k');
    await page.locator('#lenh-tu').pressSequentially('chợ nông thôn');
    await page.locator('#lenh a[href^="/nhiem-vu/"]').first().waitFor();
    await page.keyboard.press('ArrowDown');
    assert.equal(await page.evaluate(() => document.activeElement.tagName), 'A');
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('#lenh').isVisible(), false);
  }));

test('the palette shows an officer nothing they may not open', () =>
  visit({ as: 'chuyenvien' }, async (page) => {
    await page.goto('/');
    await page.keyboard.press('Control+k');
    await page.locator('#lenh a').first().waitFor();
    for (const href of ['/nhap', '/quan-tri']) assert.equal(await page.locator(`#lenh a[href="${href}"]`).count(), 0);
  }));

test('single letters can be switched off on the machine', () =>
  visit({}, async (page) => {
    await page.goto('/phim-tat');
    await page.getByLabel('Dùng phím một chữ trên máy này').uncheck();
    await page.goto(LIST);
    await page.keyboard.press('j');
    assert.equal(await page.locator('[data-row].cur').count(), 0);
  }));

test('the map of keys and the palette have no faults', async () => {
  for (const options of [{ viewport: LAPTOP }, { viewport: LAPTOP, colorScheme: 'dark' }, { viewport: PHONE, isMobile: true }]) {
    await visit(options, async (page) => {
      await page.goto('/phim-tat');
      await assertFits(page);
      await page.keyboard.press('Control+k');
      await page.locator('#lenh a').first().waitFor();
      await page.evaluate(AXE);
      const found = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag22aa'] }));
      assert.deepEqual(found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target).join(', ')}`), []);
    });
  }
});

test('on a phone what one can do stands before the history', () =>
  visit({ viewport: PHONE, isMobile: true }, async (page) => {
    await page.goto(await firstTask(page));
    const top = (selector) => page.locator(selector).evaluate((element) => element.getBoundingClientRect().top);
    assert.ok((await top('#lam')) < (await top('#lich-su')));
    await assertFits(page);
  }));

test('a file dropped on the task goes into its comment, and @ offers names', () =>
  visit({}, async (page) => {
    await page.goto(await firstTask(page));
    const data = await page.evaluateHandle(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(['x'], 'bien-ban.txt', { type: 'text/plain' }));
      return transfer;
    });
    await page.dispatchEvent('.p-task .wrap', 'drop', { dataTransfer: data });
    assert.equal(await page.locator('#tep-comment').evaluate((input) => input.files[0].name), 'bien-ban.txt');
    const text = page.locator('#nd-comment');
    await text.pressSequentially('Nhờ @truong');
    await page.locator('#nhac button', { hasText: 'Trưởng phòng' }).click();
    assert.equal(await text.inputValue(), 'Nhờ @truongphong ');
  }));
