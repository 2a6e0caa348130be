// Early warning, the overview's picture, the things a report names: read, without faults, at every size and theme.
import test from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { inDays } from './calendar.mjs';
import { DESKTOP, LAPTOP, PHONE, assertFits, visit } from './site.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function axeFaults(page) {
  // The policy of the page keeps foreign scripts out, so axe is put in by the debugger.
  await page.evaluate(AXE);
  const found = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag22aa'] }));
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target).join(', ')}`);
}

const yesterday = inDays(-1);
const mark = `Kiểm tra chợ đêm ${Date.now()}`;

for (const options of [{ viewport: DESKTOP }, { viewport: LAPTOP, colorScheme: 'dark' }, { viewport: PHONE, isMobile: true }]) {
  test(`warnings, overview and import fit and have no faults at ${options.viewport.width}`, () =>
    visit(options, async (page) => {
      for (const address of ['/canh-bao', '/canh-bao?ngay=2001-01-01', '/canh-bao?muc=missed&cua-toi=1', '/tong-quan', '/bao-cao/1']) {
        assert.equal((await page.goto(address)).status(), 200, address);
        await assertFits(page);
        assert.deepEqual(await axeFaults(page), [], address);
      }
    }));
}

test('a day that is none is told, and today is shown', () =>
  visit({}, async (page) => {
    await page.goto('/canh-bao?ngay=hôm-kia');
    await page.getByText('không phải một ngày').waitFor();
  }));

test('the overview draws deadlines by division and month with the same numbers beside', async () => {
  await visit({}, async (page) => {
    await page.goto('/giao-viec');
    await page.getByLabel('Nội dung nhiệm vụ').fill(mark);
    await page.getByLabel('Hạn hoàn thành').fill(yesterday);
    await page.getByLabel('Chủ trì').selectOption({ label: 'QLTM' });
    await page.getByRole('button', { name: 'Giao nhiệm vụ' }).click();
  });
  await visit({}, async (page) => {
    await page.goto('/tong-quan');
    const picture = page.locator('svg.chart').first();
    if ((await picture.count()) > 0) {
      assert.match(await picture.getAttribute('aria-labelledby'), /^nhiet-t nhiet-d$/);
      assert.equal(await page.locator('.chart-f script, .chart-f [style]').count(), 0);
      assert.ok((await page.locator('.chart-t tbody tr').count()) > 0);
    }
  });
});

test('a report read again offers what it names, with the sentence beside each', () =>
  visit({}, async (page) => {
    await page.goto('/nhap');
    await page.locator('input[type=file]').setInputFiles(new URL('../../../../demo/lang-son-sct-2019.txt', import.meta.url).pathname);
    await page.locator('main form button').click();
    await page.getByRole('heading', { name: 'Đưa vào sổ theo dõi' }).waitFor();
    const market = page.locator('.read-things li', { has: page.locator('label b', { hasText: 'Chợ Ba Xã' }) });
    assert.match(await market.innerText(), /xã Tân Đoàn, huyện Văn Quan/);
    await market.locator('summary').click();
    assert.match(await market.innerText(), /hoàn thành xong việc sửa chữa, cải tạo/);
    await page.getByRole('heading', { name: 'Chỉ nêu số đếm' }).waitFor();
    await assertFits(page);
    assert.deepEqual(await axeFaults(page), []);
  }));
