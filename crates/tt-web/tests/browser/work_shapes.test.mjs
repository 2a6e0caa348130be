// The list's other shapes: board, timeline, calendar; each with the same filter, each without a script.
import test from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { inDays, thisYear as year } from './calendar.mjs';
import { LAPTOP, PHONE, assertFits, visit } from './site.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function axeFaults(page) {
  await page.evaluate(AXE);
  const found = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag22aa'] }));
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target).join(', ')}`);
}
const mark = `Đối chiếu cột mốc ${Date.now()}`;
const only = `nam=${year}&loc=${encodeURIComponent(`"${mark}"`)}`;

test('a card is accepted from the board, without a script, and stands in its new column', () =>
  visit({ javaScriptEnabled: false }, async (page) => {
    await page.goto('/giao-viec');
    await page.getByLabel('Nội dung nhiệm vụ').fill(mark);
    await page.getByLabel('Ngày giao').fill(inDays(-30));
    await page.getByLabel('Hạn hoàn thành').fill(inDays(-2));
    await page.getByRole('button', { name: 'Giao nhiệm vụ' }).click();
    await page.goto(`/cong-viec?dang=bang&${only}`);
    const card = page.locator('.card', { hasText: mark });
    assert.equal(await page.locator('.col[data-den=assigned] .card').count(), 1);
    await card.getByRole('button', { name: /Tiếp nhận/ }).click();
    assert.match(page.url(), /dang=bang/);
    assert.equal(await page.locator('.col[data-den=accepted] .card').count(), 1);
    await card.locator('summary').click();
    await card.getByRole('link', { name: /Báo cáo kết quả/ }).click();
    await page.locator('#lam details[open]').getByLabel('Sản phẩm nộp').waitFor();
  }));

test('a card is dragged only where a command leads it', () =>
  visit({}, async (page) => {
    const text = `${mark} kéo`;
    await page.goto('/giao-viec');
    await page.getByLabel('Nội dung nhiệm vụ').fill(text);
    await page.getByLabel('Hạn hoàn thành').fill(inDays(9));
    await page.getByRole('button', { name: 'Giao nhiệm vụ' }).click();
    await page.waitForURL(/\/nhiem-vu\/\d+$/);
    await page.goto(`/cong-viec?dang=bang&nam=${year}&loc=${encodeURIComponent(`"${text}"`)}`);
    const to = (state) => page.locator(`.col[data-den=${state}]`);
    await page.locator('.card').dragTo(to('completed'));
    assert.equal(await to('assigned').locator('.card').count(), 1);
    await page.locator('.card').dragTo(to('accepted'));
    await to('accepted').locator('.card').waitFor();
  }));

test('the timeline draws the bar and says the same in a table', () =>
  visit({}, async (page) => {
    await page.goto(`/cong-viec?dang=thoi-gian&${only}`);
    assert.equal(await page.locator('.g-svg rect.bar.bad').count(), 1);
    assert.match(await page.getByRole('img', { name: /Biểu đồ thời gian/ }).getAttribute('aria-label'), /1 việc/);
    await page.getByText('Xem bằng bảng').click();
    const cells = await page.locator('details table tbody td').allInnerTexts();
    assert.ok(cells.some((cell) => /2 ngày/.test(cell)), `${cells}`);
  }));

test('what waits for another is linked to it, and a circle is refused', () =>
  visit({}, async (page) => {
    const text = `Chuỗi việc ${Date.now()}`;
    const made = [];
    for (const [n, days] of [[1, -1], [2, 12]]) {
      await page.goto('/giao-viec');
      await page.getByLabel('Nội dung nhiệm vụ').fill(`${text} ${n}`);
      await page.getByLabel('Ngày giao').fill(inDays(-20));
      await page.getByLabel('Hạn hoàn thành').fill(inDays(days));
      await page.getByRole('button', { name: 'Giao nhiệm vụ' }).click();
      await page.waitForURL(/\/nhiem-vu\/\d+$/);
      made.push({ url: page.url(), code: await page.locator('.eyebrow .code').innerText() });
    }
    const wait = async (one, other) => {
      await page.goto(`${one.url}/sua`);
      await page.getByLabel(/Phải chờ nhiệm vụ/).fill(other.code);
      await page.locator('main form button.btn-p').click();
    };
    await wait(made[1], made[0]);
    await page.goto(`/cong-viec?dang=thoi-gian&nam=${year}&loc=${encodeURIComponent(`"${text}"`)}`);
    assert.equal(await page.locator('.g-svg .link').count(), 1);
    await wait(made[0], made[1]);
    await page.getByRole('alert').getByText(/chờ lẫn nhau thành vòng/).waitFor();
    await wait(made[0], { code: 'XX9' });
    await page.getByRole('alert').getByText(/không có nhiệm vụ “XX9”/i).waitFor();
  }));

test('the calendar shows the deadline on its day, and the holidays of the month', () =>
  visit({}, async (page) => {
    await page.goto(`/cong-viec?dang=lich&thang=${inDays(-2).slice(0, 7)}&${only}`);
    const day = page.locator('.month td:not(.other)', { hasText: mark.slice(0, 20) });
    assert.match(await day.innerText(), new RegExp(`^\\s*${Number(inDays(-2).slice(8))}\\b`));
    await page.goto(`/cong-viec?dang=lich&thang=${year}-09&nam=${year}`);
    assert.match(await page.locator('.month').innerText(), /Quốc khánh/);
    await page.getByRole('link', { name: 'Tháng sau' }).click();
    await page.getByRole('heading', { name: `Tháng 10/${year}` }).waitFor();
  }));

test('columns are chosen and kept in the address', () =>
  visit({}, async (page) => {
    await page.goto(`/cong-viec?${only}`);
    await page.locator('summary', { hasText: 'Cột' }).click();
    await page.getByRole('checkbox', { name: 'Ngày giao' }).check();
    await page.getByRole('checkbox', { name: 'Thực hiện' }).uncheck();
    await page.getByRole('button', { name: 'Hiện các cột này' }).click();
    const heads = await page.locator('.tasks thead th').allInnerTexts();
    assert.ok(heads.includes('Ngày giao') && !heads.includes('Thực hiện'), `${heads}`);
    await page.getByRole('link', { name: 'Thẻ', exact: true }).click();
    assert.match(page.url(), /cot=chu-tri/);
  }));

for (const shape of ['', 'bang', 'thoi-gian', 'lich']) {
  test(`no faults on the shape “${shape || 'table'}”`, async () => {
    for (const options of [{ viewport: LAPTOP }, { viewport: LAPTOP, colorScheme: 'dark' }, { viewport: PHONE, isMobile: true }]) {
      await visit(options, async (page) => {
        for (const nam of [2019, year]) {
          await page.goto(`/cong-viec?dang=${shape}&nam=${nam}`);
          await assertFits(page);
          assert.deepEqual(await axeFaults(page), [], shape);
        }
      });
    }
  });
}
