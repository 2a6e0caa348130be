// The whole report on one page: outline, sections, margin, and what happens between them.
import { TextSelection } from 'prosemirror-state';
import { locate, places } from './annotations.js';
import { ChipCard } from './chip_card.js';
import { Searching } from './chip_search.js';
import { insertNote, chipAt } from './commands.js';
import { Comments } from './comments.js';
import { clash, offerKept } from './conflict.js';
import { essence } from './blocks.js';
import { h, replace, setText } from './dom.js';
import { changeEmbedded, embeddedAt } from './embedded.js';
import { showHelp } from './help.js';
import { Margin } from './margin.js';
import { Outline } from './outline.js';
import { Section } from './section.js';
import { SectionActs } from './section_acts.js';
import { Refusal } from './server.js';
import { overallWords } from './status.js';
import { Toolbar } from './toolbar.js';
import { say } from './words.js';

const LAYOUT_REST = 250;

export class Composer {
  constructor(root, server, kept, data) {
    Object.assign(this, { root, server, kept });
    this.report = data.report;
    this.sections = [];
    this.findings = identified(data.findings ?? []);
    this.active = null;
    this.comments = new Comments(this, data.comments ?? []);
    this.sectionActs = new SectionActs(this);
    this.searching = new Searching(this);
    this.card = new ChipCard(this);
    this.toolbar = new Toolbar(this);
    this.outline = new Outline(this);
    this.margin = new Margin(this);
    this.said = h('p', { class: 'so-loi-nhan no-p', role: 'status', 'aria-live': 'polite' });
    this.#draw();
    for (const section of data.sections) this.put(section, this.sections[this.sections.length - 1]);
    this.root.classList.toggle('chi-doc', !this.sections.some((one) => one.mayEdit));
    for (const section of this.sections) this.#offerKept(section);
    this.active = this.sections.find((one) => one.mayEdit) ?? this.sections[0] ?? null;
    this.#listen();
    this.#annotateAll();
    this.#soon();
  }

  byId(id) {
    return this.sections.find((one) => one.id === id) ?? null;
  }

  /** What a person may still decide about a section. */
  waiting(section) {
    return section.data.waiting ?? [];
  }

  /** Puts a section into the page behind another. */
  put(data, after) {
    const section = new Section(this, data);
    const at = after ? this.sections.indexOf(after) + 1 : 0;
    this.sections.splice(at, 0, section);
    if (after) after.element.after(section.element);
    else this.body.prepend(section.element);
    this.#soon();
    return section;
  }

  take(section) {
    this.sections = this.sections.filter((one) => one !== section);
    this.findings = this.findings.filter((one) => one.section !== section.id);
    section.destroy();
    if (this.active === section) this.active = this.sections[0] ?? null;
    this.#soon(true);
    this.active?.focus();
  }

  reorder(order) {
    this.sections.sort((one, other) => order.indexOf(one.id) - order.indexOf(other.id));
    for (const section of this.sections) this.body.append(section.element);
    this.#soon(true);
  }

  // What sections report.

  activate(section) {
    this.active = section;
    this.card.close(false);
    this.#soon();
  }

  moved(section, textChanged) {
    this.active ??= section;
    this.#soon();
    if (!textChanged) return;
    if (!this.card.box.hidden) this.card.close(false);
    clearTimeout(this.laying);
    this.laying = setTimeout(() => this.margin.layout(), LAYOUT_REST);
  }

  stateChanged(section) {
    section.bar.show();
    this.#status();
    this.#soon();
  }

  clash(section, theirs) {
    clash(section, theirs);
    this.#soon(true);
  }

  /** New findings: those of the whole report when any is of another section, else those of this one. */
  found(list, section) {
    if (!list) return;
    const whole = list.some((one) => one.section !== section.id);
    const rest = whole ? [] : this.findings.filter((one) => one.section !== section.id);
    this.findings = identified([...rest, ...list]);
    if (whole) this.#annotateAll();
    else this.annotationsChanged(section);
  }

  annotationsChanged(section) {
    if (section) this.#annotate(section);
    this.#soon(true);
  }

  // What people do.

