//! Text that would be markup if it could: it is printed as it stands, wherever it stands.

use proptest::prelude::*;

use super::*;
use crate::fonts::FONTS;

/// A document that says `text` in every place it can.
fn everywhere(text: &str) -> Document {
    let said = || Some(text.to_owned());
    let mut builder = Builder::new(Frame {
        kind: said(),
        issuer: said(),
        superior: said(),
        number: said(),
        symbol: said(),
        place: said(),
        subject: said(),
        addressees: vec![text.to_owned(), text.to_owned()],
        recipients: vec![text.to_owned()],
        signer: Signer { capacity: said(), position: said(), name: said() },
        urgency: said(),
        ..Frame::default()
    });
    let mark = Piece { role: RunRole::NoteMark(0), ..Piece::plain(text) };
    let strong = Piece { strong: true, emphasis: true, ..Piece::plain(text) };
    builder.block(BlockKind::Heading { level: 1, label: None }, &[Piece::plain(text)], None);
    builder.block(PARAGRAPH, &[Piece::plain(text), mark, strong], None);
    builder.block(BlockKind::Item { marker: "-".to_owned() }, &[Piece::plain(text)], None);
    let cell = || vec![Piece::plain(text)];
    builder.table(1, &[vec![cell(), cell()], vec![cell(), cell()]], None);
    builder.note(1, vec![Piece::plain(text)]);
    builder.finish()
}

/// How often `everywhere` says its text with its case kept: name and number and symbol and place and subject, two
/// addressees, a recipient, two lines of position and a name, heading, three runs, item, four cells, a note with its mark.
const TIMES: usize = 21;

#[test]
fn markup_is_text() {
    for text in [
        "#panic()",
        "#import \"x.typ\"",
        "$x^2$",
        "*đậm* _nghiêng_",
        "= Mục",
        "- mục",
        "`raw`",
        "<nhãn> @nhãn",
        "\\u{41} \\ \\\\",
        "/* */ // hết",
        "\"))#read(\"/etc/passwd\")",
        "#sys.inputs",
        "https://example.vn/#a",
        "--- ... ~ '\"",
    ] {
        let paper: String = pages(&everywhere(text)).iter().map(|page| bare_page(page)).collect();
        // The frame prints some of its texts in upper case, or with a capital.
        let times = paper.to_lowercase().matches(&bare(text).to_lowercase()).count();
        assert!(times >= TIMES, "{text}: {times} times in {paper}");
    }
}

#[test]
fn what_would_take_minutes_is_refused() {
    let mut builder = Builder::new(Frame::default());
    builder.block(PARAGRAPH, &[Piece::plain("a ".repeat(MAX_TEXT_BYTES))], None);
    let document = builder.finish();
    let refused = pdf(&document, Form::for_date(&document.frame.date));
    assert!(matches!(refused, Err(PdfError::TooLarge { parts: 2, .. })), "{refused:?}");

    // One wide row makes every other row as wide.
    let mut rows = vec![vec![Vec::new(); 1_000]];
    rows.resize(1_000, vec![Vec::new()]);
    let mut builder = Builder::new(Frame::default());
    builder.table(0, &rows, None);
    let document = builder.finish();
    let refused = pdf(&document, Form::for_date(&document.frame.date));
    assert!(matches!(refused, Err(PdfError::TooLarge { parts: 1_000_001, .. })), "{refused:?}");
}

/// Letters with the invisible ones left out, which shaping may drop.
fn visible(text: &str) -> Vec<char> {
    let mut letters: Vec<char> = text.chars().filter(|letter| letter.is_alphanumeric()).collect();
    letters.sort_unstable();
    letters
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_printed_whole(text in "\\PC{0,40}|[#$*_=`<>@\\\\/\"'\\[\\]{}() a-zđ\u{1ea1}-\u{1ef9}\n\t]{0,60}") {
        // A letter without a glyph may come apart into several pieces that all claim it, and so may one with a mark
        // that no face joins to it.
        let has_glyph = |letter: char| FONTS.faces[0].info().coverage.contains(letter as u32);
        let marks = '\u{300}'..='\u{36f}';
        let text: String = text.chars().filter(|letter| has_glyph(*letter) && !marks.contains(letter)).collect();
        let mut builder = Builder::new(Frame::default());
        builder.block(PARAGRAPH, &[Piece::plain(text.as_str())], None);
        let paper: String = pages(&builder.finish()).iter().flatten().map(|placed| placed.text.as_str()).collect();
        prop_assert_eq!(visible(&paper), visible(&text));
    }

    #[test]
    fn any_text_anywhere_makes_a_pdf(text in ".{0,60}") {
        let document = everywhere(&text);
        prop_assert!(pdf(&document, Form::for_date(&document.frame.date)).is_ok());
    }

    #[test]
    fn long_words_stay_inside_the_margins(text in "[A-Za-zđ\u{1ea1}-\u{1ef9}]{40,400}") {
        let mut builder = Builder::new(Frame::default());
        builder.block(PARAGRAPH, &[Piece::plain(text.as_str())], None);
        for placed in pages(&builder.finish()).iter().flatten() {
            prop_assert!(placed.right <= Abs::mm(195.5), "{} ends at {:?}", placed.text, placed.right);
        }
    }
}
