// The bar above the page: what can be done where the caret stands.
import { toggleMark } from 'prosemirror-commands';
import { redo, undo } from 'prosemirror-history';
import { addColumnAfter, addColumnBefore, addRowAfter, addRowBefore, deleteColumn, deleteRow, deleteTable, isInTable, toggleHeaderRow } from 'prosemirror-tables';
import { isGenerated } from './annotations.js';
import { insertTable, makeBlock } from './commands.js';
import { h, icon, setText } from './dom.js';
import { blockAt, labelOf, setLabel } from './labels.js';
import { schema } from './schema.js';
import { say } from './words.js';

const KINDS = [
  ['paragraph', {}, 'Đoạn', 'Paragraph'],
  ['heading', { level: 1 }, 'Đề mục cấp 1', 'Heading 1'],
  ['heading', { level: 2 }, 'Đề mục cấp 2', 'Heading 2'],
  ['heading', { level: 3 }, 'Đề mục cấp 3', 'Heading 3'],
  ['heading', { level: 4 }, 'Đề mục cấp 4', 'Heading 4'],
  ['item', { marker: '-' }, 'Gạch đầu dòng', 'List item'],
  ['annex', {}, 'Đầu phụ lục', 'Annex heading'],
  ['note', {}, 'Chú thích', 'Footnote'],
];

export class Toolbar {
  constructor(composer) {
    this.composer = composer;
    const tool = (words, drawing, command, keys) => h('button', { type: 'button', class: 'ib', 'aria-label': words, title: keys ? `${words} (${keys})` : words, onmousedown: (event) => event.preventDefault(), onclick: () => this.#run(command) }, drawing);
    const letter = (sign, style) => h('span', { class: style, 'aria-hidden': 'true' }, sign);
    this.kind = h('select', { class: 'inp', 'aria-label': say('Kiểu đoạn', 'Kind of block'), onchange: () => this.#choose() }, KINDS.map(([, , vi, en], at) => h('option', { value: String(at) }, say(vi, en))), h('option', { value: 'table', disabled: true, hidden: true }, say('Bảng', 'Table')), h('option', { value: 'embedded', disabled: true, hidden: true }, say('Hình, bảng từ hồ sơ', 'From records')));
    this.label = h('input', {
      class: 'inp', size: '5', autocomplete: 'off', 'aria-label': say('Nhãn, số hoặc dấu đầu đoạn', 'Label, number or marker'), placeholder: say('Nhãn', 'Label'),
      onchange: () => this.#relabel(false),
      onkeydown: (event) => this.#labelKey(event),
    });
    this.bold = tool(say('Đậm', 'Bold'), letter('B', 'w6'), toggleMark(schema.marks.strong), 'Ctrl+B');
    this.slanted = tool(say('Nghiêng', 'Italic'), letter('I', 'so-i'), toggleMark(schema.marks.emphasis), 'Ctrl+I');
    this.undo = tool(say('Hoàn tác', 'Undo'), icon('undo'), undo, 'Ctrl+Z');
    this.redo = tool(say('Làm lại', 'Redo'), icon('redo'), redo, 'Ctrl+Y');
    const act = (what) => () => composer.active && composer.act(what, composer.active, composer.active.view);
    this.table = tool(say('Chèn bảng', 'Insert a table'), icon('table'), insertTable(), 'Ctrl+Alt+T');
    this.inTable = this.#tableMenu();
    this.said = h('span', { class: 'muted mic so-nguon' });
    this.status = h('span', { class: 'so-luu', id: 'so-luu' });
    this.announced = h('span', { class: 'vh', role: 'status', 'aria-live': 'polite' });
    this.element = h('div', { class: 'so-cong-cu no-p', role: 'group', 'aria-label': say('Công cụ soạn', 'Editing tools') },
      this.undo, this.redo, this.kind, this.label, this.bold, this.slanted,
      h('button', { type: 'button', class: 'btn btn-s so-chen', title: 'Ctrl+K', onclick: act('search') }, icon('search'), say('Chèn số liệu', 'Insert a fact')),
      h('button', { type: 'button', class: 'ib', 'aria-label': say('Chèn hình, bảng từ hồ sơ', 'Insert a picture or table from records'), title: 'Ctrl+Alt+H', onclick: act('search-blocks') }, icon('chart')),
      this.table, this.inTable,
      tool(say('Chú thích cuối trang', 'Footnote'), icon('superscript'), (state, dispatch, view) => (composer.act('note', composer.active, view), true), 'Ctrl+Alt+F'),
      h('button', { type: 'button', class: 'ib', 'aria-label': say('Góp ý cho chữ đang chọn', 'Comment on the selection'), title: 'Ctrl+Alt+M', onmousedown: (event) => event.preventDefault(), onclick: act('comment') }, icon('comment')),
      this.said,
      this.status, this.announced,
      h('button', { type: 'button', class: 'ib', 'aria-label': say('Phím và cách soạn', 'Keys and how to write'), title: 'F1', onclick: () => composer.help() }, h('span', { 'aria-hidden': 'true' }, '?')));
    this.element.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !event.isComposing) composer.active?.view.focus();
    });
  }

  /** Shows what holds at the caret; called once a frame at most. */
  show() {
    const section = this.composer.active;
    if (!section) return;
    const { state } = section.view;
    const block = blockAt(state);
    const inTable = isInTable(state);
    this.inTable.hidden = !inTable;
    this.table.hidden = inTable;
    const kind = KINDS.findIndex(([name, more]) => block?.node.type.name === name && (more.level == null || more.level === block.node.attrs.level));
    const embedded = block?.node.type.name === 'embedded';
    this.kind.value = inTable ? 'table' : embedded ? 'embedded' : String(kind);
    this.kind.disabled = inTable || embedded || !section.mayEdit;
    const label = block ? labelOf(block.node) : null;
    if (document.activeElement !== this.label) this.label.value = label ?? '';
    this.label.disabled = label === null || !section.mayEdit;
    this.bold.setAttribute('aria-pressed', String(holds(state, schema.marks.strong)));
    this.slanted.setAttribute('aria-pressed', String(holds(state, schema.marks.emphasis)));
    this.undo.setAttribute('aria-disabled', String(!undo(state)));
    this.redo.setAttribute('aria-disabled', String(!redo(state)));
    setText(this.said, block ? sourceWords(state, block) : '');
  }

  focusLabel() {
    if (this.label.disabled) return;
    this.label.focus();
    this.label.select();
  }

  focus() {
    this.kind.focus();
  }

  #run(command) {
    const section = this.composer.active;
    if (!section?.mayEdit) return;
    const { view } = section;
    command(view.state, view.dispatch, view);
    view.focus();
  }

