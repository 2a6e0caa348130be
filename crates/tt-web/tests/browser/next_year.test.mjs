// Next year's draft programme, and two reports side by side, as the planning officer uses them.
import test from 'node:test';
import assert from 'node:assert/strict';
import { assertAccessible } from './axe.mjs';
import { download, extract } from './product.mjs';
import { PHONE, assertFits, firstReport, visit } from './site.mjs';

test('proposals are looked at, compared again, saved, and written as a document', () =>
  visit({}, async (page) => {
    await page.goto('/nhiem-vu?nam=2019');
    await page.getByRole('link', { name: 'Đề xuất năm 2020' }).click();
    await page.waitForURL('**/chuong-trinh/2020/de-xuat');
    await assertAccessible(page);
    // What the report proposes is in the draft, what it leaves out is pointed out.
    const ticks = page.getByRole('checkbox', { name: /Đưa vào dự thảo/ });
    // The six tasks of the report come first, whatever else was assigned since.
    const ticked = await ticks.evaluateAll((all) => all.slice(0, 6).map((one) => one.checked));
    assert.deepEqual(ticked, [true, true, false, true, true, false]);
    const told = page.getByRole('region', { name: /Cần lưu ý/ });
    assert.match(await told.textContent(), /NV6[\s\S]*Không đưa vào năm 2020/);
    const first = page.locator('#dx-0');
    assert.match(await first.textContent(), /4\.750 triệu USD so với mục tiêu ≥ 5\.180 triệu USD/);
    // A lower goal is said before anything is saved.
    await first.getByLabel('Mục tiêu, mỗi dòng một mục tiêu').fill('Tổng kim ngạch xuất nhập khẩu đạt 5.000 triệu USD');
    await page.locator('#dx-5').getByRole('checkbox').check();
    await page.getByRole('button', { name: 'So sánh lại, chưa lưu' }).click();
    await page.getByText('chưa có gì được lưu').waitFor();
    assert.match(await first.textContent(), /hạ từ ≥ 5\.180 triệu USD thành ≥ 5\.000 triệu USD/);
    await page.getByRole('button', { name: 'Lưu vào dự thảo năm 2020' }).click();
    await page.getByText('Đã lưu vào dự thảo năm 2020').waitFor();
    assert.equal(await page.locator('#dx-5').getByRole('checkbox').isChecked(), true);
    assert.match(await first.textContent(), /hạ từ ≥ 5\.180/);
    const file = await download(page, () => page.getByRole('link', { name: /Tờ trình/ }).click());
    const found = extract(file.path);
    assert.match(found.text, /Đề xuất nhiệm vụ trọng tâm năm 2020/i);
    assert.match(found.text, /hạ từ ≥ 5\.180 triệu USD/);
  }));

test('an officer reads the proposals and changes none; a phone shows all of it', () =>
  visit({ as: 'chuyenvien', viewport: PHONE, isMobile: true, hasTouch: true }, async (page) => {
    await page.goto('/chuong-trinh/2020/de-xuat');
    assert.equal(await page.getByRole('button', { name: /Lưu vào dự thảo/ }).count(), 0);
    await assertFits(page);
    await assertAccessible(page);
  }));

test('a report and a file edited outside: each changed figure is said', () =>
  visit({}, async (page) => {
    const report = await firstReport(page);
    await page.goto(report);
    const text = await (await page.request.get(`${report}/tai-ve/txt`)).text();
    assert.ok(text.includes('4.750 triệu USD'), 'the report states its figure');
    await page.getByRole('link', { name: 'So sánh', exact: true }).click();
    await page.waitForURL('**/bao-cao/so-sanh?trai=*');
    await page.getByLabel('Tệp', { exact: true }).setInputFiles({
      name: 'da-sua.txt', mimeType: 'text/plain', buffer: Buffer.from(text.replace('4.750 triệu USD', '4.950 triệu USD')),
    });
    await page.getByRole('button', { name: 'So sánh với tệp' }).click();
    const figures = page.getByRole('region', { name: 'Số liệu' }).locator('tbody tr');
    await figures.first().waitFor();
    assert.match((await figures.allTextContents()).join('\n'), /4\.750 triệu USD\s*4\.950 triệu USD\s*tăng 200 triệu USD \(4,21%\)/);
    assert.equal(await page.locator('#cau-chu ins', { hasText: '4.950' }).count(), 1);
    assert.equal(await page.locator('#cau-chu del', { hasText: '4.750' }).count(), 1);
    await assertAccessible(page);
    await page.setViewportSize(PHONE);
    await assertFits(page);
  }));

test('a report does not differ from itself, and a file that cannot be read is said', () =>
  visit({}, async (page) => {
    const id = (await firstReport(page)).split('/').pop();
    await page.goto(`/bao-cao/so-sanh?trai=${id}&phai=${id}`);
    await page.getByText('Không có gì khác nhau.').waitFor();
    await page.getByRole('link', { name: 'Hiện cả phần giống nhau' }).click();
    assert.ok((await page.locator('#cau-chu li').count()) > 100);
    await page.getByLabel('Tệp', { exact: true }).setInputFiles({ name: 'hong.docx', mimeType: 'application/octet-stream', buffer: Buffer.from('PK\u0003\u0004 hỏng') });
    await page.getByRole('button', { name: 'So sánh với tệp' }).click();
    assert.match(await page.getByRole('alert').textContent(), /hong\.docx/);
  }));
