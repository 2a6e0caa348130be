// The outline at the left: sections, who contributes, what is unsaved, what is to look at.
import { button, h, icon, replace } from './dom.js';
import { stateWords } from './status.js';
import { say } from './words.js';

export class Outline {
  constructor(composer) {
    this.composer = composer;
    this.lines = new WeakMap();
    this.list = h('ol');
    this.element = h('nav', { class: 'outl so-dan no-p', tabindex: '-1', 'aria-label': say('Dàn ý', 'Outline') }, h('h2', {}, say('Dàn ý', 'Outline')), this.list,
      composer.report.editable && button(say('Thêm mục', 'Add a section'), () => composer.sectionActs.add(composer.sections[composer.sections.length - 1]), { class: 'btn-q' }, 'plus'));
  }

  /** Lines stay the elements they are: a press that begins as a save ends must find its line. */
  show() {
    const { composer } = this;
    const lines = composer.sections.map((section) => this.#line(section));
    if (lines.length !== this.list.children.length || lines.some((line, at) => this.list.children[at] !== line)) replace(this.list, lines);
  }

  #counts(section) {
    const { composer } = this;
    const findings = composer.findings.filter((one) => one.section === section.id).length;
    const comments = composer.comments.list.filter((one) => one.section === section.id && one.state === 'open').length;
    return [findings, comments, composer.waiting(section).length];
  }

  #line(section) {
    const { data, saving } = section;
    const isHere = section === this.composer.active;
    const [findings, comments, waiting] = this.#counts(section);
    const line = this.lines.get(section) ?? this.#newLine(section);
    const mark = JSON.stringify([data.title, data.division, saving.state, saving.why, isHere, findings, comments, waiting]);
    if (line.mark === mark) return line.element;
    line.mark = mark;
    const badge = (count, words, kind) => count > 0 && h('b', { class: `num ${kind}` }, String(count), h('span', { class: 'vh' }, ` ${words}`));
    const unsafe = saving.state !== 'saved' && saving.state !== 'saving';
    if (isHere) line.link.setAttribute('aria-current', 'true');
    else line.link.removeAttribute('aria-current');
    replace(
      line.link,
      unsafe && h('span', { class: `so-dm ${saving.state}` }, icon(saving.state === 'unsaved' ? 'pen' : 'warn'), h('span', { class: 'vh' }, `${stateWords(saving)}. `)),
      h('span', {}, data.title),
      data.division && h('em', {}, data.division),
      badge(findings, say('điểm cần xem', 'findings'), ''), badge(comments, say('góp ý', 'comments'), 'gy'), badge(waiting, say('bản mới', 'new'), 'moi'),
    );
    return line.element;
  }

  #newLine(section) {
    const go = (event) => {
      event.preventDefault();
      section.element.scrollIntoView({ block: 'start' });
      section.focus();
    };
    const link = h('a', { href: `#muc-${section.id}`, onclick: go });
    const line = { link, element: h('li', {}, link), mark: null };
    this.lines.set(section, line);
    return line;
  }
}
