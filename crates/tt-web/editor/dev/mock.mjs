// A server of the contract that keeps everything in memory: for developing the editor and for its tests. Loopback only.
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { blockOf, drawn, found, foundBlocks, resolve, sections } from './sample.mjs';
import { frame } from './frame.mjs';

const asset = (name) => readFileSync(new URL(`../../assets/${name}`, import.meta.url));
const POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const KINDS = { js: 'text/javascript', css: 'text/css', woff2: 'font/woff2', svg: 'image/svg+xml' };

/** Starts it; `state` is open to tests, `state.fail` answers the next changes with a status, `state.delay` waits. */
export async function startMock({ count = 6, port = 0, editable = true, given = null, language = 'vi', theme = '' } = {}) {
  const state = fresh(count, editable, given);
  state.language = language;
  state.theme = theme;
  const server = createServer((request, response) => {
    handle(state, request, response).catch((error) => {
      response.writeHead(500, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ message: String(error) }));
    });
  });
  await new Promise((done) => server.listen(port, '127.0.0.1', done));
  const base = `http://127.0.0.1:${server.address().port}`;
  return { base, address: `${base}/bao-cao/5/soan`, state, stop: () => new Promise((done) => { server.closeAllConnections(); server.close(done); }) };
}

function fresh(count, editable, given) {
  const list = sections(count);
  const past = new Map(list.map((one) => [one.id, [{ version: 1, by: 'Máy', at: '27/11/2026 09:00', how: 'Sinh', blocks: one.blocks }]]));
  // Whoever does not write the whole writes the section given to them, if one is.
  list.forEach((section) => { section.mayEdit = editable || section.id === given; });
  return { sections: list, past, comments: [], editable, puts: [], fail: null, delay: 0, csrf: 'ma-phien', title: 'Báo cáo nhiệm vụ trọng tâm 2019', nextSection: count + 1, nextComment: 1, me: 'Nguyễn Thị Hoa' };
}

async function handle(state, request, response) {
  const { pathname, searchParams } = new URL(request.url, 'http://x');
  if (pathname.startsWith('/tai-san/')) return file(response, pathname.slice('/tai-san/'.length));
  const path = pathname.replace(/^\/bao-cao\/5\/soan/, '');
  if (pathname === path) return send(response, 404, { message: 'Không có trang này' });
  if (path === '') return page(state, response);
  if (request.method === 'GET') return answer(response, read(state, path, searchParams));
  const body = JSON.parse((await bodyOf(request)) || '{}');
  if (state.delay) await new Promise((done) => setTimeout(done, state.delay));
  if (state.fail) return send(response, state.fail, { message: state.failMessage ?? 'lỗi thử' });
  if (request.headers['x-csrf'] !== state.csrf) return send(response, 403, { message: 'Phiên làm việc đã hết: đăng nhập lại' });
  return answer(response, change(state, request.method, path, body));
}

function read(state, path, query) {
  let at;
  if (path === '/du-lieu') {
    return { report: { id: 5, title: state.title, editable: state.editable, state: 'Dự thảo' }, sections: state.sections.map(shown), comments: state.comments, findings: findings(state), me: state.me };
  }
  if (path === '/tim') {
    const words = query.get('q') ?? '';
    const alone = query.get('loai') === 'khoi';
    return { found: alone ? [] : found(words).slice(0, 30), blocks: alone || words.trim() ? foundBlocks(words) : [] };
  }
  if (path === '/khoi') return blockOf(query.get('ma'));
  if ((at = /^\/muc\/(\d+)\/phien-ban$/.exec(path))) return { versions: [...state.past.get(Number(at[1]))].reverse().map(({ blocks, ...one }) => one) };
  if ((at = /^\/muc\/(\d+)\/phien-ban\/(\d+)$/.exec(path))) return { blocks: shownBlocks(state.past.get(Number(at[1])).find((one) => one.version === Number(at[2])).blocks) };
  return null;
}

function change(state, method, path, body) {
  let at;
  if (method === 'POST' && path === '/muc') return add(state, body);
  if (method === 'POST' && path === '/gop-y') return comment(state, body);
  if ((at = /^\/gop-y\/(\d+)$/.exec(path))) return discuss(state, Number(at[1]), body);
  if (!(at = /^\/muc\/(\d+)(?:\/([\w-]+))?$/.exec(path))) return null;
  const section = state.sections.find((one) => one.id === Number(at[1]));
  if (!section) return null;
  if (body.version !== section.version) return [409, { message: 'Mục đã được người khác sửa; xem hai bản rồi chọn', section: shown(section) }];
  switch (at[2]) {
    case undefined:
      state.puts.push({ section: section.id, ...body });
      if (body.blocks.some((block) => JSON.stringify(block).includes('CẤM'))) return [422, { message: 'Câu có chữ không được dùng: sửa chữ CẤM' }];
      return store(state, section, body.blocks, 'Sửa');
    case 'lam-moi':
      section.stale = false;
      return store(state, section, [...section.blocks, { type: 'paragraph', label: null, content: [{ type: 'text', text: 'Đoạn mới sinh.' }], origin: `moi-${section.version}` }], 'Sinh lại');
    case 'lay': {
      const waits = section.waiting.find((one) => one.origin === body.origin);
      section.waiting = section.waiting.filter((one) => one !== waits);
      if (body.keep) return store(state, section, section.blocks, 'Giữ bản này');
      return store(state, section, section.blocks.flatMap((block) => (block.origin === body.origin ? waits.fresh ?? [] : block)), 'Lấy bản mới');
    }
    case 'bo':
      state.sections = state.sections.filter((one) => one !== section);
      return {};
    case 'chuyen': {
      const rest = state.sections.filter((one) => one !== section);
      rest.splice(rest.findIndex((one) => one.id === body.after) + 1, 0, section);
      state.sections = rest;
      return { order: rest.map((one) => one.id) };
    }
    default:
      return null;
  }
}

