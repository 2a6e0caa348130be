// HTML from elsewhere read as blocks: what Word, Excel, LibreOffice and web pages put on the clipboard.
import { readLabel } from './labels.js';

const BLOCKS = /^(P|DIV|H[1-6]|LI|BLOCKQUOTE|PRE|TR|SECTION|ARTICLE|DD|DT|CENTER|BODY|UL|OL|TABLE|TBODY|HEADER|FOOTER)$/;
const SKIPPED = /^(STYLE|SCRIPT|META|LINK|TITLE|HEAD|NOSCRIPT|IFRAME|OBJECT|INPUT|BUTTON|SELECT|TEXTAREA|SVG|V:\w+|XML)$/i;

/** The blocks of HTML, and whether it had pictures. */
export function readHtml(html) {
  // The comments hold Word's own copies of pictures and lists; of the rest only what lies between the marks is copied.
  const cut = /<!--StartFragment-->([\s\S]*?)<!--EndFragment-->/.exec(html)?.[1] ?? html;
  const source = /<(?:tr|td|tbody)[\s>]/i.test(cut) && !/<table/i.test(cut) ? html : cut;
  const body = new DOMParser().parseFromString(unstyled(source), 'text/html').body;
  const reader = new Reader();
  reader.children(body, { strong: false, emphasis: false });
  reader.end();
  return { blocks: reader.blocks, pictures: reader.pictures };
}

/** HTML whose styles are words only: the policy of the page lets none take hold, and says so for each. */
export const unstyled = (html) =>
  html
    .replace(/<!\[if[^>]*>|<!\[endif\]>|<style[\s\S]*?<\/style>/gi, '')
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle\s*=/gi, ' data-css='));

class Reader {
  constructor() {
    this.blocks = [];
    this.pictures = false;
    this.runs = [];
    this.open = null;
  }

  children(node, style) {
    for (const child of node.childNodes) this.node(child, style);
  }

  node(node, style) {
    if (node.nodeType === Node.TEXT_NODE) return this.text(node.data, style);
    if (node.nodeType !== Node.ELEMENT_NODE || SKIPPED.test(node.tagName)) return;
    const css = node.getAttribute('data-css') ?? '';
    if (/display\s*:\s*none|mso-hide\s*:\s*all/i.test(css)) return;
    if (node.tagName === 'IMG' || /^V:/i.test(node.tagName)) {
      this.pictures = true;
      return;
    }
    if (node.tagName === 'BR') return this.end();
    if (/mso-list\s*:\s*ignore/i.test(css)) return this.sign(node.textContent);
    if (node.tagName === 'TABLE' && !isLayout(node)) return this.table(node);
    const inner = styled(node, css, style);
    if (!BLOCKS.test(node.tagName)) return this.children(node, inner);
    this.end();
    this.open = kindOf(node);
    this.children(node, /^H[1-6]$/.test(node.tagName) ? style : inner);
    this.end();
  }

  text(data, style) {
    const words = data.replace(/[\s\u00a0]+/g, ' ').replace(/[\u200b\u00ad\ufeff]/g, '').normalize('NFC');
    const last = this.runs[this.runs.length - 1];
    if (!words || (words === ' ' && (!last || last.text.endsWith(' ')))) return;
    const text = !last || last.text.endsWith(' ') ? words.trimStart() : words;
    if (!text) return;
    this.runs.push({ type: 'text', text, ...(style.strong && { strong: true }), ...(style.emphasis && { emphasis: true }) });
  }

