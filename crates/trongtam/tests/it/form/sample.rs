//! Documents that have every component between them; their words say which component they are.

use tt_document::build::{Builder, Piece};
use tt_document::frame::{Frame, Secrecy, Signer};
use tt_document::{BlockKind, Document, RunRole};
use tt_text::date::PartialDate;

const PARAGRAPH: BlockKind = BlockKind::Paragraph { label: None };

/// A date of the profile: in force before or after 5 March 2020.
fn date(iso: &str) -> PartialDate {
    PartialDate::from_iso(iso).unwrap_or_default()
}

#[expect(clippy::unnecessary_wraps, reason = "the frame's fields are optional")]
fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

/// A report with a body of every level, tables over pages, footnotes, and annexes standing and lying.
pub(super) fn report(iso: &str) -> Document {
    let mut builder = Builder::new(Frame {
        kind: some("Báo cáo"),
        superior: some("UBND tỉnh Lạng Sơn"),
        issuer: some("Sở Công Thương tỉnh Lạng Sơn"),
        number: some("5"),
        symbol: some("BC-SCT"),
        place: some("Lạng Sơn"),
        date: date(iso),
        subject: some("Kết quả thực hiện nhiệm vụ trọng tâm của ngành"),
        recipients: texts(&["UBND tỉnh", "Lãnh đạo Sở", "Lưu: VT, KHTCTH"]),
        signer: Signer {
            capacity: some("TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH"),
            position: some("Phó Chủ tịch"),
            name: some("Nông Thị Hoa"),
        },
        typist: some("NTH.15"),
        contact: some("Địa chỉ: số 9, đường Hùng Vương, thành phố Lạng Sơn; điện thoại: (0205) 3812 345"),
        ..Frame::default()
    });
    outline(&mut builder);
    body(&mut builder);
    builder.block(PARAGRAPH, &[Piece::plain("Trên đây là báo cáo của Sở ./.")], None);
    annex(&mut builder, "Phụ lục I", "BIỂU SỐ LIỆU KHỔ ĐỨNG", 3);
    annex(&mut builder, "Phụ lục II", "BIỂU SỐ LIỆU KHỔ NGANG", 12);
    let note = |text: &str| vec![Piece::plain(text)];
    builder.note(1, note("Chú thích thứ nhất."));
    builder.note(2, note("Chú thích thứ hai."));
    builder.finish()
}

fn heading(builder: &mut Builder, level: u8, label: &str, title: &str) {
    let label = Some(label.to_owned()).filter(|label| !label.is_empty());
    let text = label.iter().map(String::as_str).chain([title]).collect::<Vec<_>>().join(" ");
    builder.block(BlockKind::Heading { level, label }, &[Piece { strong: level > 3, ..Piece::plain(text) }], None);
}

fn labelled(builder: &mut Builder, label: &str, text: &str) {
    let kind = BlockKind::Paragraph { label: Some(label.to_owned()) };
    builder.block(kind, &[Piece::plain(format!("{label} {text}"))], None);
}

fn outline(builder: &mut Builder) {
    for basis in ["Căn cứ Luật Tổ chức chính quyền địa phương;", "Căn cứ đề nghị của Trưởng phòng."]
    {
        builder.block(PARAGRAPH, &[Piece::plain(basis)], None);
    }
    heading(builder, 1, "Chương I", "QUY ĐỊNH CHUNG");
    heading(builder, 2, "Mục 1", "PHẠM VI VÀ ĐỐI TƯỢNG");
    heading(builder, 3, "Điều 1.", "Phạm vi điều chỉnh");
    labelled(builder, "1.", "Khoản thứ nhất của điều.");
    labelled(builder, "a)", "Điểm thứ nhất của khoản.");
    heading(builder, 1, "I.", "KẾT QUẢ THỰC HIỆN");
    heading(builder, 2, "1.", "Kết quả chung");
}

