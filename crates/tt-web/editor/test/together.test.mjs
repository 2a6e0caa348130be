// Two people, a broken line, an ended session: nothing of what was typed is lost.
import test from 'node:test';
import assert from 'node:assert/strict';
import { writeAs } from '../dev/mock.mjs';
import { caretAtEnd, editor, open, saved, stage, stored } from './stage.mjs';

const theirs = (state) => writeAs(state, 1, 'Trần Văn Nam', (blocks) => {
  blocks[2].content.push({ type: 'text', text: ' Nam viết.' });
  return blocks;
});

async function clash({ page, state }) {
  await caretAtEnd(page, 1, 3);
  theirs(state);
  await page.keyboard.type(' Hoa viết.');
  const box = page.getByRole('group', { name: 'Hai bản của mục' });
  await box.waitFor();
  assert.match(await box.textContent(), /Trần Văn Nam đã sửa/);
  assert.match(await box.textContent(), /Hoa viết\..*Nam viết\./s);
  assert.match(await page.locator('#so-luu').textContent(), /có hai bản/);
  return box;
}

test('two people at once: mine is kept', () =>
  stage({}, async (scene) => {
    const box = await clash(scene);
    await scene.page.keyboard.type(' Thêm.');
    await box.getByRole('button', { name: 'Giữ của tôi' }).click();
    await saved(scene.page);
    assert.match(stored(scene.state, 1, 3), /Hoa viết\. Thêm\.$/);
    assert.equal(scene.state.puts.at(-1).version, 2);
    await box.waitFor({ state: 'detached' });
  }));

test('two people at once: the other is taken, and mine comes back with undo', () =>
  stage({}, async (scene) => {
    const { page, state } = scene;
    const box = await clash(scene);
    await box.getByRole('button', { name: 'Xem khác nhau' }).click();
    const diff = page.getByRole('dialog');
    assert.match(await diff.locator('del').first().textContent(), /Nam/);
    await page.keyboard.press('Escape');
    await box.getByRole('button', { name: 'Lấy bản kia' }).click();
    assert.match(await editor(page, 1).textContent(), /Nam viết\./);
    assert.doesNotMatch(await editor(page, 1).textContent(), /Hoa viết/);
    await saved(page);
    assert.match(stored(state, 1, 3), /Nam viết\.$/);
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+s');
    await saved(page);
    assert.match(stored(state, 1, 3), /Hoa viết\.$/);
  }));

test('offline: said, kept, tried again by itself', () =>
  stage({}, async ({ page, state, context }) => {
    await context.setOffline(true);
    await caretAtEnd(page, 1, 3);
    await page.keyboard.type(' Khi mất mạng.');
    await page.waitForFunction(() => /Chưa lưu được: không kết nối/.test(document.getElementById('so-luu').textContent));
    assert.match(await page.evaluate(() => localStorage.getItem('tt-soan:5:1')), /Khi mất mạng/);
    await page.keyboard.type(' Vẫn gõ.');
    await context.setOffline(false);
    await saved(page);
    assert.match(stored(state, 1, 3), /Khi mất mạng\. Vẫn gõ\.$/);
    assert.equal(await page.evaluate(() => localStorage.getItem('tt-soan:5:1')), null, 'nothing is kept of what the server has');
  }));

test('the server fails: after a reload what was typed is offered again, and saved', () =>
  stage({}, async ({ page, state, mock }) => {
    state.fail = 500;
    await caretAtEnd(page, 1, 3);
    await page.keyboard.type(' Lúc máy chủ lỗi.');
    await page.waitForFunction(() => /Chưa lưu được/.test(document.getElementById('so-luu').textContent));
    let warned = 0;
    page.on('dialog', (dialog) => {
      warned += 1;
      dialog.accept();
    });
    await open(page, mock);
    assert.equal(warned, 1, 'leaving with unsaved words warns');
    state.fail = null;
    const box = page.getByRole('group', { name: 'Chữ chưa lưu từ trước' });
    await box.waitFor();
    assert.doesNotMatch(await editor(page, 1).textContent(), /Lúc máy chủ lỗi/);
    await box.getByRole('button', { name: 'Đưa vào và lưu' }).click();
    await saved(page);
    assert.match(stored(state, 1, 3), /Lúc máy chủ lỗi\.$/);
    await open(page, mock);
    assert.equal(warned, 1, 'leaving with everything saved does not');
    assert.equal(await page.getByRole('group', { name: 'Chữ chưa lưu từ trước' }).count(), 0);
  }));

test('the session ends: said, kept; after signing in elsewhere it is saved', () =>
  stage({}, async ({ page, state }) => {
    state.csrf = 'ma-moi';
    await caretAtEnd(page, 1, 3);
    await page.keyboard.type(' Hết phiên.');
    await page.waitForFunction(() => /Phiên làm việc đã hết/.test(document.getElementById('so-luu').textContent));
    await page.locator('#muc-1').getByRole('button', { name: 'Thử lại' }).click();
    await saved(page);
    assert.match(stored(state, 1, 3), /Hết phiên\.$/);
  }));

