// The card of a chip: which record it is, how it is printed, and what a person puts in its place with a reason.
import { NodeSelection } from 'prosemirror-state';
import { button, h, icon, replace } from './dom.js';
import { floatAt } from './floating.js';
import { chipWords } from './schema.js';
import { say } from './words.js';

/** How facts may be printed, by the sort of chip: which part of its code says it, and the choices. */
const FORMS = {
  value: [4, { number: ['số', 'number'], with_unit: ['số và đơn vị', 'number and unit'], reached: ['ước đạt, đạt …', 'reached …'], percent_of_plan: ['đạt …% kế hoạch', '…% of plan'], change: ['tăng, giảm …% so với cùng kỳ', 'change on the year before'], plan_percent: ['…% (ô bảng)', '…% of plan (cell)'], change_percent: ['tăng, giảm …% (ô bảng)', 'change (cell)'] }],
  citation: [2, { full: ['đầy đủ', 'in full'], short: ['loại và số', 'kind and number'] }],
};

export class ChipCard {
  constructor(composer) {
    this.composer = composer;
    this.box = h('div', { class: 'pop so-thong-tin no-p', role: 'dialog', tabindex: '-1', hidden: true, 'aria-label': say('Thẻ số liệu', 'Fact') });
    this.box.addEventListener('keydown', (event) => {
      if (event.isComposing) return;
      event.stopPropagation();
      if (event.key === 'Escape') this.close();
    });
    // Unfolding makes it taller.
    this.box.addEventListener('toggle', () => this.box.hidden || floatAt(this.box, this.section.view.coordsAtPos(this.pos)), true);
    document.addEventListener('mousedown', (event) => {
      if (!this.box.hidden && !this.box.contains(event.target)) this.close(false);
    });
  }

  open(section, pos, { focus = true } = {}) {
    const node = section.view.state.doc.nodeAt(pos);
    if (node?.type.name !== 'chip') return;
    Object.assign(this, { section, pos });
    this.#fill(node.attrs);
    this.box.hidden = false;
    floatAt(this.box, section.view.coordsAtPos(pos));
    if (focus) this.box.focus();
  }

  close(back = true) {
    if (this.box.hidden) return;
    this.box.hidden = true;
    if (back) this.section.view.focus();
  }

  #fill(attrs) {
    const { label, page, missing, override, shown } = attrs;
    const row = (name, value) => value && h('div', { class: 'prov-r' }, h('i', {}, name), h('span', {}, value));
    replace(
      this.box,
      h('div', { class: 'prov-h' }, h('b', {}, chipWords(attrs)), h('button', { type: 'button', class: 'ib', 'aria-label': say('Đóng', 'Close'), onclick: () => this.close() }, icon('x'))),
      row(say('Là', 'Is'), label || attrs.chip),
      missing && h('p', { class: 'note note-warn' }, icon('warn'), h('span', {}, say('Bản ghi chưa có số liệu này. Nhập số vào bản ghi, hoặc ghi đè có lý do.', 'The record has no such figure yet. Enter it in the record, or override with a reason.'))),
      override && row(say('Bản ghi nói', 'On record'), shown || '…'),
      override && row(say('Lý do', 'Reason'), override.reason),
      /^\/(?!\/)/.test(page ?? '') && row(say('Bản ghi', 'Record'), h('a', { href: page, target: '_blank', rel: 'noopener' }, say('Mở (thẻ mới)', 'Open (new tab)'))),
      this.#forms(attrs),
      this.section.mayEdit && this.#override(attrs),
    );
  }

  /** The ways to print it; the server prints it anew with the next save. */
  #forms({ chip }) {
    const parts = chip.split(':');
    const [at, choices] = FORMS[parts[0]] ?? [];
    if (!choices || !this.section.mayEdit) return null;
    const choose = (event) => {
      const code = [...parts.slice(0, at), event.target.value, ...parts.slice(at + 1)].join(':');
      this.#set({ chip: code }, true);
    };
    return h('label', { class: 'prov-r' }, h('i', {}, say('Viết', 'Printed')), h('select', { class: 'inp so-chon-dang', onchange: choose }, Object.entries(choices).map(([code, words]) => h('option', { value: code, selected: code === parts[at] }, say(...words)))));
  }

  #override({ override, shown }) {
    const text = h('input', { class: 'inp', id: 'so-de', autocomplete: 'off', required: true, value: override?.text ?? '' });
    const reason = h('input', { class: 'inp', id: 'so-ly', autocomplete: 'off', required: true, 'aria-describedby': 'so-ly-n', value: override?.reason ?? '' });
    const fault = h('p', { class: 'err', role: 'alert' });
    const submit = (event) => {
      event.preventDefault();
      const [words, why] = [text.value.normalize('NFC').trim(), reason.value.normalize('NFC').trim()];
      text.setAttribute('aria-invalid', String(!words));
      reason.setAttribute('aria-invalid', String(!why));
      if (!words || !why) {
        fault.textContent = say('Cần cả chữ thay thế và lý do.', 'Both the words and the reason are needed.');
        (words ? reason : text).focus();
        return;
      }
      this.#set({ override: { text: words, reason: why } });
    };
    const form = h('form', { onsubmit: submit, novalidate: true }, fault,
      h('label', { class: 'lab', for: 'so-de' }, say('In thay bằng', 'Print instead')), text,
      h('label', { class: 'lab', for: 'so-ly' }, say('Lý do', 'Reason')), h('span', { class: 'hint', id: 'so-ly-n' }, say('Người duyệt và người đọc bản ghi thấy lý do này.', 'Whoever approves the report sees it.')), reason,
      h('div', { class: 'acts' }, h('button', { class: 'btn btn-s' }, say('Ghi đè', 'Override')), override && button(say(`Bỏ ghi đè, in ${shown || '…'}`, `Remove, print ${shown || '…'}`), () => this.#set({ override: null }))));
    return h('details', { class: 'fold', open: Boolean(override) }, h('summary', {}, override ? say('Đang ghi đè', 'Overridden') : say('Ghi đè có lý do', 'Override with a reason')), form);
  }

  #set(change, now = false) {
    const { view, saving } = this.section;
    const { state } = view;
    if (state.doc.nodeAt(this.pos)?.type.name !== 'chip') return this.close();
    let { tr } = state;
    for (const [name, value] of Object.entries(change)) tr = tr.setNodeAttribute(this.pos, name, value);
    this.close();
    view.dispatch(tr.setSelection(NodeSelection.create(tr.doc, this.pos)));
    if (now) saving.flush();
  }
}
