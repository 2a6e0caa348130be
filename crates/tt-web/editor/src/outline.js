// The outline at the left: sections, who contributes, what is unsaved, what is to look at.
import { button, h, icon, replace } from './dom.js';
import { stateWords } from './status.js';
import { say } from './words.js';

export class Outline {
  constructor(composer) {
    this.composer = composer;
    this.list = h('ol');
    this.element = h('nav', { class: 'outl so-dan no-p', tabindex: '-1', 'aria-label': say('Dàn ý', 'Outline') }, h('h2', {}, say('Dàn ý', 'Outline')), this.list,
      composer.report.editable && button(say('Thêm mục', 'Add a section'), () => composer.sectionActs.add(composer.sections[composer.sections.length - 1]), { class: 'btn-q' }, 'plus'));
  }

  show() {
    const { composer } = this;
    const mark = JSON.stringify(composer.sections.map((one) => [one.id, one.data.title, one.data.division, one.saving.state, one === composer.active, this.#counts(one)]));
    if (mark === this.mark) return;
    this.mark = mark;
    const had = this.list.contains(document.activeElement) ? document.activeElement.getAttribute('href') : null;
    replace(this.list, composer.sections.map((section) => this.#line(section)));
    if (had) this.list.querySelector(`[href="${had}"]`)?.focus();
  }

  #counts(section) {
    const { composer } = this;
    const findings = composer.findings.filter((one) => one.section === section.id).length;
    const comments = composer.comments.list.filter((one) => one.section === section.id && one.state === 'open').length;
    return [findings, comments, composer.waiting(section).length];
  }

  #line(section) {
    const { data, saving } = section;
    const [findings, comments, waiting] = this.#counts(section);
    const badge = (count, words, kind) => count > 0 && h('b', { class: `num ${kind}`, title: `${count} ${words}` }, String(count), h('span', { class: 'vh' }, ` ${words}`));
    const go = (event) => {
      event.preventDefault();
      section.element.scrollIntoView({ block: 'start' });
      section.focus();
    };
    const unsafe = saving.state !== 'saved' && saving.state !== 'saving';
    return h('li', {}, h('a', { href: `#muc-${section.id}`, onclick: go, 'aria-current': section === this.composer.active && 'true' },
      unsafe && h('span', { class: `so-dm ${saving.state}`, title: stateWords(saving) }, icon(saving.state === 'unsaved' ? 'pen' : 'warn'), h('span', { class: 'vh' }, `${stateWords(saving)}. `)),
      h('span', {}, data.title),
      data.division && h('em', {}, data.division),
      badge(findings, say('điểm cần xem', 'findings'), ''), badge(comments, say('góp ý', 'comments'), 'gy'), badge(waiting, say('bản mới', 'new'), 'moi')));
  }
}
