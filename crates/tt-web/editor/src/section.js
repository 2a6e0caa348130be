// One section of the report: its words in an editor of its own, its state, what waits.
import { gapCursor } from 'prosemirror-gapcursor';
import { history } from 'prosemirror-history';
import { EditorState, Plugin } from 'prosemirror-state';
import { Mapping } from 'prosemirror-transform';
import { tableEditing } from 'prosemirror-tables';
import { EditorView } from 'prosemirror-view';
import { annotate, annotations } from './annotations.js';
import { blockEssence, children, essence, fromDoc, standsFor, toDoc, toNode } from './blocks.js';
import { h } from './dom.js';
import { EmbeddedView } from './embedded.js';
import { keymaps } from './keys.js';
import { labelRules } from './labels.js';
import { pasting } from './paste.js';
import { replay } from './rebase.js';
import { Saving } from './saving.js';
import { schema } from './schema.js';
import { TitleBar } from './title_bar.js';

/** A transaction the server caused, not a person. */
const QUIET = 'quiet';

export class Section {
  constructor(composer, data) {
    this.composer = composer;
    this.data = data;
    this.waitingCalm = [];
    this.known = new Map();
    this.base = new Map();
    this.bar = new TitleBar(this);
    this.place = h('div', { class: 'so-chu' });
    this.banner = h('div', { class: 'so-bao' });
    this.element = h('section', { class: 'so-muc', id: `muc-${data.id}`, 'aria-label': data.title }, this.bar.element, this.banner, this.place);
    this.view = new EditorView(this.place, {
      state: EditorState.create({ doc: toDoc(data.blocks), plugins: this.#plugins() }),
      editable: () => this.mayEdit,
      attributes: () => ({
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-label': data.title,
        'aria-readonly': String(!this.mayEdit),
        lang: 'vi',
        spellcheck: 'false',
        ...(this.mayEdit ? {} : { tabindex: '0' }),
      }),
      dispatchTransaction: (tr) => this.#apply(tr),
      nodeViews: { embedded: (node, view, getPos) => new EmbeddedView(node, view, getPos, (pos) => composer.openEmbedded(this, pos)) },
      handleDOMEvents: {
        focus: () => this.#focused(),
        blur: () => void (this.view.composing || this.saving.left()),
        compositionend: () => void setTimeout(() => this.#calm(), 60),
      },
      handleClickOn: (view, pos, node, nodePos, event, direct) => {
        if (!direct || node.type !== schema.nodes.chip || !this.mayEdit) return false;
        this.composer.openChip(this, nodePos);
        return true;
      },
      handleTextInput: (view, from, to, text) => this.#slash(view, from, text),
      handleClick: (view, pos, event) => this.#label(event),
    });
    // What the server has, as a document, and the way from there to what is here.
    this.stored = { doc: this.view.state.doc, since: new Mapping() };
    this.sent = null;
    this.saving = new Saving({
      server: composer.server,
      kept: composer.kept,
      id: data.id,
      version: data.version,
      blocks: data.blocks,
      host: {
        blocks: () => this.blocks(),
        composing: () => this.view.composing,
        sending: () => {
          this.sent = { doc: this.view.state.doc, since: new Mapping() };
        },
        arrived: () => {
          this.stored = this.sent;
        },
        saved: (answer, sent) => this.whenCalm(() => this.#saved(answer, sent)),
        changed: () => this.composer.stateChanged(this),
        clashed: (theirs) => this.composer.clash(this, theirs),
      },
    });
    this.#remember(data.blocks, () => true);
    this.bar.show();
  }

  get id() {
    return this.data.id;
  }

  get mayEdit() {
    return this.data.mayEdit;
  }

  blocks() {
    return fromDoc(this.view.state.doc, this.known);
  }

  /** Does it at once, or when no letter is being composed: an editor must not be touched under an input method. */
  whenCalm(act) {
    if (this.view.composing) this.waitingCalm.push(act);
    else act();
  }

  /** The server gave the section anew: its words replace those here, except that the caret stays. */
  stands(data, { over = false } = {}) {
    this.whenCalm(() => {
      const looked = this.#lookGenerated();
      const before = new Map(this.blocks().filter((block) => block.origin != null).map((block) => [block.origin, essence([block])]));
      this.data = { ...this.data, ...data };
      this.#replace(data.blocks, { over });
      this.#remember(data.blocks, (block) => looked.has(block.origin) || before.get(block.origin) !== essence([block]));
      this.saving.stands(data);
      this.composer.stateChanged(this);
      this.composer.annotationsChanged(this);
    });
  }

  /** Puts these blocks in as a person's own change. */
  write(blocks) {
    this.#replace(blocks, { over: true, quiet: false });
  }

  /** Both: what another wrote, and what was typed here, where they did not change the same block; else null. */
  merged(theirs) {
    if (!this.stored) return null;
    const { tr } = this.view.state;
    return replay(tr, this.stored.doc, toDoc(theirs.blocks), this.stored.since) ? fromDoc(tr.doc, this.known) : null;
  }

  focus(pos) {
    this.composer.showPane('page');
    if (pos != null) this.composer.select(this, pos, pos);
    this.view.focus();
  }

  setQuotes(list) {
    this.whenCalm(() => this.view.dispatch(this.view.state.tr.setMeta(annotations, { quotes: list }).setMeta(QUIET, true).setMeta('addToHistory', false)));
  }

  destroy() {
    this.view.destroy();
    this.element.remove();
  }

  #plugins() {
    return [
      labelRules,
      ...keymaps((what, view) => this.composer.act(what, this, view)),
      pasting((words) => this.composer.tell(words)),
      annotate(this.base),
      tableEditing(),
      gapCursor(),
      history({ newGroupDelay: 600 }),
      new Plugin({ appendTransaction: (list, old, state) => (list.some((tr) => tr.docChanged) ? oneOfEach(state) : null) }),
    ];
  }

  #apply(tr) {
    this.view.updateState(this.view.state.apply(tr));
    if (tr.docChanged) for (const one of new Set([this.stored, this.sent])) one?.since.appendMapping(tr.mapping);
    if (tr.docChanged && !tr.getMeta(QUIET)) this.saving.touch();
    if (tr.docChanged || tr.selectionSet) this.composer.moved(this, tr.docChanged);
  }

  #focused() {
    this.composer.activate(this);
    return false;
  }

  #calm() {
    if (this.view.composing) return;
    for (const act of this.waitingCalm.splice(0)) act();
  }

