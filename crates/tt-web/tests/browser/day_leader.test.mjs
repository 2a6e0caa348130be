// A day of the agency's leader, from sign-in to sign-out: the whole agency, a directive, an extension, a result.
import test from 'node:test';
import assert from 'node:assert/strict';
import { inDays } from './calendar.mjs';
import { demo } from './demo.mjs';
import { visit } from './site.mjs';
import { assign, begin, command, end } from './work.mjs';

const user = demo.users.find((one) => one.login === 'lanhdao');
const mark = `Ngày của lãnh đạo ${Date.now()}`;

test('the leader’s day', async () => {
  let asked;
  let handedIn;
  const officer = 'Chuyên viên (dùng thử)';
  await visit({ as: 'kehoach' }, async (page) => {
    asked = await assign(page, `${mark}: đề án logistics`, { officer, deadline: inDays(25) });
    handedIn = await assign(page, `${mark}: báo cáo hội chợ`, { officer, deadline: inDays(25) });
  });
  await visit({ as: 'chuyenvien' }, async (page) => {
    await page.goto(asked);
    await (await command(page, 'Tiếp nhận')).locator('button').click();
    const more = await command(page, 'Xin gia hạn');
    await more.getByLabel('Xin gia hạn đến').fill(inDays(45));
    await more.getByLabel('Lý do').fill('Chờ ý kiến Bộ Công Thương');
    await more.locator('button').click();
    await page.locator('#lam').getByText(/xin gia hạn đến/).waitFor();
    await page.goto(handedIn);
    await (await command(page, 'Tiếp nhận')).locator('button').click();
    const result = await command(page, 'Báo cáo kết quả');
    await result.getByLabel('Kết quả đạt được').fill('Đã tổ chức hội chợ');
    await result.getByLabel('Sản phẩm nộp').fill('Báo cáo');
    await result.locator('button').click();
    await page.locator('.eyebrow').getByText('Chờ xác nhận').waitFor();
  });
  await visit({ as: null }, async (page) => {
    await begin(page, user);
    // What waits for the leader's decision is on the first screen.
    await page.locator('main').getByText(`${mark}: đề án logistics`).first().waitFor();
    await page.goto('/?xem=co-quan');
    await page.locator('main').getByText('QLTM').first().waitFor();

    await page.goto(asked);
    const decision = await command(page, 'Quyết định gia hạn');
    await decision.getByRole('radio', { name: 'Đồng ý', exact: true }).check();
    await decision.getByLabel(/Lý do/).fill('Đồng ý, không gia hạn thêm');
    await decision.locator('button').click();
    await page.getByText('Hạn gốc').waitFor();
    const directive = await command(page, 'Chỉ đạo');
    await directive.getByLabel('Nội dung chỉ đạo').fill('Gửi dự thảo xin ý kiến các phòng trước');
    await directive.locator('button').click();
    await page.locator('#lich-su').getByText('Gửi dự thảo xin ý kiến các phòng trước').first().waitFor();

    // A result is sent back with a reason: without one it is not.
    await page.goto(handedIn);
    const back = await command(page, 'Trả lại kết quả');
    await back.locator('textarea').fill('Thiếu danh sách đơn vị tham gia');
    await back.locator('button').click();
    await page.locator('#lich-su').getByText('Thiếu danh sách đơn vị tham gia').first().waitFor();
    assert.equal(await page.locator('.eyebrow').getByText('Chờ xác nhận').count(), 0);
    await end(page);
  });
  await visit({ as: 'chuyenvien' }, async (page) => {
    await page.goto('/thong-bao');
    const told = await page.locator('main').innerText();
    assert.match(told, new RegExp(`${mark}: đề án logistics`));
    assert.match(told, new RegExp(`${mark}: báo cáo hội chợ`));
  });
});