  act(what, section, view) {
    if (!section) return;
    const acts = {
      search: () => this.searching.open(section),
      'search-blocks': () => this.searching.open(section, { blocks: true }),
      embedded: () => this.openEmbedded(section, embeddedAt(view.state)?.pos),
      save: () => this.#flushAll(),
      comment: () => this.comments.write(section),
      label: () => this.toolbar.focusLabel(),
      note: () => insertNote(this.#nextNote())(view.state, view.dispatch),
      chip: () => this.openChip(section, chipAt(view.state)?.pos, true),
      'next-finding': () => this.#step(1),
      'previous-finding': () => this.#step(-1),
      leave: () => this.outline.list.querySelector('[aria-current]')?.focus(),
    };
    acts[what]?.();
  }

  openChip(section, pos, focus = false) {
    if (pos != null) this.card.open(section, pos, { focus });
  }

  openEmbedded(section, pos) {
    if (pos != null) this.guarded(() => changeEmbedded(this, section, pos));
  }

  versions(section) {
    return this.sectionActs.versions(section);
  }

  help() {
    return showHelp();
  }

  /** Says something once, at the foot of the page and to screen readers. */
  tell(words) {
    clearTimeout(this.untell);
    setText(this.said, words);
    this.untell = setTimeout(() => setText(this.said, ''), 9_000);
  }

  /** Does what talks to the server; a refusal is told, nothing is lost. */
  async guarded(act) {
    try {
      await act();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.tell(`${say('Chưa làm được', 'Not done')}: ${error.message}`);
    }
  }

  async retry(section) {
    if (section.saving.sessionEnded) await this.server.renew();
    await section.saving.flush();
  }

  /** Moves the caret to a place of the margin. */
  goTo({ id, section, kind, data }) {
    const place = places(section.view.state).get(id) ?? (kind === 'finding' ? locate(section.view.state.doc, data.block, data.quote) : null);
    this.showPane('page');
    section.view.focus();
    if (place) this.select(section, place.from, Math.max(place.from, place.to));
    else if (kind === 'waiting') {
      let at = null;
      section.view.state.doc.forEach((node, pos) => {
        if (node.attrs.origin === data.origin) at = pos + 1;
      });
      if (at != null) this.select(section, at, at);
    }
    this.margin.list.querySelectorAll('.on').forEach((one) => one.classList.remove('on'));
    this.margin.cards.get(id)?.element.classList.add('on');
  }

  select(section, from, to) {
    const { state } = section.view;
    const { doc } = state;
    const within = (pos) => Math.max(0, Math.min(pos, doc.content.size));
    const selection = TextSelection.between(doc.resolve(within(from)), doc.resolve(within(to)));
    section.view.dispatch(state.tr.setSelection(selection));
    // Beneath the bars that stay at the top.
    const dom = section.view.domAtPos(selection.from).node;
    (dom.nodeType === Node.ELEMENT_NODE ? dom : dom.parentElement)?.scrollIntoView({ block: 'center' });
  }

  /** On a small screen one of outline, page and margin is seen. */
  showPane(name) {
    this.root.dataset.vung = name;
    for (const tab of this.tabs.children) tab.setAttribute('aria-pressed', String(tab.dataset.vung === name));
    if (name === 'margin') this.margin.layout();
  }

  #step(by) {
    const list = this.margin.items().filter((one) => one.kind === 'finding').map((item) => ({ ...item, at: this.sections.indexOf(item.section), from: places(item.section.view.state).get(item.id)?.from ?? 0 })).sort((one, other) => one.at - other.at || one.from - other.from);
    if (!list.length) return this.tell(say('Không có điểm nào cần xem.', 'There is nothing to look at.'));
    const [at, from] = [this.sections.indexOf(this.active), this.active?.view.state.selection.from ?? 0];
    const after = (one) => one.at > at || (one.at === at && one.from > from);
    const before = (one) => one.at < at || (one.at === at && one.from < from);
    const next = by > 0 ? list.find(after) ?? list[0] : [...list].reverse().find(before) ?? list[list.length - 1];
    this.goTo(next);
    this.tell(next.data.message);
    return undefined;
  }

