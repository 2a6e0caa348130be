// Searching a fact to put into the text (Ctrl+K, or `/` at the start of a word): a combobox, by keyboard alone.
import { insertChip } from './commands.js';
import { insertEmbedded } from './embedded.js';
import { chipAttributes } from './blocks.js';
import { h, replace, setText } from './dom.js';
import { floatAt } from './floating.js';
import { Refusal } from './server.js';
import { say } from './words.js';

const REST = 180;

export class Searching {
  constructor(composer) {
    this.composer = composer;
    this.input = h('input', {
      class: 'inp', type: 'text', role: 'combobox', autocomplete: 'off', spellcheck: 'false',
      'aria-expanded': 'false', 'aria-controls': 'so-tim-ds', 'aria-autocomplete': 'list', 'aria-label': say('Tìm số liệu, văn bản, nhiệm vụ để chèn', 'Find a figure, document or task to insert'),
      placeholder: say('Tìm chỉ tiêu, văn bản, nhiệm vụ', 'Find an indicator, document, task'),
      oninput: () => this.#later(),
      onkeydown: (event) => this.#key(event),
      onblur: () => setTimeout(() => !this.box.contains(document.activeElement) && this.close(false), 120),
    });
    this.list = h('ul', { class: 'so-ds', id: 'so-tim-ds', role: 'listbox', 'aria-label': say('Kết quả', 'Results') });
    this.said = h('p', { class: 'so-tim-n muted sm', role: 'status' });
    this.box = h('div', { class: 'pop so-tim no-p', hidden: true }, this.input, this.list, this.said);
  }

  /** Opens it at the caret; `typed` is put back when nothing is chosen. */
  open(section, { typed = '', blocks = false } = {}) {
    if (!section?.mayEdit) return;
    Object.assign(this, { section, typed, blocks, found: [], at: -1 });
    this.input.placeholder = blocks ? say('Tìm hình, bảng: tên chỉ tiêu, sổ theo dõi, phòng', 'Find a picture or table: an indicator, register, division') : say('Tìm chỉ tiêu, văn bản, nhiệm vụ, hình, bảng', 'Find an indicator, document, task, picture, table');
    this.input.setAttribute('aria-label', blocks ? say('Tìm hình, bảng để chèn', 'Find a picture or table to insert') : say('Tìm số liệu, văn bản, nhiệm vụ, hình, bảng để chèn', 'Find a figure, document, task, picture or table to insert'));
    this.input.value = '';
    this.box.hidden = false;
    replace(this.list);
    setText(this.said, say('Gõ vài chữ; ↑ ↓ chọn, Enter chèn, Esc thôi.', 'Type some letters; ↑ ↓ choose, Enter inserts, Esc leaves.'));
    floatAt(this.box, section.view.coordsAtPos(section.view.state.selection.from));
    this.input.focus();
    this.#search();
  }

  close(back = true) {
    if (this.box.hidden) return;
    this.box.hidden = true;
    this.input.setAttribute('aria-expanded', 'false');
    clearTimeout(this.timer);
    this.running?.abort();
    if (!back) return;
    this.section.view.focus();
    if (this.typed && !this.input.value) this.section.view.dispatch(this.section.view.state.tr.insertText(this.typed));
  }

  #key(event) {
    if (event.isComposing || event.keyCode === 229) return;
    event.stopPropagation();
    const { key } = event;
    if (key === 'Escape' || (key === 'Backspace' && !this.input.value)) {
      event.preventDefault();
      if (key === 'Backspace') this.typed = '';
      this.close();
    } else if (key === ' ' && !this.input.value && this.typed) {
      event.preventDefault();
      this.typed += ' ';
      this.close();
    } else if (key === 'ArrowDown' || key === 'ArrowUp') {
      event.preventDefault();
      const { length } = this.found;
      if (length) this.#point((this.at + (key === 'ArrowDown' ? 1 : length - 1) + (this.at < 0 && key === 'ArrowUp' ? 1 : 0)) % length);
    } else if (key === 'Enter' || (key === 'Tab' && this.at >= 0)) {
      event.preventDefault();
      if (this.found[this.at]) this.#choose(this.found[this.at]);
      else this.wanted = true;
    }
  }

  #later() {
    clearTimeout(this.timer);
    this.wanted = false;
    // What was found by other words is not what Enter puts in.
    this.found = [];
    this.#point(-1);
    this.timer = setTimeout(() => this.#search(), REST);
  }

  async #search() {
    this.running?.abort();
    const running = (this.running = new AbortController());
    try {
      const wanted = encodeURIComponent(this.input.value.normalize('NFC').trim());
      const { found, blocks = [] } = await this.composer.server.get(`/tim?q=${wanted}${this.blocks ? '&loai=khoi' : ''}`, running.signal);
      if (running !== this.running || this.box.hidden) return;
      this.#show([...found, ...blocks]);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (running === this.running && error.kind !== 'aborted') setText(this.said, `${say('Chưa tìm được', 'Cannot search')}: ${error.message}`);
    }
  }

  #show(found) {
    this.found = found;
    replace(this.list, found.map((one, at) =>
      h('li', {
        id: `so-tim-${at}`, role: 'option', 'aria-selected': 'false',
        onmousedown: (event) => event.preventDefault(),
        onmousemove: () => this.at !== at && this.#point(at),
        onclick: () => this.#choose(one),
      }, h('b', {}, one.shown), h('i', {}, one.kind), h('span', {}, one.label))));
    this.input.setAttribute('aria-expanded', String(found.length > 0));
    setText(this.said, found.length ? say(`${found.length} kết quả`, `${found.length} found`) : say('Không có kết quả. Thử tên chỉ tiêu, số văn bản hoặc số thứ tự nhiệm vụ.', 'Nothing found. Try the name of an indicator, the number of a document or of a task.'));
    this.#point(found.length ? 0 : -1);
    if (this.wanted && found.length) this.#choose(found[0]);
  }

  #point(at) {
    this.at = at;
    [...this.list.children].forEach((item, index) => item.setAttribute('aria-selected', String(index === at)));
    if (at < 0) return this.input.removeAttribute('aria-activedescendant');
    this.input.setAttribute('aria-activedescendant', `so-tim-${at}`);
    this.list.children[at].scrollIntoView({ block: 'nearest' });
  }

  #choose(one) {
    const { view } = this.section;
    this.typed = '';
    this.wanted = false;
    this.close();
    if (one.block) {
      this.#put(this.section, one.block);
      return;
    }
    insertChip(chipAttributes(one))(view.state, view.dispatch);
    view.focus();
  }

  /** A picture or table is drawn by the server before it stands in the text. */
  #put(section, code) {
    this.composer.guarded(async () => {
      const { block } = await this.composer.server.get(`/khoi?ma=${encodeURIComponent(code)}`);
      const { view } = section;
      insertEmbedded(block)(view.state, view.dispatch);
      view.focus();
    });
  }
}
