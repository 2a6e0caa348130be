// Findings, comments, what waits, versions, sections.
import test from 'node:test';
import assert from 'node:assert/strict';
import { caretAtEnd, editor, rest, saved, stage, stored } from './stage.mjs';

test('findings come with the save, are underlined, and are walked by F8', () =>
  stage({}, async ({ page }) => {
    await caretAtEnd(page, 1, 3);
    await page.keyboard.type(' Đã xử lí.');
    await saved(page);
    const mark = editor(page, 1).locator('.so-g-warning');
    await mark.waitFor();
    assert.equal(await mark.textContent(), 'xử lí');
    const margin = page.getByRole('complementary', { name: /Điểm cần xem/ });
    await margin.getByRole('button', { name: /Viết “xử lý”/ }).waitFor();
    await page.keyboard.press('Control+Home');
    await rest(page);
    await page.keyboard.press('F8');
    await page.waitForFunction(() => String(getSelection()) === 'xử lí');
    await page.keyboard.type('xử lý');
    await saved(page);
    await mark.waitFor({ state: 'detached' });
    await page.keyboard.press('Shift+F8');
    assert.equal(await page.locator('.so-la.on').textContent().then((words) => /SL-09/.test(words)), true);
  }));

test('a card stands beside its words', () =>
  stage({ prepare: (state) => state.sections[2].blocks[6].content.push({ type: 'text', text: ' sai số' }) }, async ({ page }) => {
    await page.locator('.so-la.sv-bad').waitFor();
    await page.waitForTimeout(500);
    const [card, words] = await page.evaluate(() => ['.so-la.sv-bad', '.so-g-error'].map((name) => document.querySelector(name).getBoundingClientRect().top));
    assert.ok(Math.abs(card - words) < 12, `card at ${card}, words at ${words}`);
  }));

test('a comment on selected words; answered, done; a suggestion taken', () =>
  stage({}, async ({ page, state }) => {
    await caretAtEnd(page, 1, 5);
    await page.keyboard.press('Control+Alt+m');
    assert.match(await page.locator('.so-loi-nhan').textContent(), /Chọn chữ trước/);
    for (let i = 0; i < 8; i += 1) await page.keyboard.press('Shift+ArrowLeft');
    await rest(page);
    await page.keyboard.press('Control+Alt+m');
    const box = page.getByRole('dialog');
    await box.getByLabel('Ý kiến').fill('Ghi rõ giá so sánh');
    await box.getByRole('button', { name: 'Gửi góp ý' }).click();
    const card = page.locator('.so-la.comment');
    await card.waitFor();
    assert.equal(state.comments[0].quote, 'tỷ đồng.');
    assert.equal(await editor(page, 1).locator('.so-g-gy').textContent(), 'tỷ đồng.');
    await card.getByRole('button', { name: 'Trả lời' }).click();
    await page.getByRole('dialog').getByLabel('Trả lời').fill('Giá so sánh 2010');
    await page.getByRole('dialog').getByRole('button', { name: 'Gửi' }).click();
    await card.getByText('Giá so sánh 2010').waitFor();
    await card.getByRole('button', { name: 'Xong' }).click();
    await card.waitFor({ state: 'detached' });

    await editor(page, 1).locator(':scope > p').nth(1).click({ position: { x: 300, y: 5 } });
    await page.keyboard.press('Home');
    await rest(page);
    for (let i = 0; i < 9; i += 1) await page.keyboard.press('Shift+ArrowRight');
    await rest(page);
    await page.keyboard.press('Control+Alt+m');
    await box.getByLabel('Đề nghị sửa').check();
    await box.getByLabel('Sửa thành').fill('Năm 2019');
    await box.getByRole('button', { name: 'Gửi góp ý' }).click();
    await card.getByRole('button', { name: 'Nhận', exact: true }).click();
    await page.waitForFunction(() => /Năm 2019, Sở chủ trì/.test(document.querySelector('#muc-1 .ProseMirror').textContent));
    assert.match(stored(state, 1, 3), /^Năm 2019, Sở/);
    assert.equal(state.sections[0].blocks[2].origin, 'o-2');
  }));

test('what waits is shown with both words, and taken; or kept, and asked no more', () => {
  const prepare = (state) => {
    state.sections[1].waiting = ['t-1', 't-3'].map((origin) => ({ origin, takenOut: false, fresh: { type: 'paragraph', label: 'a)', content: [{ type: 'text', text: `Bản mới của ${origin}.` }], origin } }));
  };
  return stage({ prepare }, async ({ page, state, mock }) => {
    const cards = page.locator('.so-la.waiting');
    await cards.nth(1).waitFor();
    assert.match(await cards.first().textContent(), /Có bản mới/);
    await cards.first().getByRole('button', { name: 'Lấy bản mới' }).click();
    await page.waitForFunction(() => document.querySelectorAll('.so-la.waiting').length === 1);
    assert.equal(stored(state, 2, 2), 'Bản mới của t-1.');
    assert.ok(await editor(page, 2).locator(':scope > :nth-child(2)').evaluate((block) => block.classList.contains('sinh')), 'and looks generated');
    await cards.first().getByRole('button', { name: 'Giữ bản này' }).click();
    await page.waitForFunction(() => document.querySelectorAll('.so-la.waiting').length === 0);
    await page.goto(mock.address);
    await page.waitForSelector('#soan[data-xong]');
    assert.equal(await cards.count(), 0);
  });
});

