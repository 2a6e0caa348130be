// Putting what the server has into a section in which a person went on typing: block by block, and none they changed.
import { blockEssence, children } from './blocks.js';
import { align } from './diff.js';

/** Where `fresh` says otherwise than `base`: ranges of `base` with what stands there instead, in order. */
export function changes(base, fresh) {
  const entries = (doc) => children(doc).map((node) => ({ node, key: blockEssence(node) }));
  const list = [];
  let at = 0;
  let open = null;
  for (const { same, gone, come } of align(entries(base), entries(fresh), (one) => one.key)) {
    if (same) {
      open = null;
      at += base.nodeAt(at).nodeSize;
      continue;
    }
    if (!open) list.push((open = { from: at, to: at, nodes: [] }));
    if (come) open.nodes.push(come.node);
    else {
      at += gone.node.nodeSize;
      open.to = at;
    }
  }
  return list;
}

/**
 * Makes those changes on a transaction whose document became what it is from `base` through `mapping`.
 * What a person changed meanwhile stays as they have it; says whether there was any such.
 */
export function replay(tr, base, fresh, mapping) {
  const { doc } = tr;
  let clean = true;
  for (const { from, to, nodes } of changes(base, fresh).reverse()) {
    const start = mapping.map(from, -1);
    const end = Math.max(start, mapping.map(to, from === to ? -1 : 1));
    const untouched = from === to || says(doc.slice(start, end)) === says(base.slice(from, to));
    if (untouched) tr.replaceWith(start, end, nodes);
    else clean = false;
  }
  return clean;
}

/** What whole blocks say, whatever the server prints for their facts now; a part of a block says something of its own. */
const says = (slice) => `${slice.openStart} ${slice.openEnd} ${children(slice.content).map(blockEssence).join()}`;
