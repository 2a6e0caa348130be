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

  find(section) {
    try {
      const found = JSON.parse(localStorage.getItem(this.prefix + section));
      return found && found.by === this.person && Array.isArray(found.blocks) ? found : null;
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

  /** Which fresh blocks a person chose not to take. */
  declined(section) {
    try {
      return JSON.parse(localStorage.getItem(`${this.prefix}giu:${section}`)) ?? {};
    } catch {
      return {};
    }
  }

  decline(section, origin, what) {
    try {
      localStorage.setItem(`${this.prefix}giu:${section}`, JSON.stringify({ ...this.declined(section), [origin]: what }));
    } catch {
      // It will be offered again.
    }
  }
}
