// Labels of blocks (nhãn: `I.`, `1.`, `a)`, `-`): read from what is typed, counted on, changed.
import { InputRule, inputRules } from 'prosemirror-inputrules';
import { schema } from './schema.js';

const LABEL = /^((?:\d{1,3}\.){1,4}|\d{1,3}\)|[a-zđ]\)|[IVXLC]{1,6}\.)\s$/;
const MARKER = /^([-+•–*])\s$/;
const BOTH = /^((?:\d{1,3}\.){1,4}|\d{1,3}\)|[a-zđ]\)|[IVXLC]{1,6}\.|[-+•–])\s+/;

/** Typing `1. `, `a) `, `I. ` or `- ` at the start of a paragraph labels it. */
export const labelRules = inputRules({
  rules: [
    new InputRule(LABEL, (state, match, start, end) => {
      const block = blockAt(state);
      if (!block || !['paragraph', 'heading'].includes(block.node.type.name) || block.node.attrs.label != null) return null;
      return state.tr.delete(start, end).setNodeMarkup(block.pos, null, { ...block.node.attrs, label: match[1], ...unblank(block.node) });
    }),
    new InputRule(MARKER, (state, match, start, end) => {
      const block = blockAt(state);
      if (!block || block.node.type.name !== 'paragraph' || block.node.attrs.label != null) return null;
      const marker = match[1] === '*' || match[1] === '–' ? '-' : match[1];
      return state.tr.delete(start, end).setNodeMarkup(block.pos, schema.nodes.item, { marker, origin: block.node.attrs.origin });
    }),
  ],
});

const unblank = (node) => (node.type.name === 'paragraph' ? { blank: false } : {});

/** The block of the section in which the caret stands. */
export function blockAt(state) {
  const { $from } = state.selection;
  if ($from.depth === 0) {
    const node = $from.nodeAfter;
    return node ? { node, pos: $from.pos, index: $from.index(0) } : null;
  }
  return { node: $from.node(1), pos: $from.before(1), index: $from.index(0) };
}

/** The label as it is written in the field of the toolbar; null where a block has none. */
export function labelOf(node) {
  switch (node?.type.name) {
    case 'paragraph':
    case 'heading':
      return node.attrs.label ?? '';
    case 'item':
      return node.attrs.marker;
    case 'note':
      return String(node.attrs.number);
    default:
      return null;
  }
}

/** Writes the label of the block at the caret. */
export function setLabel(words) {
  return (state, dispatch) => {
    const block = blockAt(state);
    if (!block || labelOf(block.node) === null) return false;
    const { attrs, type } = block.node;
    const clean = words.trim();
    if (labelOf(block.node) === clean) return true;
    let next = { ...attrs, label: clean || null };
    let kind = type;
    if (type.name === 'item') {
      next = clean ? { ...attrs, marker: clean } : { label: null, origin: attrs.origin };
      if (!clean) kind = schema.nodes.paragraph;
    } else if (type.name === 'note') {
      const number = Number.parseInt(clean, 10);
      if (!(number > 0)) return false;
      next = { ...attrs, number };
    }
    dispatch?.(state.tr.setNodeMarkup(block.pos, kind, next));
    return true;
  };
}

/** The label that follows: `1.` → `2.`, `1.9.` → `1.10.`, `a)` → `b)`, `II.` → `III.`; otherwise none. */
export function nextLabel(label) {
  const last = /^((?:\d+\.)*)(\d+)([.)])$/.exec(label ?? '');
  if (last) return `${last[1]}${Number(last[2]) + 1}${last[3]}`;
  const roman = /^([IVXLC]+)\.$/.exec(label ?? '');
  if (roman) return `${toRoman(fromRoman(roman[1]) + 1)}.`;
  const letter = /^([a-zđ])\)$/.exec(label ?? '');
  const letters = 'abcdđeghiklmnopqrstuvxy';
  const at = letter ? letters.indexOf(letter[1]) : -1;
  return at >= 0 && at + 1 < letters.length ? `${letters[at + 1]})` : null;
}

const ROMAN = [['C', 100], ['XC', 90], ['L', 50], ['XL', 40], ['X', 10], ['IX', 9], ['V', 5], ['IV', 4], ['I', 1]];

function fromRoman(text) {
  let rest = text;
  let sum = 0;
  for (const [sign, worth] of ROMAN) {
    while (rest.startsWith(sign)) {
      sum += worth;
      rest = rest.slice(sign.length);
    }
  }
  return sum;
}

function toRoman(number) {
  let rest = number;
  let text = '';
  for (const [sign, worth] of ROMAN) {
    while (rest >= worth) {
      text += sign;
      rest -= worth;
    }
  }
  return text;
}

/** Takes a label or marker off the start of a line that was pasted. */
export function readLabel(words) {
  const found = BOTH.exec(words);
  if (!found) return { words };
  const sign = found[1];
  const rest = words.slice(found[0].length);
  return /^[-+•–]$/.test(sign) ? { marker: sign === '–' ? '-' : sign, words: rest } : { label: sign, words: rest };
}
