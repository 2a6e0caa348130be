// What is done with a section as a whole: generated again, added, moved, removed; its earlier versions.
import { ask, button, h, replace } from './dom.js';
import { showDifferences } from './diff_view.js';
import { Refusal } from './server.js';
import { say } from './words.js';

export class SectionActs {
  constructor(composer) {
    this.composer = composer;
  }

  regenerate(section) {
    return this.#whole(section, 'lam-moi', {}, ({ section: data, findings }) => {
      section.stands(data);
      this.composer.found(findings, section);
      this.composer.tell(say('Đã sinh lại. Chữ người viết được giữ nguyên.', 'Generated again. What people wrote was kept.'));
    });
  }

  /** Takes what waits for one block, or settles that what a person left there stays. */
  take(section, origin, keep = false) {
    return this.#whole(section, 'lay', { origin, keep }, ({ section: data, findings }) => {
      section.stands(data);
      this.composer.found(findings, section);
    });
  }

  async add(after) {
    const title = await this.#askTitle();
    if (!title) return;
    await this.composer.guarded(async () => {
      const { section } = await this.composer.server.post('/muc', { title, after: after?.id ?? null });
      this.composer.put(section, after).focus();
    });
  }

  move(section, by) {
    const list = this.composer.sections;
    const at = list.indexOf(section);
    const to = at + by;
    if (to < 0 || to >= list.length) return undefined;
    const after = by < 0 ? list[to - 1]?.id ?? null : list[to].id;
    return this.#whole(section, 'chuyen', { after }, ({ order, section: data }) => {
      if (data) section.stands(data);
      this.composer.reorder(order);
      section.view.focus();
    });
  }

  async remove(section) {
    const sure = await ask(say(`Bỏ mục “${section.data.title}”?`, `Remove “${section.data.title}”?`), (close) => [
      h('p', {}, say('Cả mục ra khỏi báo cáo. Bản ghi của nhiệm vụ không đổi.', 'The whole section leaves the report. The records stay.')),
      h('div', { class: 'acts' }, button(say('Bỏ mục', 'Remove'), () => close(true)), button(say('Thôi', 'Cancel'), () => close())),
    ]);
    if (!sure) return;
    await this.#whole(section, 'bo', {}, () => {
      this.composer.kept.drop(section.id);
      this.composer.take(section);
    });
  }

  /** The earlier versions, each against what stands now; one can be put back. */
  versions(section) {
    return ask(say(`Các phiên bản: ${section.data.title}`, `Versions: ${section.data.title}`), (close) => {
      const list = h('ul', { class: 'so-pb' });
      const seen = h('div', { class: 'so-pb-x', 'aria-live': 'polite' }, h('p', { class: 'muted sm' }, say('Chọn một phiên bản để xem khác gì bản đang soạn.', 'Choose one to see how it differs from now.')));
      this.#fillVersions(section, list, seen, close);
      return h('div', { class: 'so-pb-hai' }, list, seen);
    }, { wide: true });
  }

  async #fillVersions(section, list, seen, close) {
    const path = `/muc/${section.id}/phien-ban`;
    const tell = (error) => replace(seen, h('p', { class: 'note note-bad' }, error.message));
    const look = (version, pressed) => this.composer.server.get(`${path}/${version}`).then(({ blocks }) => {
      list.querySelectorAll('button').forEach((one) => one.setAttribute('aria-pressed', String(one === pressed)));
      const restore = () => {
        close();
        section.write(blocks);
        section.saving.flush();
      };
      replace(seen, section.mayEdit && h('div', { class: 'acts' }, button(say(`Đưa lại bản ${version}`, `Put back version ${version}`), restore, {}, 'history')), h('p', { class: 'hint' }, say(`Từ bản ${version} sang bản đang soạn`, `From version ${version} to now`)), showDifferences(blocks, section.blocks()));
    }).catch(tell);
    try {
      const { versions } = await this.composer.server.get(path);
      replace(list, versions.map(({ version, by, at, how }) => h('li', {}, h('button', { type: 'button', 'aria-pressed': 'false', onclick: (event) => look(version, event.currentTarget) }, h('b', {}, say(`Bản ${version}`, `Version ${version}`)), ` ${how}`, h('span', { class: 'muted' }, `${by}, ${at}`)))));
    } catch (error) {
      tell(error);
    }
  }

  #askTitle() {
    return ask(say('Thêm mục', 'Add a section'), (close) => {
      const input = h('input', { class: 'inp', id: 'so-ten-muc', required: true, autocomplete: 'off' });
      const form = h('form', {}, h('label', { class: 'lab', for: 'so-ten-muc' }, say('Tên mục', 'Title')), input, h('div', { class: 'acts mt' }, h('button', { class: 'btn btn-s' }, say('Thêm', 'Add'))));
      form.addEventListener('submit', (event) => {
        event.preventDefault();
        close(input.value.normalize('NFC').trim());
      });
      return form;
    });
  }

  /** A change of the whole: what was typed is saved first; a clash shows both versions. */
  async #whole(section, path, body, done) {
    if (!(await section.saving.flush())) {
      this.composer.tell(say('Mục còn chữ chưa lưu: lưu xong rồi làm lại việc này.', 'The section has unsaved words: save them first.'));
      return;
    }
    await this.composer.guarded(async () => {
      try {
        done(await this.composer.server.post(`/muc/${section.id}/${path}`, { version: section.saving.version, ...body }));
      } catch (error) {
        if (!(error instanceof Refusal) || error.kind !== 'conflict' || !error.body?.section) throw error;
        // Nothing of one's own is unsaved: the newer one is simply shown.
        section.stands(error.body.section);
        this.composer.tell(say('Mục vừa được người khác sửa; đã hiện bản mới, hãy làm lại việc này.', 'Someone else just changed the section; the new one is shown, please try again.'));
      }
    });
  }
}
