//! Widths and alignment of the columns of a table, worked out from what its cells hold.

use tt_document::Document;
use tt_document::model::Table;

use crate::form::{Form, Type};
use crate::length::Length;
use crate::measure::line_width;

/// How a column of a table is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its width; the columns together fill the text width.
    pub width: Length,
    /// How its cells, the head apart, are set.
    pub set: Set,
}

/// Where in its cell a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Set {
    /// Words.
    Left,
    /// Numbers of the rows (`TT`) and dates: every filled cell holds one.
    Middle,
    /// Numbers: every filled cell holds one.
    Right,
}

/// Room left and right of a cell's text, together.
const PADDING: Length = Length::tenths_of_millimetre(40);

/// Widest a column of text is wished to be; what is longer is set in several lines.
const WIDEST_WISH: Length = Length::millimetres(45);

/// The columns of a table that fills this width, as many as its longest row has cells.
pub fn columns(document: &Document, table: &Table, form: &Form, width: Length) -> Vec<Column> {
    let wanted = all_wanted(document, table, form);
    let widths = share(width, &wanted);
    widths.into_iter().zip(wanted).map(|(width, wanted)| Column { width, set: wanted.set }).collect()
}

/// The width a table would like to have, long texts in several lines.
pub(crate) fn wanted_width(document: &Document, table: &Table, form: &Form) -> Length {
    let wish = |column: &Wanted| column.most.min(WIDEST_WISH.twips()).max(column.least);
    let wanted = all_wanted(document, table, form);
    wanted.iter().map(wish).map(Length::twips_of).fold(Length::points(0), std::ops::Add::add)
}

/// A cell of the row that numbers the columns: `(1)`; it stands in the middle.
pub fn is_column_number(text: &str) -> bool {
    let inside = text.trim().strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    inside.is_some_and(|inside| (1..=2).contains(&inside.len()) && inside.bytes().all(|byte| byte.is_ascii_digit()))
}

fn all_wanted(document: &Document, table: &Table, form: &Form) -> Vec<Wanted> {
    let count = table.rows.iter().map(Vec::len).max().unwrap_or_default();
    (0..count).map(|index| wanted(document, table, index, form.table)).collect()
}

/// What a column would like to have, in twips.
struct Wanted {
    /// Its longest word.
    least: u32,
    /// Its longest cell on one line.
    most: u32,
    /// What it is given before long texts share the rest: its longest cell on one line, its head on two.
    short: u32,
    set: Set,
}

fn wanted(document: &Document, table: &Table, column: usize, style: Type) -> Wanted {
    let mut wanted = Wanted { least: 0, most: 0, short: 0, set: Set::Left };
    let (mut filled, mut numbers, mut dates, mut counts_rows) = (false, true, true, false);
    for (row, cells) in table.rows.iter().enumerate() {
        let head = row < table.head_rows;
        let text = cells.get(column).map(|span| document.slice(*span)).unwrap_or_default();
        let style = if head { Type { bold: true, ..style } } else { style };
        let width = |text: &str| (line_width(text, style).twips()).saturating_add(PADDING.twips());
        wanted.least = wanted.least.max(text.split_whitespace().map(width).max().unwrap_or_default());
        let whole = width(text);
        wanted.most = wanted.most.max(whole);
        wanted.short = wanted.short.max(if head { whole / 2 } else { whole });
        counts_rows |= head && matches!(text.trim(), "TT" | "STT" | "Số TT");
        // A stroke says that nothing is known; it stands with the numbers.
        if !head && !text.is_empty() && !matches!(text.trim(), "–" | "-") && !is_column_number(text) {
            filled = true;
            numbers &= is_number(text);
            dates &= is_date(text);
        }
    }
    wanted.set = match filled {
        true if dates || (numbers && counts_rows) => Set::Middle,
        true if numbers => Set::Right,
        _ => Set::Left,
    };
    wanted
}

/// `31/12/2019`, `7/2019`.
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.trim().split('/').collect();
    matches!(parts.len(), 2 | 3)
        && parts.iter().all(|part| (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit()))
        && parts.last().is_some_and(|year| year.len() == 4)
}

fn is_number(text: &str) -> bool {
    let text = text.strip_prefix("ước ").unwrap_or(text);
    text.contains(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| {
            c.is_ascii_digit() || matches!(c, '.' | ',' | '%' | '-' | '\u{2212}' | '+' | '–' | '/' | ' ' | '(' | ')')
        })
}

