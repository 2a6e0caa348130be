// The line above a section: what it is, who contributes, whether it is saved, what can be done with it as a whole.
import { button, h, icon, replace, setText } from './dom.js';
import { stateWords } from './status.js';
import { say } from './words.js';

export class TitleBar {
  constructor(section) {
    this.section = section;
    this.name = h('h2', { class: 'so-ten' });
    this.division = h('span', { class: 'room' });
    this.stale = h('span', { class: 'so-cu no-p' });
    this.said = h('span');
    this.lock = h('span', {}, icon('lock'));
    this.again = button(say('Thử lại', 'Try again'), () => section.composer.retry(section));
    this.state = h('span', { class: 'so-tt' }, this.lock, this.said, this.again);
    this.by = h('span', { class: 'muted mic so-ai' });
    this.list = h('div', { class: 'so-thao-tac' });
    this.menu = h('details', { class: 'so-menu no-p' }, h('summary', { class: 'btn btn-s btn-q' }, icon('more'), h('span', { class: 'vh' }, `${say('Việc với mục', 'Section')}: ${section.data.title}`)), this.list);
    this.menu.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || !this.menu.open) return;
      event.stopPropagation();
      this.close();
    });
    this.element = h('div', { class: 'so-dau' }, this.name, this.division, this.by, this.stale, this.state, this.menu);
  }

  close() {
    this.menu.open = false;
    this.menu.querySelector('summary').focus();
  }

  show() {
    const { data, saving, mayEdit } = this.section;
    setText(this.name, data.title);
    setText(this.division, data.division ?? '');
    this.division.hidden = !data.division;
    setText(this.by, data.updatedBy ? `${data.updatedBy}, ${data.updatedAt}` : '');
    // Not drawn anew under someone's finger: a press would be lost.
    const acts = JSON.stringify([mayEdit, data.stale]);
    if (acts !== this.acts) {
      this.acts = acts;
      this.#stale(data, mayEdit);
      this.#menu(mayEdit);
    }
    const quiet = saving.state === 'saved';
    this.state.className = `so-tt ${quiet ? '' : saving.state}`;
    setText(this.said, mayEdit ? (quiet && !saving.at ? '' : stateWords(saving)) : say('Chỉ đọc', 'Read only'));
    this.lock.hidden = mayEdit;
    this.again.hidden = !['failed', 'session', 'refused'].includes(saving.state);
  }

  /** Records changed since: said where it can be done. */
  #stale(data, mayEdit) {
    replace(this.stale, data.stale && mayEdit && button(say('Bản ghi đã đổi: sinh lại mục', 'Records changed: generate again'), () => this.section.composer.sectionActs.regenerate(this.section), {}, 'refresh'));
  }

  #menu(mayEdit) {
    const { composer } = this.section;
    const todo = (words, act, drawing) =>
      button(words, () => {
        this.menu.open = false;
        act();
      }, { class: 'btn-q' }, drawing);
    const whole = composer.sectionActs;
    replace(
      this.list,
      mayEdit && todo(say('Sinh lại mục', 'Generate again'), () => whole.regenerate(this.section), 'refresh'),
      todo(say('Các phiên bản', 'Versions'), () => composer.versions(this.section), 'history'),
      composer.report.editable && todo(say('Thêm mục phía sau', 'Add a section after'), () => whole.add(this.section), 'plus'),
      composer.report.editable && todo(say('Chuyển lên', 'Move up'), () => whole.move(this.section, -1)),
      composer.report.editable && todo(say('Chuyển xuống', 'Move down'), () => whole.move(this.section, 1)),
      composer.report.editable && todo(say('Bỏ mục', 'Remove'), () => whole.remove(this.section), 'x'),
    );
  }
}
