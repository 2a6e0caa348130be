// One browser for all tests, and pages that watch themselves: no console error, no outside request, a strict policy.
import { after } from 'node:test';
import assert from 'node:assert/strict';
import { existsSync, mkdirSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { demo } from './demo.mjs';

const CHROMIUM = process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync);

export const DESKTOP = { width: 1440, height: 900 };
export const LAPTOP = { width: 1366, height: 768 };
export const PHONE = { width: 390, height: 844 };

/** Pages of the main flow that someone signed in can open by address. */
export const PAGES = ['/', '/?xem=phong', '/?xem=co-quan', '/tong-quan', '/nhiem-vu', '/cong-viec', '/cong-viec?dang=bang', '/cong-viec?dang=thoi-gian', '/cong-viec?dang=lich', '/phim-tat', '/giao-viec', '/van-ban', '/tim', '/tim?tu=ch%E1%BB%A3', '/bao-cao', '/soat', '/tai-khoan'];

const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--disable-gpu', '--lang=vi'] });
after(() => browser.close());

const sessions = new Map();

/** Runs `look` on a page of its own and fails when the page misbehaved. */
export async function visit({ as = 'kehoach', ...options }, look) {
  const context = await browser.newContext({
    baseURL: demo.base,
    locale: 'vi-VN',
    viewport: DESKTOP,
    storageState: as ? await session(as) : undefined,
    ...options,
  });
  const page = await context.newPage();
  const faults = watch(page);
  try {
    await look(page, context);
    assert.deepEqual(faults, []);
  } catch (error) {
    await keepPicture(page);
    throw error;
  } finally {
    await context.close();
  }
}

function watch(page) {
  const faults = [];
  page.on('pageerror', (error) => faults.push(`script error: ${error.message}`));
  page.on('console', (message) => {
    // Chromium reports every answer of 400 and above here; tests that ask for one look at the status themselves.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      faults.push(`console: ${message.text()}`);
    }
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (!['data:', 'blob:'].includes(url.protocol) && url.origin !== demo.base) faults.push(`outside request: ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.request().resourceType() !== 'document') {
      if (response.status() >= 400) faults.push(`${response.status()} for ${response.url()}`);
      return;
    }
    const policy = response.headers()['content-security-policy'] ?? '';
    if (response.status() < 300 || response.status() >= 400) faults.push(...policyFaults(policy, response.url()));
  });
  return faults;
}

function policyFaults(policy, url) {
  const faults = [];
  if (!/default-src '(self|none)'/.test(policy)) faults.push(`no Content-Security-Policy on ${url}`);
  if (/unsafe-(inline|eval)/.test(policy)) faults.push(`a loose Content-Security-Policy on ${url}: ${policy}`);
  return faults;
}

/** Fills in the form and sends it. */
export async function signIn(page, login, password) {
  await page.goto('/dang-nhap');
  await page.getByLabel('Tên đăng nhập').fill(login);
  await page.getByLabel('Mật khẩu', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
}

/** The cookies of a user, signed in once. */
async function session(login) {
  if (!sessions.has(login)) {
    const user = demo.users.find((one) => one.login === login);
    assert.ok(user, `the demo printed no sign-in for ${login}: ${JSON.stringify(demo.users)}`);
    const context = await browser.newContext({ baseURL: demo.base });
    const page = await context.newPage();
    await signIn(page, user.login, user.password);
    await page.waitForURL('**/');
    sessions.set(login, await context.storageState());
    await context.close();
  }
  return sessions.get(login);
}

/** No part of the page is wider than the window. */
export async function assertFits(page) {
  const wide = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > width + 1)
      .slice(-3)
      .map((element) => `${element.tagName.toLowerCase()}.${element.className} to ${Math.round(element.getBoundingClientRect().right)} of ${width}`);
  });
  assert.deepEqual(wide, [], `${page.url()} scrolls sideways`);
}

/** The address of the first report, and of the first task. */
export async function firstLink(page, list, pattern) {
  await page.goto(list);
  const links = await page.locator('main a[href]').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
  const link = links.find((href) => pattern.test(href));
  assert.ok(link, `${list} has no link like ${pattern}`);
  return link;
}

export const firstReport = (page) => firstLink(page, '/bao-cao', /^\/bao-cao\/\d+$/);
export const firstTask = (page) => firstLink(page, '/nhiem-vu', /^\/nhiem-vu\/\d+$/);

/** A document that the demo's report cites. */
export async function firstDocument(page) {
  await page.goto('/van-ban');
  const link = page.locator('main a[href^="/van-ban/"]', { hasText: '230/QĐ-UBND' }).first();
  return link.getAttribute('href');
}

let pictures = 0;
async function keepPicture(page) {
  const folder = new URL('./artifacts/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  pictures += 1;
  await page.screenshot({ path: new URL(`failure-${pictures}.png`, folder).pathname }).catch(() => {});
}
