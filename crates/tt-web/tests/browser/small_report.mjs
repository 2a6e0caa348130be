// A small annual report of the demo's department, for tests that need one of a year that no other has.

/** Its text; `opening` is a paragraph before the first heading. */
function smallReport(year, opening) {
  return `SỞ CÔNG THƯƠNG TỈNH LẠNG SƠN

Số: /BC-SCT

Lạng Sơn, ngày tháng 12 năm ${year}

BÁO CÁO
Kết quả thực hiện nhiệm vụ trọng tâm năm ${year}

Kính gửi: Ủy ban nhân dân tỉnh Lạng Sơn.

${opening ? `${opening}\n\n` : ''}I. KẾT QUẢ THỰC HIỆN NHIỆM VỤ TRỌNG TÂM NĂM ${year}

1. Nhiệm vụ 1: Rà soát các chợ trên địa bàn tỉnh.

Trong năm đã rà soát 87 chợ trên địa bàn tỉnh.

Tự đánh giá: Hoàn thành tốt nhiệm vụ.

Trên đây là báo cáo kết quả thực hiện nhiệm vụ trọng tâm năm ${year}./.

Nơi nhận:
- Như trên;
- Lưu: VT.

GIÁM ĐỐC

Nguyễn Văn Mẫu
`;
}

/** Brings the report of a year in and opens its page. */
export async function bringInSmallReport(page, year, { opening } = {}) {
  await page.goto('/nhap');
  const file = { name: `bao-cao-${year}.txt`, mimeType: 'text/plain', buffer: Buffer.from(smallReport(year, opening)) };
  await page.getByLabel('Tệp báo cáo').setInputFiles(file);
  await page.getByRole('button', { name: 'Xem trước' }).click();
  await page.getByRole('button', { name: 'Ghi vào hệ thống' }).click();
  await page.waitForURL(/\/bao-cao\/\d+|\/nhiem-vu|\/$/);
  await page.goto('/bao-cao');
  await page.getByRole('link', { name: `Báo cáo nhiệm vụ trọng tâm năm ${year}` }).click();
}
