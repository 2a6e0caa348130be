// What could not be saved, kept in this browser by report and section until it is.
//
// Invariant: nothing is kept of what the server has; and what one person wrote is offered to that person alone.

export class Kept {
  constructor(report, person) {
    this.prefix = `tt-soan:${report}:`;
    this.person = person;
  }

  /** Keeps the blocks of a section and the version they were written on. False when the browser has no room. */
  keep(section, version, blocks) {
    try {
      localStorage.setItem(this.prefix + section, JSON.stringify({ version, blocks, by: this.person, at: Date.now() }));
      return true;
    } catch {
      return false;
    }
  }

  /** What was kept of a section: the latest first, then what was offered before and not decided. */
  all(section) {
    const list = [this.#read(this.prefix + section), ...(this.#read(`${this.prefix}cu:${section}`) ?? [])];
    const mine = list.filter((one) => one && one.by === this.person && Array.isArray(one.blocks));
    return mine.filter((one, at) => mine.findIndex((other) => other.at === one.at) === at);
  }

  /** Keeps what is being offered out of the way of what is typed now. */
  setAside(section, list) {
    try {
      if (list.length) localStorage.setItem(`${this.prefix}cu:${section}`, JSON.stringify(list));
      else localStorage.removeItem(`${this.prefix}cu:${section}`);
    } catch {
      // They stay offered on this page.
    }
  }

  #read(key) {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  }

  drop(section) {
    try {
      localStorage.removeItem(this.prefix + section);
    } catch {
      // A browser without storage has nothing to drop.
    }
  }
}
