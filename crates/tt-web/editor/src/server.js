// Talking to the server: JSON both ways, the session's token, and refusals told apart by what a person can do about them.
import { say } from './words.js';

const PATIENCE = 20_000;

/** Why something was not done. `kind`: offline, server, conflict, refused, session. */
export class Refusal extends Error {
  constructor(kind, message, body = null) {
    super(message);
    this.kind = kind;
    this.body = body;
  }
}

export class Server {
  constructor(base, csrf) {
    this.base = base;
    this.csrf = csrf;
  }

  get(path, signal) {
    return this.#ask(path, { signal });
  }

  post(path, body) {
    return this.#ask(path, { method: 'POST', body });
  }

  put(path, body) {
    return this.#ask(path, { method: 'PUT', body });
  }

  /** After signing in again elsewhere the token is another one: it is read from the page itself. */
  async renew() {
    const answer = await fetch(this.base, { headers: { accept: 'text/html' } }).catch(() => null);
    if (!answer?.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    this.csrf = page.getElementById('soan')?.dataset.csrf ?? this.csrf;
  }

  async #ask(path, { method = 'GET', body, signal }) {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), PATIENCE);
    signal?.addEventListener('abort', () => late.abort());
    const headers = { accept: 'application/json' };
    if (method !== 'GET') Object.assign(headers, { 'content-type': 'application/json', 'x-csrf': this.csrf });
    try {
      const answer = await fetch(this.base + path, {
        method,
        headers,
        body: body === undefined ? undefined : JSON.stringify(body),
        signal: late.signal,
        credentials: 'same-origin',
      });
      return await read(answer);
    } catch (error) {
      if (error instanceof Refusal) throw error;
      if (signal?.aborted) throw new Refusal('aborted', '');
      throw new Refusal('offline', say('không kết nối được máy chủ', 'the server cannot be reached'));
    } finally {
      clearTimeout(timer);
    }
  }
}

async function read(answer) {
  const isJson = (answer.headers.get('content-type') ?? '').includes('json');
  // An answer that breaks off is no answer.
  const body = isJson ? await answer.json() : null;
  if (answer.ok && isJson && !answer.redirected) return body;
  const message = body?.message;
  if (answer.status === 409) throw new Refusal('conflict', message ?? say('mục đã được người khác sửa', 'someone else changed the section'), body);
  if (answer.status >= 500) throw new Refusal('server', message ?? say(`máy chủ gặp lỗi (${answer.status})`, `the server failed (${answer.status})`), body);
  // A page instead of an answer: the way to the sign-in page.
  if (answer.status === 401 || answer.status === 403 || answer.redirected || answer.ok) {
    throw new Refusal('session', message ?? say('phiên làm việc đã hết hoặc không còn quyền', 'the session has ended, or the right is gone'), body);
  }
  throw new Refusal('refused', message ?? say(`máy chủ không nhận (${answer.status})`, `the server refused (${answer.status})`), body);
}
