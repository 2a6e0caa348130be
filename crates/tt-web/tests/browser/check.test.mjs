// Soát báo cáo: any text or file is checked and nothing is kept.
import test from 'node:test';
import assert from 'node:assert/strict';
import { visit } from './site.mjs';

const FAULTY = `Báo cáo kết quả thực hiện nhiệm vụ năm 2022

1. Kết quả
Thu ngân sách trên địa bàn đạt 18.984 tỷ đồng, vượt 7% kế hoạch được giao (17.500 tỷ đồng).
`;

async function assertFinds(page) {
  await page.getByRole('heading', { name: 'Kết quả soát báo cáo' }).waitFor();
  assert.ok((await page.locator('.fds > li').count()) > 0, 'a percent that does not agree with its plan is found');
  assert.match(await page.locator('.fds').textContent(), /8,5/);
}

test('a pasted text is checked', () =>
  visit({}, async (page) => {
    await page.goto('/soat');
    await page.getByLabel('Dán văn bản').fill(FAULTY);
    await page.getByRole('button', { name: 'Soát', exact: true }).click();
    await assertFinds(page);
  }));

test('a dropped text file is checked', () =>
  visit({}, async (page) => {
    await page.goto('/soat');
    const transfer = await page.evaluateHandle((text) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([text], 'thu.txt', { type: 'text/plain' }));
      return transfer;
    }, FAULTY);
    await page.dispatchEvent('[data-tha]', 'drop', { dataTransfer: transfer });
    await page.getByRole('button', { name: 'Soát', exact: true }).click();
    await assertFinds(page);
  }));

test('a file that is neither text nor DOCX is refused in one clear sentence', () =>
  visit({}, async (page) => {
    await page.goto('/soat');
    await page.getByLabel('Tệp báo cáo').setInputFiles({ name: 'anh.docx', mimeType: 'application/octet-stream', buffer: Buffer.from([0, 1, 2, 255, 254, 0, 0, 0, 7]) });
    await page.getByRole('button', { name: 'Soát', exact: true }).click();
    const alert = page.getByRole('alert');
    await alert.waitFor();
    assert.match(await alert.textContent(), /anh\.docx/);
  }));

test('an empty form is refused in one clear sentence', () =>
  visit({}, async (page) => {
    await page.goto('/soat');
    await page.getByRole('button', { name: 'Soát', exact: true }).click();
    await page.getByRole('alert').waitFor();
  }));

test('text is shown as text, never run', () =>
  visit({}, async (page) => {
    await page.goto('/soat');
    await page.getByLabel('Dán văn bản').fill(`${FAULTY}\nCâu <img src=x onerror="document.title='hacked'"> và <script>document.title='hacked'</script> hết.`);
    await page.getByRole('button', { name: 'Soát', exact: true }).click();
    await page.getByRole('heading', { name: 'Kết quả soát báo cáo' }).waitFor();
    assert.doesNotMatch(await page.title(), /hacked/);
    assert.match(await page.locator('article.src').textContent(), /<img src=x/);
  }));
