// What keys and buttons do to a section.
import { chainCommands, deleteSelection, joinBackward, selectNodeBackward, splitBlockAs } from 'prosemirror-commands';
import { NodeSelection, Selection, TextSelection } from 'prosemirror-state';
import { addRowAfter, goToNextCell, isInTable, TableMap } from 'prosemirror-tables';
import { belowEmbedded, pointAtEmbedded } from './embedded.js';
import { blockAt, nextLabel } from './labels.js';
import { schema } from './schema.js';

/** Makes the block at the caret a block of this kind; a second time makes it a paragraph again. */
export function makeBlock(name, more = {}) {
  return (state, dispatch) => {
    const block = blockAt(state);
    if (!block || ['table', 'embedded'].includes(block.node.type.name)) return false;
    const { origin, label = null } = block.node.attrs;
    const isIt = block.node.type.name === name && Object.entries(more).every(([key, value]) => block.node.attrs[key] === value);
    const kind = isIt ? 'paragraph' : name;
    const attrs = { origin, ...(isIt ? {} : more) };
    if (kind === 'paragraph' || kind === 'heading') attrs.label = label;
    if (kind === 'note' && !attrs.number) attrs.number = 1;
    dispatch?.(state.tr.setNodeMarkup(block.pos, schema.nodes[kind], attrs).scrollIntoView());
    return true;
  };
}

function plainAgain(state, dispatch) {
  const block = blockAt(state);
  const name = block?.node.type.name;
  const labelled = name === 'item' || ((name === 'paragraph' || name === 'heading') && block.node.attrs.label != null);
  if (!labelled || block.node.content.size > 0) return false;
  dispatch?.(state.tr.setNodeMarkup(block.pos, schema.nodes.paragraph, { origin: block.node.attrs.origin }));
  return true;
}

/** At the start of a block an empty one comes before it: what is said stays the block it was. */
function before(state, dispatch) {
  const { $from, empty } = state.selection;
  if (!empty || $from.depth !== 1 || $from.parentOffset > 0 || $from.parent.content.size === 0) return false;
  dispatch?.(state.tr.insert($from.before(), schema.nodes.paragraph.create()).scrollIntoView());
  return true;
}

function belowInTable(state, dispatch, view) {
  if (!isInTable(state)) return false;
  if (!dispatch) return true;
  moveInColumn(1)(state, dispatch, view);
  return true;
}

const split = splitBlockAs((node, atEnd) => {
  const { attrs, type } = node;
  if (type.name === 'item') return { type, attrs: { marker: attrs.marker, origin: null } };
  if (type.name === 'paragraph') return { type, attrs: { label: nextLabel(attrs.label), origin: null } };
  if (type.name === 'heading' && !atEnd) return { type, attrs: { ...attrs, label: nextLabel(attrs.label), origin: null } };
  return { type: schema.nodes.paragraph, attrs: {} };
});

/** Enter: the origin stays with the first half; a label or marker goes on; an empty labelled block becomes plain. */
export const enter = chainCommands(belowEmbedded, plainAgain, before, belowInTable, split);

/** Backspace at the start of a block takes its label first, then its kind, then joins it to the one before. */
export const backspace = chainCommands(deleteSelection, pointAtEmbedded, unlabel, pointAtChip(-1), joinBackward, selectNodeBackward);

/** Deleting towards a fact first selects it: it is one whole, and goes with the next press. */
export function pointAtChip(by) {
  return (state, dispatch) => {
    const { $from, empty } = state.selection;
    const node = by < 0 ? $from.nodeBefore : $from.nodeAfter;
    if (!empty || node?.type !== schema.nodes.chip) return false;
    dispatch?.(state.tr.setSelection(NodeSelection.create(state.doc, by < 0 ? $from.pos - node.nodeSize : $from.pos)));
    return true;
  };
}

function unlabel(state, dispatch) {
  const { $from, empty } = state.selection;
  if (!empty || $from.depth !== 1 || $from.parentOffset > 0) return false;
  const { type, attrs } = $from.parent;
  if (attrs.label != null) {
    dispatch?.(state.tr.setNodeMarkup($from.before(), null, { ...attrs, label: null }));
    return true;
  }
  if (type.name === 'paragraph') return false;
  dispatch?.(state.tr.setNodeMarkup($from.before(), schema.nodes.paragraph, { origin: attrs.origin }));
  return true;
}

