// JSON of the contract ⇄ ProseMirror without loss, over made-up sections; differences of words.
import test from 'node:test';
import assert from 'node:assert/strict';
import { essence, fromDoc, toDoc } from '../src/blocks.js';
import { align, words } from '../src/diff.js';
import { nextLabel, readLabel } from '../src/labels.js';
import { locate } from '../src/annotations.js';
import { schema } from '../src/schema.js';

/** A small generator of its own seed, so that a failure can be repeated. */
function maker(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const below = (most) => Math.floor(next() * most);
  const one = (list) => list[below(list.length)];
  const maybe = (value) => (next() < 0.5 ? value() : null);
  const text = () => Array.from({ length: 1 + below(6) }, () => one(['Kim ngạch', ' ', '4.750', 'ước đạt', '\n', '\u00a0', '<b>', '“đúng”', 'Ủy ban', '  '])).join('');
  const style = () => ({ ...(next() < 0.3 && { strong: true }), ...(next() < 0.2 && { emphasis: true }) });
  const inline = () => {
    const sort = below(5);
    if (sort === 0) return { type: 'mark', number: 1 + below(9), ...style() };
    if (sort > 2) return { type: 'text', text: text(), ...style() };
    const code = one(['value:12:2019:actual:number', 'citation:5:full', 'statement:7']);
    return { type: 'chip', chip: code, ...style(), shown: text(), label: text(), page: maybe(() => '/chi-tieu/12'), missing: next() < 0.2, ...(next() < 0.3 && { override: { text: text(), reason: text() } }) };
  };
  const content = () => Array.from({ length: below(5) }, inline);
  const block = (at) => {
    const origin = next() < 0.6 ? { origin: `o-${at}` } : {};
    switch (below(7)) {
      case 6:
        return { type: 'embedded', shows: one(['picture:plan:12:2019', 'table:tasks:2019']), alt: maybe(text), content: content(), ...origin, drawn: null };
      case 0:
        return { type: 'heading', level: 1 + below(5), label: maybe(() => one(['I.', '1.1.'])), content: content(), ...origin };
      case 1:
        return { type: 'item', marker: one(['-', '+', '•']), content: content(), ...origin };
      case 2:
        return { type: 'annex', content: content(), ...(next() < 0.3 && { lying: true }), ...origin };
      case 3:
        return { type: 'note', number: 1 + below(9), content: content(), ...origin };
      case 4: {
        const columns = 1 + below(4);
        const rows = Array.from({ length: 1 + below(4) }, () => Array.from({ length: columns }, content));
        return { type: 'table', headRows: below(rows.length + 1), rows, ...origin };
      }
      default:
        return { type: 'paragraph', label: maybe(() => one(['a)', '1.'])), content: content(), ...origin };
    }
  };
  return { blocks: () => Array.from({ length: below(8) }, (_, at) => block(at)) };
}

test('any section comes back as it went in, run for run', () => {
  for (let seed = 0; seed < 2000; seed += 1) {
    const blocks = maker(seed).blocks();
    assert.deepEqual(fromDoc(toDoc(blocks)), blocks, `seed ${seed}`);
  }
});

test('and says the same when every node was made anew', () => {
  for (let seed = 0; seed < 1000; seed += 1) {
    const blocks = maker(seed).blocks();
    const again = schema.nodeFromJSON(JSON.parse(JSON.stringify(toDoc(blocks).toJSON())));
    again.check();
    assert.equal(essence(fromDoc(again)), essence(blocks), `seed ${seed}`);
    assert.deepEqual(fromDoc(again).map((block) => block.origin), blocks.map((block) => block.origin));
    assert.deepEqual(fromDoc(again).map((block) => block.lying), blocks.map((block) => block.lying), 'an annex stays on its sheets');
    // What is written is itself read back to the same.
    assert.deepEqual(fromDoc(schema.nodeFromJSON(toDoc(fromDoc(again)).toJSON())), fromDoc(again), `seed ${seed}`);
  }
});

test('a section without blocks stays without, and one with an empty paragraph keeps it', () => {
  assert.deepEqual(fromDoc(toDoc([])), []);
  const one = [{ type: 'paragraph', label: null, content: [] }];
  assert.deepEqual(fromDoc(schema.nodeFromJSON(toDoc(one).toJSON())), one);
});

test('chips, overrides and what the server says of them are in the JSON', () => {
  const chip = { type: 'chip', chip: 'measure:3', strong: true, shown: '16', label: 'Số chợ', page: null, missing: false, override: { text: '17', reason: 'bàn giao' } };
  const again = schema.nodeFromJSON(toDoc([{ type: 'paragraph', label: null, content: [chip], origin: 'x' }]).toJSON());
  assert.deepEqual(fromDoc(again), [{ type: 'paragraph', label: null, content: [chip], origin: 'x' }]);
});

test('the longest common run of words is kept, the rest shown as out and in', () => {
  assert.deepEqual(words('đã chuyển đổi 16 chợ', 'đã chuyển đổi 17 chợ mới'), [['same', 'đã chuyển đổi '], ['gone', '16'], ['come', '17'], ['same', ' chợ'], ['come', ' mới']]);
  for (let seed = 0; seed < 300; seed += 1) {
    const pick = (salt) => Array.from({ length: 12 }, (_, at) => (seed * 31 + at * salt * 7 + ((seed >> (at % 5)) & 3)) % 4);
    const [old, now] = [pick(1), pick(2)];
    const list = align(old, now);
    const has = (one, key) => Object.hasOwn(one, key);
    assert.deepEqual(list.filter((one) => !has(one, 'come')).map((one) => one.same ?? one.gone), old);
    assert.deepEqual(list.filter((one) => !has(one, 'gone')).map((one) => one.same ?? one.come), now);
  }
});

test('labels count on and are read off a line', () => {
  assert.deepEqual(['1.', '1.9.', '9)', 'a)', 'd)', 'I.', 'III.', 'IX.', null, 'Điều'].map(nextLabel), ['2.', '1.10.', '10)', 'b)', 'đ)', 'II.', 'IV.', 'X.', null, null]);
  assert.deepEqual(readLabel('a) Ý một'), { label: 'a)', words: 'Ý một' });
  assert.deepEqual(readLabel('– gạch'), { marker: '-', words: 'gạch' });
  assert.deepEqual(readLabel('15/8/2019 họp'), { words: '15/8/2019 họp' });
  assert.deepEqual(readLabel('2019. '), { words: '2019. ' });
});

test('a quote is found over runs and chips, else its block as a whole', () => {
  const doc = toDoc([
    { type: 'paragraph', label: null, content: [{ type: 'text', text: 'một hai' }] },
    { type: 'paragraph', label: null, content: [{ type: 'text', text: 'đạt ' }, { type: 'chip', chip: 'measure:3', shown: '16' }, { type: 'text', text: ' chợ', strong: true }] },
  ]);
  assert.deepEqual(locate(doc, 1, 'đạt 16 chợ'), { from: 10, to: 19, at: 9 });
  assert.deepEqual(locate(doc, 1, 'hai'), { from: 5, to: 8, at: 0 });
  assert.deepEqual(locate(doc, 1, 'không có'), { from: 9, to: 9, at: 9 });
  assert.equal(locate(doc, null, 'không có'), null);
});
