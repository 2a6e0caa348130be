//! What stands where.

use std::collections::BTreeSet;

use tt_render::form::{CIRCULAR_01_2011, DECREE_30_2020};

use super::*;

/// The body reads on paper as in the document, without a letter more or less, and so does every note.
fn assert_whole(document: &Document, pages: &[Vec<Placed>]) {
    let form = Form::for_date(&document.frame.date);
    let last_line = Abs::pt((form.page.height - form.page.bottom).pt());
    let of_size = |size: Abs| -> String {
        let texts = pages.iter().flatten().filter(|placed| placed.size == size && placed.top < last_line);
        texts.map(|placed| bare(&placed.text)).collect()
    };
    let body: String = document.body().map(|block| bare(document.slice(block.span))).collect();
    let paper = of_size(Abs::pt(form.body.style.size.pt()));
    assert!(paper.contains(&body), "differs after {}", longest_start(&body, &paper));
    let notes = of_size(Abs::pt(form.note.size.pt()));
    for note in &document.notes {
        assert!(notes.contains(&bare(document.slice(note.span))));
    }
}

/// The longest start of `text` that is in `paper`, shortened to its end.
fn longest_start<'a>(text: &'a str, paper: &str) -> &'a str {
    let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let known = ends.partition_point(|end| paper.contains(&text[..*end])) - 1;
    &text[ends[known.saturating_sub(40)]..ends[known]]
}

#[test]
fn all_text_of_body_and_notes_is_on_paper_in_order() {
    let document = letter(40);
    assert_whole(&document, &pages(&document));
}

#[test]
fn a_real_report_is_whole_with_its_notes_on_their_pages() {
    let document = tt_document::read(include_bytes!("../../../../demo/lang-son-sct-2019.txt")).unwrap();
    let pages = pages(&document);
    assert_whole(&document, &pages);
    assert!((10..=13).contains(&pages.len()), "{} pages", pages.len());
    for (words, note) in [("tỉnh Lạng Sơn¹,", "380/SCT-QLTM"), ("đầu tư xây dựng²", "2395/QĐ-UBND")] {
        let page_of = |text: &str| pages.iter().position(|page| bare_page(page).contains(&bare(text))).unwrap();
        assert_eq!(page_of(words), page_of(note));
    }
}

#[test]
fn every_part_of_the_frame_is_printed() {
    let document = letter(1);
    let pages = pages(&document);
    let paper = bare_page(&pages[0]);
    for part in [
        "UBND TỈNH LẠNG SƠN",
        "SỞ CÔNG THƯƠNG",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 1234/SCT-KHTCTH",
        "Lạng Sơn, ngày 05 tháng 12 năm 2019",
        "V/v báo cáo kết quả thực hiện nhiệm vụ",
        "Kính gửi:- Văn phòng UBND tỉnh;- Sở Nội vụ.",
        "Nơi nhận:- Như trên;- Lưu: VT, KHTCTH.",
        "GIÁM ĐỐC",
        "Nông Thị Hoa",
    ] {
        assert!(paper.contains(&bare(part)), "{part}");
    }
}

#[test]
fn number_and_date_share_a_line() {
    let pages = pages(&letter(1));
    let top = |text: &str| pages[0].iter().find(|placed| placed.text.contains(text)).unwrap().top;
    assert!((top("Số:") - top("Lạng Sơn, ngày")).abs() < Abs::pt(2.0));
}

#[test]
fn pages_are_numbered_from_the_second_where_the_form_says() {
    let circular = letter(60);
    let mut decree = letter(60);
    decree.frame.date = PartialDate::from_iso("2026-02-05").unwrap();
    for (document, form) in [(circular, &CIRCULAR_01_2011), (decree, &DECREE_30_2020)] {
        let top = Abs::pt(form.page.top.pt());
        let bottom = Abs::pt((form.page.height - form.page.bottom).pt());
        for (index, page) in pages(&document).iter().enumerate() {
            let outside: Vec<&Placed> = page.iter().filter(|placed| placed.top < top || placed.top > bottom).collect();
            let texts: Vec<&str> = outside.iter().map(|placed| placed.text.as_str()).collect();
            if index == 0 {
                assert!(texts.is_empty(), "{texts:?}");
                continue;
            }
            assert_eq!(texts, [(index + 1).to_string()]);
            let middle = Abs::pt((form.page.left.pt() + form.page.width.pt() - form.page.right.pt()) / 2.0);
            let number = outside[0];
            if form == &DECREE_30_2020 {
                assert!(number.top < top && ((number.left + number.right) / 2.0 - middle).abs() < Abs::pt(1.0));
            } else {
                assert!(number.top > bottom && number.left > middle);
            }
        }
    }
}

