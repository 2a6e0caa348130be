// Signing in and out, for every role of the demo.
import test from 'node:test';
import assert from 'node:assert/strict';
import { demo } from './demo.mjs';
import { signIn, visit } from './site.mjs';

test('the demo prints a sign-in for every role, and for the agency above', () => {
  assert.equal(demo.users.length, 8);
});

for (const { login, password } of demo.users) {
  test(`${login} signs in, sees the overview and signs out`, () =>
    visit({ as: null }, async (page) => {
      await signIn(page, login, password);
      await page.waitForURL('**/');
      await page.getByRole('heading', { level: 1 }).first().waitFor();
      await page.getByRole('button', { name: 'Đăng xuất' }).first().click();
      await page.waitForURL('**/dang-nhap*');
      await page.goto('/nhiem-vu');
      assert.match(page.url(), /\/dang-nhap/);
    }));
}

test('someone not signed in is led to the sign-in and back to where they wanted to go', () =>
  visit({ as: null }, async (page) => {
    await page.goto('/van-ban');
    assert.match(page.url(), /\/dang-nhap/);
    const { login, password } = demo.users[0];
    await page.getByLabel('Tên đăng nhập').fill(login);
    await page.getByLabel('Mật khẩu', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Đăng nhập' }).click();
    await page.waitForURL('**/van-ban');
  }));

test('a wrong password is told in Vietnamese and gives nothing away', () =>
  visit({ as: null }, async (page) => {
    await signIn(page, 'khongcoai', 'Sai-mat-khau-1');
    const alert = page.getByRole('alert');
    await alert.waitFor();
    assert.match(await alert.textContent(), /Tên hoặc mật khẩu không đúng/);
  }));

test('the session cookie is out of reach of scripts', () =>
  visit({}, async (page, context) => {
    await page.goto('/');
    const cookies = await context.cookies();
    const session = cookies.find((cookie) => cookie.name === 'tt_phien');
    assert.ok(session?.httpOnly, 'HttpOnly');
    assert.match(session.sameSite, /Lax|Strict/);
    assert.doesNotMatch(await page.evaluate(() => document.cookie), /tt_phien/);
  }));

test('a form sent from another site is refused', async () => {
  const answer = await fetch(`${demo.base}/dang-nhap`, {
    method: 'POST',
    headers: { origin: 'https://evil.test', 'content-type': 'application/x-www-form-urlencoded' },
    body: 'ten=kehoach&mat_khau=x',
    redirect: 'manual',
  });
  assert.equal(answer.status, 403);
});
