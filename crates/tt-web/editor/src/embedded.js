// Pictures and tables drawn from records (hình, bảng từ hồ sơ): how they stand in the text, and what a person says of them.
import { NodeSelection, Selection, TextSelection } from 'prosemirror-state';
import { ask, button, h, icon } from './dom.js';
import { blockAt } from './labels.js';
import { toNode } from './blocks.js';
import { schema } from './schema.js';
import { say } from './words.js';


export const isPicture = (shows) => shows.startsWith('picture:');

/** The block in the text: its drawing or table, which nobody types in, and its caption, which is typed like any words. */
export class EmbeddedView {
  constructor(node, view, getPos, open) {
    Object.assign(this, { view, getPos, open });
    this.contentDOM = h('figcaption', { class: 'so-chu-thich' });
    this.drawing = h('div', { class: 'so-ve', contenteditable: 'false' });
    this.bar = h('div', { class: 'so-ve-cu no-p', contenteditable: 'false' }, view.editable && button(say('Sửa', 'Change'), () => this.open(this.getPos()), { 'aria-label': say('Sửa hình, bảng: văn bản thay thế, cột', 'Change the picture or table'), tabindex: '-1', title: 'Alt+Enter' }, 'pen'));
    this.dom = h('figure', { class: 'so-nhung' });
    this.update(node);
  }

  update(node) {
    if (node.type !== schema.nodes.embedded) return false;
    const { shows, drawn, alt } = node.attrs;
    if (this.shows !== shows || this.drawn !== drawn || this.alt !== alt) {
      Object.assign(this, { shows, drawn, alt });
      this.drawing.replaceChildren(...drawingOf(shows, drawn, alt));
      this.dom.classList.toggle('thieu', Boolean(drawn?.missing));
      // A table is named above it, a picture below.
      const parts = isPicture(shows) ? [this.drawing, this.contentDOM] : [this.contentDOM, this.drawing];
      if (this.dom.firstChild !== parts[0]) this.dom.replaceChildren(...parts, this.bar);
    }
    return true;
  }

  selectNode() {
    this.dom.classList.add('ProseMirror-selectednode');
  }

  deselectNode() {
    this.dom.classList.remove('ProseMirror-selectednode');
  }

  stopEvent(event) {
    return !this.contentDOM.contains(event.target) && event.type !== 'dragstart' && this.dom !== event.target && Boolean(event.target.closest?.('button, summary, a'));
  }

  ignoreMutation(mutation) {
    return mutation.type !== 'selection' && !this.contentDOM.contains(mutation.target);
  }
}

function drawingOf(shows, drawn, alt) {
  if (!drawn) return [h('p', { class: 'so-ve-n' }, say('Lưu mục để vẽ hình, bảng này.', 'Save the section to draw this.'))];
  if (drawn.missing) return [h('p', { class: 'so-ve-n' }, icon('warn'), h('span', {}, `${say('Chưa có dữ liệu', 'Nothing to show')}: ${drawn.missing}`))];
  const table = drawn.table && tableOf(drawn.table);
  if (!drawn.picture) return [table].filter(Boolean);
  const { wide, narrow, words } = drawn.picture;
  const name = alt || `${drawn.title}. ${words}`;
  return [
    h('div', { class: 'chart-w' }, svgOf(wide, name)),
    h('div', { class: 'chart-n' }, svgOf(narrow, name)),
    table && h('details', { class: 'chart-t' }, h('summary', { tabindex: '-1' }, say('Bảng số liệu', 'The numbers as a table')), table),
  ].filter(Boolean);
}

/** The server's drawing: marks alone, named here so that two of one kind have no name in common. */
function svgOf(text, name) {
  const drawing = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
  if (drawing.nodeName !== 'svg') return h('p', {}, name);
  const own = document.importNode(drawing, true);
  for (const words of own.querySelectorAll('title, desc, script')) words.remove();
  own.removeAttribute('aria-labelledby');
  own.setAttribute('aria-label', name);
  return own;
}

function tableOf({ head, textColumns, rows }) {
  const side = (at) => (at < textColumns ? {} : { class: 'r' });
  const numeric = head.map((_, at) => rows.length > 0 && rows.every((row) => /^(ước )?[-−+]?[\d.,]+%?$|^[–-]$/.test(row[at] ?? '')));
  const align = (at) => (numeric[at] ? { class: 'r' } : side(at));
  return h('div', { class: 'tw' }, h('table', { class: 'doc-t' },
    h('thead', {}, h('tr', {}, head.map((name) => h('th', { scope: 'col' }, name)))),
    h('tbody', {}, rows.map((row) => h('tr', {}, row.map((cell, at) => h('td', align(at), cell)))))));
}

/** The picture or table that is selected, or in whose caption the caret stands. */
export function embeddedAt(state) {
  const { selection } = state;
  if (selection instanceof NodeSelection && selection.node.type === schema.nodes.embedded) return { node: selection.node, pos: selection.from };
  const block = blockAt(state);
  return block?.node.type === schema.nodes.embedded ? block : null;
}

/** Puts a picture or table behind the block at the caret, the caret at the end of its caption. */
export function insertEmbedded(block) {
  return (state, dispatch) => {
    const at = blockAt(state);
    if (!at) return false;
    if (!dispatch) return true;
    const node = toNode(block);
    const empty = at.node.type === schema.nodes.paragraph && at.node.content.size === 0 && at.node.attrs.origin == null;
    const start = empty ? at.pos : at.pos + at.node.nodeSize;
    const tr = empty ? state.tr.replaceWith(start, start + at.node.nodeSize, node) : state.tr.insert(start, node);
    // There is always somewhere to write behind it.
    if (start + node.nodeSize >= tr.doc.content.size) tr.insert(start + node.nodeSize, schema.node('paragraph'));
    tr.setSelection(TextSelection.create(tr.doc, start + node.nodeSize - 1));
    dispatch(tr.scrollIntoView());
    return true;
  };
}

