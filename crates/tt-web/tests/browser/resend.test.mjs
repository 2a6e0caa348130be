// A form sent twice counts once; a form sent after the session ended loses nothing that was typed.
import test from 'node:test';
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { demo } from './demo.mjs';
import { assertFits, visit } from './site.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function assertAccessible(page) {
  await page.evaluate(AXE);
  const found = await page.evaluate(() => globalThis.axe.run(document));
  assert.deepEqual(found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`), []);
}

/** Signs in on the page that is shown. */
async function signInHere(page, login) {
  const { password } = demo.users.find((user) => user.login === login);
  await page.getByLabel('Tên đăng nhập').fill(login);
  await page.getByLabel('Mật khẩu', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
  await page.waitForLoadState();
}

async function fill(page, statement) {
  await page.goto('/giao-viec');
  await page.getByLabel('Nội dung nhiệm vụ').fill(statement);
  await page.getByLabel('Hạn hoàn thành').fill('2030-06-28');
}

test('a session that ends while typing loses nothing', () =>
  visit({ as: null }, async (page, context) => {
    await page.goto('/dang-nhap');
    await signInHere(page, 'kehoach');
    const statement = `Rà soát chợ hạng 3 trên địa bàn ${Date.now()}`;
    await fill(page, statement);
    await context.clearCookies();
    await page.getByRole('button', { name: 'Giao nhiệm vụ' }).click();
    await page.waitForLoadState();
    assert.match(await page.getByRole('status').textContent(), /Phiên làm việc đã hết/);
    await assertAccessible(page);
    await signInHere(page, 'kehoach');
    assert.match(await page.locator('.typed').textContent(), new RegExp(statement));
    await assertAccessible(page);
    await assertFits(page);
    await page.getByRole('button', { name: 'Gửi' }).click();
    await page.waitForLoadState();
    assert.match(page.url(), /\/nhiem-vu\/\d+$/);
    assert.match(await page.textContent('main'), new RegExp(statement));
  }));

test('a wrong password on the way keeps it too', () =>
  visit({ as: null }, async (page, context) => {
    await page.goto('/dang-nhap');
    await signInHere(page, 'kehoach');
    await fill(page, 'Việc giữ qua mật khẩu sai');
    await context.clearCookies();
    await page.getByRole('button', { name: 'Giao nhiệm vụ' }).click();
    await page.getByLabel('Tên đăng nhập').fill('kehoach');
    await page.getByLabel('Mật khẩu', { exact: true }).fill('sai-mat-khau');
    await page.getByRole('button', { name: 'Đăng nhập' }).click();
    await page.waitForLoadState();
    await signInHere(page, 'kehoach');
    assert.match(await page.locator('.typed').textContent(), /Việc giữ qua mật khẩu sai/);
  }));

test('a form sent twice makes one task', () =>
  visit({ as: 'kehoach' }, async (page) => {
    const statement = `Việc gửi hai lần ${Date.now()}`;
    await fill(page, statement);
    const places = await page.evaluate(async () => {
      const form = document.querySelector('form.panel.form');
      const send = () => fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)) }).then((answer) => answer.url);
      return Promise.all([send(), send(), send()]);
    });
    assert.equal(new Set(places).size, 1, places.join(' '));
    await page.goto(`/tim?tu=${encodeURIComponent(`"${statement}"`)}`);
    assert.equal(await page.locator('main a[href^="/nhiem-vu/"]').count(), 1);
  }));