#[test]
fn footnotes_stand_on_the_page_of_their_mark() {
    let document = letter(60);
    let pages = pages(&document);
    assert!(pages.len() > 3, "{} pages", pages.len());
    for note in 0..document.notes.len() {
        let page_of = |text: &str| pages.iter().position(|page| bare_page(page).contains(text)).unwrap();
        assert_eq!(page_of(&format!("[n{note}]")), page_of(&format!("Nguồnsố{note}của")));
    }
}

#[test]
fn the_closing_keeps_a_last_paragraph_with_it() {
    for paragraphs in 1..=24 {
        let pages = pages(&letter(paragraphs));
        let last = bare_page(pages.last().unwrap());
        assert!(last.contains("TrênđâylàbáocáocủaSở./."), "{paragraphs}: {last}");
        assert!(last.contains("Nơinhận:") && last.contains("NôngThịHoa"), "{paragraphs}: {last}");
    }
}

#[test]
fn headings_stay_with_what_follows() {
    for paragraphs in 8..=22 {
        for page in pages(&letter(paragraphs)) {
            let text: Vec<&str> = page.iter().map(|placed| placed.text.as_str()).collect();
            let heading = text.iter().rposition(|text| text.contains("Kết quả thứ"));
            assert!(heading.is_none_or(|at| text[at + 1..].iter().any(|text| text.contains("Đoạn"))), "{text:?}");
        }
    }
}

#[test]
fn a_repeated_mark_leads_to_the_same_note() {
    let mut builder = Builder::new(Frame::default());
    let mark = || Piece { role: RunRole::NoteMark(0), ..Piece::plain("¹") };
    builder.block(PARAGRAPH, &[Piece::plain("một"), mark(), Piece::plain(" hai"), mark()], None);
    builder.note(1, vec![Piece::plain("nguồn")]);
    let pages = pages(&builder.finish());
    assert_eq!(bare_page(&pages[0]), "một¹hai¹¹nguồn");
}

#[test]
fn a_note_without_a_mark_is_kept() {
    let mut builder = Builder::new(Frame::default());
    builder.block(PARAGRAPH, &[Piece::plain("một")], None);
    builder.note(12, vec![Piece::plain("nguồn")]);
    assert_eq!(bare_page(&pages(&builder.finish())[0]), "một¹²nguồn");
}

#[test]
fn a_mark_without_a_note_is_text() {
    let mut builder = Builder::new(Frame::default());
    let mark = Piece { role: RunRole::NoteMark(7), ..Piece::plain("⁸") };
    builder.block(PARAGRAPH, &[Piece::plain("một"), mark], None);
    assert_eq!(bare_page(&pages(&builder.finish())[0]), "một⁸");
}

fn table(head_rows: usize, rows: &[Vec<&str>]) -> Document {
    let cells = |row: &Vec<&str>| row.iter().map(|cell| vec![Piece::plain(*cell)]).collect();
    let mut builder = Builder::new(frame());
    builder.table(head_rows, &rows.iter().map(cells).collect::<Vec<_>>(), None);
    builder.finish()
}

#[test]
fn the_head_of_a_table_is_repeated() {
    let mut rows = vec![vec!["STT", "Tên chợ", "Kinh phí"]];
    rows.extend(std::iter::repeat_n(vec!["1", "Chợ xã Vũ Lăng", "1.250,5"], 120));
    let pages = pages(&table(1, &rows));
    assert!(pages.len() > 2);
    for page in &pages {
        assert!(bare_page(page).contains("STTTênchợKinhphí"));
    }
}

