// What is pasted: from this editor with its facts; from Word and elsewhere the words, their bold and italic, lists and
// tables, and no style; pictures not at all.
import { Fragment, Slice } from 'prosemirror-model';
import { Plugin } from 'prosemirror-state';
import { isInTable } from 'prosemirror-tables';
import { children, toNode } from './blocks.js';
import { readLabel } from './labels.js';
import { schema } from './schema.js';
import { readHtml, unstyled } from './word.js';
import { say } from './words.js';

/** `tell` says to the person what was not taken. */
export function pasting(tell) {
  return new Plugin({
    props: {
      handlePaste(view, event, slice) {
        const data = event.clipboardData;
        const html = data?.getData('text/html') ?? '';
        const text = data?.getData('text/plain') ?? '';
        const hasPicture = [...(data?.files ?? [])].some((file) => file.type.startsWith('image/'));
        if (hasPicture && !html.trim() && !text.trim()) {
          tell(pictureWords());
          return true;
        }
        const own = /data-pm-slice/.test(html);
        if (own && !isInTable(view.state)) return false;
        if (own) return put(view, slice);
        if (html.trim()) {
          const { blocks, pictures } = readHtml(html);
          if (pictures) tell(pictureWords());
          return put(view, sliceOf(blocks));
        }
        return text ? put(view, sliceOf(readText(text))) : false;
      },
      handleDrop(view, event) {
        const files = [...(event.dataTransfer?.files ?? [])];
        if (!files.length) return false;
        event.preventDefault();
        tell(pictureWords());
        return true;
      },
      transformPastedHTML: unstyled,
      transformPasted: (slice) => new Slice(withoutOrigins(slice.content), slice.openStart, slice.openEnd),
    },
  });
}

const pictureWords = () =>
  say('Ảnh không dán được vào báo cáo: chỉ lấy phần chữ. Ảnh đính kèm vào nhiệm vụ hoặc văn bản liên quan.', 'Pictures cannot be pasted into a report: only words were taken. Attach the picture to its task or document.');

/** A copy is a person's: it has no origin. */
function withoutOrigins(content) {
  return Fragment.fromArray(
    children(content).map((node) => (node.attrs.origin == null ? node : node.type.create({ ...node.attrs, origin: null }, node.content, node.marks))),
  );
}

/** One line of text, one paragraph; a line may begin with a label or a dash. */
export function readText(text) {
  return text
    .replace(/\r\n?/g, '\n')
    .split(/\n+/)
    .filter((line, at, all) => line.trim() || all.length === 1)
    .map((line) => labelled(line.replace(/\u00a0/g, ' ')));
}

function labelled(line) {
  const { label = null, marker, words } = readLabel(line.trimStart());
  const content = words ? [{ type: 'text', text: words }] : [];
  return marker ? { type: 'item', marker, content } : { type: 'paragraph', label, content };
}

function sliceOf(blocks) {
  // One line is words within a sentence, with the blank at its end.
  const nodes = Fragment.fromArray(blocks.map(toNode));
  const open = (node) => (node?.type === schema.nodes.paragraph && node.attrs.label == null ? 1 : 0);
  return new Slice(nodes, open(nodes.firstChild), open(nodes.lastChild));
}

function put(view, slice) {
  if (slice.size === 0) return true;
  const into = view.state.selection.$from.parent;
  const isLine = isInTable(view.state) && into.type === schema.nodes.line;
  const tr = isLine ? view.state.tr.replaceSelection(inOneLine(slice)) : view.state.tr.replaceSelection(slice);
  view.dispatch(tr.scrollIntoView().setMeta('paste', true).setMeta('uiEvent', 'paste'));
  return true;
}

/** A cell holds one line: what is pasted into it is run together. */
function inOneLine(slice) {
  let line = Fragment.empty;
  slice.content.descendants((node) => {
    if (!node.isTextblock && !node.isInline) return true;
    if (line.size && node.isTextblock) line = line.append(Fragment.from(schema.text(' ')));
    line = line.append(node.isInline ? Fragment.from(node) : node.content);
    return false;
  });
  return new Slice(line, 0, 0);
}
