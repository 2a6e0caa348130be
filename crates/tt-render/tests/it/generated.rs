//! Round trips of generated documents.

use proptest::prelude::*;
use proptest::sample::select;
use tt_document::build::{Builder, Piece};
use tt_document::frame::Signer;
use tt_document::model::RecordKey;
use tt_document::{BlockKind, Document, Frame, RunRole, read};
use tt_render::{Form, docx, markdown, text};
use tt_text::date::PartialDate;

use crate::round_trip::{assert_same, roles_dropped};

const WORDS: [&str; 24] = [
    "công", "tác", "chợ", "nông", "thôn", "đạt", "kế", "hoạch", "5.180", "triệu", "USD", "12/12", "xã", "hoàn",
    "thành", "thủy", "điện", "R&D", "\"Mỗi", "<5%", "phê", "duyệt", "Lạng", "Sơn",
];

fn words(count: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    prop::collection::vec(select(&WORDS[..]), count).prop_map(|words| words.join(" "))
}

fn role() -> impl Strategy<Value = RunRole> {
    let key = (select(&["figure", "document", "task"][..]), 1..2000u32)
        .prop_map(|(kind, id)| RecordKey(format!("{kind}-{id}")));
    prop_oneof![
        4 => Just(RunRole::Text),
        1 => key.clone().prop_map(RunRole::Figure),
        1 => key.clone().prop_map(RunRole::Citation),
        1 => key.prop_map(RunRole::Record),
    ]
}

/// Pieces of a sentence: the first word has a capital, the last piece a full stop.
fn sentence() -> impl Strategy<Value = Vec<Piece>> {
    let piece = (words(1..6), any::<(bool, bool)>(), role());
    prop::collection::vec(piece, 0..4).prop_map(|pieces| {
        let mut sentence = vec![Piece::plain("Sở ")];
        for (text, (strong, emphasis), role) in pieces {
            sentence.push(Piece { text, strong, emphasis, role });
            sentence.push(Piece::plain(", "));
        }
        sentence.push(Piece::plain("đã xong."));
        sentence
    })
}

#[derive(Clone, Debug)]
enum Part {
    Paragraph(Vec<Piece>),
    Labelled(Vec<Piece>),
    Item(Vec<Piece>),
    Noted(String),
    Table { head: usize, rows: Vec<Vec<String>> },
}

/// An annex: whether it has a title, its paragraph, and how many columns its table has.
#[derive(Clone, Debug)]
struct Annex {
    titled: bool,
    paragraph: Vec<Piece>,
    columns: usize,
}

fn annexes() -> impl Strategy<Value = Vec<Annex>> {
    let annex = (any::<bool>(), sentence(), select(&[0, 3, 14][..]));
    let annex = annex.prop_map(|(titled, paragraph, columns)| Annex { titled, paragraph, columns });
    prop::collection::vec(annex, 0..3)
}

/// What a frame may have besides what every frame has.
fn marks() -> impl Strategy<Value = Frame> {
    let word =
        |words: &'static [&'static str]| prop::option::of(select(words)).prop_map(|word| word.map(str::to_owned));
    (
        word(&["Hỏa tốc", "Thượng khẩn", "Khẩn"]),
        word(&["Xem xong trả lại", "Lưu hành nội bộ"]),
        any::<bool>(),
        word(&["NTH.15", "PL.(300)"]),
        word(&["Địa chỉ: số 9, đường Hùng Vương, thành phố Lạng Sơn; ĐT: 0205.3812.345; thư điện tử: sct@example.vn"]),
    )
        .prop_map(|(urgency, circulation, draft, typist, contact)| Frame {
            urgency,
            circulation,
            draft,
            typist,
            contact,
            ..Frame::default()
        })
}

