// Differences of words between two sets of blocks: longest common subsequence, first of blocks, then within a block.
import { essence, wordsOf } from './blocks.js';

/** A cap on the table of the longest common subsequence; beyond it the whole is shown as taken out and put in. */
const MOST = 4_000_000;

/** Pairs of a list's items: `{ same }`, `{ gone }` or `{ come }`, in order. */
export function align(old, now, keyOf = (one) => one) {
  const [a, b] = [old.map(keyOf), now.map(keyOf)];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  const middle = lcs(a, b, start, a.length - end, b.length - end, old, now);
  return [
    ...now.slice(0, start).map((same) => ({ same })),
    ...middle,
    ...now.slice(now.length - end).map((same) => ({ same })),
  ];
}

function lcs(a, b, start, aEnd, bEnd, old, now) {
  const [rows, columns] = [aEnd - start, bEnd - start];
  const gone = (at) => ({ gone: old[start + at] });
  const come = (at) => ({ come: now[start + at] });
  if (rows * columns > MOST || rows === 0 || columns === 0) {
    return [...Array.from({ length: rows }, (_, at) => gone(at)), ...Array.from({ length: columns }, (_, at) => come(at))];
  }
  const width = columns + 1;
  const longest = new Uint16Array((rows + 1) * width);
  for (let i = rows - 1; i >= 0; i -= 1) {
    for (let j = columns - 1; j >= 0; j -= 1) {
      longest[i * width + j] = a[start + i] === b[start + j] ? longest[(i + 1) * width + j + 1] + 1 : Math.max(longest[(i + 1) * width + j], longest[i * width + j + 1]);
    }
  }
  const list = [];
  let [i, j] = [0, 0];
  while (i < rows || j < columns) {
    if (i < rows && j < columns && a[start + i] === b[start + j]) list.push({ same: now[start + j] }), (i += 1), (j += 1);
    else if (j >= columns || (i < rows && longest[(i + 1) * width + j] >= longest[i * width + j + 1])) list.push(gone(i)), (i += 1);
    else list.push(come(j)), (j += 1);
  }
  return list;
}

/** Blocks side by side in reading order: `{ same }`, `{ gone }`, `{ come }`, or `{ words }` of a block that was changed. */
export function differences(old, now) {
  const pairs = align(old, now, (block) => essence([{ ...block, origin: null }]));
  const list = [];
  for (let at = 0; at < pairs.length; ) {
    if (pairs[at].same) {
      list.push(pairs[at]);
      at += 1;
      continue;
    }
    const [gone, come] = [[], []];
    while (at < pairs.length && !pairs[at].same) {
      if (pairs[at].gone) gone.push(pairs[at].gone);
      else come.push(pairs[at].come);
      at += 1;
    }
    list.push(...changed(gone, come));
  }
  return list;
}

/** Of what went and what came in one place: blocks of one origin, or of like words, are one block changed. */
function changed(gone, come) {
  const list = [];
  const left = [...gone];
  for (const block of come) {
    const at = left.findIndex((was) => (was.origin != null && was.origin === block.origin) || likeness(was, block) > 0.4);
    if (at < 0) {
      list.push({ come: block });
      continue;
    }
    list.push(...left.splice(0, at).map((was) => ({ gone: was })), { words: words(wordsOf(left.shift()), wordsOf(block)), block });
  }
  return [...list, ...left.map((was) => ({ gone: was }))];
}

function likeness(one, other) {
  if (one.type !== other.type) return 0;
  const [a, b] = [new Set(tokens(wordsOf(one))), new Set(tokens(wordsOf(other)))];
  let both = 0;
  for (const word of a) if (word.trim() && b.has(word)) both += 1;
  return both / Math.max(1, Math.min([...a].filter((word) => word.trim()).length, [...b].filter((word) => word.trim()).length));
}

const tokens = (text) => text.match(/\s+|[\p{L}\p{N}\p{M}]+|[^\s\p{L}\p{N}\p{M}]/gu) ?? [];

/** Runs of words: `[['same' | 'gone' | 'come', text], …]`. */
export function words(old, now) {
  const runs = [];
  for (const one of align(tokens(old), tokens(now))) {
    const [kind, text] = Object.entries(one)[0];
    const last = runs[runs.length - 1];
    if (last && last[0] === kind) last[1] += text;
    else runs.push([kind, text]);
  }
  return runs;
}
