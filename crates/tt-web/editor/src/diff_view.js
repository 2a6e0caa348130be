// Two sets of blocks shown as one text with what went and what came.
import { wordsOf } from './blocks.js';
import { differences } from './diff.js';
import { h } from './dom.js';
import { say } from './words.js';

const TAG = { gone: 'del', come: 'ins' };

export function showDifferences(old, now) {
  const list = differences(old, now);
  const isSame = list.every((one) => one.same);
  return h('div', { class: 'so-khac', lang: 'vi' },
    isSame && h('p', { class: 'muted sm' }, say('Hai bản giống nhau.', 'Both are the same.')),
    list.map((one) => {
      const block = one.same ?? one.gone ?? one.come ?? one.block;
      return h('p', { class: `k-${block.type}` }, one.words ? one.words.map(([kind, text]) => run(kind, text)) : run(Object.keys(one)[0], wordsOf(block) || ' '));
    }));
}

/** A run; what went or came is also said to those who do not see it. */
function run(kind, text) {
  if (!TAG[kind]) return text;
  const said = kind === 'gone' ? say('[bỏ: ', '[out: ') : say('[thêm: ', '[in: ');
  return h(TAG[kind], {}, h('span', { class: 'vh' }, said), text, h('span', { class: 'vh' }, ']'));
}

/** Blocks as they read, without differences. */
export const showBlocks = (blocks) => h('div', { class: 'so-khac', lang: 'vi' }, blocks.map((block) => h('p', { class: `k-${block.type}` }, wordsOf(block))));