  /** `/` at the start of a word looks for a fact to put there. */
  #slash(view, from, text) {
    if (text !== '/' || view.composing) return false;
    const { $from } = view.state.selection;
    const before = $from.parent.textBetween(Math.max(0, $from.parentOffset - 1), $from.parentOffset, '', 'x');
    if (before && !/[\s(“"]/.test(before)) return false;
    this.composer.searching.open(this, { typed: '/' });
    return true;
  }

  /** A press on the label of a block leads to the field where it is changed. */
  #label(event) {
    const block = event.target.closest?.('[data-nhan]');
    if (!block || event.target !== block) return false;
    const range = document.createRange();
    range.selectNodeContents(block);
    const first = range.getClientRects()[0];
    if (!first || event.clientX >= first.left - 2 || event.clientY > first.bottom + 2) return false;
    setTimeout(() => this.composer.act('label', this, this.view));
    return false;
  }

  #saved(answer, sent) {
    const { section, findings } = answer;
    this.data = { ...this.data, ...section };
    this.#freshChips(section.blocks);
    if (essence(this.blocks()) === essence(sent)) this.#match(section.blocks);
    if (section.blocks.some((block) => block.generated != null)) this.#remember(section.blocks, () => true);
    this.composer.found(findings ?? [], this);
    this.composer.stateChanged(this);
  }

  #freshChips(blocks) {
    const said = new Map();
    const look = (list) => list.forEach((one) => one.type === 'chip' && said.set(one.chip, one));
    for (const block of blocks) (block.type === 'table' ? block.rows.flat() : [block.content ?? []]).forEach(look);
    const drawn = new Map(blocks.filter((block) => block.type === 'embedded' && block.drawn).map((block) => [block.shows, block.drawn]));
    const { tr } = this.view.state;
    this.view.state.doc.forEach((node, pos) => {
      const now = node.type === schema.nodes.embedded && drawn.get(node.attrs.shows);
      if (now && JSON.stringify(now) !== JSON.stringify(node.attrs.drawn)) tr.setNodeAttribute(pos, 'drawn', now);
    });
    this.view.state.doc.descendants((node, pos) => {
      const now = node.type === schema.nodes.chip && said.get(node.attrs.chip);
      if (!now) return;
      const { shown = '', label = '', page = null, missing = false } = now;
      for (const [name, value] of Object.entries({ shown, label, page, missing })) {
        if (node.attrs[name] !== value) tr.setNodeAttribute(pos, name, value);
      }
    });
    if (tr.docChanged) this.view.dispatch(tr.setMeta(QUIET, true).setMeta('addToHistory', false));
  }

  /** What stands here is what the server has, run for run. */
  #match(blocks) {
    const nodes = children(this.view.state.doc);
    blocks.forEach((block, at) => {
      if (nodes[at] && blockEssence(nodes[at]) === essence([block])) standsFor(nodes[at], block);
    });
  }

  /** `over`: whatever stands here; otherwise a block that was changed since it was stored stays. */
  #replace(blocks, { over = false, quiet = true }) {
    this.#freshChips(blocks);
    const { doc, tr } = this.view.state;
    const fresh = toDoc(blocks);
    const { doc: base, since } = (!over && this.stored) || { doc, since: new Mapping() };
    replay(tr, base, fresh, since);
    if (tr.docChanged) this.view.dispatch(tr.setMeta(QUIET, quiet));
    this.#match(blocks);
    if (!quiet) return;
    const now = this.view.state.doc;
    this.stored = essence(this.blocks()) === essence(blocks) ? { doc: now, since: new Mapping() } : null;
  }

  #lookGenerated() {
    const { doc } = this.view.state;
    return new Set(annotations.getState(this.view.state).generated.map((one) => doc.nodeAt(one.from).attrs.origin));
  }

  /** Which blocks are as generated: those the server says, or that came so, and none for which something waits. */
  #remember(blocks, came) {
    const waits = new Set((this.data.waiting ?? []).map((one) => one.origin));
    this.known = new Map(blocks.filter((block) => block.origin != null).map((block) => [block.origin, block]));
    this.base = new Map(
      blocks
        .filter((block) => block.origin != null && !waits.has(block.origin) && (block.generated ?? came(block)))
        .map((block) => [block.origin, toNode(block)]),
    );
    this.view.dispatch(this.view.state.tr.setMeta(annotations, { base: this.base }).setMeta(QUIET, true).setMeta('addToHistory', false));
  }
}

/** An origin names one block of a section: of two the first keeps it. */
function oneOfEach(state) {
  const seen = new Set();
  let tr = null;
  state.doc.forEach((node, pos) => {
    const { origin } = node.attrs;
    if (origin == null) return;
    if (seen.has(origin)) tr = (tr ?? state.tr).setNodeAttribute(pos, 'origin', null);
    seen.add(origin);
  });
  return tr;
}