test('refused words are said with the reason, and the next ones are tried', () =>
  stage({}, async ({ page, state }) => {
    await caretAtEnd(page, 1, 3);
    await page.keyboard.type(' CẤM');
    await page.waitForFunction(() => /sửa chữ CẤM/.test(document.getElementById('so-luu').textContent));
    for (let i = 0; i < 4; i += 1) await page.keyboard.press('Backspace');
    await page.keyboard.type(' được');
    await saved(page);
    assert.match(stored(state, 1, 3), / được$/);
  }));

test('a slow server: one request at a time, and what was typed meanwhile follows', () =>
  stage({}, async ({ page, state }) => {
    state.delay = 700;
    await caretAtEnd(page, 1, 3);
    await page.keyboard.type(' Một.');
    await page.waitForFunction(() => document.getElementById('so-luu').textContent === 'Đang lưu');
    await page.keyboard.type(' Hai.');
    await page.waitForTimeout(200);
    await page.keyboard.type(' Ba.');
    await saved(page);
    assert.match(stored(state, 1, 3), /Một\. Hai\. Ba\.$/);
    assert.deepEqual(state.puts.map((one) => one.version), [1, 2]);
  }));

test('two people in different blocks: both are merged by one press', () =>
  stage({}, async ({ page, state }) => {
    await caretAtEnd(page, 1, 5);
    theirs(state);
    await page.keyboard.type(' Hoa viết.');
    const box = page.getByRole('group', { name: 'Hai bản của mục' });
    await box.getByRole('button', { name: /Gộp hai bản/ }).click();
    await saved(page);
    assert.match(stored(state, 1, 3), /Nam viết\.$/);
    assert.match(stored(state, 1, 5), /Hoa viết\.$/);
  }));

test('in one block they are not merged behind anyone’s back', () =>
  stage({}, async (scene) => {
    const box = await clash(scene);
    assert.equal(await box.getByRole('button', { name: /Gộp/ }).count(), 0);
  }));

test('what is typed while the section is generated again stays', () =>
  stage({}, async ({ page, state }) => {
    state.delay = 800;
    await page.locator('#muc-1 .so-dau summary').click();
    await page.locator('#muc-1').getByRole('button', { name: 'Sinh lại mục' }).click();
    await caretAtEnd(page, 1, 3);
    await page.keyboard.type(' Gõ trong lúc chờ.');
    await page.waitForFunction(() => /Đoạn mới sinh/.test(document.querySelector('#muc-1').textContent));
    await page.keyboard.type(' Gõ tiếp.');
    state.delay = 0;
    await saved(page);
    assert.match(stored(state, 1, 3), /Gõ trong lúc chờ\. Gõ tiếp\.$/);
    assert.equal(state.sections[0].blocks.at(-1).content[0].text, 'Đoạn mới sinh.');
    assert.equal(state.puts.at(-1).version, 2);
  }));

test('words kept from before survive typing and another reload, until they are put in or discarded', () =>
  stage({}, async ({ page, state, mock }) => {
    page.on('dialog', (dialog) => dialog.accept());
    state.fail = 503;
    await caretAtEnd(page, 1, 3);
    await page.keyboard.type(' Giữ lại.');
    await page.waitForFunction(() => /Chưa lưu được/.test(document.getElementById('so-luu').textContent));
    await open(page, mock);
    state.fail = null;
    await caretAtEnd(page, 1, 4);
    await page.keyboard.type(' Việc khác.');
    await saved(page);
    await open(page, mock);
    const box = page.getByRole('group', { name: 'Chữ chưa lưu từ trước' });
    assert.match(await box.textContent(), /sửa nơi khác/);
    await box.getByRole('button', { name: 'Xem khác nhau' }).click();
    assert.match(await page.getByRole('dialog').locator('ins').first().textContent(), /Giữ lại/);
    await page.keyboard.press('Escape');
    await box.getByRole('button', { name: 'Bỏ' }).click();
    await open(page, mock);
    assert.equal(await box.count(), 0);
  }));

test('a fact printed anew does not make its block a person’s', () =>
  stage({}, async ({ page, state }) => {
    await caretAtEnd(page, 2, 4);
    // Put in from a search, printed otherwise by the save that follows.
    await page.keyboard.press('Control+k');
    await page.locator('.so-ds [role=option]').first().waitFor();
    await page.keyboard.press('Enter');
    await saved(page);
    await editor(page, 2).locator('.so-the').last().click();
    await page.getByLabel('Viết').selectOption('reached');
    await page.waitForFunction(() => /ước đạt 4.750/.test(document.querySelector('#muc-2').textContent));
    await saved(page);
    writeAs(state, 2, 'Nam', (blocks) => {
      blocks[3].content = [{ type: 'text', text: 'Nam viết lại.' }];
      return blocks;
    });
    await caretAtEnd(page, 2, 2);
    await page.keyboard.type(' Hoa.');
    await page.getByRole('button', { name: /Gộp hai bản/ }).click();
    await saved(page);
    assert.equal(stored(state, 2, 4), 'Nam viết lại.');
    assert.match(stored(state, 2, 2), / Hoa\.$/);
  }));
