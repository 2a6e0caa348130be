// The first screen: my work, my division's, my agency's, and the way from a duty to its form.
import test from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { inDays } from './calendar.mjs';
import { LAPTOP, PHONE, assertFits, visit } from './site.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function axeFaults(page) {
  // The policy of the page keeps foreign scripts out, so axe is put in by the debugger.
  await page.evaluate(AXE);
  const found = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag22aa'] }));
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target).join(', ')}`);
}
const mark = `Rà soát giá điện chợ ${Date.now()}`;

test('what is assigned to my division waits for me, and its button leads to the open form', async () => {
  await visit({}, async (page) => {
    await page.goto('/giao-viec');
    await page.getByLabel('Nội dung nhiệm vụ').fill(mark);
    await page.getByLabel('Hạn hoàn thành').fill(inDays(2));
    await page.getByLabel('Chủ trì').selectOption({ label: 'QLTM' });
    await page.getByRole('button', { name: 'Giao nhiệm vụ' }).click();
    await page.waitForURL(/\/nhiem-vu\/\d+$/);
  });
  await visit({ as: 'truongphong' }, async (page) => {
    await page.goto('/');
    const line = page.locator('.lines li', { hasText: mark });
    await line.getByRole('link', { name: /Tiếp nhận/ }).click();
    await page.waitForURL(/lenh=accept#lam$/);
    await page.locator('#lam details[open]').getByRole('button', { name: 'Tiếp nhận' }).click();
    await page.waitForURL(/#lich-su$/);
    await page.goto('/');
    assert.equal(await page.locator('.lines li', { hasText: mark }).getByRole('link', { name: /Phân công/ }).count(), 1);
  });
});

test('division and agency are one click apart, with counts that add up', () =>
  visit({ as: 'truongphong' }, async (page) => {
    await page.goto('/');
    await page.getByRole('link', { name: 'Phòng tôi' }).click();
    await page.getByRole('heading', { level: 1, name: 'Phòng tôi' }).waitFor();
    await page.getByRole('link', { name: 'Cơ quan tôi' }).click();
    await page.getByRole('heading', { level: 1, name: 'Cơ quan tôi' }).waitFor();
    const open = Number(await page.locator('.lead b').first().innerText());
    const rows = await page.locator('section[aria-labelledby=h-ph] tbody tr td:nth-child(3)').allInnerTexts();
    assert.equal(rows.map(Number).reduce((sum, one) => sum + one, 0), open);
  }));

for (const role of ['lanhdao', 'kehoach', 'truongphong', 'chuyenvien', 'vanthu', 'giamsat', 'quantri']) {
  test(`${role} has a first screen without faults`, async () => {
    for (const options of [{ viewport: LAPTOP }, { viewport: PHONE, isMobile: true, colorScheme: 'dark' }]) {
      await visit({ as: role, ...options }, async (page) => {
        for (const address of ['/', '/?xem=phong', '/?xem=co-quan']) {
          assert.equal((await page.goto(address)).status(), 200, address);
          await assertFits(page);
          assert.deepEqual(await axeFaults(page), [], address);
        }
      });
    }
  });
}