/// Two long paragraphs one after the other, list items, footnotes, and a table over several pages.
fn body(builder: &mut Builder) {
    for number in ["nhất", "hai"] {
        let text = format!(
            "Đoạn thứ {number}: trong năm các phòng chuyên môn đã chủ động phối hợp với Ủy ban nhân dân các huyện rà \
             soát, đôn đốc tiến độ từng nhiệm vụ được giao, kịp thời tháo gỡ khó khăn, vướng mắc phát sinh tại cơ sở."
        );
        builder.block(PARAGRAPH, &[Piece::plain(text)], None);
    }
    for item in ["Gạch đầu dòng thứ nhất;", "Gạch đầu dòng thứ hai."] {
        builder.block(BlockKind::Item { marker: "-".to_owned() }, &[Piece::plain(format!("- {item}"))], None);
    }
    let mark = |note: usize, text: &str| Piece { role: RunRole::NoteMark(note), ..Piece::plain(text) };
    builder.block(PARAGRAPH, &[Piece::plain("Đã chuyển giao chợ"), mark(0, "¹"), Piece::plain(".")], None);
    table(builder, &["STT", "Tên chợ nông thôn", "Kinh phí"], 70);
    builder.block(PARAGRAPH, &[Piece::plain("Sau bảng có dẫn chiếu"), mark(1, "²"), Piece::plain(".")], None);
}

fn table(builder: &mut Builder, heads: &[&str], rows: usize) {
    let cells = |texts: Vec<String>| texts.into_iter().map(|text| vec![Piece::plain(text)]).collect::<Vec<_>>();
    let mut all = vec![cells(texts(heads)), cells((1..=heads.len()).map(|number| format!("({number})")).collect())];
    for row in 1..=rows {
        let value = |column: usize| match column {
            0 => row.to_string(),
            1 => format!("Chợ số {row}"),
            _ => "1.250,5".to_owned(),
        };
        all.push(cells((0..heads.len()).map(value).collect()));
    }
    builder.table(2, &all, None);
}

fn annex(builder: &mut Builder, label: &str, title: &str, columns: usize) {
    builder.block(BlockKind::Annex { lying: false }, &[Piece::plain(label)], None);
    builder.block(BlockKind::Heading { level: 1, label: None }, &[Piece::plain(title)], None);
    let heads: Vec<String> = (1..=columns)
        .map(|column| match column {
            1 => "STT".to_owned(),
            2 => "Tên chợ".to_owned(),
            column => format!("Kinh phí nguồn {column}"),
        })
        .collect();
    table(builder, &heads.iter().map(String::as_str).collect::<Vec<_>>(), 60);
}

/// A letter of an agency with a long name, to several, secret, urgent, for use inside only.
pub(super) fn letter(iso: &str) -> Document {
    short(
        Frame {
            addressees: texts(&["Văn phòng UBND tỉnh", "Sở Nội vụ"]),
            secrecy: Some(Secrecy::Secret),
            urgency: some("Thượng khẩn"),
            circulation: some("Lưu hành nội bộ"),
            ..letter_frame(iso)
        },
        some("TUQ. TRƯỞNG BAN"),
        "Trưởng phòng Kế hoạch",
    )
}

/// A letter to one, of the highest urgency.
pub(super) fn flash(iso: &str) -> Document {
    short(
        Frame { addressees: texts(&["Văn phòng UBND tỉnh"]), urgency: some("Hỏa tốc"), ..letter_frame(iso) },
        some("TL. TRƯỞNG BAN\nKT. CHÁNH VĂN PHÒNG"),
        "Phó Chánh Văn phòng",
    )
}

/// The draft of an urgent letter.
pub(super) fn draft(iso: &str) -> Document {
    short(
        Frame { addressees: texts(&["Sở Nội vụ"]), urgency: some("Khẩn"), draft: true, ..letter_frame(iso) },
        None,
        "Q. TRƯỞNG BAN",
    )
}

fn letter_frame(iso: &str) -> Frame {
    Frame {
        kind: some("Công văn"),
        superior: some("UBND tỉnh Lạng Sơn"),
        issuer: some("Ban Quản lý Khu kinh tế cửa khẩu Đồng Đăng - Lạng Sơn"),
        number: some("84"),
        symbol: some("BQLKKTCK-VP"),
        place: some("Lạng Sơn"),
        date: date(iso),
        subject: some("báo cáo kết quả thực hiện nhiệm vụ trọng tâm"),
        recipients: texts(&["Như trên", "Lưu: VT"]),
        ..Frame::default()
    }
}

/// A letter of one paragraph, signed by that authority and position.
fn short(frame: Frame, capacity: Option<String>, position: &str) -> Document {
    let signer = Signer { capacity, position: some(position), name: some("Phùng Quang Hội") };
    let mut builder = Builder::new(Frame { signer, ..frame });
    builder.block(PARAGRAPH, &[Piece::plain("Nội dung của công văn./.")], None);
    builder.finish()
}
