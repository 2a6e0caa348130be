// Takes the pictures of README.md from a running demo: node pictures.mjs (writes docs/anh).
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startDemo } from './server.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../../../..');
const demo = await startDemo(process.env.TRONGTAM ?? join(root, 'target/release/trongtam'));
process.env.DEMO = JSON.stringify(demo.facts);
const { visit, firstReport, PHONE } = await import('./site.mjs');
const folder = process.argv[2] ?? join(root, 'docs/anh');
mkdirSync(folder, { recursive: true });
const shoot = (page, name, options = {}) => page.screenshot({ path: join(folder, `${name}.png`), ...options });

try {
  await visit({}, async (page) => {
    await page.goto('/tong-quan');
    await shoot(page, 'tong-quan');
    await page.goto(await firstReport(page));
    await page.locator('article .fig', { hasText: '4.750' }).first().click();
    await page.locator('#nguon').getByText('Loại', { exact: true }).waitFor();
    await page.waitForTimeout(200);
    await shoot(page, 'bao-cao');
  });
  await visit({ viewport: PHONE, isMobile: true, colorScheme: 'dark' }, async (page) => {
    await page.goto('/tong-quan');
    await shoot(page, 'tong-quan-dien-thoai-toi');
  });
} finally {
  await demo.stop();
  process.exit();
}
