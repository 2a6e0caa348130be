// Marks over the words: what the checker found, what colleagues say, what is as it was generated. None is in the text.
import { Plugin, PluginKey } from 'prosemirror-state';
import { Decoration, DecorationSet } from 'prosemirror-view';
import { chipWords, schema } from './schema.js';

export const annotations = new PluginKey('annotations');

/** `base`: the generated blocks by origin, as nodes. */
export function annotate(base) {
  return new Plugin({
    key: annotations,
    state: {
      init: (_, state) => ({ base, quotes: DecorationSet.empty, generated: generated(state.doc, base) }),
      apply(tr, value, _, state) {
        const news = tr.getMeta(annotations);
        if (!tr.docChanged && !news) return value;
        const next = { ...value, ...(news?.base && { base: news.base }) };
        next.quotes = news?.quotes ? quotes(tr.doc, news.quotes) : value.quotes.map(tr.mapping, tr.doc);
        next.generated = generated(state.doc, next.base);
        return next;
      },
    },
    props: {
      decorations(state) {
        const { quotes: own, generated: same } = annotations.getState(state);
        return same.length ? own.add(state.doc, same.map((one) => Decoration.node(one.from, one.to, { class: 'sinh' }))) : own;
      },
    },
  });
}

/** The generated blocks that still say what was generated. */
function generated(doc, base) {
  const list = [];
  doc.forEach((node, from) => {
    const was = node.attrs.origin != null && base.get(node.attrs.origin);
    if (was && (was === node || says(was, node))) list.push({ from, to: from + node.nodeSize });
  });
  return list;
}

/** Whether two blocks print the same; what the server says of a chip may be newer in one. */
function says(one, other) {
  if (one.eq(other)) return true;
  return one.type === other.type && one.childCount === other.childCount && strip(one) === strip(other);
}

const strip = (node) => JSON.stringify(node.toJSON(), (key, value) => (key === 'shown' || key === 'label' || key === 'page' || key === 'missing' ? (key === 'label' && value && typeof value !== 'string' ? value : undefined) : value));

/** Whether the block that starts at `pos` is as generated. */
export const isGenerated = (state, pos) => annotations.getState(state).generated.some((one) => one.from === pos);

function quotes(doc, list) {
  const found = [];
  for (const one of list) {
    const place = locate(doc, one.block, one.quote);
    if (!place) continue;
    const spec = { id: one.id, inclusiveStart: false, inclusiveEnd: false };
    if (place.from < place.to) found.push(Decoration.inline(place.from, place.to, { class: one.mark }, spec));
    else found.push(Decoration.node(place.at, place.at + doc.nodeAt(place.at).nodeSize, { class: `${one.mark}-khoi` }, spec));
  }
  return DecorationSet.create(doc, found);
}

/** Where each annotation stands now, by its id. */
export function places(state) {
  const map = new Map();
  for (const one of annotations.getState(state).quotes.find()) {
    const known = map.get(one.spec.id);
    if (!known || one.from < known.from) map.set(one.spec.id, { from: one.from, to: one.to });
  }
  return map;
}

/** The quote in its block, else anywhere in the section, else the block as a whole. */
export function locate(doc, index, quote) {
  const blocks = [];
  doc.forEach((node, at) => blocks.push({ node, at }));
  const here = index == null ? null : blocks[index];
  const order = here ? [here, ...blocks.filter((one) => one !== here)] : blocks;
  if (quote) {
    for (const { node, at } of order) {
      const found = inBlock(node, at, quote);
      if (found) return { ...found, at };
    }
  }
  return here ? { from: here.at, to: here.at, at: here.at } : null;
}

function inBlock(node, at, quote) {
  let found = null;
  const look = (textblock, start) => {
    if (found) return;
    const { words, spots } = read(textblock, start);
    const place = words.indexOf(squeeze(quote).text);
    if (place >= 0) found = { from: spots[place].from, to: spots[place + squeeze(quote).text.length - 1].to };
  };
  if (node.isTextblock) look(node, at + 1);
  else node.descendants((child, pos) => (child.isTextblock ? (look(child, at + 1 + pos + 1), false) : !found));
  return found;
}

/** The words of a textblock with the place of every letter; blanks in a row count as one. */
function read(textblock, start) {
  let words = '';
  const spots = [];
  const put = (letter, from, to) => {
    const blank = /\s/.test(letter);
    if (blank && words.endsWith(' ')) return;
    words += blank ? ' ' : letter;
    spots.push({ from, to });
  };
  textblock.forEach((child, offset) => {
    const at = start + offset;
    if (child.isText) for (let i = 0; i < child.text.length; i += 1) put(child.text[i], at + i, at + i + 1);
    else if (child.type === schema.nodes.chip) for (const letter of chipWords(child.attrs).split('')) put(letter, at, at + 1);
  });
  return { words, spots };
}

const squeeze = (text) => ({ text: text.replace(/\s+/g, ' ').trim() });

/** The words between two places, chips as they print. */
export const quoteOf = (state, from, to) => state.doc.textBetween(from, to, ' ').replace(/\s+/g, ' ').trim();
