// Templates of reports: a fault is shown at its line, the last good one stays in use, a preview is a document.
import test from 'node:test';
import assert from 'node:assert/strict';
import { assertAccessible } from './axe.mjs';
import { PHONE, assertFits, visit } from './site.mjs';

test('a template is changed, its fault told at its line, looked at, saved and put back', async () => {
  await visit({ as: 'kehoach' }, async (page) => {
    await page.goto('/che-do-bao-cao');
    await page.getByRole('link', { name: 'Mẫu báo cáo', exact: true }).click();
    await page.getByRole('link', { name: 'Báo cáo kết quả thực hiện nhiệm vụ trọng tâm năm' }).click();
    await page.getByText('Mẫu đi kèm chương trình, chưa sửa.').waitFor();
    const text = page.getByLabel('Văn bản mẫu');
    const shipped = await text.inputValue();
    assert.match(shipped, /%% muc organisation/);
    await assertAccessible(page);

    await text.fill('%% muc a | A\n\nCủa {{ agency.nmae }}.\n');
    await page.getByRole('button', { name: 'Lưu mẫu' }).click();
    const fault = page.locator('#loi');
    await fault.getByText('Dòng 3').waitFor();
    assert.match(await fault.innerText(), /agency\.nmae.*gần nhất: name/s);
    assert.match(await fault.locator('.at').innerText(), /Của \{\{ agency\.nmae \}\}/);
    assert.match(await text.inputValue(), /agency\.nmae/, 'what was typed is still there');
    await assertAccessible(page);

    await text.fill('%% muc a | A\n# I. PHẦN RIÊNG\n\nCủa {{ agency.name }}: {{ tasks[0].statement }}\n\n| TT | Việc |\n|---|---|\n{% for t in tasks %}\n| {{ t.number }} | {{ t.statement }} |\n{% endfor %}\n');
    await page.getByRole('button', { name: 'Xem trước' }).click();
    await page.getByRole('heading', { name: 'Xem trước: năm 2019' }).waitFor();
    const seen = page.locator('.tpl-doc');
    assert.match(await seen.innerText(), /Của Sở Công Thương tỉnh Lạng Sơn: Triển khai thực hiện tốt/);
    assert.ok((await seen.locator('tr').count()) >= 7);
    await assertAccessible(page);

    await page.getByRole('button', { name: 'Lưu mẫu' }).click();
    await page.getByText('Đã lưu; báo cáo sinh từ nay theo bản này.').waitFor();
    await page.getByRole('link', { name: 'mở bản 1' }).waitFor();
    await page.getByRole('button', { name: 'Trở lại mẫu đi kèm' }).click();
    await page.getByText('Mẫu đi kèm chương trình, chưa sửa.').waitFor();
    assert.equal(await page.getByLabel('Văn bản mẫu').inputValue(), shipped);
  });
  await visit({ as: 'chuyenvien', viewport: PHONE }, async (page) => {
    await page.goto('/mau-bao-cao/trong-tam-nam?xem=1');
    await page.getByRole('heading', { name: 'Xem trước: năm 2019' }).waitFor();
    assert.equal(await page.getByRole('button', { name: 'Lưu mẫu' }).count(), 0, 'only planning and administrators change it');
    await assertFits(page);
    await assertAccessible(page);
  });
});
