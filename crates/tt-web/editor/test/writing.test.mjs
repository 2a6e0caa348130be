// Typing, saving, facts by search.
import test from 'node:test';
import assert from 'node:assert/strict';
import { caretAtEnd, editor, rest, saved, stage, stored } from './stage.mjs';

test('what is typed is on the server a moment after typing stops, with its version, once', () =>
  stage({}, async ({ page, state }) => {
    await caretAtEnd(page, 1, 3);
    await page.keyboard.type(' Thêm chữ có dấu: đã hoàn thành.');
    await saved(page);
    assert.equal(stored(state, 1, 3), 'Trong năm, Sở chủ trì 06 nhiệm vụ trọng tâm{1}. Thêm chữ có dấu: đã hoàn thành.');
    assert.equal(state.puts.length, 1, 'one request for one burst of typing');
    assert.equal(state.puts[0].version, 1);
    assert.equal(state.puts[0].blocks[2].origin, 'o-2');
    await page.keyboard.type(' Nữa.');
    await page.locator('h1').click();
    await saved(page);
    assert.equal(state.puts[1].version, 2, 'the next one is written on what was stored');
    assert.match(await page.locator('#so-luu').textContent(), /^Đã lưu \d\d:\d\d$/);
  }));

test('what was not touched goes back as it came', () =>
  stage({
    prepare(state) {
      // Two runs of one style, as a template may write them.
      state.sections[0].blocks[1].content.push({ type: 'text', text: ' Hai' }, { type: 'text', text: ' đoạn.' });
    },
  }, async ({ page, state }) => {
    const before = structuredClone(state.sections[0].blocks[1].content.slice(-2));
    await caretAtEnd(page, 1, 3);
    await page.keyboard.type('x');
    await saved(page);
    assert.deepEqual(state.sections[0].blocks[1].content.slice(-2), before);
  }));

test('a fact is found and put in by keyboard alone: Ctrl+K, and / at the start of a word', () =>
  stage({}, async ({ page, state }) => {
    await caretAtEnd(page, 1, 4);
    await page.keyboard.type(' Theo ');
    await page.keyboard.press('Control+k');
    const box = page.getByRole('combobox', { name: /chèn/ });
    await box.waitFor();
    await page.keyboard.type('230');
    await page.locator('.so-ds [role=option]').nth(1).waitFor();
    await page.waitForFunction(() => document.querySelectorAll('.so-ds [role=option]').length === 2);
    await page.keyboard.press('ArrowDown');
    assert.equal(await box.getAttribute('aria-activedescendant'), 'so-tim-1');
    await page.keyboard.press('Enter');
    await page.keyboard.type(', ');
    await page.keyboard.type('/');
    await box.waitFor();
    await page.keyboard.type('cho');
    await page.waitForFunction(() => document.querySelectorAll('.so-ds [role=option]').length === 1);
    await page.keyboard.press('Enter');
    await page.keyboard.type(' chợ');
    await saved(page);
    assert.equal(stored(state, 1, 4), 'Kim ngạch xuất khẩu ước {value:12:2019:actual:number} triệu USD. Theo {citation:5:short}, {measure:3} chợ');
    assert.equal(await editor(page, 1).locator('.so-the').filter({ hasText: 'Quyết định số 230/QĐ-UBND' }).count(), 2);
  }));