  /** The number or bullet that Word wrote before a line of a list. */
  sign(words) {
    const sign = words.replace(/[\s\u00a0]+/g, '');
    // Bullets of symbol fonts are letters: · o § and such.
    this.open = /^(\d[\d.]*[.)]?|[a-zđ]\)|[IVXLC]+\.)$/.test(sign) && !/^o$/.test(sign) ? { type: 'paragraph', label: sign } : { type: 'item', marker: /^[+•]$/.test(sign) ? sign : '-' };
  }

  end() {
    const runs = trimmed(this.runs);
    const open = this.open ?? { type: 'paragraph', label: null };
    this.runs = [];
    this.open = null;
    if (!runs.length) return;
    if (open.type === 'paragraph' && open.label == null && runs[0].type === 'text') {
      const { label = null, marker, words } = readLabel(runs[0].text);
      const rest = words ? [{ ...runs[0], text: words }, ...runs.slice(1)] : runs.slice(1);
      return void this.blocks.push(marker ? { type: 'item', marker, content: rest } : { type: 'paragraph', label, content: rest });
    }
    this.blocks.push(open.type === 'heading' ? heading(open, runs) : { ...open, content: runs });
  }

  table(table) {
    this.end();
    const grid = [];
    [...table.rows].forEach((row, at) => {
      let column = 0;
      grid[at] ??= [];
      for (const cell of row.cells) {
        while (grid[at][column]) column += 1;
        const content = cellRuns(cell, this);
        // Merged cells come apart: the words stay in the first.
        for (let down = 0; down < Math.min(cell.rowSpan || 1, table.rows.length - at); down += 1) {
          for (let right = 0; right < Math.min(cell.colSpan || 1, 60); right += 1) {
            (grid[at + down] ??= [])[column + right] = down === 0 && right === 0 ? content : [];
          }
        }
        column += cell.colSpan || 1;
      }
    });
    const width = Math.max(0, ...grid.map((row) => row.length));
    if (!width) return;
    const rows = grid.map((row) => Array.from({ length: width }, (_, at) => row[at] ?? []));
    const first = table.rows[0];
    const isHead = first && (table.tHead || [...first.cells].every((cell) => cell.tagName === 'TH' || !cell.textContent.trim() || cell.querySelector('b,strong')));
    this.blocks.push({ type: 'table', headRows: isHead ? 1 : 0, rows });
  }
}

/** A heading is bold by its kind, and its number is its label. */
function heading(open, runs) {
  const plain = trimmed(runs.map(({ strong, ...run }) => run));
  const { label = null, words } = readLabel(plain[0]?.text ?? '');
  return { ...open, label, content: label && words ? [{ ...plain[0], text: words }, ...plain.slice(1)] : plain, ...(!words && { label: null }) };
}

function cellRuns(cell, reader) {
  const inner = new Reader();
  inner.children(cell, { strong: false, emphasis: false });
  inner.end();
  reader.pictures ||= inner.pictures;
  const label = (block) => (block.label ?? block.marker ? [{ type: 'text', text: `${block.label ?? block.marker} ` }] : []);
  return trimmed(inner.blocks.flatMap((block, at) => [
    ...(at ? [{ type: 'text', text: ' ' }] : []),
    ...label(block),
    ...(block.type === 'table' ? block.rows.flat(2) : block.content),
  ]));
}

/** A table of one cell is a frame around text, not a table. */
const isLayout = (table) => table.rows.length <= 1 && (table.rows[0]?.cells.length ?? 0) <= 1;

function styled(node, css, { strong, emphasis }) {
  const weight = /(?:^|[;\s])font-weight\s*:\s*(\w+)/i.exec(css)?.[1];
  const slant = /(?:^|[;\s])font-style\s*:\s*(\w+)/i.exec(css)?.[1];
  const tag = node.tagName;
  return {
    strong: weight ? weight === 'bold' || weight === 'bolder' || Number(weight) >= 600 : strong || tag === 'B' || tag === 'STRONG' || tag === 'TH',
    emphasis: slant ? slant === 'italic' || slant === 'oblique' : emphasis || tag === 'I' || tag === 'EM' || tag === 'CITE',
  };
}

function kindOf(node) {
  const level = /^H([1-6])$/.exec(node.tagName) ?? /MsoHeading(\d)|Heading(\d)/.exec(node.className);
  if (level) return { type: 'heading', level: Math.min(Number(level[1] ?? level[2]), 3), label: null };
  if (node.tagName !== 'LI') return null;
  const at = [...node.parentElement.children].indexOf(node) + (Number(node.parentElement.getAttribute('start')) || 1);
  return node.parentElement.tagName === 'OL' ? { type: 'paragraph', label: `${at}.` } : { type: 'item', marker: '-' };
}

function trimmed(runs) {
  const list = [];
  for (const run of runs) {
    const last = list[list.length - 1];
    if (last && Boolean(last.strong) === Boolean(run.strong) && Boolean(last.emphasis) === Boolean(run.emphasis)) last.text += run.text;
    else list.push({ ...run });
  }
  const last = list[list.length - 1];
  if (last) last.text = last.text.trimEnd();
  return list.filter((run) => run.text);
}
