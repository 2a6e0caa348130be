// A report on its way: parts, approval, signature, issue, and whether a file is the one that was issued.
import test from 'node:test';
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assertAccessible } from './axe.mjs';
import { inDays } from './calendar.mjs';
import { download, extract } from './product.mjs';
import { PHONE, assertFits, visit } from './site.mjs';
import { bringInSmallReport } from './small_report.mjs';

const step = async (page, words) => {
  const fold = page.locator('details.cmd', { hasText: words }).first();
  if (!(await fold.evaluate((one) => one.open))) await fold.locator('summary').first().click();
  return fold;
};

test('a report is asked for in parts, approved, signed, issued, and its file is known again', async () => {
  let place;
  await visit({ as: 'kehoach' }, async (page) => {
    await bringInSmallReport(page, 2018);
    await page.getByRole('link', { name: 'Quá trình, ký, phát hành' }).click();
    place = new URL(page.url()).pathname;
    const ask = await step(page, 'Yêu cầu các phòng gửi phần');
    await ask.getByLabel('QLTM').check();
    await ask.getByLabel('Hạn gửi').fill(inDays(3));
    await ask.getByRole('button').click();
    await page.locator('.eyebrow').getByText('Chờ các phòng').waitFor();
    await page.getByText('Chưa phát hành được vì').waitFor();
    await assertAccessible(page);
  });
  await visit({ as: 'chuyenvien' }, async (page) => {
    await page.goto(place);
    await page.getByRole('button', { name: /Trình trưởng phòng phần của phòng/ }).click();
    await page.locator('tbody').getByText('chờ trưởng phòng duyệt').waitFor();
    assert.equal(await page.getByRole('button', { name: /Duyệt phần/ }).count(), 0, 'who hands it in does not approve it');
  });
  await visit({ as: 'truongphong', viewport: PHONE }, async (page) => {
    await page.goto('/');
    const waiting = page.getByRole('region', { name: 'Báo cáo chờ bạn' }).getByRole('listitem');
    await waiting.filter({ hasText: 'Duyệt phần của phòng' }).getByRole('link', { name: 'Báo cáo nhiệm vụ trọng tâm năm 2018' }).click();
    await page.waitForURL(`**${place}`);
    await assertFits(page);
    await page.getByRole('button', { name: /Duyệt phần của phòng/ }).click();
    await page.locator('tbody').getByText('đã duyệt').waitFor();
  });
  await visit({ as: 'kehoach' }, async (page) => {
    await page.goto(place);
    await (await step(page, 'Trình bộ phận kế hoạch')).getByRole('button').click();
    const leader = await step(page, 'Trình lãnh đạo ký');
    await leader.getByLabel(/Lý do/).fill('Đã rà soát các điểm còn lại');
    await leader.getByRole('button').click();
    await page.locator('.eyebrow').getByText('Đã trình').waitFor();
  });
  await visit({ as: 'lanhdao' }, async (page) => {
    await page.goto(place);
    const sign = await step(page, 'Ký');
    await sign.getByLabel('Hình thức ký').selectOption({ label: 'Ký thay (KT.)' });
    await sign.getByLabel('Chức vụ người ký', { exact: false }).fill('Phó Giám đốc');
    await sign.getByRole('button', { name: 'Ký' }).click();
    await page.locator('.eyebrow').getByText('Đã ký').waitFor();
  });
  let code;
  let pdf;
  await visit({ as: 'vanthu', acceptDownloads: true }, async (page) => {
    await page.goto(place);
    const issue = await step(page, 'Phát hành');
    await issue.getByLabel('Ngày văn bản').fill(inDays(0));
    await issue.getByRole('button', { name: 'Phát hành' }).click();
    await page.locator('.eyebrow').getByText('Đã phát hành').waitFor();
    await assertAccessible(page);
    code = new URL(await page.getByRole('link', { name: /^\/xac-minh\// }).getAttribute('href'), 'http://x').pathname;
    pdf = await download(page, () => page.getByRole('link', { name: /\.pdf$/ }).click());
    assert.equal(pdf.bytes.subarray(0, 5).toString(), '%PDF-');
    const docx = await download(page, () => page.getByRole('link', { name: /\.docx$/ }).click());
    const { frame } = extract(docx.path);
    assert.match(frame.number, /^\d+$/, 'it has its number');
    assert.deepEqual([frame.date.year, frame.date.month, frame.date.day], inDays(0).split('-').map(Number));
    assert.match(frame.signer.capacity, /KT\. GIÁM ĐỐC/i);
    assert.match(frame.signer.position, /PHÓ GIÁM ĐỐC/i);
  });
  await visit({ as: null }, async (page) => {
    await page.goto(code);
    await page.getByText('Đã phát hành, còn hiệu lực').waitFor();
    await assertAccessible(page);
    await page.getByLabel('Tệp bạn đang giữ').setInputFiles(pdf.path);
    await page.getByRole('button', { name: 'Đối chiếu' }).click();
    await page.getByText('Đúng là tệp đã phát hành').waitFor();
    const changed = join(tmpdir(), `da-sua-${Date.now()}.pdf`);
    writeFileSync(changed, Buffer.concat([pdf.bytes, Buffer.from(' ')]));
    await page.getByLabel('Tệp bạn đang giữ').setInputFiles(changed);
    await page.getByRole('button', { name: 'Đối chiếu' }).click();
    await page.getByText('Không phải tệp đã phát hành').waitFor();
  });
  await visit({ as: 'lanhdao' }, async (page) => {
    await page.goto(place);
    const recall = await step(page, 'Thu hồi');
    await recall.getByLabel('Lý do').fill('Sai số liệu chợ');
    await recall.getByRole('button').click();
    await page.locator('.eyebrow').getByText('Thu hồi').waitFor();
  });
  await visit({ as: null }, async (page) => {
    await page.goto(code);
    await page.getByText('Đã bị thu hồi').waitFor();
  });
});

test('a regime opens its reports in the calendar, and a wrong one is told at its field', () =>
  visit({ as: 'kehoach' }, async (page) => {
    await page.goto('/che-do-bao-cao');
    const name = `Báo cáo tháng ${Date.now()}`;
    await page.getByLabel('Tên báo cáo', { exact: true }).fill(name);
    await page.getByLabel('Gửi (nhiều nơi', { exact: false }).fill('Văn phòng UBND tỉnh');
    await page.getByLabel('Hạn gửi: số ngày', { exact: false }).fill('năm');
    await page.getByRole('button', { name: 'Lưu chế độ' }).click();
    await page.getByRole('alert').getByText(/không phải số nguyên/).waitFor();
    assert.equal(await page.getByLabel('Tên báo cáo', { exact: true }).inputValue(), name, 'what was typed is kept');
    await page.getByLabel('Hạn gửi: số ngày', { exact: false }).fill('5');
    await page.getByRole('button', { name: 'Lưu chế độ' }).click();
    await page.getByRole('status').getByText('Đã lưu chế độ báo cáo').waitFor();
    assert.ok((await page.locator('section', { hasText: 'Lịch báo cáo năm' }).getByText(name).count()) > 0, 'its months stand in the calendar');
    await assertAccessible(page);
  }));
