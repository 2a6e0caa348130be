// Overview, tasks and documents, as read from the report.
import test from 'node:test';
import assert from 'node:assert/strict';
import { firstDocument, firstTask, visit } from './site.mjs';

test('every link of the navigation opens', () =>
  visit({}, async (page) => {
    await page.goto('/');
    const links = await page.locator('nav a[href^="/"]').evaluateAll((all) => [...new Set(all.map((a) => a.getAttribute('href')))]);
    assert.ok(links.length >= 5, `links: ${links}`);
    for (const link of links) {
      const answer = await page.goto(link);
      assert.equal(answer.status(), 200, link);
    }
  }));

test('the overview leads to the tasks', () =>
  visit({}, async (page) => {
    await page.goto('/tong-quan');
    await page.locator('main a[href^="/nhiem-vu"]').first().click();
    await page.waitForURL('**/nhiem-vu**');
  }));

test('the year has its six tasks', () =>
  visit({}, async (page) => {
    await page.goto('/nhiem-vu?nam=2019');
    const tasks = await page.locator('main a[href^="/nhiem-vu/"]').evaluateAll((all) => new Set(all.map((a) => a.href)).size);
    assert.equal(tasks, 6);
  }));

test('a task shows what was assigned, its targets and its grade', () =>
  visit({}, async (page) => {
    await page.goto(await firstTask(page));
    for (const name of ['Mục tiêu', 'Kết quả thực hiện', 'Đánh giá']) {
      assert.equal(await page.getByRole('heading', { name, exact: true }).count(), 1, name);
    }
    assert.ok((await page.getByRole('heading', { level: 1 }).textContent()).trim().length > 20);
  }));

test('a document says where it is cited', () =>
  visit({}, async (page) => {
    await page.goto(await firstDocument(page));
    const mention = page.locator('.cited li').first();
    assert.ok((await mention.locator('mark').textContent()).trim().length > 3);
    await mention.locator('a[href^="/bao-cao/"]').click();
    await page.waitForURL('**/bao-cao/**');
  }));

test('an unknown record is not found, in Vietnamese', () =>
  visit({}, async (page) => {
    for (const address of ['/nhiem-vu/999999', '/van-ban/999999', '/bao-cao/999999', '/khong-co']) {
      const answer = await page.goto(address);
      assert.equal(answer.status(), 404, address);
      assert.match(await page.textContent('main'), /[Kk]hông (có|tìm thấy)/);
    }
  }));
