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
