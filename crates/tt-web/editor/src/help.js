// The keys of the editor, and how to write in it.
import { ask, h } from './dom.js';
import { say } from './words.js';

const KEYS = () => [
  [say('Chèn số liệu, văn bản, nhiệm vụ', 'Insert a fact'), 'Ctrl+K', say('hoặc gõ / đầu chữ', 'or / at the start of a word')],
  [say('Chèn hình, bảng từ hồ sơ', 'Insert a picture or table from records'), 'Ctrl+Alt+H', say('hoặc tìm bằng Ctrl+K', 'or with Ctrl+K')],
  [say('Sửa hình, bảng: văn bản thay thế, cột', 'Change a picture or table'), 'Alt+Enter', say('khi đang ở chú thích', 'in its caption')],
  [say('Mở thẻ số liệu đang chọn', 'Open the selected fact'), 'Enter'],
  [say('Góp ý cho chữ đang chọn', 'Comment on the selection'), 'Ctrl+Alt+M'],
  [say('Điểm cần xem sau, trước', 'Next, previous finding'), 'F8', 'Shift+F8'],
  [say('Đề mục cấp 1, 2, 3; đoạn thường', 'Heading 1, 2, 3; paragraph'), 'Ctrl+Alt+1…3', 'Ctrl+Alt+0'],
  [say('Gạch đầu dòng', 'List item'), 'Ctrl+Alt+4', say('hoặc gõ - rồi dấu cách', 'or - and a space')],
  [say('Đánh số đoạn', 'Label a paragraph'), say('gõ 1. hoặc a) rồi dấu cách', '1. or a) and a space')],
  [say('Sửa nhãn, dấu đầu đoạn', 'Change the label'), 'Ctrl+Alt+L'],
  [say('Đậm, nghiêng', 'Bold, italic'), 'Ctrl+B', 'Ctrl+I'],
  [say('Hoàn tác, làm lại', 'Undo, redo'), 'Ctrl+Z', 'Ctrl+Y'],
  [say('Đưa đoạn lên, xuống', 'Move the block up, down'), 'Alt+↑', 'Alt+↓'],
  [say('Chèn bảng; ô sau, ô trước', 'Insert a table; next, previous cell'), 'Ctrl+Alt+T', 'Tab', 'Shift+Tab'],
  [say('Thêm dòng, thêm cột', 'Add a row, a column'), 'Ctrl+Alt+↓', 'Ctrl+Alt+→'],
  [say('Bỏ dòng, bỏ cột', 'Delete a row, a column'), 'Ctrl+Alt+Backspace', 'Ctrl+Alt+Delete'],
  [say('Chú thích cuối trang', 'Footnote'), 'Ctrl+Alt+F'],
  [say('Lưu ngay', 'Save now'), 'Ctrl+S'],
  [say('Sang vùng sau, trước: công cụ, dàn ý, trang, lề', 'Next, previous region: tools, outline, page, margin'), 'F6', 'Shift+F6'],
  [say('Ra khỏi trang soạn, về dàn ý', 'Leave the text, to the outline'), 'Esc'],
  [say('Bảng phím này', 'These keys'), 'F1'],
];

export const showHelp = () =>
  ask(say('Phím và cách soạn', 'Keys and how to write'), () => [
    h('p', { class: 'sm ink2' }, say('Chữ tự lưu khi ngừng gõ. Số liệu chèn vào là thẻ: in theo bản ghi, không gõ số. Đoạn có vạch ở lề trái là đoạn sinh từ bản ghi và chưa ai sửa; sửa rồi thì lần sinh lại sau không ghi đè.', 'Words are saved when typing stops. Facts are chips printed from their records. A bar at the left marks what was generated and not changed; once changed, generating again never overwrites it.')),
    h('table', { class: 'tbl' }, h('tbody', {}, KEYS().map(([what, ...keys]) => h('tr', {}, h('th', { scope: 'row' }, what), h('td', {}, keys.map((key, at) => [at > 0 && ' ', h('kbd', {}, key)])))))),
  ], { wide: true });
