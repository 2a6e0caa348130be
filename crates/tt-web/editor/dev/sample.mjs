// A report of some sections to develop and test on; the words are those of an annual report of key tasks.
const text = (words, more = {}) => ({ type: 'text', text: words, ...more });
const CHIPS = {
  'value:12:2019:actual:number': { shown: '4.750', label: 'Kim ngạch xuất khẩu, năm 2019, thực hiện', kind: 'Chỉ tiêu', page: '/chi-tieu/12' },
  'value:12:2019:actual:with_unit': { shown: '4.750 triệu USD', label: 'Kim ngạch xuất khẩu, năm 2019, thực hiện', kind: 'Chỉ tiêu', page: '/chi-tieu/12' },
  'value:12:2019:actual:reached': { shown: 'ước đạt 4.750 triệu USD', label: 'Kim ngạch xuất khẩu, năm 2019, thực hiện', kind: 'Chỉ tiêu', page: '/chi-tieu/12' },
  'value:12:2019:actual:percent_of_plan': { shown: 'đạt 91,7% kế hoạch', label: 'Kim ngạch xuất khẩu, năm 2019, thực hiện', kind: 'Chỉ tiêu', page: '/chi-tieu/12' },
  'value:14:2019:actual:number': { shown: '…', label: 'Giá trị sản xuất công nghiệp, năm 2019, thực hiện', kind: 'Chỉ tiêu', page: '/chi-tieu/14', missing: true },
  'measure:3': { shown: '16', label: 'Sổ chợ: số chợ đã chuyển đổi', kind: 'Sổ theo dõi', page: '/so-theo-doi/1' },
  'citation:5:full': { shown: 'Quyết định số 230/QĐ-UBND ngày 12/02/2019 của Ủy ban nhân dân tỉnh', label: '230/QĐ-UBND', kind: 'Văn bản', page: '/van-ban/5' },
  'citation:5:short': { shown: 'Quyết định số 230/QĐ-UBND', label: '230/QĐ-UBND', kind: 'Văn bản', page: '/van-ban/5' },
  'statement:7': { shown: 'Phát triển hạ tầng thương mại biên giới', label: 'Nhiệm vụ 5', kind: 'Nhiệm vụ', page: '/nhiem-vu/7' },
  'grade:7': { shown: 'Hoàn thành tốt nhiệm vụ', label: 'Tự đánh giá nhiệm vụ 5', kind: 'Nhiệm vụ', page: '/nhiem-vu/7' },
};
/** Pictures and tables, as the server draws them. */
const svg = (words) => `<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" width="640" height="80" viewBox="0 0 640 80" aria-labelledby="rong-t rong-d"><title id="rong-t">${words}</title><desc id="rong-d">${words}</desc><rect x="20" y="20" width="300" height="24" class="f-data"/></svg>`;
const BLOCKS = {
  'picture:plan:12:2019': { kind: 'Hình', what: 'Kế hoạch và thực hiện', of: 'Kim ngạch xuất khẩu, năm 2019', title: 'Kim ngạch xuất khẩu (triệu USD): kế hoạch và thực hiện, năm 2019', page: '/chi-tieu/12', picture: { wide: svg('Kim ngạch'), narrow: svg('Kim ngạch'), words: 'Thực hiện 4.750, kế hoạch 5.180 triệu USD.' }, table: { head: ['Kỳ', 'Thực hiện', 'Kế hoạch'], textColumns: 1, rows: [['2019', '4.750', '5.180']] } },
  'picture:plan:14:2019': { kind: 'Hình', what: 'Kế hoạch và thực hiện', of: 'Giá trị sản xuất công nghiệp, năm 2019', title: 'Giá trị sản xuất công nghiệp: kế hoạch và thực hiện, năm 2019', page: '/chi-tieu/14', missing: 'chưa có số liệu năm 2019 của chỉ tiêu này; hãy nhập số liệu' },
  'table:tasks:2019': { kind: 'Bảng', what: 'Bảng nhiệm vụ và tình trạng', of: 'năm 2019', title: 'Bảng nhiệm vụ năm 2019', page: '/cong-viec', table: { head: ['TT', 'Nhiệm vụ', 'Tình trạng'], textColumns: 3, rows: [['1', 'Phát triển chợ', 'hoàn thành đúng hạn']] } },
  'table:entries:3:14': { kind: 'Bảng', what: 'Bảng danh sách của sổ', of: 'Sổ thủy điện', title: 'Bảng thủy điện', page: '/so-theo-doi/cho', table: { head: ['TT', 'Chợ', 'Số hộ'], textColumns: 3, rows: [['1', 'Kỳ Lừa', '412']] } },
};
const COLUMNS = [[14, 'Số hộ'], [15, 'Địa bàn']];

