// Saving one section: after typing stops, one request at a time, with the version it was written on.
//
// Invariant: what is typed is in the editor, and until the server has it also in the browser's storage.
import { essence } from './blocks.js';
import { Refusal } from './server.js';

/** What a picture or table draws is the server's to say: it is not sent back. */
const bare = ({ drawn, ...block }) => block;

const REST = 800;
const AGAIN = [3_000, 6_000, 12_000, 30_000];

/**
 * `state`: saved, unsaved, saving, failed, refused, session, conflict.
 * The host gives: `blocks()`, `composing()`, `sending()`, `arrived()`, `saved(answer, sent)`, `changed()`, `clashed(section)`.
 */
export class Saving {
  constructor({ server, kept, id, version, blocks, host }) {
    Object.assign(this, { server, kept, id, version, host });
    this.state = 'saved';
    this.why = '';
    this.at = null;
    this.stored = essence(blocks);
    this.tries = 0;
    this.running = null;
  }

  get isSafe() {
    return this.state === 'saved';
  }

  /** Something was typed. */
  touch() {
    if (this.state === 'conflict') return this.keep();
    if (!this.running) this.#become('unsaved');
    this.#later(REST);
  }

  /** Writes what is unsaved into the browser's storage. */
  keep() {
    if (!this.isSafe) this.keptHere = this.kept.keep(this.id, this.version, this.host.blocks());
  }

  /** Saves now what there is to save; resolves when the server has everything, or when it cannot be. */
  async flush() {
    clearTimeout(this.timer);
    if (this.running) await this.running;
    if (this.isSafe || this.state === 'conflict') return this.isSafe;
    await (this.running ?? this.#start());
    return this.isSafe;
  }

  /** The server gave the section anew: what was typed meanwhile stays unsaved. */
  stands(section) {
    this.version = section.version;
    this.stored = essence(section.blocks);
    this.tries = 0;
    this.settle();
  }

  /** The caret left: what waits for typing to stop need not wait. What was refused waits for a person. */
  left() {
    if (this.state === 'unsaved') this.flush();
  }

  /** Compares what is here with what the server has. */
  settle() {
    if (essence(this.host.blocks()) === this.stored) {
      clearTimeout(this.timer);
      this.at = new Date();
      this.kept.drop(this.id);
      this.#become('saved');
    } else {
      this.#become('unsaved');
      this.#later(REST);
    }
  }

  /** Mine stands, over what the other wrote. */
  overrule(version) {
    this.version = version;
    this.#become('unsaved');
    return this.flush();
  }

  #later(delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#tick(), delay);
  }

  #tick() {
    // Marks are still being put on a letter: neither saved nor touched.
    if (this.host.composing()) return this.#later(REST / 4);
    if (this.running || this.isSafe || this.state === 'conflict') return;
    if (essence(this.host.blocks()) === this.stored) return this.settle();
    this.#start();
  }

  #start() {
    this.running = this.#save().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  async #save() {
    const sent = this.host.blocks();
    this.host.sending();
    this.#become('saving');
    this.keptHere = this.kept.keep(this.id, this.version, sent);
    try {
      const answer = await this.server.put(`/muc/${this.id}`, { version: this.version, blocks: sent.map(bare) });
      this.version = answer.section.version;
      this.stored = essence(sent);
      this.host.arrived();
      this.tries = 0;
      this.why = '';
      this.sessionEnded = false;
      this.host.saved(answer, sent);
      this.settle();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#refused(error);
    }
  }

  #refused(error) {
    this.why = error.message;
    this.sessionEnded = error.kind === 'session';
    this.keep();
    switch (error.kind) {
      case 'conflict':
        if (error.body?.section) {
          this.#become('conflict');
          return this.host.clashed(error.body.section);
        }
        return this.#become('refused');
      case 'session':
      case 'refused':
        return this.#become(error.kind);
      default:
        this.#become('failed');
        this.#later(AGAIN[Math.min(this.tries, AGAIN.length - 1)]);
        this.tries += 1;
    }
  }

  #become(state) {
    const was = this.state;
    this.state = state;
    if (was !== state || state === 'failed') this.host.changed(state);
  }
}
