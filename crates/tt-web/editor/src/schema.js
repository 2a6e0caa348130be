// The words of a section as ProseMirror holds them: exactly the blocks and inlines of the contract.
import { Schema } from 'prosemirror-model';
import { say } from './words.js';

const textblock = { group: 'block', content: 'inline*', whitespace: 'pre', defining: true };
const origin = { default: null };
const number = (dom) => Number(dom.getAttribute('data-so')) || 1;
const or = (value) => value || null;

const nodes = {
  doc: { content: 'block+' },

  paragraph: {
    ...textblock,
    // `blank`: it stands for a section without any block.
    attrs: { label: { default: null }, origin, blank: { default: false } },
    parseDOM: [{ tag: 'p', getAttrs: (dom) => ({ label: or(dom.getAttribute('data-nhan')) }) }],
    toDOM: ({ attrs }) => ['p', attrs.label == null ? {} : { 'data-nhan': attrs.label }, 0],
  },

  heading: {
    ...textblock,
    attrs: { level: { default: 1 }, label: { default: null }, origin },
    parseDOM: [1, 2, 3, 4, 5, 6].map((level) => ({
      tag: `h${level + 1}`,
      getAttrs: (dom) => ({ level: Number(dom.getAttribute('data-bac')) || level, label: or(dom.getAttribute('data-nhan')) }),
    })),
    toDOM: ({ attrs }) => [
      `h${Math.min(Math.max(attrs.level, 1), 5) + 1}`,
      { class: `h-${attrs.level}`, 'data-bac': attrs.level, ...(attrs.label == null ? {} : { 'data-nhan': attrs.label }) },
      0,
    ],
  },

  item: {
    ...textblock,
    attrs: { marker: { default: '-' }, origin },
    parseDOM: [{ tag: 'p.so-y', priority: 60, getAttrs: (dom) => ({ marker: dom.getAttribute('data-nhan') ?? '-' }) }],
    toDOM: ({ attrs }) => ['p', { class: 'so-y', 'data-nhan': attrs.marker }, 0],
  },

  annex: {
    ...textblock,
    attrs: { lying: { default: false }, origin },
    parseDOM: [{ tag: 'p.so-pl', priority: 60 }],
    toDOM: () => ['p', { class: 'so-pl' }, 0],
  },

  note: {
    ...textblock,
    attrs: { number: { default: 1 }, origin },
    parseDOM: [{ tag: 'p.so-cc', priority: 60, getAttrs: (dom) => ({ number: number(dom) }) }],
    toDOM: ({ attrs }) => ['p', { class: 'so-cc', 'data-so': attrs.number, 'data-nhan': String(attrs.number) }, 0],
  },

  // A picture or table drawn from records: its words are the caption, all else the server says.
  embedded: {
    ...textblock,
    isolating: true,
    attrs: { shows: {}, alt: { default: null }, drawn: { default: null }, origin },
    parseDOM: [{ tag: 'figure[data-nhung]', getAttrs: embeddedOf }],
    toDOM: ({ attrs }) => ['figure', { class: 'so-nhung', 'data-nhung': JSON.stringify({ ...attrs, origin: null }) }, 0],
  },

  table: {
    group: 'block',
    content: 'table_row*',
    tableRole: 'table',
    isolating: true,
    attrs: { headRows: { default: 0 }, origin },
    parseDOM: [{ tag: 'table', getAttrs: (dom) => ({ headRows: Number(dom.getAttribute('data-dau')) || 0 }) }],
    toDOM: ({ attrs }) => ['table', { class: 'doc-t', 'data-dau': attrs.headRows }, ['tbody', 0]],
  },
  table_row: { content: '(table_cell | table_header)*', tableRole: 'row', parseDOM: [{ tag: 'tr' }], toDOM: () => ['tr', 0] },
  table_cell: cell('cell', 'td'),
  table_header: cell('header_cell', 'th'),
  line: {
    content: 'inline*',
    whitespace: 'pre',
    parseDOM: [{ tag: 'p.so-o', priority: 70 }],
    toDOM: () => ['p', { class: 'so-o' }, 0],
  },

  chip: {
    group: 'inline',
    inline: true,
    atom: true,
    attrs: {
      chip: {},
      shown: { default: '' },
      label: { default: '' },
      page: { default: null },
      missing: { default: false },
      override: { default: null },
    },
    parseDOM: [{ tag: 'span[data-chip]', getAttrs: chipOf }],
    toDOM: chipDom,
    leafText: (node) => chipWords(node.attrs),
  },

  mark: {
    group: 'inline',
    inline: true,
    atom: true,
    attrs: { number: { default: 1 } },
    parseDOM: [{ tag: 'sup[data-so]', getAttrs: (dom) => ({ number: number(dom) }) }],
    toDOM: ({ attrs }) => ['sup', { 'data-so': attrs.number }, String(attrs.number)],
    leafText: () => '',
  },

  text: { group: 'inline' },
};

const marks = {
  strong: {
    parseDOM: [{ tag: 'strong' }, { tag: 'b', getAttrs: (dom) => dom.style.fontWeight !== 'normal' && null }],
    toDOM: () => ['strong', 0],
  },
  emphasis: {
    parseDOM: [{ tag: 'em' }, { tag: 'i', getAttrs: (dom) => dom.style.fontStyle !== 'normal' && null }],
    toDOM: () => ['em', 0],
  },
};

function cell(tableRole, tag) {
  return {
    content: 'line',
    tableRole,
    isolating: true,
    attrs: { colspan: { default: 1 }, rowspan: { default: 1 }, colwidth: { default: null } },
    parseDOM: [{ tag }],
    toDOM: () => [tag, 0],
  };
}

/** What a chip prints. */
export function chipWords({ shown, missing, override }) {
  if (override) return override.text;
  return missing ? shown || '…' : shown;
}

function embeddedOf(dom) {
  try {
    const attrs = JSON.parse(dom.getAttribute('data-nhung'));
    return typeof attrs.shows === 'string' && attrs;
  } catch {
    return false;
  }
}

function chipOf(dom) {
  try {
    return JSON.parse(dom.getAttribute('data-chip'));
  } catch {
    return false;
  }
}

function chipDom({ attrs }) {
  const words = chipWords(attrs);
  const name = chipName(attrs);
  return [
    'span',
    {
      class: `so-the${attrs.missing ? ' thieu' : ''}${attrs.override ? ' de' : ''}`,
      role: 'button',
      'aria-haspopup': 'dialog',
      'aria-label': `${words}: ${name}`,
      title: name,
      'data-chip': JSON.stringify(attrs),
    },
    words,
  ];
}

/** What a chip is, in words; said by its title and by screen readers. */
export function chipName({ label, missing, override, chip }) {
  const what = label || chip;
  if (override) return `${what}. ${say('Ghi đè', 'Overridden')}: ${override.reason}`;
  return missing ? `${what}. ${say('Chưa có số liệu', 'No data yet')}` : what;
}

export const schema = new Schema({ nodes, marks });
