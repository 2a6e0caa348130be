//! Whatever is read, nothing panics, every span fits the text and runs partition their blocks.

use proptest::prelude::*;
use tt_document::compare::{Side, compare};
use tt_document::{BlockKind, Document, Run, RunRole, Span, assigned, extract, mark, read};

/// Pieces official texts are made of, put together in any order.
fn official_text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "Số: /BC-SYT",
        "Số: 12/BC-SYT",
        "V/v báo cáo",
        "UBND TỈNH SƠN LA",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Sơn La, ngày tháng 6 năm 2021",
        "BÁO CÁO",
        "Kính gửi:",
        "- Văn phòng;",
        "I. KẾT QUẢ THỰC HIỆN NHIỆM VỤ",
        "1. Nhiệm vụ 1:",
        "2.1. Đối với chợ: ",
        "a) ",
        "Quyết định số ",
        "230/QĐ-UBND",
        " ngày 30/01/2021",
        "Luật Điện lực ",
        "năm 2024",
        " của UBND tỉnh ",
        "(",
        ")",
        "¹",
        "[^1]",
        "[^1]: ghi chú",
        "**",
        "*",
        "_",
        " | ",
        "|---|",
        "đạt 91% kế hoạch",
        "4.750 triệu USD",
        "05/06 nhiệm vụ",
        "hoàn thành tốt nhiệm vụ",
        "tự đánh giá: ",
        "Hoàn thành nhiệm vụ.",
        "xã Vũ",
        "Sơn. ",
        "Nơi nhận:",
        "- Lưu: VT.",
        "KT. GIÁM ĐỐC",
        "Lò Thị Mai",
        "MẬT",
        "\n",
        "\n\n",
        "\t",
        " ",
        ", ",
        ". ",
        "; ",
        ":",
        "7",
        "\u{301}",
        "😀",
        "ß",
        "İ",
        "IV. NHIỆM VỤ NĂM 2022",
        "tiêu chí 4 và tiêu chí 7",
        "phấn đấu ",
        "khó khăn, vướng mắc",
        "số",
        "/",
        "-",
        "ngày",
        "12/",
        "1)",
        "(1) ",
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn fits(text: &str, span: Span) -> bool {
    span.start <= span.end && text.get(span.start..span.end).is_some()
}

/// Whether runs follow each other without gap or overlap from the start of a span to its end.
fn partition(runs: &[Run], span: Span) -> bool {
    let mut at = span.start;
    runs.iter().all(|run| {
        let follows = run.span.start == at && !run.span.is_empty();
        at = run.span.end;
        follows
    }) && at == span.end
}

fn check(document: &Document) {
    let text = &document.text;
    let mut last = 0;
    for block in &document.blocks {
        assert!(fits(text, block.span) && block.span.start >= last);
        last = block.span.end;
        match &block.kind {
            BlockKind::Table(table) => {
                let cells: Vec<Span> = table.rows.iter().flatten().copied().collect();
                assert!(cells.iter().all(|cell| block.span.contains(*cell)));
                assert!(block.runs.iter().all(|run| cells.iter().any(|cell| cell.contains(run.span))));
            }
            _ => assert!(partition(&block.runs, block.span), "{block:?}"),
        }
    }
    for note in &document.notes {
        assert!(partition(&note.runs, note.span));
    }
    assert!(document.lines.starts.windows(2).all(|pair| pair[0].0 <= pair[1].0));
    check_found(document);
}

fn check_found(document: &Document) {
    let text = &document.text;
    for task in assigned(document) {
        assert!(document.text.get(task.text_span.start..task.text_span.end).is_some());
    }
    let found = extract(document);
    assert!(found.citations.iter().all(|citation| fits(text, citation.span) && !citation.span.is_empty()));
    assert!(found.citations.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
    assert!(found.figures.iter().all(|figure| fits(text, figure.span)));
    assert!(found.outline.iter().all(|item| fits(text, item.span)));
    assert!(found.obstacles.iter().all(|obstacle| fits(text, obstacle.span)));
    for task in &found.tasks {
        assert!(fits(text, task.span) && document.slice(task.text_span) == task.text);
        assert!(task.rating.iter().all(|rating| fits(text, rating.span)));
        assert!(task.targets.iter().all(|target| task.text_span.contains(target.span)));
    }
    for proposal in &found.proposals {
        assert!(proposal.targets.iter().all(|target| proposal.text_span.contains(target.span)));
    }
    let mut marked = document.clone();
    let marks: Vec<(Span, RunRole)> = found
        .citations
        .iter()
        .map(|citation| citation.span)
        .chain(found.figures.iter().map(|figure| figure.span))
        .map(|span| (span, RunRole::Figure(tt_document::model::RecordKey("figure-1".to_owned()))))
        .collect();
    mark(&mut marked, &marks);
    for block in marked.blocks.iter().filter(|block| !matches!(block.kind, BlockKind::Table(_))) {
        assert!(partition(&block.runs, block.span));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn official_looking_texts(text in official_text()) {
        if let Ok(document) = read(text.as_bytes()) {
            check(&document);
        }
    }

    #[test]
    fn any_text(text in "\\PC{0,200}") {
        if let Ok(document) = read(text.as_bytes()) {
            check(&document);
        }
    }

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(document) = read(&bytes) {
            check(&document);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_document_does_not_differ_from_itself(text in official_text()) {
        let Ok(document) = read(text.as_bytes()) else { return Ok(()) };
        let found = extract(&document);
        let side = Side { document: &document, found: &found };
        prop_assert!(compare(side, side).is_same(), "{:#?}", compare(side, side));
    }

    #[test]
    fn everything_of_either_side_is_told_once(left in official_text(), right in official_text()) {
        let (Ok(left), Ok(right)) = (read(left.as_bytes()), read(right.as_bytes())) else { return Ok(()) };
        let (old, new) = (extract(&left), extract(&right));
        let told = compare(Side { document: &left, found: &old }, Side { document: &right, found: &new });
        let once = |mut places: Vec<usize>, count: usize| {
            places.sort_unstable();
            places == (0..count).collect::<Vec<_>>()
        };
        prop_assert!(once(told.figures.iter().filter_map(|pair| pair.left).collect(), old.figures.len()));
        prop_assert!(once(told.figures.iter().filter_map(|pair| pair.right).collect(), new.figures.len()));
        prop_assert!(once(told.tasks.iter().filter_map(|pair| pair.left).collect(), old.tasks.len()));
        prop_assert!(once(told.tasks.iter().filter_map(|pair| pair.right).collect(), new.tasks.len()));
        // On the right sentences are read in their order, each once.
        let spans: Vec<Span> = told.sentences.iter().filter_map(|pair| pair.right).collect();
        prop_assert!(spans.is_sorted() && spans.windows(2).all(|two| two[0] != two[1]));
    }
}

#[test]
fn the_real_report() {
    check(&read(include_bytes!("../../../demo/lang-son-sct-2019.txt")).expect("a text"));
}
