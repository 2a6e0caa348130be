// Pictures and tables from records: found, put in, told of, kept as what they show; by keyboard alone.
import test from 'node:test';
import assert from 'node:assert/strict';
import { caretAtEnd, editor, open, rest, saved, stage, violations } from './stage.mjs';

const last = (state) => state.puts[state.puts.length - 1];
const embedded = (blocks) => blocks.filter((block) => block.type === 'embedded');

test('a picture is found by its indicator, put in with its caption, and kept as what it shows', () =>
  stage({}, async ({ page, mock, state }) => {
    await caretAtEnd(page, 1, 2);
    await page.keyboard.press('Control+Alt+h');
    await page.keyboard.type('kim ngach');
    await page.getByRole('option', { name: /Kế hoạch và thực hiện/ }).first().waitFor();
    await page.keyboard.press('Enter');
    const figure = editor(page, 1).locator('figure.so-nhung');
    await figure.waitFor();
    assert.equal(await figure.locator('.so-ve svg').count(), 2);
    await page.keyboard.type(' theo báo cáo');
    await saved(page);
    const [block] = embedded(last(state).blocks);
    assert.equal(block.shows, 'picture:plan:12:2019');
    assert.equal(block.content[0].text, 'Kim ngạch xuất khẩu (triệu USD): kế hoạch và thực hiện, năm 2019 theo báo cáo');
    assert.equal('drawn' in block, false, 'never its pixels or numbers');
    await open(page, mock);
    await editor(page, 1).locator('figure.so-nhung .so-ve svg').first().waitFor();
    assert.match(await editor(page, 1).locator('figcaption').textContent(), /theo báo cáo$/);
    assert.deepEqual(await violations(page), []);
  }));

test('among facts a word finds pictures and tables too', () =>
  stage({}, async ({ page, state }) => {
    await caretAtEnd(page, 1, 2);
    await page.keyboard.press('Control+k');
    await page.keyboard.type('bảng nhiệm vụ');
    await page.getByRole('option', { name: /Bảng nhiệm vụ/ }).waitFor();
    await page.keyboard.press('Enter');
    await editor(page, 1).locator('figure.so-nhung table').waitFor();
    await saved(page);
    assert.equal(embedded(last(state).blocks)[0].shows, 'table:tasks:2019');
  }));

test('without records the block says what is missing', () =>
  stage({}, async ({ page }) => {
    await caretAtEnd(page, 1, 2);
    await page.keyboard.press('Control+Alt+h');
    await page.keyboard.type('sản xuất công nghiệp');
    await page.keyboard.press('Enter');
    await editor(page, 1).getByText('hãy nhập số liệu').waitFor();
    assert.deepEqual(await violations(page), []);
  }));

test('words in place of a picture and columns of a table are chosen in a box', () =>
  stage({}, async ({ page, state }) => {
    await caretAtEnd(page, 1, 2);
    await page.keyboard.press('Control+Alt+h');
    await page.keyboard.type('thủy điện');
    await page.getByRole('option', { name: /Bảng danh sách/ }).waitFor();
    await page.keyboard.press('Enter');
    await editor(page, 1).locator('figure.so-nhung table').waitFor();
    await page.keyboard.press('Alt+Enter');
    await page.getByRole('checkbox', { name: 'Địa bàn' }).check();
    assert.deepEqual(await violations(page), []);
    await page.getByRole('button', { name: 'Lưu', exact: true }).click();
    await editor(page, 1).getByRole('columnheader', { name: 'Địa bàn' }).waitFor();
    await saved(page);
    assert.equal(embedded(last(state).blocks)[0].shows, 'table:entries:3:14-15');
  }));

test('the caption is words, the picture is one whole: it is taken out on purpose only, and comes back', () =>
  stage({}, async ({ page, state }) => {
    await caretAtEnd(page, 1, 2);
    await page.keyboard.press('Control+Alt+h');
    await page.keyboard.type('kim ngach');
    await page.getByRole('option', { name: /Kế hoạch và thực hiện/ }).first().waitFor();
    await page.keyboard.press('Enter');
    const figure = editor(page, 1).locator('figure.so-nhung');
    await figure.waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.type('Đoạn dưới hình.');
    await saved(page);
    assert.equal(embedded(last(state).blocks).length, 1);
    // Back over the paragraph below and through the caption: the picture stays until it is selected and deleted.
    await page.keyboard.press('Home');
    await rest(page);
    await page.keyboard.press('Backspace');
    await rest(page);
    assert.equal(await figure.count(), 1);
    assert.match(await figure.getAttribute('class'), /ProseMirror-selectednode/);
    await page.keyboard.press('Backspace');
    await rest(page);
    assert.equal(await figure.count(), 0);
    await page.keyboard.press('Control+z');
    await figure.waitFor();
    await saved(page);
    assert.equal(embedded(last(state).blocks).length, 1);
  }));

test('on a phone the picture for narrow screens is seen', () =>
  stage({ viewport: { width: 390, height: 844 } }, async ({ page }) => {
    await caretAtEnd(page, 1, 2);
    await page.keyboard.press('Control+Alt+h');
    await page.keyboard.type('kim ngach');
    await page.getByRole('option', { name: /Kế hoạch và thực hiện/ }).first().waitFor();
    await page.keyboard.press('Enter');
    const figure = editor(page, 1).locator('figure.so-nhung');
    await figure.waitFor();
    assert.equal(await figure.locator('.chart-n').isVisible(), true);
    assert.equal(await figure.locator('.chart-w').isVisible(), false);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
    assert.deepEqual(await violations(page), []);
  }));