#[test]
fn tables_of_any_shape_stay_inside_the_margins() {
    let url = "https://congbao.example.vn/van-ban/quyet-dinh-so-2052-qd-ubnd-ngay-29-10-2019-cua-uy-ban-nhan-dan-tinh";
    let wide = vec!["Nghiêng"; 16];
    for (head, rows) in [
        (1, vec![vec!["STT"]]),
        (0, vec![vec!["a"], vec!["b", "c", "d"]]),
        (1, vec![vec!["Nguồn", "Ghi chú"], vec![url, "x"]]),
        (1, vec![wide.clone(), wide]),
        (3, vec![vec![], vec![]]),
    ] {
        let right = Abs::pt((DECREE_30_2020.page.width - DECREE_30_2020.page.right).pt()) + Abs::pt(0.5);
        for placed in pages(&table(head, &rows)).iter().flatten() {
            assert!(placed.right <= right, "{} ends at {:?}", placed.text, placed.right);
        }
    }
}

#[test]
fn an_empty_document_is_an_empty_page() {
    let pages = pages(&Document::default());
    assert_eq!(pages.len(), 1);
    assert!(pages[0].is_empty());
}

#[test]
fn an_annex_marked_so_stands_on_a_lying_sheet() {
    for lying in [false, true] {
        let mut document = letter(1);
        let mut builder = Builder::new(document.frame.clone());
        builder.block(PARAGRAPH, &[Piece::plain("Sở báo cáo./.")], None);
        builder.block(BlockKind::Annex { lying }, &[Piece::plain("Phụ lục I")], None);
        builder.block(BlockKind::Heading { level: 1, label: None }, &[Piece::plain("BIỂU SỐ LIỆU")], None);
        let row = |text: &str| vec![vec![Piece::plain("TT")], vec![Piece::plain(text)]];
        builder.table(1, &[row("Tên"), row("Chợ Bãi")], None);
        document = builder.finish();
        let pages = pages(&document);
        let page = Form::for_date(&document.frame.date).page;
        let sheet = if lying { page.lying() } else { page };
        let middle = Abs::pt(f64::midpoint(sheet.left.pt(), (sheet.width - sheet.right).pt()));
        let label = pages[1].iter().find(|placed| placed.text.contains("Phụ lục")).unwrap();
        let last = pages[1].iter().filter(|placed| placed.top == label.top).map(|placed| placed.right).max().unwrap();
        assert!(((label.left + last) / 2.0 - middle).abs() < Abs::pt(3.0), "{:?} for {middle:?}", label.left);
    }
}

#[test]
fn no_line_ends_between_a_number_and_its_unit() {
    for words in 1..60 {
        let mut builder = Builder::new(frame());
        let text = format!("{} ước đạt 4.750 triệu USD, giám sát từ 2 - 3 đơn vị.", "chợ ".repeat(words));
        builder.block(PARAGRAPH, &[Piece::plain(text)], None);
        let pages = pages(&builder.finish());
        let lines: BTreeSet<Abs> = pages[0].iter().map(|placed| placed.top).collect();
        let line =
            |top: Abs| pages[0].iter().filter(move |placed| placed.top == top).map(|placed| placed.text.as_str());
        let held = lines.iter().map(|top| line(*top).collect::<String>().replace('\u{a0}', " "));
        let held: Vec<String> = held.collect();
        // A line may still end behind the hyphen of a range: a hyphen gives leave to, whatever blank follows it.
        for whole in ["4.750 triệu USD", "2 -", "3 đơn"] {
            assert!(held.iter().any(|line| line.contains(whole)), "{whole} after {words} words: {held:?}");
        }
    }
}

#[test]
fn a_row_is_kept_on_one_page_unless_it_is_longer_than_one() {
    let row = |name: &str, text: String| vec![vec![Piece::plain(name)], vec![Piece::plain(text)]];
    for (sentences, kept) in [(4, true), (90, false)] {
        let mut builder = Builder::new(frame());
        let long: String = (0..sentences).map(sentence).collect();
        let rows: Vec<_> = std::iter::once(row("TT", "Nội dung".to_owned()))
            .chain((1..=8).map(|number| row(&format!("({number})"), format!("mở{number} {long} đóng{number}"))))
            .collect();
        builder.table(1, &rows, None);
        let pages = pages(&builder.finish());
        let page_of = |word: &str| pages.iter().position(|page| bare_page(page).contains(word));
        let whole = (1..=8).all(|number| {
            let (first, last) = (page_of(&format!("mở{number}")), page_of(&format!("đóng{number}")));
            assert!(first.is_some() && last.is_some(), "row {number} is on paper whole");
            first == last
        });
        assert_eq!(whole, kept, "{sentences} sentences a row");
    }
}
