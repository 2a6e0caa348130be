// Comments and suggestions of colleagues: written on selected words, answered, settled.
import { ask, button, h, icon } from './dom.js';
import { quoteOf } from './annotations.js';
import { say } from './words.js';

const STATES = { open: ['đang mở', 'open'], done: ['đã xong', 'done'], taken: ['đã nhận', 'taken'], declined: ['không nhận', 'declined'] };

export class Comments {
  constructor(composer, list) {
    this.composer = composer;
    this.list = list;
  }

  /** Writes one on the words that are selected. */
  async write(section) {
    const { state } = section.view;
    const quote = quoteOf(state, state.selection.from, state.selection.to);
    if (!quote) {
      this.composer.tell(say('Chọn chữ trước, rồi bấm Ctrl+Alt+M để góp ý.', 'Select words first, then press Ctrl+Alt+M.'));
      return;
    }
    const said = await ask(say('Góp ý', 'Comment'), (close) => this.#form(quote, close));
    if (!said) return;
    await section.saving.flush();
    await this.composer.guarded(async () => {
      const { comment } = await this.composer.server.post('/gop-y', { section: section.id, quote, ...said });
      this.#know(comment);
    });
  }

  #form(quote, close) {
    const kind = (value, words, checked) => h('label', { class: 'rtick' }, h('input', { type: 'radio', name: 'so-loai', value, checked, onchange: () => show() }), words);
    const text = h('textarea', { class: 'inp', id: 'so-gy', rows: '3' });
    const other = h('textarea', { class: 'inp', id: 'so-gy-t', rows: '2', value: quote });
    const suggest = h('div', { hidden: true }, h('label', { class: 'lab', for: 'so-gy-t' }, say('Sửa thành', 'Change to')), other);
    const fault = h('p', { class: 'err', role: 'alert' });
    const form = h('form', {}, h('blockquote', { class: 'so-trich', lang: 'vi' }, quote),
      h('fieldset', {}, h('legend', { class: 'vh' }, say('Loại', 'Kind')), kind('comment', say('Góp ý', 'Comment'), true), kind('suggestion', say('Đề nghị sửa', 'Suggestion'), false)),
      suggest, h('label', { class: 'lab', for: 'so-gy' }, say('Ý kiến', 'Words')), fault, text,
      h('div', { class: 'acts mt' }, h('button', { class: 'btn btn-s' }, say('Gửi góp ý', 'Send'))));
    const chosen = () => form.elements['so-loai'].value;
    const show = () => {
      suggest.hidden = chosen() !== 'suggestion';
    };
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const words = text.value.normalize('NFC').trim();
      const isSuggestion = chosen() === 'suggestion';
      if (isSuggestion ? other.value === quote : !words) {
        fault.textContent = isSuggestion ? say('Chữ sửa còn giống chữ cũ.', 'The words are still the same.') : say('Chưa viết ý kiến.', 'Nothing is written yet.');
        return;
      }
      close({ kind: chosen(), text: words, replacement: isSuggestion ? other.value.normalize('NFC') : null });
    });
    setTimeout(() => text.focus());
    return form;
  }

  #know(comment) {
    const at = this.list.findIndex((one) => one.id === comment.id);
    if (at < 0) this.list.push(comment);
    else this.list[at] = comment;
    this.composer.annotationsChanged(this.composer.byId(comment.section));
  }

  /** Answers, settles or opens again. */
  async act(comment, what, text = null) {
    const section = this.composer.byId(comment.section);
    if (what === 'taken' && section && !(await section.saving.flush())) {
      this.composer.tell(say('Mục còn chữ chưa lưu: lưu xong rồi nhận đề nghị.', 'The section has unsaved words: save them first.'));
      return;
    }
    await this.composer.guarded(async () => {
      const answer = await this.composer.server.post(`/gop-y/${comment.id}`, { what, text });
      if (answer.section) section?.stands(answer.section);
      if (answer.findings) this.composer.found(answer.findings, section);
      this.#know(answer.comment);
    });
  }

  /** What stands in the margin for one. */
  card(comment, go) {
    const { kind, quote, replacement, text, by, at, state, replies = [] } = comment;
    const open = state === 'open';
    const isSuggestion = kind === 'suggestion';
    const section = this.composer.byId(comment.section);
    return [
      h('button', { type: 'button', class: 'so-di', onclick: go }, icon(isSuggestion ? 'pen' : 'comment'), h('span', {}, h('b', {}, isSuggestion ? say('Đề nghị sửa', 'Suggestion') : say('Góp ý', 'Comment')), h('i', {}, `${by}, ${at}`, !open && `: ${say(...STATES[state])}`))),
      isSuggestion
        ? h('p', { class: 'so-doi', lang: 'vi' }, h('del', {}, h('span', { class: 'vh' }, say('[bỏ: ', '[out: ')), quote, h('span', { class: 'vh' }, ']')), ' ', h('ins', {}, h('span', { class: 'vh' }, say('[thay: ', '[in: ')), replacement, h('span', { class: 'vh' }, ']')))
        : h('p', { class: 'so-trich', lang: 'vi' }, quote),
      text && h('p', {}, text),
      replies.length > 0 && h('ul', { class: 'so-dap' }, replies.map((one) => h('li', {}, h('i', {}, `${one.by}, ${one.at}`), one.text))),
      h('div', { class: 'acts' },
        open && isSuggestion && section?.mayEdit && button(say('Nhận', 'Take'), () => this.act(comment, 'taken'), {}, 'check'),
        open && isSuggestion && section?.mayEdit && button(say('Không nhận', 'Decline'), () => this.act(comment, 'declined')),
        open && !isSuggestion && button(say('Xong', 'Done'), () => this.act(comment, 'done'), {}, 'check'),
        !open && button(say('Mở lại', 'Open again'), () => this.act(comment, 'open')),
        open && button(say('Trả lời', 'Reply'), () => this.#reply(comment))),
    ];
  }

  async #reply(comment) {
    const text = await ask(say('Trả lời', 'Reply'), (close) => {
      const words = h('textarea', { class: 'inp', id: 'so-tl', rows: '3', required: true });
      const form = h('form', {}, h('p', { class: 'so-trich' }, comment.text || comment.quote), h('label', { class: 'lab', for: 'so-tl' }, say('Trả lời', 'Reply')), words, h('div', { class: 'acts mt' }, h('button', { class: 'btn btn-s' }, say('Gửi', 'Send'))));
      form.addEventListener('submit', (event) => {
        event.preventDefault();
        close(words.value.normalize('NFC').trim());
      });
      setTimeout(() => words.focus());
      return form;
    });
    if (text) await this.act(comment, 'reply', text);
  }
}
