// JSON of the contract ⇄ ProseMirror, without loss: what nobody touched goes back as it came, whatever its runs were.
import { Fragment } from 'prosemirror-model';
import { schema } from './schema.js';

/** Remembers the JSON a block came from, so that a block nobody touched is sent back word for word, run for run. */
const cameFrom = new WeakMap();

/** Reads the blocks of a section. */
export function toDoc(blocks) {
  const nodes = blocks.map(toNode);
  return schema.node('doc', null, nodes.length ? nodes : [schema.node('paragraph', { blank: true })]);
}

/** Writes the blocks of a section; `known` are blocks by origin, sent as they are when the section says the same again. */
export function fromDoc(doc, known = new Map()) {
  const blocks = [];
  doc.forEach((node) => {
    if (node.attrs.blank && node.childCount === 0 && doc.childCount === 1) return;
    const block = fromNode(node);
    const before = known.get(block.origin);
    blocks.push(before && before !== block && essence([before]) === essence([block]) ? before : block);
  });
  return blocks;
}

export function toNode(block) {
  const node = readNode(block);
  cameFrom.set(node, block);
  return node;
}

function readNode(block) {
  const origin = block.origin ?? null;
  if (block.type === 'table') {
    const head = block.headRows ?? 0;
    const rows = block.rows.map((cells, at) => {
      const kind = at < head ? 'table_header' : 'table_cell';
      return schema.node('table_row', null, cells.map((cell) => schema.node(kind, null, schema.node('line', null, inlines(cell)))));
    });
    return schema.node('table', { headRows: head, origin }, rows);
  }
  const content = inlines(block.content ?? []);
  switch (block.type) {
    case 'heading':
      return schema.node('heading', { level: block.level, label: block.label ?? null, origin }, content);
    case 'item':
      return schema.node('item', { marker: block.marker, origin }, content);
    case 'annex':
      return schema.node('annex', { lying: block.lying ?? false, origin }, content);
    case 'note':
      return schema.node('note', { number: block.number, origin }, content);
    case 'embedded':
      return schema.node('embedded', { shows: block.shows, alt: block.alt ?? null, drawn: block.drawn ?? null, origin }, content);
    default:
      return schema.node('paragraph', { label: block.label ?? null, origin }, content);
  }
}

function inlines(list) {
  return Fragment.fromArray(
    list.flatMap((one) => {
      const marks = [];
      if (one.strong) marks.push(schema.mark('strong'));
      if (one.emphasis) marks.push(schema.mark('emphasis'));
      if (one.type === 'chip') return schema.node('chip', chipAttributes(one), null, marks);
      if (one.type === 'mark') return schema.node('mark', { number: one.number }, null, marks);
      return one.text ? schema.text(one.text, marks) : [];
    }),
  );
}

/** What a chip node keeps of a chip's JSON. */
export function chipAttributes({ chip, shown = '', label = '', page = null, missing = false, override = null }) {
  return { chip, shown, label, page, missing, override: override ? { text: override.text, reason: override.reason } : null };
}

/** Says which JSON a node stands for, when it was not read by [`toNode`]. */
export function standsFor(node, block) {
  cameFrom.set(node, block);
}

/** What a block says, to compare it with others. */
export const blockEssence = (node) => essence([fromNode(node)]);

function fromNode(node) {
  return cameFrom.get(node) ?? writeNode(node);
}

function writeNode(node) {
  const { attrs } = node;
  const origin = attrs.origin == null ? {} : { origin: attrs.origin };
  switch (node.type.name) {
    case 'table':
      return { type: 'table', headRows: headRows(node), rows: rowsOf(node), ...origin };
    case 'heading':
      return { type: 'heading', level: attrs.level, label: attrs.label, content: runs(node), ...origin };
    case 'item':
      return { type: 'item', marker: attrs.marker, content: runs(node), ...origin };
    case 'annex':
      return { type: 'annex', content: runs(node), ...(attrs.lying ? { lying: true } : {}), ...origin };
    case 'note':
      return { type: 'note', number: attrs.number, content: runs(node), ...origin };
    case 'embedded':
      return { type: 'embedded', shows: attrs.shows, alt: attrs.alt, content: runs(node), ...origin, drawn: attrs.drawn };
    default:
      return { type: 'paragraph', label: attrs.label, content: runs(node), ...origin };
  }
}

function rowsOf(table) {
  return children(table).map((row) => children(row).map((cell) => runs(cell.firstChild)));
}

/** How many rows at the top are of head cells; a table that has none of its rows changed keeps its number. */
function headRows(table) {
  let rows = 0;
  for (const row of children(table)) {
    if (row.childCount === 0 || row.firstChild.type.name !== 'table_header') break;
    rows += 1;
  }
  const said = table.attrs.headRows;
  return rows === Math.min(said, table.childCount) ? said : rows;
}

/** The inlines of a textblock. */
export function runs(node) {
  return children(node).map((child) => {
    const flags = {};
    if (schema.marks.strong.isInSet(child.marks)) flags.strong = true;
    if (schema.marks.emphasis.isInSet(child.marks)) flags.emphasis = true;
    if (child.isText) return { type: 'text', text: child.text, ...flags };
    if (child.type.name === 'mark') return { type: 'mark', number: child.attrs.number, ...flags };
    const { chip, shown, label, page, missing, override } = child.attrs;
    return { type: 'chip', chip, ...flags, shown, label, page, missing, ...(override ? { override } : {}) };
  });
}

export function children(node) {
  const list = [];
  node.forEach((child) => list.push(child));
  return list;
}

/** The same blocks without what only the server says, adjoining runs of one style made one: what is compared. */
export function essence(blocks) {
  return JSON.stringify(
    blocks.map((block) => {
      const { type, origin = null, label = null } = block;
      if (type === 'table') return [type, origin, block.headRows ?? 0, block.rows.map((row) => row.map(essentialRuns))];
      return [type, origin, label, block.level ?? block.marker ?? block.number ?? (type === 'embedded' ? [block.shows, block.alt ?? null] : null), essentialRuns(block.content ?? [])];
    }),
  );
}

function essentialRuns(list) {
  const out = [];
  for (const one of list) {
    const style = (one.strong ? 's' : '') + (one.emphasis ? 'e' : '');
    const last = out[out.length - 1];
    if (one.type === 'text') {
      if (!one.text) continue;
      if (last && last[0] === 'text' && last[1] === style) last[2] += one.text;
      else out.push(['text', style, one.text]);
    } else if (one.type === 'mark') out.push(['mark', style, one.number]);
    else out.push(['chip', style, one.chip, one.override ? [one.override.text, one.override.reason] : null]);
  }
  return out;
}

/** The words of a block as they are read. */
export function wordsOf(block) {
  const text = (list) => list.map((one) => (one.type === 'text' ? one.text : one.type === 'chip' ? one.override?.text ?? one.shown ?? '' : `[${one.number}]`)).join('');
  if (block.type === 'table') return block.rows.map((row) => row.map(text).join(' | ')).join('\n');
  if (block.type === 'embedded') return `[${block.drawn?.title ?? block.shows}] ${text(block.content ?? [])}`;
  const label = block.type === 'item' ? block.marker : block.label;
  return (label ? `${label} ` : '') + text(block.content ?? []);
}