/** What a block draws; a table of entries has the columns its code names. */
export function drawn(code) {
  const { kind, what, of, missing = null, picture = null, table = null, ...rest } = BLOCKS[code] ?? BLOCKS['table:entries:3:14'];
  return { ...rest, missing, picture, table: code.startsWith('table:entries') ? { ...table, head: ['TT', 'Chợ', ...COLUMNS.filter(([id]) => code.split(':')[3].split('-').includes(String(id))).map(([, name]) => name)], rows: [['1', 'Kỳ Lừa', '412', 'Lạng Sơn'].slice(0, 2 + code.split(':')[3].split('-').filter(Boolean).length)] } : table };
}

export const blockOf = (code) => ({
  block: { type: 'embedded', shows: code, alt: null, content: [text(drawn(code).title)], drawn: drawn(code) },
  columns: code.startsWith('table:entries') ? COLUMNS.map(([id, name]) => ({ id, name, chosen: code.split(':')[3].split('-').includes(String(id)) })) : [],
});

export const foundBlocks = (query) =>
  Object.entries(BLOCKS)
    .filter(([, one]) => plain(`${one.kind} ${one.what} ${one.of}`).includes(plain(query)))
    .map(([code, { kind, what, of }]) => ({ block: code, shown: what, label: of, kind }));

const chip = (code, more = {}) => ({ type: 'chip', chip: code, ...more });

/** What the server alone says of a chip. */
export function resolve(inline) {
  if (inline.type !== 'chip') return inline;
  const { shown = '?', label = inline.chip, page = null, missing = false } = CHIPS[inline.chip] ?? {};
  return { ...inline, shown, label, page, missing };
}

export const found = (query) =>
  Object.entries(CHIPS)
    .filter(([, one]) => plain(`${one.label} ${one.shown}`).includes(plain(query)))
    .map(([code, { shown, label, kind }]) => ({ chip: code, shown, label, kind }));

const plain = (words) => words.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/đ/gi, 'd').toLowerCase();

/** Sections as generated: `count` of them, each with a heading, paragraphs, items; the second with a table. */
export function sections(count) {
  const list = [
    section(1, 'organisation', 'Tổ chức thực hiện', 'KHTCTH', [
      { type: 'heading', level: 1, label: 'I.', content: [text('TỔ CHỨC THỰC HIỆN')], origin: 'o-head' },
      { type: 'paragraph', label: null, content: [text('Thực hiện '), chip('citation:5:full'), text(', Sở Công Thương đã ban hành kế hoạch và phân công các phòng chủ trì.')], origin: 'o-1' },
      { type: 'paragraph', label: null, content: [text('Trong năm, Sở chủ trì '), text('06 nhiệm vụ', { strong: true }), text(' trọng tâm'), { type: 'mark', number: 1 }, text('.')], origin: 'o-2' },
      { type: 'item', marker: '-', content: [text('Kim ngạch xuất khẩu ước '), chip('value:12:2019:actual:number'), text(' triệu USD.')] },
      { type: 'item', marker: '-', content: [text('Giá trị sản xuất công nghiệp '), chip('value:14:2019:actual:number'), text(' tỷ đồng.')], origin: 'o-3' },
      { type: 'note', number: 1, content: [text('Theo biên bản giao ban tháng 12.', { emphasis: true })] },
    ]),
    section(2, 'task-5', 'Nhiệm vụ 5', 'QLTM', [
      { type: 'heading', level: 2, label: '1.', content: [chip('statement:7')], origin: 't-head' },
      { type: 'paragraph', label: 'a)', content: [text('Đã chuyển đổi '), chip('measure:3', { override: { text: '17', reason: 'Chợ Kỳ Lừa bàn giao ngày 30/12, chưa vào sổ' } }), text(' chợ.')], origin: 't-1' },
      { type: 'table', headRows: 1, origin: 't-2', rows: [[[text('Chợ')], [text('Số hộ')], [text('Ghi chú')]], [[text('Kỳ Lừa')], [text('412')], []], [[text('Giếng Vuông')], [text('268')], [text('đang lập phương án')]]] },
      { type: 'paragraph', label: null, content: [text('Tự đánh giá: '), chip('grade:7'), text('.')], origin: 't-3' },
    ]),
  ];
  for (let at = 3; at <= count; at += 1) {
    const blocks = [{ type: 'heading', level: 2, label: `${at - 1}.`, content: [text(`Nhiệm vụ ${at}`)], origin: `h-${at}` }];
    for (let line = 1; line <= 12; line += 1) {
      blocks.push({ type: line % 3 ? 'paragraph' : 'item', ...(line % 3 ? { label: null } : { marker: '-' }), content: [text(`Đoạn ${line} của nhiệm vụ ${at}: các phòng phối hợp triển khai, kim ngạch `), chip('value:12:2019:actual:number'), text(' triệu USD, tăng so với cùng kỳ.')], origin: `p-${at}-${line}` });
    }
    list.push(section(at, `task-${at}`, `Nhiệm vụ ${at}`, at % 2 ? 'QLTM' : 'QLCN', blocks));
  }
  return list.slice(0, count);
}

function section(id, key, title, division, blocks) {
  return { id, key, title, division, version: 1, mayEdit: true, blocks, waiting: [], updatedBy: null, updatedAt: '27/11/2026 09:00', stale: false };
}
