// The keys of the editor. What is listed in help.js is bound here.
import { baseKeymap, chainCommands, toggleMark } from 'prosemirror-commands';
import { redo, undo } from 'prosemirror-history';
import { undoInputRule } from 'prosemirror-inputrules';
import { keymap } from 'prosemirror-keymap';
import { addColumnAfter, addRowAfter, deleteColumn, deleteRow } from 'prosemirror-tables';
import { backspace, chipAt, enter, insertTable, makeBlock, moveBlock, moveInColumn, nextCell, pointAtChip, previousCell } from './commands.js';
import { embeddedAt } from './embedded.js';
import { schema } from './schema.js';

const { strong, emphasis } = schema.marks;

/** The keymaps of a section; `act` does what concerns more than its text. */
export function keymaps(act) {
  const doing = (what) => (state, dispatch, view) => {
    if (dispatch) act(what, view);
    return true;
  };
  const editing = {
    'Mod-z': undo,
    'Mod-y': redo,
    'Shift-Mod-z': redo,
    'Mod-b': toggleMark(strong),
    'Mod-i': toggleMark(emphasis),
    'Mod-Alt-0': makeBlock('paragraph'),
    'Mod-Alt-1': makeBlock('heading', { level: 1 }),
    'Mod-Alt-2': makeBlock('heading', { level: 2 }),
    'Mod-Alt-3': makeBlock('heading', { level: 3 }),
    'Mod-Alt-4': makeBlock('item', { marker: '-' }),
    'Mod-Alt-t': insertTable(),
    'Mod-Alt-ArrowDown': addRowAfter,
    'Mod-Alt-ArrowRight': addColumnAfter,
    'Mod-Alt-Backspace': deleteRow,
    'Mod-Alt-Delete': deleteColumn,
    'Alt-ArrowUp': moveBlock(-1),
    'Alt-ArrowDown': moveBlock(1),
    Tab: nextCell,
    'Shift-Tab': previousCell,
    ArrowUp: atEdge(-1),
    ArrowDown: atEdge(1),
    Enter: chainCommands(openChip, enter),
    'Alt-Enter': openEmbedded,
    'Shift-Enter': enter,
    Backspace: chainCommands(undoInputRule, backspace),
    Delete: pointAtChip(1),
    Escape: doing('leave'),
  };
  const around = {
    'Mod-k': doing('search'),
    'Mod-Alt-h': doing('search-blocks'),
    'Mod-s': doing('save'),
    'Mod-Alt-m': doing('comment'),
    'Mod-Alt-l': doing('label'),
    'Mod-Alt-f': doing('note'),
    F8: doing('next-finding'),
    'Shift-F8': doing('previous-finding'),
  };
  return [keymap(around), keymap(editing), keymap(baseKeymap)];

  function openEmbedded(state, dispatch, view) {
    if (!embeddedAt(state)) return false;
    if (dispatch) act('embedded', view);
    return true;
  }

  function openChip(state, dispatch, view) {
    const chip = state.selection.node && chipAt(state);
    if (!chip) return false;
    if (dispatch) act('chip', view);
    return true;
  }
}

/** Up and down in a column, when the caret is on the first or last line of its cell. */
function atEdge(by) {
  return (state, dispatch, view) => view?.endOfTextblock(by < 0 ? 'up' : 'down') === true && moveInColumn(by)(state, dispatch);
}