/// Gives each column its longest word, then short cells a line of their own, then what is left in proportion to what each
/// still wants.
fn share(room: Length, wanted: &[Wanted]) -> Vec<Length> {
    let room = u64::from(room.twips());
    let sum = |part: fn(&Wanted) -> u32| wanted.iter().map(|wanted| u64::from(part(wanted))).sum::<u64>();
    let least = sum(|wanted| wanted.least);
    let mut widths: Vec<u64> = wanted.iter().map(|column| u64::from(column.least)).collect();
    if least > room {
        widths = widths.iter().map(|own| own * room / least).collect();
    }
    let any_long = wanted.iter().any(|column| column.most > WIDEST_WISH.twips());
    let goals: [fn(&Wanted) -> u32; 2] =
        [|column| column.least.max(column.short.min(WIDEST_WISH.twips())), |column| column.most];
    for (stage, goal) in goals.into_iter().enumerate() {
        let rest = room.saturating_sub(widths.iter().sum());
        // Short cells leave room for the long texts beside them.
        let rest = if any_long && stage == 0 { rest * 2 / 3 } else { rest };
        let wishes: Vec<u64> =
            wanted.iter().zip(&widths).map(|(column, own)| u64::from(goal(column)).saturating_sub(*own)).collect();
        let wish: u64 = wishes.iter().sum();
        for (own, more) in widths.iter_mut().zip(wishes) {
            *own += if wish > rest { rest * more / wish } else { more };
        }
    }
    // Where all is on one line, columns grow alike.
    let (rest, whole) = (room.saturating_sub(widths.iter().sum()), widths.iter().sum::<u64>().max(1));
    for own in &mut widths {
        *own += rest * *own / whole;
    }
    // What the divisions dropped goes to the last column, so that the table fills the line.
    let spare = room.saturating_sub(widths.iter().sum());
    if let Some(last) = widths.last_mut() {
        *last += spare;
    }
    widths.into_iter().map(|twips| Length::twips_of(u32::try_from(twips).unwrap_or(u32::MAX))).collect()
}

#[cfg(test)]
mod tests {
    use tt_document::build::{Builder, Piece};
    use tt_document::{BlockKind, Frame};

    use super::*;
    use crate::form::DECREE_30_2020;

    fn laid_out(rows: &[&[&str]]) -> Vec<Column> {
        let rows: Vec<Vec<Vec<Piece>>> =
            rows.iter().map(|row| row.iter().map(|cell| vec![Piece::plain(*cell)]).collect()).collect();
        let mut builder = Builder::new(Frame::default());
        builder.table(1, &rows, None);
        let document = builder.finish();
        let Some(BlockKind::Table(table)) = document.blocks.first().map(|block| block.kind.clone()) else {
            panic!("no table");
        };
        columns(&document, &table, &DECREE_30_2020, DECREE_30_2020.page.text_width())
    }

    #[test]
    fn columns_fill_the_line_and_know_numbers() {
        let columns = laid_out(&[
            &["STT", "Tên chợ nông thôn được giao quản lý, khai thác trong năm", "Kinh phí"],
            &["1", "Chợ Ba Xã, xã Tân Đoàn, huyện Văn Quan", "1.250,5"],
            &["2", "Chợ Bãi", ""],
            &["3", "Chợ Ngã Tư", "–"],
            &["4", "Chợ Bản Lìm", "ước \u{2212}2,5"],
        ]);
        let set: Vec<Set> = columns.iter().map(|column| column.set).collect();
        assert_eq!(set, [Set::Middle, Set::Left, Set::Right]);
        let sum: u32 = columns.iter().map(|column| column.width.twips()).sum();
        assert_eq!(sum, DECREE_30_2020.page.text_width().twips());
        assert!(columns[0].width < columns[2].width && columns[2].width < columns[1].width);
    }

    #[test]
    fn the_row_that_numbers_the_columns_is_known() {
        assert!(is_column_number("(1)") && is_column_number("(12)"));
        assert!(!is_column_number("()") && !is_column_number("(a)") && !is_column_number("1"));
        let columns = laid_out(&[&["Tên", "Số"], &["(1)", "(2)"], &["Chợ Bãi", "05"]]);
        assert_eq!(columns.iter().map(|column| column.set).collect::<Vec<_>>(), [Set::Left, Set::Right]);
    }

    #[test]
    fn dates_stand_in_the_middle_and_ratios_to_the_right() {
        let columns = laid_out(&[&["Hạn", "Đạt", "Tháng"], &["31/12/2019", "12/12", "7/2019"], &["", "9/12", "–"]]);
        assert_eq!(columns.iter().map(|column| column.set).collect::<Vec<_>>(), [Set::Middle, Set::Right, Set::Middle]);
    }

    #[test]
    fn a_short_cell_beside_long_texts_keeps_its_line() {
        let long =
            "Tiếp tục phối hợp với các ngành rà soát quy hoạch phát triển cụm công nghiệp trên địa bàn. ".repeat(5);
        let columns = laid_out(&[&["Nhiệm vụ", "Tự đánh giá"], &[&long, "Hoàn thành tốt"]]);
        let line = line_width("Hoàn thành tốt", DECREE_30_2020.table);
        assert!(columns[1].width >= line, "{:?} for {line:?}", columns[1].width);
    }

    #[test]
    fn words_wider_than_the_page_still_share_it() {
        let long = "x".repeat(200);
        let columns = laid_out(&[&[&long, &long, &long, &long]]);
        let sum: u32 = columns.iter().map(|column| column.width.twips()).sum();
        assert_eq!(sum, DECREE_30_2020.page.text_width().twips());
    }
}
