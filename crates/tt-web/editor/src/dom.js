// Building elements without markup in strings: what comes from the server is only ever text.
import { say } from './words.js';

/** `h('p', { class: 'x', onclick }, 'words', child)`; null and false children are left out. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value == null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'value' || name === 'checked' || name === 'hidden') element[name] = value;
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat(3).filter((child) => child != null && child !== false));
  return element;
}

export const replace = (element, ...children) =>
  element.replaceChildren(...children.flat(3).filter((child) => child != null && child !== false));

// Lucide (ISC); the same drawings as the pages'.
const DRAWINGS = {
  alert: '<circle cx="12" cy="12" r="10"/><line x1="12" x2="12" y1="8" y2="12"/><line x1="12" x2="12.01" y1="16" y2="16"/>',
  warn: '<path d="m21.73 18-8-14a2 2 0 0 0-3.48 0l-8 14A2 2 0 0 0 4 21h16a2 2 0 0 0 1.73-3"/><path d="M12 9v4"/><path d="M12 17h.01"/>',
  info: '<circle cx="12" cy="12" r="10"/><path d="M12 16v-4"/><path d="M12 8h.01"/>',
  check: '<path d="M20 6 9 17l-5-5"/>',
  x: '<path d="M18 6 6 18"/><path d="m6 6 12 12"/>',
  clock: '<circle cx="12" cy="12" r="10"/><path d="M12 6v6l4 2"/>',
  pen: '<path d="M13 21h8"/><path d="M21.174 6.812a1 1 0 0 0-3.986-3.987L3.842 16.174a2 2 0 0 0-.5.83l-1.321 4.352a.5.5 0 0 0 .623.622l4.353-1.32a2 2 0 0 0 .83-.497z"/>',
  refresh: '<path d="M3 12a9 9 0 0 1 9-9 9.75 9.75 0 0 1 6.74 2.74L21 8"/><path d="M21 3v5h-5"/><path d="M21 12a9 9 0 0 1-9 9 9.75 9.75 0 0 1-6.74-2.74L3 16"/><path d="M8 16H3v5"/>',
  search: '<path d="m21 21-4.34-4.34"/><circle cx="11" cy="11" r="8"/>',
  comment: '<path d="M22 17a2 2 0 0 1-2 2H6.828a2 2 0 0 0-1.414.586l-2.202 2.202A.71.71 0 0 1 2 21.286V5a2 2 0 0 1 2-2h16a2 2 0 0 1 2 2z"/>',
  table: '<path d="M9 3H5a2 2 0 0 0-2 2v4m6-6h10a2 2 0 0 1 2 2v4M9 3v18m0 0h10a2 2 0 0 0 2-2V9M9 21H5a2 2 0 0 1-2-2V9m0 0h18"/>',
  chart: '<path d="M3 3v16a2 2 0 0 0 2 2h16"/><path d="M18 17V9"/><path d="M13 17V5"/><path d="M8 17v-3"/>',
  undo: '<path d="M9 14 4 9l5-5"/><path d="M4 9h10.5a5.5 5.5 0 0 1 0 11H11"/>',
  redo: '<path d="m15 14 5-5-5-5"/><path d="M20 9H9.5a5.5 5.5 0 0 0 0 11H13"/>',
  history: '<path d="M3 12a9 9 0 1 0 9-9 9.75 9.75 0 0 0-6.74 2.74L3 8"/><path d="M3 3v5h5"/><path d="M12 7v5l4 2"/>',
  plus: '<path d="M5 12h14"/><path d="M12 5v14"/>',
  lock: '<rect width="18" height="11" x="3" y="11" rx="2"/><path d="M7 11V7a5 5 0 0 1 10 0v4"/>',
  help: '<circle cx="12" cy="12" r="10"/><path d="M9.09 9a3 3 0 0 1 5.83 1c0 2-3 3-3 3"/><path d="M12 17h.01"/>',
  superscript: '<path d="m4 19 8-8"/><path d="m12 19-8-8"/><path d="M20 12h-4c0-1.5.442-2 1.5-2.5S20 8.334 20 7.002c0-.472-.17-.93-.484-1.29a2.105 2.105 0 0 0-2.617-.436c-.42.239-.738.614-.899 1.06"/>',
  more: '<circle cx="12" cy="12" r="1"/><circle cx="19" cy="12" r="1"/><circle cx="5" cy="12" r="1"/>',
};

export function icon(name) {
  const drawing = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  drawing.setAttribute('class', 'i');
  drawing.setAttribute('viewBox', '0 0 24 24');
  drawing.setAttribute('aria-hidden', 'true');
  drawing.innerHTML = DRAWINGS[name] ?? '';
  return drawing;
}

/** A button of the page: `button('Lưu', act, { class: 'btn-p' }, 'check')`. */
export function button(words, act, { class: more = '', ...attributes } = {}, drawing) {
  return h('button', { type: 'button', class: `btn btn-s ${more}`.trim(), onclick: act, ...attributes }, drawing && icon(drawing), words);
}

/** Sets the words of an element only when they changed, so that a live region is not read twice. */
export function setText(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

/** A modal box; resolves with what `close(value)` was given, or null when it was put away. */
export function ask(title, fill, { wide = false } = {}) {
  return new Promise((resolve) => {
    const before = document.activeElement;
    let answer = null;
    const close = (value = null) => {
      answer = value;
      box.close();
    };
    const name = `so-ten-${Math.random().toString(36).slice(2, 8)}`;
    const box = h(
      'dialog',
      { class: `pop so-hop${wide ? ' rong' : ''} no-p`, 'aria-labelledby': name },
      h('div', { class: 'so-hop-d' }, h('h2', { id: name }, title), h('button', { type: 'button', class: 'ib', 'aria-label': say('Đóng', 'Close'), onclick: () => close() }, icon('x'))),
    );
    box.append(...[fill(close)].flat(3).filter((child) => child != null && child !== false));
    box.addEventListener('close', () => {
      box.remove();
      if (before?.isConnected) before.focus({ preventScroll: true });
      resolve(answer);
    });
    // Keys of the page behind it stay out.
    box.addEventListener('keydown', (event) => event.stopPropagation());
    (document.getElementById('soan') ?? document.body).append(box);
    box.showModal();
  });
}


