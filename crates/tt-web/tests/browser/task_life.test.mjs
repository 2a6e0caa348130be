// A task from its assignment to the confirmed result, by the people who do it.
import test from 'node:test';
import assert from 'node:assert/strict';
import { inDays } from './calendar.mjs';
import { visit, assertFits, PHONE } from './site.mjs';

const statement = `Rà soát chợ nông thôn chưa chuyển đổi mô hình quản lý (${Date.now()})`;
let task;

/** Opens the form of a command on the page of the task. */
async function open(page, words) {
  const form = page.locator('details.cmd', { has: page.locator('summary', { hasText: words }) });
  await form.locator('summary').click();
  return form;
}

async function history(page) {
  return (await page.locator('.hist li p:first-child').allInnerTexts()).map((line) => line.replace(/\s+/g, ' '));
}

test('the planning officer assigns an ad hoc task to a division and an officer', () =>
  visit({ as: 'kehoach' }, async (page) => {
    await page.goto('/giao-viec');
    await page.getByLabel('Nội dung nhiệm vụ').fill(statement);
    await page.getByLabel('Loại', { exact: true }).selectOption('ad_hoc');
    const lead = page.getByLabel('Phòng chủ trì');
    await lead.selectOption(await lead.locator('option', { hasText: 'QLTM' }).first().getAttribute('value'));
    const officer = page.getByLabel('Người thực hiện');
    await officer.selectOption(await officer.locator('option', { hasText: 'Chuyên viên (' }).first().getAttribute('value'));
    await page.getByLabel('Hạn hoàn thành').fill('2020-01-01');
    await page.getByRole('button', { name: 'Giao nhiệm vụ' }).click();
    await assert.doesNotReject(page.getByRole('alert').getByText(/trước ngày giao/).waitFor());
    assert.equal(await page.getByLabel('Nội dung nhiệm vụ').inputValue(), statement, 'what was typed stays');

    await page.getByLabel('Hạn hoàn thành').fill(inDays(30));
    await page.getByLabel('Số, ký hiệu').fill('51/TB-SCT');
    await page.getByRole('button', { name: 'Giao nhiệm vụ' }).click();
    await page.waitForURL(/\/nhiem-vu\/\d+$/);
    task = new URL(page.url()).pathname;
    assert.match(await page.locator('.eyebrow').innerText(), /ĐX\d+/);
    assert.match((await history(page)).join('\n'), /giao nhiệm vụ/);
  }));

test('the officer accepts it, reports progress with a file and asks for more time', () =>
  visit({ as: 'chuyenvien' }, async (page) => {
    await page.goto(task);
    assert.equal(await page.getByText('Xác nhận hoàn thành').count(), 0, 'who works does not confirm');
    await (await open(page, 'Tiếp nhận')).locator('button').click();
    await page.waitForURL(/#lich-su$/);

    const progress = await open(page, 'Báo cáo tiến độ');
    await progress.getByLabel('Đã làm được gì').fill('Đã khảo sát 05 chợ tại huyện Bắc Sơn');
    await progress.getByLabel(/bao nhiêu %/).fill('140');
    await progress.locator('button').click();
    await page.getByRole('alert').getByText(/140%/).waitFor();
    const again = page.locator('details.cmd[open]', { hasText: 'Báo cáo tiến độ' });
    assert.equal(await again.getByLabel('Đã làm được gì').inputValue(), 'Đã khảo sát 05 chợ tại huyện Bắc Sơn');
    await again.getByLabel(/bao nhiêu %/).fill('40');
    await again.getByLabel('Tệp kèm theo').setInputFiles({ name: 'biên bản.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 biên bản') });
    await again.locator('button').click();
    await page.getByText('biên bản.pdf').first().waitFor();

    const extension = await open(page, 'Xin gia hạn');
    await extension.getByLabel('Xin gia hạn đến').fill(inDays(60));
    await extension.getByLabel('Lý do').fill('Chờ Sở Tài chính định giá tài sản chợ');
    await extension.locator('button').click();
    await page.locator('#lam').getByText(/xin gia hạn đến/).waitFor();
  }));

test('the leader offers another day, the officer takes it and submits the result', async () => {
  await visit({ as: 'lanhdao' }, async (page) => {
    await page.goto(task);
    const decision = await open(page, 'Quyết định gia hạn');
    await decision.getByRole('radio', { name: 'Đề xuất ngày khác' }).check();
    await decision.getByLabel('Ngày đề xuất thay').fill(inDays(45));
    await decision.getByLabel(/Lý do/).fill('Cần trước kỳ họp HĐND');
    await decision.locator('button').click();
    await page.locator('#lam').getByText(/người giao đề xuất/).waitFor();
  });
  await visit({ as: 'chuyenvien' }, async (page) => {
    await page.goto(task);
    await (await open(page, 'Đồng ý ngày được đề xuất')).locator('button').click();
    await page.getByText('Hạn gốc').waitFor();
    const result = await open(page, 'Báo cáo kết quả');
    await result.getByLabel('Kết quả đạt được').fill('Đã rà soát 38 chợ');
    await result.getByLabel('Sản phẩm nộp').fill('Báo cáo rà soát');
    await result.locator('button').click();
    await page.locator('.eyebrow').getByText('Chờ xác nhận').waitFor();
  });
});

test('another confirms; the history tells it all, on a phone too', () =>
  visit({ as: 'kehoach', viewport: PHONE }, async (page) => {
    await page.goto(task);
    await (await open(page, 'Xác nhận hoàn thành')).locator('button').click();
    await page.locator('.eyebrow').getByText('Hoàn thành').waitFor();
    const told = (await history(page)).join('\n');
    for (const what of ['xác nhận hoàn thành', 'báo cáo kết quả', 'đồng ý ngày được đề xuất', 'đề xuất ngày khác', 'xin gia hạn', 'báo cáo tiến độ', 'tiếp nhận', 'giao nhiệm vụ']) {
      assert.ok(told.includes(what), `${what} is not told:\n${told}`);
    }
    await assertFits(page);
  }));

test('two who change one task see each other', async () => {
  let first;
  await visit({ as: 'kehoach' }, async (page) => {
    first = (await page.goto('/giao-viec'), page);
    await page.getByLabel('Nội dung nhiệm vụ').fill(`${statement}, lần hai`);
    await page.getByLabel('Hạn hoàn thành').fill(inDays(20));
    await page.getByRole('button', { name: 'Giao nhiệm vụ' }).click();
    await page.waitForURL(/\/nhiem-vu\/\d+$/);
    const place = new URL(page.url()).pathname;
    await page.goto(`${place}/sua`);
    await page.getByLabel('Sản phẩm phải nộp').fill('Báo cáo của tôi');

    await visit({ as: 'lanhdao' }, async (other) => {
      await other.goto(`${place}/sua`);
      await other.getByLabel('Sản phẩm phải nộp').fill('Đề án của lãnh đạo');
      await other.getByRole('button', { name: 'Lưu thay đổi' }).click();
      await other.waitForURL((url) => url.pathname === place);
    });

    await page.getByRole('button', { name: 'Lưu thay đổi' }).click();
    await page.getByRole('alert').getByText('Đề án của lãnh đạo').waitFor();
    assert.equal(await page.getByLabel('Sản phẩm phải nộp').inputValue(), 'Báo cáo của tôi');
    await page.getByRole('button', { name: 'Lưu thay đổi' }).click();
    await page.waitForURL((url) => url.pathname === place);
    assert.match(await page.locator('main').innerText(), /Báo cáo của tôi/);
  });
  assert.ok(first);
});
