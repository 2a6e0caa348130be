// What comes from the clipboard, and letters that are composed.
import test from 'node:test';
import assert from 'node:assert/strict';
import { caretAtEnd, editor, paste, saved, stage, stored } from './stage.mjs';

const WORD = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{font-size:14pt}</style><!--[if gte mso 9]><xml><o:x>1</o:x></xml><![endif]--></head><body lang=EN-US style='tab-interval:.5in'><!--StartFragment-->
<h1 style='margin:0'><b>II. KẾT QUẢ<o:p></o:p></b></h1>
<p class=MsoNormal style='text-align:justify;font-size:14.0pt'>Đoạn có <b style='mso-bidi-font-weight:normal'>chữ đậm</b>
và <i>nghiêng</i>,<span style='mso-spacerun:yes'>  </span>màu <span style='color:red'>đỏ</span>.<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>1.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>Việc thứ nhất</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l1 level1 lfo2'><![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span>&nbsp; </span></span></span><![endif]>Việc thứ hai</p>
<table class=MsoTableGrid border=1><tr><td><p class=MsoNormal><b>Chợ</b></p></td><td><p class=MsoNormal><b>Số hộ</b></p></td></tr><tr><td><p>Kỳ Lừa</p></td><td><p>412</p><p>hộ</p></td></tr><tr><td colspan=2><p>Cộng</p></td></tr></table>
<p><img src="file:///C:/anh.png" style="width:10px"></p>
<!--EndFragment--></body></html>`;

test('a paste from Word keeps words, bold, italic, labels and the table, and no style', () =>
  stage({}, async ({ page, state }) => {
    await caretAtEnd(page, 1, 5);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Backspace');
    await paste(page, { 'text/html': WORD, 'text/plain': 'x' });
    await saved(page);
    const got = state.sections[0].blocks.slice(5, -1);
    assert.deepEqual(got, [
      { type: 'heading', level: 1, label: 'II.', content: [{ type: 'text', text: 'KẾT QUẢ' }] },
      { type: 'paragraph', label: null, content: [{ type: 'text', text: 'Đoạn có ' }, { type: 'text', text: 'chữ đậm', strong: true }, { type: 'text', text: ' và ' }, { type: 'text', text: 'nghiêng', emphasis: true }, { type: 'text', text: ', màu đỏ.' }] },
      { type: 'paragraph', label: '1.', content: [{ type: 'text', text: 'Việc thứ nhất' }] },
      { type: 'item', marker: '-', content: [{ type: 'text', text: 'Việc thứ hai' }] },
      { type: 'table', headRows: 1, rows: [
        [[{ type: 'text', text: 'Chợ', strong: true }], [{ type: 'text', text: 'Số hộ', strong: true }]],
        [[{ type: 'text', text: 'Kỳ Lừa' }], [{ type: 'text', text: '412 hộ' }]],
        [[{ type: 'text', text: 'Cộng' }], []],
      ] },
    ]);
    assert.match(await page.locator('.so-loi-nhan').textContent(), /Ảnh không dán được/);
  }));

test('plain text becomes paragraphs; one line joins the sentence', () =>
  stage({}, async ({ page, state }) => {
    await caretAtEnd(page, 1, 5);
    await paste(page, { 'text/plain': ' một câu' });
    await saved(page);
    assert.match(stored(state, 1, 5), /tỷ đồng\. ?một câu$/);
    await paste(page, { 'text/plain': ' hết.\r\na) Ý một\r\n\r\n- gạch' });
    await saved(page);
    const [, second, third] = state.sections[0].blocks.slice(4);
    assert.deepEqual([second.label, second.content[0].text, third.type, third.content[0].text], ['a)', 'Ý một', 'item', 'gạch']);
  }));

test('a picture is not taken, and said so', () =>
  stage({}, async ({ page, state }) => {
    await caretAtEnd(page, 1, 3);
    await paste(page, { file: true });
    assert.match(await page.locator('.so-loi-nhan').textContent(), /Ảnh không dán được/);
    await page.waitForTimeout(1000);
    assert.equal(state.puts.length, 0);
  }));

test('a copy within the report keeps its facts and has no origin', () =>
  stage({}, async ({ page, state, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await editor(page, 1).locator(':scope > :nth-child(5)').click({ clickCount: 3, position: { x: 200, y: 5 } });
    await page.keyboard.press('Control+c');
    await caretAtEnd(page, 2, 4);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+v');
    await saved(page);
    const copy = state.sections[1].blocks[4];
    assert.deepEqual(copy.content.map((one) => one.chip ?? one.text), ['Giá trị sản xuất công nghiệp ', 'value:14:2019:actual:number', ' tỷ đồng.']);
    assert.equal(copy.origin, undefined);
    assert.equal(state.sections[1].blocks[3].origin, 't-3');
  }));

test('a cell takes what is pasted as one line', () =>
  stage({}, async ({ page, state }) => {
    await editor(page, 2).locator('td').nth(2).click();
    await paste(page, { 'text/html': '<p>một</p><p>hai <b>ba</b></p>' });
    await saved(page);
    assert.deepEqual(state.sections[1].blocks[2].rows[1][2], [{ type: 'text', text: 'một hai ' }, { type: 'text', text: 'ba', strong: true }]);
  }));

test('while a letter is composed nothing is saved, searched or labelled; after it, it is', () =>
  stage({}, async ({ page, state, context }) => {
    await caretAtEnd(page, 1, 3);
    const input = await context.newCDPSession(page);
    await page.keyboard.type(' Ti');
    await input.send('Input.imeSetComposition', { text: 'tiê', selectionStart: 3, selectionEnd: 3 });
    await input.send('Input.imeSetComposition', { text: 'tiến', selectionStart: 4, selectionEnd: 4 });
    await page.waitForTimeout(1500);
    assert.equal(state.puts.length, 0, 'not saved half way');
    await input.send('Input.insertText', { text: 'tiến' });
    await page.keyboard.type(' độ');
    await saved(page);
    assert.match(stored(state, 1, 3), / Titiến độ$/);
  }));
