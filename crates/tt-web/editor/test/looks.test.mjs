// Accessible and within the window: light, dark, English, a phone; every box open once. And how long a key takes.
import test from 'node:test';
import assert from 'node:assert/strict';
import { caretAtEnd, editor, rest, saved, stage, violations } from './stage.mjs';

function busy(state) {
  state.sections[0].blocks[4].content[0].text = 'Tổng có sai số và xử lí ';
  state.sections[1].waiting = [{ origin: 't-1', takenOut: false, fresh: { type: 'paragraph', label: 'a)', content: [{ type: 'text', text: 'Đã chuyển đổi 16 chợ.' }], origin: 't-1' } }];
  state.comments.push({ id: 99, section: 1, kind: 'suggestion', quote: 'phân công các phòng chủ trì', text: 'Theo văn bản mới', replacement: 'giao các phòng chủ trì', by: 'Trần Văn Nam', at: '27/11/2026 10:00', state: 'open', mine: false, replies: [{ by: 'Hoa', at: '27/11/2026 10:05', text: 'Đồng ý' }] });
}

const LOOKS = {
  light: {},
  dark: { colorScheme: 'dark', viewport: { width: 1366, height: 768 } },
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
  'dark phone': { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, colorScheme: 'dark' },
  English: { mock: { language: 'en' }, viewport: { width: 1200, height: 800 } },
};

for (const [name, options] of Object.entries(LOOKS)) {
  test(`no violation of WCAG 2.2 AA, and nothing wider than the window: ${name}`, () =>
    stage({ prepare: busy, ...options }, async ({ page }) => {
      const look = async (what) => {
        assert.deepEqual(await violations(page), [], what);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${what} scrolls sideways`);
        if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/${name.replace(' ', '-')}-${what}.png` });
      };
      await rest(page);
      await look('page');
      const phone = Boolean(options.isMobile);
      if (phone) {
        for (const region of [/Dàn ý/, /Cần xem/]) {
          await page.locator('.so-vung').getByRole('button', { name: region }).click();
          await look(`region ${region.source}`);
        }
        await page.locator('.so-vung').getByRole('button', { name: 'Trang' }).click();
      }
      await editor(page, 1).locator('.so-the').first().click();
      await page.locator('.so-thong-tin summary').click();
      await look('fact');
      await page.keyboard.press('Escape');
      await caretAtEnd(page, 1, 3);
      await page.keyboard.press('Control+k');
      await page.locator('.so-ds [role=option]').first().waitFor();
      await look('search');
      await page.keyboard.press('Escape');
      await page.keyboard.press('F1');
      await page.getByRole('dialog').waitFor();
      await look('help');
      await page.keyboard.press('Escape');
      await page.locator('#muc-2 .so-dau summary').click();
      await look('menu');
      await page.locator('#muc-2').getByRole('button', { name: /phiên bản|Versions/ }).click();
      await page.locator('.so-pb button').first().click();
      await rest(page);
      await look('versions');
    }));
}

test('two versions side by side are accessible too', () =>
  stage({ viewport: { width: 1366, height: 768 } }, async ({ page, state }) => {
    state.sections[0].version = 2;
    await caretAtEnd(page, 1, 3);
    await page.keyboard.type(' x');
    await page.getByRole('group', { name: 'Hai bản của mục' }).waitFor();
    assert.deepEqual(await violations(page), []);
    if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/clash.png` });
  }));

test('every region is reached by F6, and Escape leaves the text', () =>
  stage({ prepare: busy }, async ({ page }) => {
    await caretAtEnd(page, 1, 3);
    const where = () => page.evaluate(() => ['.so-cong-cu', '.so-dan', '.so-than', '.so-le'].find((name) => document.querySelector(name).contains(document.activeElement)));
    const seen = [];
    for (let i = 0; i < 4; i += 1) {
      await page.keyboard.press('F6');
      seen.push(await where());
    }
    assert.deepEqual(seen, ['.so-le', '.so-cong-cu', '.so-dan', '.so-than']);
    await page.keyboard.press('Escape');
    assert.equal(await where(), '.so-dan');
  }));

test('a key takes less than a frame in a report of 40 sections', () =>
  stage({ mock: { count: 40 } }, async ({ page, state }) => {
    await caretAtEnd(page, 20, 4);
    // From the key's event to the end of what it set off, drawing of the bars included.
    await page.evaluate(() => {
      globalThis.times = [];
      let begun = 0;
      addEventListener('keydown', () => {
        begun = performance.now();
        requestAnimationFrame(() => setTimeout(() => times.push(performance.now() - begun)));
      }, true);
      globalThis.work = [];
      const { view } = document.getElementById('soan').soan.byId(20);
      const dispatch = view.props.dispatchTransaction;
      view.setProps({ dispatchTransaction(tr) {
        const start = performance.now();
        dispatch(tr);
        work.push(performance.now() - start);
      } });
    });
    await page.keyboard.type('Sở Công Thương phối hợp với các huyện, thành phố triển khai thực hiện đúng tiến độ được giao. '.repeat(2), { delay: 25 });
    const [work, times] = await page.evaluate(() => [globalThis.work, globalThis.times]);
    const at = (list, share) => [...list].sort((a, b) => a - b)[Math.floor(list.length * share)];
    console.log(`typing: ${work.length} changes; work of a change: median ${at(work, 0.5).toFixed(1)} ms, 95 % ${at(work, 0.95).toFixed(1)} ms, most ${Math.max(...work).toFixed(1)} ms; to the next frame: median ${at(times, 0.5).toFixed(1)} ms`);
    assert.ok(at(work, 0.95) < 16);
    await saved(page);
    assert.ok(state.puts.length >= 1);
  }));