  #choose() {
    const chosen = KINDS[Number(this.kind.value)];
    if (chosen) this.#run((state, dispatch) => {
      const block = blockAt(state);
      const [name, more] = chosen;
      const already = block?.node.type.name === name && Object.entries(more).every(([key, value]) => block.node.attrs[key] === value);
      return already || makeBlock(name, more)(state, dispatch);
    });
  }

  #labelKey(event) {
    if (event.isComposing || event.keyCode === 229) return;
    event.stopPropagation();
    if (event.key === 'Enter') {
      event.preventDefault();
      this.#relabel(true);
    } else if (event.key === 'Escape') {
      this.composer.active?.view.focus();
      this.show();
    }
  }

  #relabel(back) {
    const view = this.composer.active?.view;
    if (!view) return;
    setLabel(this.label.value.normalize('NFC'))(view.state, view.dispatch);
    if (back) view.focus();
  }

  #tableMenu() {
    const item = (vi, en, command) => h('button', { type: 'button', class: 'btn btn-s btn-q', onmousedown: (event) => event.preventDefault(), onclick: () => {
      menu.open = false;
      this.#run(command);
    } }, say(vi, en));
    const menu = h('details', { class: 'so-menu' }, h('summary', { class: 'btn btn-s' }, icon('table'), say('Bảng', 'Table')), h('div', { class: 'so-thao-tac' },
      item('Thêm dòng trên', 'Row above', addRowBefore), item('Thêm dòng dưới (Ctrl+Alt+↓)', 'Row below (Ctrl+Alt+↓)', addRowAfter),
      item('Thêm cột trái', 'Column left', addColumnBefore), item('Thêm cột phải (Ctrl+Alt+→)', 'Column right (Ctrl+Alt+→)', addColumnAfter),
      item('Dòng đầu là tiêu đề', 'First row is the head', toggleHeaderRow),
      item('Bỏ dòng', 'Delete row', deleteRow), item('Bỏ cột', 'Delete column', deleteColumn), item('Bỏ bảng', 'Delete table', deleteTable)));
    menu.hidden = true;
    return menu;
  }
}

function holds(state, mark) {
  const { from, to, empty, $from } = state.selection;
  return empty ? Boolean(mark.isInSet(state.storedMarks ?? $from.marks())) : state.doc.rangeHasMark(from, to, mark);
}

/** Whose words the block at the caret is; the text beside the mark in the gutter. */
function sourceWords(state, { node, pos }) {
  if (isGenerated(state, pos)) return say('Sinh từ bản ghi', 'From records');
  return node.attrs.origin == null ? say('Người viết', 'Written by a person') : say('Sinh từ bản ghi, đã sửa', 'From records, changed');
}
