// The margin at the right: findings, comments and what waits, each beside its block.
import { places } from './annotations.js';
import { showDifferences, showBlocks } from './diff_view.js';
import { button, h, icon, replace, setText } from './dom.js';
import { say } from './words.js';

const SEVERITY = { error: ['bad', 'alert', 'Lỗi', 'Error'], warning: ['warn', 'warn', 'Cần xem', 'To look at'], note: ['info', 'info', 'Lưu ý', 'Note'] };
const GAP = 8;

export class Margin {
  constructor(composer) {
    this.composer = composer;
    this.cards = new Map();
    this.count = h('em', { class: 'num' });
    this.none = h('p', { class: 'muted sm so-khong' }, say('Không có điểm cần xem, góp ý hay bản mới.', 'Nothing to look at, no comments, nothing new.'));
    this.whole = h('div', { class: 'so-chung' });
    this.list = h('div', { class: 'so-le-ds' });
    this.element = h('aside', { class: 'so-le no-p', tabindex: '-1', 'aria-label': say('Điểm cần xem, góp ý, bản mới', 'Findings, comments, news') }, h('h2', {}, say('Cần xem ', 'To look at '), this.count), this.whole, this.none, this.list);
  }

  /** Everything there is to see, in the order of the report. */
  items() {
    const { composer } = this;
    return composer.sections.flatMap((section) => [
      ...composer.findings.filter((one) => one.section === section.id).map((one) => ({ kind: 'finding', id: one.id, section, data: one })),
      ...composer.comments.list.filter((one) => one.section === section.id).map((one) => ({ kind: 'comment', id: `c${one.id}`, section, data: one, closed: one.state !== 'open' })),
      ...composer.waiting(section).map((one) => ({ kind: 'waiting', id: `w${section.id}-${one.origin}`, section, data: one })),
    ]);
  }

  /** Draws what changed; a card that did not is left as it is, so that focus stays. */
  render() {
    const items = this.items().filter((one) => !one.closed || this.showClosed);
    const kept = new Set();
    for (const item of items) {
      kept.add(item.id);
      const mark = JSON.stringify([item.data, item.section.mayEdit]);
      const known = this.cards.get(item.id);
      if (known?.mark === mark) continue;
      const element = known?.element ?? h('div', { class: 'so-la', 'data-la': item.id });
      element.className = `so-la ${item.kind}${item.kind === 'finding' ? ` sv-${SEVERITY[item.data.severity]?.[0] ?? 'info'}` : ''}${item.closed ? ' dong' : ''}`;
      replace(element, this.#fill(item));
      this.cards.set(item.id, { element, mark, item });
    }
    for (const [id, card] of this.cards) {
      if (kept.has(id)) continue;
      card.element.remove();
      this.cards.delete(id);
    }
    this.#whole();
    setText(this.count, String(items.filter((one) => !one.closed).length + this.composer.findings.filter((one) => one.section == null).length || ''));
    this.none.hidden = items.length > 0;
    this.layout();
  }

  /** Stands every card beside its words, pushed down where two would meet. */
  layout() {
    const found = new Map(this.composer.sections.map((section) => [section, places(section.view.state)]));
    const wide = getComputedStyle(this.list).position === 'relative';
    const zero = wide ? this.list.getBoundingClientRect().top : 0;
    const order = [...this.cards.values()].map((card) => {
      const { section, id } = card.item;
      const place = found.get(section)?.get(id) ?? this.#blockPlace(card.item);
      return { card, section: this.composer.sections.indexOf(section), from: place?.from ?? 0, top: wide ? this.#top(section, place) - zero : 0 };
    }).sort((a, b) => a.section - b.section || a.from - b.from);
    order.forEach(({ card }, at) => {
      if (this.list.children[at] !== card.element) this.list.insertBefore(card.element, this.list.children[at] ?? null);
    });
    if (!wide) {
      for (const { card } of order) card.element.style.top = '';
      this.list.style.minHeight = '';
      return;
    }
    const heights = order.map(({ card }) => card.element.offsetHeight);
    let next = 0;
    order.forEach(({ card, top }, at) => {
      const y = Math.max(next, top);
      card.element.style.top = `${Math.round(y)}px`;
      next = y + heights[at] + GAP;
    });
    this.list.style.minHeight = `${Math.round(next)}px`;
  }

  #top(section, place) {
    if (place) {
      try {
        return section.view.coordsAtPos(place.from).top - 4;
      } catch {
        // Not drawn now: it stands beside its section.
      }
    }
    return section.element.getBoundingClientRect().top;
  }

  #blockPlace({ kind, section, data }) {
    let place = null;
    if (kind === 'waiting') section.view.state.doc.forEach((node, from) => {
      if (node.attrs.origin === data.origin) place = { from: from + 1, to: from + 1 };
    });
    return place;
  }

