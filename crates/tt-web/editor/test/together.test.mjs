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