test('a generated block looks it until it is changed', () =>
  stage({}, async ({ page }) => {
    const looks = () => editor(page, 1).locator(':scope > :nth-child(3)').evaluate((block) => block.classList.contains('sinh'));
    await caretAtEnd(page, 1, 3);
    assert.equal(await looks(), true);
    assert.equal(await page.locator('.so-nguon').textContent(), 'Sinh từ bản ghi');
    await page.keyboard.type('x');
    await saved(page);
    assert.equal(await looks(), false);
    assert.equal(await page.locator('.so-nguon').textContent(), 'Sinh từ bản ghi, đã sửa');
    await page.keyboard.press('Backspace');
    await rest(page);
    assert.equal(await looks(), true);
  }));

async function menu(page, id, words) {
  await page.locator(`#muc-${id} .so-dau summary`).click();
  await page.locator(`#muc-${id}`).getByRole('button', { name: words }).click();
}

test('generated again; versions seen with their differences, and one put back', () =>
  stage({}, async ({ page, state }) => {
    await caretAtEnd(page, 1, 3);
    await page.keyboard.type(' Câu thêm.');
    await menu(page, 1, 'Sinh lại mục');
    await page.waitForFunction(() => /Đoạn mới sinh/.test(document.querySelector('#muc-1').textContent));
    assert.match(stored(state, 1, 3), /Câu thêm\.$/, 'what was typed was saved first');
    await menu(page, 1, 'Các phiên bản');
    const box = page.getByRole('dialog');
    await box.getByRole('button', { name: /Bản 1/ }).click();
    await box.locator('ins').first().waitFor();
    assert.match(await box.locator('ins').allTextContents().then((all) => all.join()), /Câu thêm/);
    await box.getByRole('button', { name: 'Đưa lại bản 1' }).click();
    await saved(page);
    assert.equal(stored(state, 1, 3), 'Trong năm, Sở chủ trì 06 nhiệm vụ trọng tâm{1}.');
    assert.equal(state.sections[0].version, 4);
  }));

test('sections are added, moved and removed', () =>
  stage({}, async ({ page, state }) => {
    const titles = () => page.locator('.so-dan a > span:not(.vh)').allTextContents();
    await menu(page, 1, 'Thêm mục phía sau');
    await page.getByRole('dialog').getByLabel('Tên mục').fill('Đánh giá chung');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelectorAll('.so-muc').length === 4);
    await page.keyboard.type('Chữ đầu tiên.');
    await saved(page);
    assert.equal(stored(state, 4, 1), 'Chữ đầu tiên.');
    assert.deepEqual(await titles(), ['Tổ chức thực hiện', 'Đánh giá chung', 'Nhiệm vụ 5', 'Nhiệm vụ 3']);
    await menu(page, 4, 'Chuyển lên');
    await page.waitForFunction(() => document.querySelector('.so-muc').id === 'muc-4');
    await menu(page, 4, 'Bỏ mục');
    await page.getByRole('dialog').getByRole('button', { name: 'Bỏ mục' }).click();
    await page.waitForFunction(() => document.querySelectorAll('.so-muc').length === 3);
    assert.deepEqual(state.sections.map((one) => one.id), [1, 2, 3]);
  }));

test('a section whose records changed says so, and is generated again from there', () =>
  stage({ prepare: (state) => Object.assign(state.sections[1], { stale: true }) }, async ({ page, state }) => {
    const offer = page.getByRole('button', { name: 'Bản ghi đã đổi: sinh lại mục' });
    await offer.click();
    await page.waitForFunction(() => /Đoạn mới sinh/.test(document.querySelector('#muc-2').textContent));
    await offer.waitFor({ state: 'detached' });
    assert.equal(state.sections[1].version, 2);
  }));

test('a footnote: its mark at the caret, its words at the end, numbered on', () =>
  stage({}, async ({ page, state }) => {
    await caretAtEnd(page, 2, 4);
    await page.keyboard.press('Control+Alt+f');
    await page.keyboard.type('Theo biên bản.');
    await saved(page);
    const blocks = state.sections[1].blocks;
    assert.deepEqual(blocks[3].content.at(-1), { type: 'mark', number: 2 });
    assert.deepEqual(blocks.at(-1), { type: 'note', number: 2, content: [{ type: 'text', text: 'Theo biên bản.' }] });
  }));