  #nextNote() {
    let last = 0;
    for (const { view } of this.sections) view.state.doc.descendants((node) => {
      if (node.type.name === 'mark' || node.type.name === 'note') last = Math.max(last, node.attrs.number);
    });
    return last + 1;
  }

  #flushAll() {
    return Promise.all(this.sections.map((section) => section.saving.flush()));
  }

  #offerKept(section) {
    const stored = essence(section.data.blocks);
    const list = section.mayEdit ? this.kept.all(section.id).filter((one) => essence(one.blocks) !== stored) : [];
    this.kept.drop(section.id);
    this.kept.setAside(section.id, list);
    if (list.length) offerKept(section, list);
  }

  #annotateAll() {
    for (const section of this.sections) this.#annotate(section);
    this.#soon(true);
  }

  #annotate(section) {
    section.setQuotes([
      ...this.findings.filter((one) => one.section === section.id).map((one) => ({ id: one.id, block: one.block, quote: one.quote, mark: `so-g-${one.severity}` })),
      ...this.comments.list.filter((one) => one.section === section.id && one.state === 'open').map((one) => ({ id: `c${one.id}`, block: null, quote: one.quote, mark: 'so-g-gy' })),
    ]);
  }

  /** Draws the bars in the next frame; the margin too when what it shows has changed. */
  #soon(margin = false) {
    this.drawMargin ||= margin;
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.toolbar.show();
      this.outline.show();
      if (!this.drawMargin) return;
      this.drawMargin = false;
      this.margin.render();
    });
  }

  #status() {
    const { words, kind } = overallWords(this.sections);
    const { status, announced } = this.toolbar;
    setText(status, words);
    status.className = `so-luu ${kind}`;
    clearTimeout(this.announcing);
    // Read aloud when it has come to rest, and not the same minute twice.
    if (kind !== 'saving' && kind !== 'unsaved') this.announcing = setTimeout(() => setText(announced, words), 1_000);
  }

  #draw() {
    const head = [...this.root.querySelectorAll('[data-giu="dau"]')];
    const foot = [...this.root.querySelectorAll('[data-giu="cuoi"]')];
    this.body = h('div', { class: 'so-than' });
    const page = h('article', { class: 'page so-trang', lang: 'vi' }, head, this.body, foot);
    const tab = (name, words) => h('button', { type: 'button', 'data-vung': name, 'aria-pressed': String(name === 'page'), onclick: () => this.showPane(name) }, words);
    this.tabs = h('div', { class: 'seg so-vung no-p', role: 'group', 'aria-label': say('Vùng', 'Region') }, tab('outline', say('Dàn ý', 'Outline')), tab('page', say('Trang', 'Page')), tab('margin', say('Cần xem', 'To look at')));
    this.root.classList.add('so');
    this.root.dataset.vung = 'page';
    replace(this.root, h('div', { class: 'so-tren no-p' }, this.toolbar.element, this.tabs), h('div', { class: 'so-khung' }, this.outline.element, h('div', { class: 'desk so-ban' }, page), this.margin.element), this.said, this.searching.box, this.card.box);
  }

  #listen() {
    // The same keys wherever in the composer the focus is, and none of them for the page around it.
    this.root.addEventListener('keydown', (event) => this.#key(event));
    addEventListener('beforeunload', (event) => {
      if (this.sections.every((one) => one.saving.isSafe)) return;
      for (const { saving } of this.sections) saving.keep();
      event.preventDefault();
      event.returnValue = '';
    });
    const hide = () => {
      for (const { saving } of this.sections) saving.keep();
    };
    addEventListener('pagehide', hide);
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState !== 'hidden') return;
      hide();
      for (const { saving } of this.sections) saving.left();
    });
    addEventListener('online', () => this.sections.forEach(({ saving }) => saving.state === 'failed' && saving.flush()));
    addEventListener('resize', () => {
      clearTimeout(this.laying);
      this.laying = setTimeout(() => this.margin.layout(), LAYOUT_REST);
    });
    document.fonts?.ready.then(() => this.margin.layout());
    this.root.addEventListener('click', (event) => {
      for (const menu of this.root.querySelectorAll('.so-menu[open]')) if (!menu.contains(event.target)) menu.open = false;
    });
  }

  #key(event) {
    if (event.isComposing || event.keyCode === 229) return;
    const ctrl = event.ctrlKey || event.metaKey;
    const inText = this.active?.view.dom.contains(event.target);
    if (event.key === 'F6') this.#region(event.shiftKey ? -1 : 1);
    else if (event.key === 'F1') this.help();
    else if (ctrl && event.altKey && event.code === 'KeyM' && this.active && !this.active.mayEdit) this.comments.write(this.active);
    else if (event.key === 'F8' && !inText) this.#step(event.shiftKey ? -1 : 1);
    else if (ctrl && !event.altKey && event.code === 'KeyS' && !inText) this.#flushAll();
    else if (ctrl && !event.altKey && !event.shiftKey && event.code === 'KeyK') {
      if (!inText) this.searching.open(this.active);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #region(by) {
    const regions = [
      [this.toolbar.element, () => this.toolbar.focus()],
      [this.outline.element, () => (this.showPane('outline'), (this.outline.list.querySelector('[aria-current], a') ?? this.outline.element).focus())],
      [this.body, () => (this.showPane('page'), this.active?.view.focus())],
      [this.margin.element, () => (this.showPane('margin'), (this.margin.element.querySelector('button') ?? this.margin.element).focus())],
    ];
    const at = regions.findIndex(([element]) => element.contains(document.activeElement));
    regions[(at + by + regions.length) % regions.length][1]();
  }
}

/** Gives every finding a name by which its card is known again after the next save. */
function identified(findings) {
  const seen = new Map();
  return findings.map((one) => {
    const name = `f${one.section}-${one.rule}-${one.quote}`;
    const times = seen.get(name) ?? 0;
    seen.set(name, times + 1);
    return { ...one, id: `${name}-${times}` };
  });
}