test('/ within a word or a date stays a stroke, and Escape leaves one', () =>
  stage({}, async ({ page, state }) => {
    await caretAtEnd(page, 1, 4);
    await page.keyboard.type(' 15/8/2019 và/hoặc ');
    await page.keyboard.type('/');
    await page.getByRole('combobox', { name: /chèn/ }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.type('x');
    await saved(page);
    assert.match(stored(state, 1, 4), /15\/8\/2019 và\/hoặc \/x$/);
  }));

test('the card of a fact: other form, override with a reason and not without, and back', () =>
  stage({}, async ({ page, state }) => {
    await caretAtEnd(page, 1, 4);
    for (let i = 0; i < ' triệu USD.'.length; i += 1) await page.keyboard.press('ArrowLeft');
    await rest(page);
    await page.keyboard.press('ArrowLeft');
    await rest(page);
    await page.keyboard.press('Enter');
    const card = page.getByRole('dialog', { name: 'Thẻ số liệu' });
    await card.waitFor();
    assert.match(await card.textContent(), /Kim ngạch xuất khẩu, năm 2019/);
    await card.getByLabel('Viết').selectOption('percent_of_plan');
    await saved(page);
    await page.waitForFunction(() => /đạt 91,7% kế hoạch/.test(document.querySelector('#muc-1 .ProseMirror').textContent));
    await page.keyboard.press('Enter');
    await card.locator('summary').click();
    await card.getByLabel('In thay bằng').fill('đạt 92% kế hoạch');
    await card.getByRole('button', { name: 'Ghi đè' }).click();
    assert.match(await card.getByRole('alert').textContent(), /lý do/);
    await card.getByLabel('Lý do').fill('Số chính thức của Cục Thống kê');
    await card.getByRole('button', { name: 'Ghi đè' }).click();
    await page.keyboard.press('Control+s');
    await saved(page);
    const chip = () => state.sections[0].blocks[3].content.find((one) => one.type === 'chip');
    assert.deepEqual(chip().override, { text: 'đạt 92% kế hoạch', reason: 'Số chính thức của Cục Thống kê' });
    assert.equal(chip().chip, 'value:12:2019:actual:percent_of_plan');
    await page.keyboard.press('Enter');
    await card.getByRole('button', { name: /Bỏ ghi đè/ }).click();
    await page.keyboard.press('Control+s');
    await saved(page);
    assert.equal(chip().override, undefined);
  }));

test('Enter keeps the origin with the first half, counts labels on, and leaves a list on an empty item', () =>
  stage({}, async ({ page, state }) => {
    await caretAtEnd(page, 2, 2);
    await page.keyboard.press('Enter');
    await page.keyboard.type('Ý thứ hai');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.keyboard.type('- gạch');
    await page.keyboard.press('Enter');
    await page.keyboard.type('gạch nữa');
    await saved(page);
    const [, first, second, third, fourth] = state.sections[1].blocks;
    assert.equal(first.origin, 't-1');
    assert.deepEqual([second.label, second.origin, second.content[0].text], ['b)', undefined, 'Ý thứ hai']);
    assert.deepEqual([third.type, third.marker, third.content[0].text], ['item', '-', 'gạch']);
    assert.deepEqual([fourth.type, fourth.origin, fourth.content[0].text], ['item', undefined, 'gạch nữa']);
  }));

test('headings, labels, bold and moving blocks by their keys; undo takes it back', () =>
  stage({}, async ({ page, state }) => {
    await caretAtEnd(page, 1, 3);
    await page.keyboard.press('Control+Alt+2');
    await page.keyboard.press('Control+Alt+l');
    await page.keyboard.type('3.');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+b');
    await page.keyboard.type(' đậm');
    await page.keyboard.press('Alt+ArrowUp');
    await saved(page);
    const block = state.sections[0].blocks[1];
    assert.deepEqual([block.type, block.level, block.label, block.origin], ['heading', 2, '3.', 'o-2']);
    assert.deepEqual(block.content.at(-1), { type: 'text', text: ' đậm', strong: true });
    for (let i = 0; i < 12; i += 1) await page.keyboard.press('Control+z');
    await saved(page);
    await page.keyboard.press('Control+s');
    await saved(page);
    assert.equal(stored(state, 1, 3), 'Trong năm, Sở chủ trì 06 nhiệm vụ trọng tâm{1}.');
  }));

test('a table by keys: put in, filled cell by cell, with a row and a column more', () =>
  stage({}, async ({ page, state }) => {
    await caretAtEnd(page, 1, 5);
    await page.keyboard.press('Control+Alt+t');
    for (const words of ['Chợ', 'Số', 'Ghi', 'Kỳ Lừa', '1', 'a', 'Đông Kinh', '2', 'b', 'dòng mới']) {
      await page.keyboard.type(words);
      if (words !== 'dòng mới') await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Control+Alt+ArrowRight');
    await saved(page);
    const table = state.sections[0].blocks[5];
    assert.equal(table.headRows, 1);
    assert.deepEqual(table.rows.map((row) => row.map((cell) => cell.map((one) => one.text).join(''))), [['Chợ', '', 'Số', 'Ghi'], ['Kỳ Lừa', '', '1', 'a'], ['Đông Kinh', '', '2', 'b'], ['dòng mới', '', '', '']]);
  }));

test('a read-only report can be read and not written', () =>
  stage({ mock: { editable: false } }, async ({ page, state }) => {
    await editor(page, 1).click();
    await page.keyboard.type('chữ');
    await page.waitForTimeout(1100);
    assert.equal(state.puts.length, 0);
    assert.equal(await editor(page, 1).evaluate((text) => text.textContent.includes('chữ')), false);
    assert.equal(await page.getByRole('button', { name: 'Chèn số liệu' }).isVisible(), false);
    // But it can be commented on.
    await editor(page, 1).locator('h2').first().click({ clickCount: 3 });
    await rest(page);
    await page.keyboard.press('Control+Alt+m');
    await page.getByRole('dialog').getByLabel('Ý kiến').fill('Bỏ mục này?');
    await page.getByRole('dialog').getByRole('button', { name: 'Gửi góp ý' }).click();
    await page.locator('.so-la.comment').waitFor();
    assert.equal(state.comments[0].quote, 'TỔ CHỨC THỰC HIỆN');
  }));

test('a division writes the section given to it, and no other', () =>
  stage({ mock: { editable: false, given: 2 } }, async ({ page, state }) => {
    assert.equal(await page.getByRole('button', { name: 'Chèn số liệu' }).isVisible(), true);
    await editor(page, 1).click();
    await page.keyboard.type('chữ');
    await editor(page, 2).click();
    await page.keyboard.type('chữ của phòng');
    await page.waitForTimeout(1500);
    assert.deepEqual([...new Set(state.puts.map((put) => put.section))], [2]);
    assert.equal(await editor(page, 1).evaluate((text) => text.textContent.includes('chữ')), false);
  }));

test('a fact goes with the second press of Backspace, whole', () =>
  stage({}, async ({ page, state }) => {
    await caretAtEnd(page, 1, 4);
    for (let i = 0; i < ' triệu USD.'.length; i += 1) await page.keyboard.press('ArrowLeft');
    await rest(page);
    await page.keyboard.press('Backspace');
    await rest(page);
    assert.equal(await editor(page, 1).locator('.ProseMirror-selectednode').textContent(), '4.750');
    await page.keyboard.press('Backspace');
    await saved(page);
    assert.equal(stored(state, 1, 4), 'Kim ngạch xuất khẩu ước  triệu USD.');
  }));

test('Ctrl+K, F1 and the other keys of the editor are kept from the page around it', () =>
  stage({}, async ({ page }) => {
    await page.evaluate(() => {
      globalThis.heard = [];
      document.addEventListener('keydown', (event) => event.key !== 'Control' && globalThis.heard.push(event.key));
    });
    await caretAtEnd(page, 1, 3);
    await page.keyboard.press('Control+k');
    await page.keyboard.press('Escape');
    await page.keyboard.press('F1');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    assert.deepEqual(await page.evaluate(() => globalThis.heard.filter((key) => key === 'k' || key === 'F1')), []);
    assert.equal(await page.evaluate(() => document.activeElement.className.includes('ProseMirror')), true, 'and the caret is back in the text');
  }));

test('a press on the outline right after typing is not lost to the save it causes', () =>
  stage({}, async ({ page, state }) => {
    await caretAtEnd(page, 1, 3);
    await page.keyboard.type(' Rồi đi.');
    const line = await page.locator('.so-dan a').nth(1).boundingBox();
    await page.mouse.move(line.x + 40, line.y + line.height / 2);
    await page.mouse.down();
    await page.waitForTimeout(150);
    await page.mouse.up();
    await page.waitForFunction(() => document.querySelector('#muc-2').contains(document.activeElement));
    await saved(page);
    assert.match(stored(state, 1, 3), /Rồi đi\.$/);
  }));
