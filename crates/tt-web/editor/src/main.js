// Begins the composer on the page that has `#soan`; without it, or before the data are there, the page reads as it is.
import { Composer } from './composer.js';
import { button, h } from './dom.js';
import { Kept } from './kept.js';
import { Refusal, Server } from './server.js';
import { say, speak } from './words.js';

async function begin(root) {
  const { goc, csrf, ngonNgu } = root.dataset;
  speak(ngonNgu);
  const server = new Server(goc, csrf);
  try {
    const data = await server.get('/du-lieu');
    root.soan = new Composer(root, server, new Kept(data.report.id, data.me), data);
    root.dataset.xong = '';
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const note = h('p', { class: 'note note-bad', role: 'alert' }, h('span', {}, `${say('Chưa mở được phần soạn', 'The editor could not be opened')}: ${error.message} `), button(say('Thử lại', 'Try again'), () => {
      note.remove();
      begin(root);
    }));
    root.prepend(note);
  }
}

const root = document.getElementById('soan');
if (root) begin(root);