fn signer() -> impl Strategy<Value = Signer> {
    let signer = |(capacity, position): (&str, &str)| Signer {
        capacity: (!capacity.is_empty()).then(|| capacity.to_owned()),
        position: Some(position.to_owned()),
        name: Some("Phùng Quang Hội".to_owned()),
    };
    let signers = [
        ("", "GIÁM ĐỐC"),
        ("", "Q. GIÁM ĐỐC"),
        ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
        ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
        ("TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        ("TL. CHỦ TỊCH\nKT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"),
        ("TUQ. GIÁM ĐỐC", "TRƯỞNG PHÒNG KẾ HOẠCH"),
    ];
    select(signers.map(signer).to_vec())
}

fn part() -> impl Strategy<Value = Part> {
    let row = prop::collection::vec(words(1..3), 3);
    prop_oneof![
        3 => sentence().prop_map(Part::Paragraph),
        1 => sentence().prop_map(Part::Labelled),
        2 => sentence().prop_map(Part::Item),
        1 => words(1..8).prop_map(Part::Noted),
        1 => (0..3usize, prop::collection::vec(row, 3..5)).prop_map(|(head, rows)| Part::Table { head, rows }),
    ]
}

/// Sections, each a heading with parts below; `true` numbers it out of turn.
fn sections() -> impl Strategy<Value = Vec<(bool, Vec<Part>)>> {
    prop::collection::vec((prop::bool::weighted(0.1), prop::collection::vec(part(), 1..5)), 1..4)
}

fn frame() -> impl Strategy<Value = Frame> {
    let entries = || prop::collection::vec(select(&["Văn phòng UBND tỉnh", "Sở Nội vụ", "Lưu: VT, KHTC"][..]), 1..4);
    let date = (prop::option::of(1..29i8), 1..13i8, 2012..2027i16);
    let kind = select(&["Công văn", "Báo cáo", "Kế hoạch"][..]);
    (kind, prop::option::of(1..900u32), date, entries(), entries(), signer(), marks()).prop_map(
        |(kind, number, (day, month, year), to, copies, signer, marks)| Frame {
            kind: Some(kind.to_owned()),
            superior: Some("UBND TỈNH LẠNG SƠN".to_owned()),
            issuer: Some("Sở Công Thương tỉnh Lạng Sơn".to_owned()),
            number: number.filter(|_| !marks.draft).map(|number| format!("{number:02}")),
            symbol: Some(match kind {
                "Báo cáo" => "BC-SCT".to_owned(),
                "Kế hoạch" => "KH-SCT".to_owned(),
                _ => "SCT-QLTM".to_owned(),
            }),
            place: Some("Lạng Sơn".to_owned()),
            date: PartialDate { year: Some(year), month: Some(month), day: day.filter(|_| !marks.draft) },
            subject: Some(if kind == "Công văn" {
                "báo cáo kết quả phát triển chợ".to_owned()
            } else {
                "Kết quả phát triển chợ nông thôn".to_owned()
            }),
            addressees: to.into_iter().map(str::to_owned).collect(),
            recipients: copies.into_iter().map(str::to_owned).collect(),
            signer,
            ..marks
        },
    )
}

fn labelled(label: &str, mut pieces: Vec<Piece>) -> Vec<Piece> {
    pieces.insert(0, Piece::plain(format!("{label} ")));
    pieces
}

fn annex(builder: &mut Builder, label: &str, annex: &Annex) {
    builder.block(BlockKind::Annex { lying: false }, &[Piece::plain(label)], None);
    if annex.titled {
        let title = BlockKind::Heading { level: 1, label: None };
        builder.block(title, &[Piece::plain("BIỂU SỐ LIỆU CHỢ NÔNG THÔN")], None);
    }
    builder.block(BlockKind::Paragraph { label: None }, &annex.paragraph, None);
    if annex.columns > 0 {
        let row = |text: &str| vec![vec![Piece::plain(text)]; annex.columns];
        builder.table(2, &[row("Kinh phí thực hiện"), row("(1)"), row("1.250,5")], None);
    }
}

/// A document of these sections, in a chapter or not, and annexes.
fn built(frame: Frame, chapter: bool, sections: Vec<(bool, Vec<Part>)>, annexes: Vec<Annex>) -> Document {
    const ROMAN: [&str; 4] = ["I.", "II.", "III.", "IV."];
    let mut builder = Builder::new(frame);
    let mut notes = 0;
    let level = if chapter { 2 } else { 1 };
    if chapter {
        let heading = BlockKind::Heading { level: 1, label: Some("Chương I".to_owned()) };
        builder.block(heading, &[Piece::plain("Chương I QUY ĐỊNH CHUNG")], None);
    }
    for (index, (out_of_turn, parts)) in sections.into_iter().enumerate() {
        let label = if out_of_turn { "VII." } else { ROMAN[index] };
        let heading = BlockKind::Heading { level, label: Some(label.to_owned()) };
        builder.block(heading, &[Piece::plain(format!("{label} KẾT QUẢ THỰC HIỆN"))], None);
        let mut number = 0;
        for part in parts {
            match part {
                Part::Paragraph(pieces) => builder.block(BlockKind::Paragraph { label: None }, &pieces, None),
                Part::Labelled(pieces) => {
                    number += 1;
                    let label = format!("{number}.");
                    let pieces = labelled(&label, pieces);
                    builder.block(BlockKind::Paragraph { label: Some(label) }, &pieces, None);
                }
                Part::Item(pieces) => {
                    builder.block(BlockKind::Item { marker: "-".to_owned() }, &labelled("-", pieces), None);
                }
                Part::Noted(note) => {
                    let mark =
                        Piece { role: RunRole::NoteMark(notes), ..Piece::plain(["¹", "²", "³"][notes.min(2)]) };
                    if notes < 3 {
                        let pieces = [Piece::plain("Đã chuyển giao chợ"), mark, Piece::plain(".")];
                        builder.block(BlockKind::Paragraph { label: None }, &pieces, None);
                        notes += 1;
                        builder.note(u32::try_from(notes).unwrap(), vec![Piece::plain(format!("Theo {note}."))]);
                    }
                }
                Part::Table { head, rows } => {
                    let rows: Vec<Vec<Vec<Piece>>> = rows
                        .into_iter()
                        .map(|row| row.into_iter().map(|cell| vec![Piece::plain(cell)]).collect())
                        .collect();
                    builder.table(head, &rows, None);
                }
            }
        }
    }
    builder.block(
        BlockKind::Paragraph { label: None },
        &[Piece::plain("Trên đây là báo cáo của Sở Công Thương./.")],
        None,
    );
    let several = annexes.len() > 1;
    for (number, one) in ["I", "II", "III"].into_iter().zip(annexes) {
        annex(&mut builder, &if several { format!("Phụ lục {number}") } else { "Phụ lục".to_owned() }, &one);
    }
    builder.finish()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_document_survives_docx(
        (frame, chapter) in (frame(), any::<bool>()), sections in sections(), annexes in annexes(),
    ) {
        let document = built(frame, chapter, sections, annexes);
        let form = Form::for_date(&document.frame.date);
        let written = docx(&document, form).unwrap();
        assert_same(&document, &read(&written).unwrap());
        prop_assert_eq!(written, docx(&document, form).unwrap());
    }

    #[test]
    fn a_document_survives_text_but_for_its_records(
        (frame, chapter) in (frame(), any::<bool>()), sections in sections(), annexes in annexes(),
    ) {
        let document = roles_dropped(built(frame, chapter, sections, annexes));
        for written in [text(&document), markdown(&document)] {
            assert_same(&document, &read(written.as_bytes()).unwrap());
        }
    }
}