  #whole() {
    const list = this.composer.findings.filter((one) => one.section == null);
    const closed = this.composer.comments.list.filter((one) => one.state !== 'open').length;
    const toggle = () => {
      this.showClosed = !this.showClosed;
      this.render();
    };
    replace(this.whole, list.map((one) => h('div', { class: `so-la finding chung sv-${SEVERITY[one.severity]?.[0] ?? 'info'}` }, this.#finding({ data: one }))),
      closed > 0 && button(this.showClosed ? say('Ẩn góp ý đã xong', 'Hide settled comments') : say(`Hiện ${closed} góp ý đã xong`, `Show ${closed} settled`), toggle, { class: 'btn-q' }));
  }

  #fill(item) {
    if (item.kind === 'finding') return this.#finding(item);
    if (item.kind === 'comment') return this.composer.comments.card(item.data, () => this.composer.goTo(item));
    return this.#waiting(item);
  }

  #finding(item) {
    const { severity, message, rule, page, quote } = item.data;
    const [, drawing, vi, en] = SEVERITY[severity] ?? SEVERITY.note;
    const words = [icon(drawing), h('span', {}, h('b', {}, h('span', { class: 'vh' }, `${say(vi, en)}: `), message), h('i', {}, rule, quote && h('span', {}, `, “${quote}”`)))];
    return [
      item.section ? h('button', { type: 'button', class: 'so-di', onclick: () => this.composer.goTo(item) }, words) : h('div', { class: 'so-di' }, words),
      page && h('p', { class: 'acts' }, h('a', { class: 'sm', href: page, target: '_blank', rel: 'noopener' }, say(`Quy tắc ${rule}`, `Rule ${rule}`))),
    ];
  }

  #waiting(item) {
    const { section, data } = item;
    const here = section.blocks().find((block) => block.origin === data.origin);
    const what = !data.fresh ? say('Bản ghi không còn sinh đoạn này', 'No longer generated') : data.takenOut ? say('Đoạn đã bỏ nay được sinh khác', 'A block you took out is generated differently') : say('Bản ghi nay sinh khác đoạn đã sửa', 'Generated differently than what you wrote');
    const fresh = data.fresh ? [data.fresh] : [];
    return [
      h('button', { type: 'button', class: 'so-di', onclick: () => this.composer.goTo(item) }, icon('refresh'), h('span', {}, h('b', {}, say('Có bản mới', 'New version')), h('i', {}, what))),
      fresh.length > 0 && h('div', { class: 'so-la-x', tabindex: '0', role: 'group', 'aria-label': say('Chữ của bản mới', 'Words of the new version') }, here ? showDifferences([here], fresh) : showBlocks(fresh)),
      section.mayEdit && h('div', { class: 'acts' },
        button(data.fresh ? say('Lấy bản mới', 'Take it') : say('Bỏ đoạn', 'Take it out'), () => this.composer.sectionActs.take(section, data.origin), {}, 'check'),
        button(say('Giữ bản này', 'Keep mine'), () => this.composer.sectionActs.take(section, data.origin, true))),
    ];
  }
}

