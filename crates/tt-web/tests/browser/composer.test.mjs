// Composing a report: sections written in place, facts put in by search, two people at once, remarks, the file it makes.
import test from 'node:test';
import assert from 'node:assert/strict';
import { assertAccessible } from './axe.mjs';
import { download, extract } from './product.mjs';
import { PHONE, assertFits, visit } from './site.mjs';
import { bringInSmallReport } from './small_report.mjs';

let report;
const saved = (page) => page.locator('#soan').getByText(/Đã lưu \d/).first();
const first = (page) => page.locator('#soan .ProseMirror').first();

/** Types at the end of the first section and waits until it is kept. */
async function type(page, words) {
  await first(page).locator('p').last().click();
  await page.keyboard.press('Control+End');
  const kept = page.waitForResponse((answer) => answer.request().method() === 'PUT' && answer.status() === 200);
  await page.keyboard.type(words);
  return kept;
}

test('a report is begun from its own words and written in place', async () => {
  await visit({}, async (page) => {
    await bringInSmallReport(page, 2017, {
      opening: 'Thực hiện chỉ đạo của Ủy ban nhân dân tỉnh, Sở Công Thương báo cáo như sau:',
    });
    report = new URL(page.url()).pathname;
    const before = await page.locator('article.page').innerText();
    await page.getByRole('link', { name: 'Soạn', exact: true }).click();
    await page.getByRole('button', { name: 'Từ nội dung đang có' }).click();
    await first(page).waitFor();
    await assertAccessible(page);
    await page.goto(report);
    assert.equal(await page.locator('article.page').innerText(), before, 'begun from its words it says the same');

    await page.goto(`${report}/soan`);
    await first(page).waitFor();
    await type(page, ' Câu do người soạn viết.');
    await saved(page).waitFor();
    await page.goto(report);
    assert.match(await page.locator('article.page').innerText(), /Câu do người soạn viết\./);
  });
});

test('a fact is put in by search, with the keyboard alone, and leads to its record', async () => {
  await visit({}, async (page) => {
    await page.goto(`${report}/soan`);
    await first(page).waitFor();
    await type(page, ' Kim ngạch ');
    await page.keyboard.press('Control+k');
    const box = page.getByRole('combobox', { name: /Tìm|số liệu/i });
    await box.waitFor();
    await page.keyboard.type('chợ');
    await page.locator('[role=listbox] [role=option]').first().waitFor();
    const kept = page.waitForResponse((answer) => answer.request().method() === 'PUT' && answer.status() === 200);
    await page.keyboard.press('Enter');
    const { section } = await (await kept).json();
    const chips = section.blocks.flatMap((block) => block.content ?? []).filter((one) => one.type === 'chip');
    assert.ok(chips.some((one) => !one.missing && one.shown && one.label), JSON.stringify(chips));
    await page.goto(report);
    assert.ok((await page.locator('article.page').innerText()).includes(`Kim ngạch ${chips[0].shown}`), chips[0].shown);
    const file = await download(page, () => page.getByRole('link', { name: 'DOCX' }).click());
    assert.equal(extract(file.path).tasks.length, 1);
  });
});

test('two people in one section: the second sees both versions and loses nothing', async () => {
  await visit({}, async (page, context) => {
    await page.goto(`${report}/soan`);
    await first(page).waitFor();
    const other = await context.newPage();
    await other.goto(`${report}/soan`);
    await first(other).waitFor();
    await type(page, ' Người thứ nhất.');
    await saved(page).waitFor();
    await first(other).locator('p').last().click();
    await other.keyboard.press('Control+End');
    const met = other.waitForResponse((answer) => answer.request().method() === 'PUT');
    await other.keyboard.type(' Người thứ hai.');
    assert.equal((await met).status(), 409);
    const both = other.getByRole('group', { name: 'Hai bản của mục' });
    await both.waitFor();
    assert.match(await both.innerText(), /Người thứ hai\.[\s\S]*Người thứ nhất\./);
    const kept = other.waitForResponse((answer) => answer.request().method() === 'PUT' && answer.status() === 200);
    await both.getByRole('button', { name: 'Giữ của tôi' }).click();
    await kept;
    await other.close();
  });
});

test('the composer fits a phone and reads without scripts', async () => {
  await visit({ viewport: PHONE }, async (page) => {
    await page.goto(`${report}/soan`);
    await first(page).waitFor();
    await assertFits(page);
    await assertAccessible(page);
  });
  await visit({ javaScriptEnabled: false }, async (page) => {
    await page.goto(`${report}/soan`);
    assert.match(await page.locator('#soan').innerText(), /đang tắt JavaScript[\s\S]*Câu do người soạn viết/);
  });
});

test('the head of the document is written beside it', async () => {
  await visit({}, async (page) => {
    await page.goto(`${report}/soan`);
    await page.getByText('Phần đầu và nơi nhận').click();
    const to = page.getByLabel('Nơi nhận, mỗi nơi một dòng');
    await to.fill(`${await to.inputValue()}\nCổng thông tin điện tử tỉnh`);
    await page.getByRole('button', { name: 'Ghi phần đầu' }).click();
    await page.goto(report);
    assert.match(await page.locator('article.page').innerText(), /Cổng thông tin điện tử tỉnh/);
  });
});

test('a picture and a table from records are put in by search, and stand in the page and its files', async () => {
  await visit({}, async (page) => {
    await page.goto(`${report}/soan`);
    await first(page).waitFor();
    const put = async (words, name) => {
      await first(page).locator('p').last().click();
      await page.keyboard.press('Control+End');
      await page.keyboard.press('Control+Alt+h');
      await page.getByRole('combobox', { name: /hình, bảng/ }).waitFor();
      await page.keyboard.type(words);
      await page.getByRole('option', { name }).first().waitFor();
      const kept = page.waitForResponse((answer) => answer.request().method() === 'PUT' && answer.status() === 200);
      await page.keyboard.press('Enter');
      await kept;
    };
    await put('đến hạn', /Nhiệm vụ đến hạn theo phòng và tháng/);
    await put('bảng nhiệm vụ năm', /Bảng nhiệm vụ và tình trạng/);
    await page.reload();
    await first(page).locator('figure.so-nhung').nth(1).waitFor();
    assert.equal(await first(page).locator('figure.so-nhung .chart-w svg').count(), 1, 'drawn again from the records');
    await assertAccessible(page);

    await page.goto(report);
    const picture = page.locator('article.page figure.pic-f');
    await picture.waitFor();
    assert.match(await picture.locator('figcaption').innerText(), /Nhiệm vụ đến hạn/);
    await picture.locator('summary').click();
    assert.ok((await picture.locator('table').innerText()).includes('T12'), 'its numbers as a table');
    assert.match(await page.locator('article.page').innerText(), /Bảng nhiệm vụ năm 2017/);
    await assertAccessible(page);
    await assertFits(page);
    const pdf = await download(page, () => page.getByRole('link', { name: 'PDF' }).click());
    assert.equal(pdf.bytes.subarray(0, 4).toString(), '%PDF');
    const docx = await download(page, () => page.getByRole('link', { name: 'DOCX' }).click());
    assert.ok(docx.bytes.includes('word/media/hinh1.emf'), 'the picture is in the file');
    assert.ok(extract(docx.path).text.includes('Bảng nhiệm vụ năm 2017'));
  });
  await visit({ viewport: PHONE }, async (page) => {
    await page.goto(report);
    assert.equal(await page.locator('figure.pic-f .chart-n').isVisible(), true);
    await assertFits(page);
  });
});