/** At the start of a caption, deleting backwards selects the whole: the picture goes with the next press, never its place. */
export function pointAtEmbedded(state, dispatch) {
  const { $from, empty } = state.selection;
  if (!empty || $from.parentOffset > 0 || $from.parent.type !== schema.nodes.embedded) return false;
  dispatch?.(state.tr.setSelection(NodeSelection.create(state.doc, $from.before())));
  return true;
}

/** Enter in a caption goes on below it, and never splits it. */
export function belowEmbedded(state, dispatch) {
  const found = embeddedAt(state);
  if (!found) return false;
  if (!dispatch) return true;
  const end = found.pos + found.node.nodeSize;
  const next = state.doc.nodeAt(end);
  const tr = state.tr;
  if (next?.type !== schema.nodes.paragraph || next.content.size > 0) tr.insert(end, schema.node('paragraph'));
  dispatch(tr.setSelection(Selection.near(tr.doc.resolve(end + 1))).scrollIntoView());
  return true;
}

/** The box in which a person says what a picture is for who cannot see it, and which columns a table has. */
export async function changeEmbedded(composer, section, pos) {
  const node = section.view.state.doc.nodeAt(pos);
  if (node?.type !== schema.nodes.embedded) return;
  const { shows, drawn } = node.attrs;
  let offered = [];
  await composer.guarded(async () => {
    const { columns } = await composer.server.get(`/khoi?ma=${encodeURIComponent(shows)}`);
    offered = columns;
  });
  const asked = await ask(isPicture(shows) ? say('Hình từ hồ sơ', 'Picture from records') : say('Bảng từ hồ sơ', 'Table from records'), (close) => form(node, offered, section.mayEdit, close));
  const now = section.view.state.doc.nodeAt(pos);
  if (!asked || now?.type !== schema.nodes.embedded) return;
  const { view, saving } = section;
  if (asked.remove) {
    view.dispatch(view.state.tr.delete(pos, pos + now.nodeSize));
    view.focus();
    return;
  }
  const { tr } = view.state;
  tr.setNodeAttribute(pos, 'alt', asked.alt || null);
  if (asked.shows !== shows) {
    tr.setNodeAttribute(pos, 'shows', asked.shows);
    await composer.guarded(async () => {
      const { block } = await composer.server.get(`/khoi?ma=${encodeURIComponent(asked.shows)}`);
      tr.setNodeAttribute(pos, 'drawn', block.drawn ?? drawn);
    });
  }
  if (view.state.doc === tr.before) view.dispatch(tr.setSelection(NodeSelection.create(tr.doc, pos)));
  view.focus();
  saving.flush();
}

function form(node, columns, mayEdit, close) {
  const { shows, drawn, alt } = node.attrs;
  const words = drawn?.picture?.words ?? '';
  const field = h('textarea', { class: 'inp', id: 'so-thay', rows: '4', maxlength: '1000', 'aria-describedby': 'so-thay-n', readonly: !mayEdit, value: alt ?? '' });
  const boxes = columns.map(({ id, name, chosen }) => h('label', { class: 'so-cot' }, h('input', { type: 'checkbox', value: String(id), checked: chosen, disabled: !mayEdit }), name));
  const submit = (event) => {
    event.preventDefault();
    const chosen = boxes.map((box) => box.firstChild).filter((box) => box.checked).map((box) => box.value).slice(0, 12);
    const code = boxes.length ? [...shows.split(':').slice(0, 3), chosen.join('-')].join(':') : shows;
    close({ alt: field.value.normalize('NFC').replace(/\s+/g, ' ').trim(), shows: code });
  };
  return h('form', { class: 'so-khoi', onsubmit: submit },
    h('p', { class: 'sm' }, drawn?.title ?? shows),
    drawn?.missing && h('p', { class: 'note note-warn' }, icon('warn'), h('span', {}, drawn.missing)),
    /^\/(?!\/)/.test(drawn?.page ?? '') && h('p', { class: 'sm' }, h('a', { href: drawn.page, target: '_blank', rel: 'noopener' }, say('Mở bản ghi (thẻ mới)', 'Open the record (new tab)'))),
    isPicture(shows) && [h('label', { class: 'lab', for: 'so-thay' }, say('Văn bản thay thế', 'Words in place of the picture')), h('span', { class: 'hint', id: 'so-thay-n' }, words ? `${say('Để trống thì đọc', 'Left blank, this is read')}: ${words}` : say('Cho người không nhìn được hình.', 'For who cannot see it.')), field],
    boxes.length > 0 && h('fieldset', { class: 'so-cac-cot' }, h('legend', { class: 'lab' }, say('Cột của bảng (tối đa 12)', 'Columns of the table (12 at most)')), boxes),
    mayEdit && h('div', { class: 'acts' }, h('button', { class: 'btn btn-s btn-p' }, say('Lưu', 'Save')), button(isPicture(shows) ? say('Bỏ hình', 'Take the picture out') : say('Bỏ bảng', 'Take the table out'), () => close({ remove: true }), { class: 'btn-q' })));
}
