// Two versions of one section: what two people wrote at once, or what was kept here and what the server has.
import { ask, button, h, replace } from './dom.js';
import { showBlocks, showDifferences } from './diff_view.js';
import { clock, dayAndClock, say } from './words.js';

/** Shows both side by side above the section until one is chosen; nothing is lost by either choice. */
export function clash(section, theirs) {
  section.theirs = theirs;
  const mine = () => section.blocks();
  const done = () => replace(section.banner);
  const keepMine = async () => {
    done();
    await section.saving.overrule(theirs.version);
    section.view.focus();
  };
  const takeTheirs = () => {
    done();
    section.stands(theirs, { over: true });
    section.view.focus();
    section.composer.tell(say('Đã lấy bản kia. Ctrl+Z đưa lại bản của mình.', 'The other version was taken. Ctrl+Z brings back yours.'));
  };
  const together = async () => {
    const both = section.merged(theirs);
    if (!both) {
      section.composer.tell(say('Hai người sửa cùng một đoạn: không gộp được, chọn một bản.', 'Both changed the same block: choose one.'));
      return;
    }
    done();
    section.write(both);
    await section.saving.overrule(theirs.version);
    section.view.focus();
  };
  replace(
    section.banner,
    h('div', { class: 'so-xung no-p', role: 'group', 'aria-label': say('Hai bản của mục', 'Two versions of the section') },
      h('p', { class: 'w6', role: 'alert' }, theirs.updatedBy
        ? say(`${theirs.updatedBy} đã sửa mục này lúc ${theirs.updatedAt}, trong khi mình đang viết. Chữ của cả hai còn nguyên.`, `${theirs.updatedBy} changed this section at ${theirs.updatedAt} while you wrote. Nothing of either is lost.`)
        : say('Mục này đã được sửa nơi khác. Chữ của cả hai bản còn nguyên.', 'This section was changed elsewhere. Nothing of either is lost.')),
      h('div', { class: 'so-hai' },
        side(say('Bản của tôi', 'Mine'), mine()),
        side(say('Bản kia', 'The other'), theirs.blocks)),
      h('div', { class: 'acts' },
        section.merged(theirs) && button(say('Gộp hai bản (khác đoạn)', 'Merge both (different blocks)'), together, {}, 'check'),
        button(say('Giữ của tôi', 'Keep mine'), keepMine),
        button(say('Lấy bản kia', 'Take the other'), takeTheirs),
        button(say('Xem khác nhau', 'See the differences'), () => compare(theirs.blocks, mine())))),
  );
}

const side = (name, blocks) => h('div', { tabindex: '0', role: 'group', 'aria-label': name }, h('h3', {}, name), showBlocks(blocks));

const compare = (old, now) =>
  ask(say('Khác nhau: từ bản kia sang bản của tôi', 'Differences: from the other to mine'), () => showDifferences(old, now), { wide: true });

/** Offers what was kept in this browser and never reached the server, one after the other. */
export function offerKept(section, list) {
  const [found, ...rest] = list;
  const { composer, data } = section;
  composer.kept.setAside(section.id, list);
  const when = new Date(found.at);
  const today = when.toDateString() === new Date().toDateString();
  const done = () => {
    replace(section.banner);
    composer.kept.setAside(section.id, rest);
    if (rest.length) offerKept(section, rest);
    section.view.focus();
  };
  const take = async () => {
    section.write(found.blocks);
    await section.saving.flush();
    done();
  };
  const seen = () => ask(say('Khác nhau: từ bản đã lưu sang bản giữ ở máy này', 'Differences: from the saved to the kept'), () => showDifferences(section.blocks(), found.blocks), { wide: true });
  replace(
    section.banner,
    h('div', { class: 'so-xung no-p', role: 'group', 'aria-label': say('Chữ chưa lưu từ trước', 'Unsaved words from before') },
      h('p', {}, h('b', {}, say(`Máy này còn giữ chữ viết lúc ${today ? clock(when) : dayAndClock(when)} chưa lưu được.`, `This browser kept words of ${today ? clock(when) : dayAndClock(when)} that were never saved.`)),
        found.version !== data.version && say(' Từ đó mục đã được sửa nơi khác: xem khác nhau trước khi đưa vào.', ' The section was changed elsewhere since: see the differences first.')),
      h('div', { class: 'acts' },
        button(say('Đưa vào và lưu', 'Put in and save'), take, {}, 'check'),
        button(say('Xem khác nhau', 'See the differences'), seen),
        button(say('Bỏ', 'Discard'), done))),
  );
}
