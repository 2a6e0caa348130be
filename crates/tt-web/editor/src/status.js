// One line for the whole report: whether everything is saved.
import { clock, say } from './words.js';

const WORST_FIRST = ['session', 'conflict', 'refused', 'failed', 'saving', 'unsaved'];

/** What is true of all sections together, in words, and by which it is coloured. */
export function overallWords(sections) {
  const kind = WORST_FIRST.find((state) => sections.some((one) => one.saving.state === state)) ?? 'saved';
  const one = sections.find((section) => section.saving.state === kind);
  const here = one?.saving.keptHere;
  switch (kind) {
    case 'session':
      return { kind, words: say(`Chưa lưu được: ${one.saving.why}. Chữ còn giữ ở máy này; đăng nhập lại ở thẻ khác rồi bấm Thử lại.`, `Not saved: ${one.saving.why}. The words are kept here; sign in again in another tab, then try again.`) };
    case 'failed':
      return { kind, words: `${say('Chưa lưu được', 'Not saved')}: ${one.saving.why}. ${here ? say('Chữ còn giữ ở máy này, sẽ tự thử lại.', 'Kept in this browser; trying again.') : say('Đừng đóng trang này.', 'Do not close this page.')}` };
    case 'refused':
      return { kind, words: `${say('Chưa lưu được', 'Not saved')}: ${one.saving.why}` };
    case 'conflict':
      return { kind, words: say(`Chưa lưu được: mục “${one.data.title}” có hai bản, chọn một bản.`, `Not saved: “${one.data.title}” has two versions, choose one.`) };
    case 'saving':
      return { kind, words: say('Đang lưu', 'Saving') };
    case 'unsaved':
      return { kind, words: say('Chưa lưu', 'Not saved yet') };
    default: {
      const last = sections.map(({ saving }) => saving.at).filter(Boolean).sort((a, b) => b - a)[0];
      return { kind, words: last ? `${say('Đã lưu', 'Saved')} ${clock(last)}` : '' };
    }
  }
}

/** Words for the state of a section. */
export function stateWords({ state, why, at }) {
  switch (state) {
    case 'saving':
      return say('Đang lưu', 'Saving');
    case 'unsaved':
      return say('Chưa lưu', 'Not saved yet');
    case 'failed':
    case 'refused':
    case 'session':
      return `${say('Chưa lưu được', 'Not saved')}: ${why}`;
    case 'conflict':
      return say('Hai người cùng sửa: chọn một bản', 'Two people changed it: choose one');
    default:
      return at ? `${say('Đã lưu', 'Saved')} ${clock(at)}` : say('Đã lưu', 'Saved');
  }
}
