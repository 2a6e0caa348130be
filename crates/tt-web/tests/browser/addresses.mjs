// Every address of the site that shows a page, taken from the router's own source, each with an example to open.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCE = fileURLToPath(new URL('../../src', import.meta.url));

/** Addresses that answer a GET with something else than a page: files, parts of pages, other systems' answers. */
const NO_PAGE = [
  '/tai-san/{file}', '/lich/{file}', '/song', '/nhac', '/nhiem-vu/tep/{id}', '/cong-viec/dong/{id}',
  '/api/v1/openapi.json', '/so-theo-doi/-/{id}/tep/{file}', '/chi-tieu/nhap/mau.xlsx',
  // Whoever is signed in is sent on; looked at by whoever is not.
  '/dang-nhap',
  // Open to anyone, once something is issued: looked at by the flow that issues.
  '/xac-minh/{code}',
];

/** Pages in a state that matters beside their first, by whoever sees it. */
export const MORE = [
  ['kehoach', '/?xem=phong'], ['kehoach', '/?xem=co-quan'], ['kehoach', '/cong-viec?dang=bang'],
  ['kehoach', '/cong-viec?dang=thoi-gian'], ['kehoach', '/cong-viec?dang=lich'], ['kehoach', '/cong-viec?loc=kh%C3%B4ng%3Ac%C3%B3'],
  ['kehoach', '/tim?tu=ch%E1%BB%A3'], ['kehoach', '/tim?tu=kh%C3%B4ng-c%C3%B3-g%C3%AC'], ['quantri', '/quan-tri/nhac-viec?luat=before-7'],
  ['quantri', '/quan-tri/nhat-ky?doi-tuong=task-'], ['quantri', '/quan-tri/thong-bao?trang-thai=given_up'],
  ['kehoach', '/bao-cao/so-sanh?trai=1&phai=1&het=1'],
  ['chuyenvien', '/'], ['truongphong', '/'], ['lanhdao', '/'], ['vanthu', '/'], ['giamsat', '/'],
  ['kehoach', '/mau-bao-cao/trong-tam-nam?xem=1'], ['kehoach', '/khong-co-trang-nay'], ['chuyenvien', '/quan-tri'], ['kehoach', '/nhiem-vu/999999'],
  ['tonghop', '/tong-hop?xem=so-lieu'], ['tonghop', '/tong-hop?xem=danh-gia'], ['tonghop', '/tong-hop?xem=chu-de'],
  ['tonghop', '/tong-hop?xem=kho-khan'], ['tonghop', '/'],
];

/** The routes of the source that answer a GET, as written there. */
export function routes() {
  const files = readdirSync(SOURCE, { recursive: true }).filter((name) => name.endsWith('.rs'));
  const found = new Set();
  for (const file of files) {
    const text = readFileSync(join(SOURCE, file), 'utf8');
    for (const [, address, rest] of text.matchAll(/\.route\(\s*"([^"]+)",([\s\S]{0,160}?)(?=\.route\(|\.layer\(|\.merge\(|;|\}\n)/g)) {
      if (/\bget\(/.test(rest)) found.add(address);
    }
  }
  assert.ok(found.size > 40, `only ${found.size} routes found in ${SOURCE}: is the router written otherwise now?`);
  // What the composer's script asks for is looked at through its page.
  const files_ = (address) => NO_PAGE.includes(address) || /\{format\}|\/tai-ve\/|\/soan\//.test(address);
  return [...found].filter((address) => !files_(address)).sort();
}

const pattern = (route) => new RegExp(`^${route.replace(/\{[^}]+\}/g, '[^/]+')}$`);

/**
 * An example of every route: itself where nothing varies, else the first link to one among those made before or on a
 * page already opened. Each with who may open it. Fails for a route that no page leads to.
 */
export async function examples(open, made) {
  const wanted = routes();
  const fixed = wanted.filter((route) => !route.includes('{'));
  const links = new Set(made);
  const found = [];
  const waiting = new Set(wanted.filter((route) => route.includes('{')));
  const look = async (address) => {
    const seen = await open(address);
    assert.ok(seen, `nobody of the demo may open ${address}`);
    seen.links.forEach((link) => links.add(link));
    found.push([seen.as, address]);
  };
  for (const address of fixed) await look(address);
  // From pages to the pages they lead to, until nothing new turns up.
  for (let round = 0; round < 3; round += 1) {
    for (const route of [...waiting]) {
      const example = [...links].find((link) => pattern(route).test(link) && !wanted.includes(link));
      if (example) {
        waiting.delete(route);
        await look(example);
      }
    }
  }
  assert.deepEqual([...waiting], [], 'no page leads to these: make what they show before, in every_page.test.mjs');
  return found;
}