/** Stores as another person would, for tests of two people. */
export function writeAs(state, id, by, edit) {
  const section = state.sections.find((one) => one.id === id);
  store(state, section, edit(structuredClone(section.blocks)), 'Sửa', by);
}

function store(state, section, blocks, how, by = state.me) {
  Object.assign(section, { blocks, version: section.version + 1, updatedBy: by, updatedAt: '27/11/2026 14:05' });
  state.past.get(section.id).push({ version: section.version, by, at: section.updatedAt, how, blocks });
  return { section: shown(section), findings: findings(state) };
}

function add(state, { title, after }) {
  const section = { id: state.nextSection++, key: `them-${state.nextSection}`, title, division: null, version: 1, mayEdit: true, blocks: [], waiting: [], updatedBy: state.me, updatedAt: '27/11/2026 14:05', stale: false };
  state.sections.splice(state.sections.findIndex((one) => one.id === after) + 1, 0, section);
  state.past.set(section.id, [{ version: 1, by: state.me, at: section.updatedAt, how: 'Thêm', blocks: [] }]);
  return { section };
}

function comment(state, { section, kind, quote, text, replacement }) {
  const one = { id: state.nextComment++, section, kind, quote, text, replacement: replacement ?? null, by: state.me, at: '27/11/2026 14:05', state: 'open', mine: true, replies: [] };
  state.comments.push(one);
  return { comment: one };
}

function discuss(state, id, { what, text }) {
  const one = state.comments.find((known) => known.id === id);
  if (what === 'reply') one.replies.push({ by: state.me, at: '27/11/2026 14:06', text });
  else one.state = what;
  if (what !== 'taken') return { comment: one };
  const section = state.sections.find((known) => known.id === one.section);
  const blocks = JSON.parse(JSON.stringify(section.blocks).replace(one.quote, one.replacement));
  return { comment: one, section: store(state, section, blocks, 'Nhận sửa').section };
}

/** Two rules: a word spelt wrong, and a chip without data. */
function findings(state) {
  return state.sections.flatMap((section) =>
    section.blocks.flatMap((block, at) => {
      const words = JSON.stringify(block);
      const one = (rule, severity, message, quote) => ({ section: section.id, block: at, rule, severity, message, quote, page: '/docs/quy-tac/SL-01' });
      return [
        ...(words.includes('xử lí') ? [one('CT-02', 'warning', 'Viết “xử lý”', 'xử lí')] : []),
        ...(words.includes('sai số') ? [one('SL-01', 'error', 'Tổng không bằng các số cộng lại', 'sai số')] : []),
        ...(words.includes('value:14:') ? [one('SL-09', 'note', 'Chưa có số liệu năm 2019', '…')] : []),
      ];
    }),
  );
}

const shown = (section) => ({ ...section, blocks: shownBlocks(section.blocks), waiting: section.waiting.map((one) => ({ ...one, fresh: one.fresh && shownBlocks([one.fresh])[0] })) });
const shownBlocks = (blocks) => blocks.map((block) => (block.type === 'embedded' ? { ...block, content: (block.content ?? []).map(resolve), drawn: drawn(block.shows) } : block.type === 'table' ? { ...block, rows: block.rows.map((row) => row.map((cell) => cell.map(resolve))) } : { ...block, content: (block.content ?? []).map(resolve) }));

function answer(response, result) {
  if (result === null || result === undefined) return send(response, 404, { message: 'Không có' });
  return Array.isArray(result) ? send(response, ...result) : send(response, 200, result);
}

function send(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'content-security-policy': POLICY });
  response.end(JSON.stringify(body));
}

function page(state, response) {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': POLICY });
  response.end(frame(state));
}

function file(response, name) {
  try {
    const bytes = asset(name.endsWith('woff2') ? `fonts/${name.split('/').pop()}` : name);
    response.writeHead(200, { 'content-type': `${KINDS[name.split('.').pop()]}; charset=utf-8` });
    response.end(bytes);
  } catch {
    send(response, 404, { message: 'Không có tệp' });
  }
}

async function bodyOf(request) {
  let text = '';
  for await (const part of request) text += part;
  return text;
}