/** Moves the block at the caret past its neighbour; it stays the block it was. */
export function moveBlock(by) {
  return (state, dispatch) => {
    const block = blockAt(state);
    const to = block ? block.index + by : -1;
    if (to < 0 || to >= state.doc.childCount) return false;
    if (!dispatch) return true;
    const other = state.doc.child(to);
    const start = by < 0 ? block.pos - other.nodeSize : block.pos;
    const pair = by < 0 ? [block.node, other] : [other, block.node];
    const tr = state.tr.replaceWith(start, start + block.node.nodeSize + other.nodeSize, pair);
    const shift = by < 0 ? -other.nodeSize : other.nodeSize;
    const { selection } = state;
    tr.setSelection(
      selection instanceof TextSelection
        ? TextSelection.create(tr.doc, selection.anchor + shift, selection.head + shift)
        : Selection.near(tr.doc.resolve(block.pos + shift)),
    );
    dispatch(tr.scrollIntoView());
    return true;
  };
}

/** A table of head and two rows behind the block at the caret. */
export function insertTable(rows = 3, columns = 3) {
  return (state, dispatch) => {
    const block = blockAt(state);
    if (!block || block.node.type.name === 'table') return false;
    if (!dispatch) return true;
    const empty = (kind) => schema.node(kind, null, schema.node('line'));
    const row = (kind) => schema.node('table_row', null, Array.from({ length: columns }, () => empty(kind)));
    const table = schema.node('table', { headRows: 1 }, Array.from({ length: rows }, (_, at) => row(at === 0 ? 'table_header' : 'table_cell')));
    const replaces = block.node.type.name === 'paragraph' && block.node.content.size === 0 && block.node.attrs.origin == null;
    const at = replaces ? block.pos : block.pos + block.node.nodeSize;
    const tr = replaces ? state.tr.replaceWith(at, at + block.node.nodeSize, table) : state.tr.insert(at, table);
    // There is always somewhere to write behind it.
    if (at + table.nodeSize >= tr.doc.content.size) tr.insert(at + table.nodeSize, schema.node('paragraph'));
    tr.setSelection(Selection.near(tr.doc.resolve(at + 1)));
    dispatch(tr.scrollIntoView());
    return true;
  };
}

/** Tab: the next cell, and a new row behind the last one. */
export function nextCell(state, dispatch, view) {
  if (!isInTable(state)) return false;
  if (goToNextCell(1)(state, dispatch)) return true;
  addRowAfter(state, dispatch);
  if (view) goToNextCell(1)(view.state, dispatch);
  return true;
}

export function previousCell(state, dispatch) {
  return isInTable(state) && (goToNextCell(-1)(state, dispatch) || true);
}

/** Up or down within the column; out of the table at its edge. */
export function moveInColumn(by) {
  return (state, dispatch) => {
    const { $head } = state.selection;
    let depth = $head.depth;
    while (depth > 0 && $head.node(depth).type.spec.tableRole !== 'table') depth -= 1;
    if (depth === 0) return false;
    const table = $head.node(depth);
    const start = $head.start(depth);
    const map = TableMap.get(table);
    const cell = map.findCell($head.before(depth + 2) - start);
    const row = cell.top + by;
    if (row < 0 || row >= map.height) return false;
    const to = start + map.map[row * map.width + cell.left];
    dispatch?.(state.tr.setSelection(Selection.near(state.doc.resolve(to + 1))).scrollIntoView());
    return true;
  };
}

/** Puts a chip where the caret is. */
export function insertChip(attrs) {
  return (state, dispatch) => {
    dispatch?.(state.tr.replaceSelectionWith(schema.node('chip', attrs), true).scrollIntoView());
    return true;
  };
}

/** The chip that is selected, or that the caret touches. */
export function chipAt(state) {
  const { selection } = state;
  if (selection instanceof NodeSelection) return selection.node.type.name === 'chip' ? { node: selection.node, pos: selection.from } : null;
  const { $from, empty } = selection;
  if (!empty) return null;
  if ($from.nodeBefore?.type.name === 'chip') return { node: $from.nodeBefore, pos: $from.pos - $from.nodeBefore.nodeSize };
  return $from.nodeAfter?.type.name === 'chip' ? { node: $from.nodeAfter, pos: $from.pos } : null;
}

/** A footnote: its mark at the caret, its words as a block at the end of the section. */
export function insertNote(number) {
  return (state, dispatch) => {
    const block = blockAt(state);
    if (!block || block.node.type.name === 'note') return false;
    if (!dispatch) return true;
    const tr = state.tr.replaceSelectionWith(schema.node('mark', { number }), true);
    const end = tr.doc.content.size;
    tr.insert(end, schema.node('note', { number }));
    tr.setSelection(Selection.near(tr.doc.resolve(end + 1)));
    dispatch(tr.scrollIntoView());
    return true;
  };
}
