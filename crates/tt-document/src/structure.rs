//! From loose parts to a Document: what belongs to the frame, what is a heading, a list item, a table.
//!
//! Every reader ends here, so a text and a DOCX of the same content give the same document.

pub(crate) mod agency;
mod annex;
mod frame_head;
mod frame_lines;
mod frame_tail;
mod issuer;
pub(crate) mod label;
pub(crate) mod letter_case;
mod part;

use crate::build::{Builder, Piece};
use crate::drawing::Picture;
use crate::model::{BlockKind, Document};

pub(crate) use agency::{name_end as agency_name_end, starts_name as starts_agency_name};
pub(crate) use frame_lines::{is_contact, kind_line, number_line};
pub(crate) use letter_case::{capitalise, title_case};
pub(crate) use part::{Grid, Paragraph, Part, Style};

use annex::AnnexLine;
use label::{Label, Levels};
use letter_case::is_upper;

/// Builds the document of these parts, which stand in reading order, and of its footnotes.
pub(crate) fn assemble(parts: &[Part], notes: Vec<(u32, Vec<Piece>)>) -> Document {
    let head = frame_head::read(parts);
    let mut frame = head.frame;
    let tail = frame_tail::read(parts, head.parts, &mut frame);
    frame.issuer = issuer::full_name(&mut frame, &head.agencies, parts);
    let has_kind = frame.kind.is_some();
    let mut builder = Builder::new(frame);
    let annexes = annex::lines(parts, head.parts, &tail, has_kind);
    let kinds = body_kinds(parts, &annexes, |index| index < head.parts || tail.contains(&index));
    for (index, (part, kind)) in parts.iter().zip(kinds).enumerate() {
        match (part, kind) {
            (Part::Paragraph(paragraph), Some(kind)) => emit(&mut builder, kind, paragraph),
            (Part::Paragraph(paragraph), None) => emit(&mut builder, BlockKind::Frame, paragraph),
            (Part::Table(grid), _) if index < head.parts || tail.contains(&index) => {
                emit_frame_rows(&mut builder, grid);
            }
            (Part::Table(grid), _) => emit_table(&mut builder, grid),
        }
    }
    for (number, pieces) in notes {
        builder.note(number, pieces);
    }
    builder.finish()
}

/// What each paragraph is; `None` for frame lines and for tables.
fn body_kinds(
    parts: &[Part],
    annexes: &[Option<AnnexLine>],
    is_frame: impl Fn(usize) -> bool,
) -> Vec<Option<BlockKind>> {
    let in_annex_head = |index: usize| annexes.get(index).copied().flatten();
    let in_frame = |index: usize| is_frame(index) || in_annex_head(index).is_some();
    let texts: Vec<Option<String>> = parts
        .iter()
        .enumerate()
        .map(|(index, part)| match part {
            Part::Paragraph(paragraph) if !in_frame(index) => Some(paragraph.text()),
            _ => None,
        })
        .collect();
    let labels: Vec<Option<Label>> = texts.iter().map(|text| text.as_deref().and_then(label::parse)).collect();
    let mut levels = Levels::default();
    let mut kinds = Vec::with_capacity(parts.len());
    for (index, part) in parts.iter().enumerate() {
        let (Part::Paragraph(paragraph), Some(text)) = (part, texts.get(index).and_then(Option::as_deref)) else {
            let opens = in_annex_head(index) == Some(AnnexLine::Label);
            if opens {
                levels.reset();
            }
            kinds.push(opens.then_some(BlockKind::Annex { lying: false }));
            continue;
        };
        let own = labels.get(index).and_then(Option::as_ref);
        let next = labels.get(index + 1).and_then(Option::as_ref);
        let previous = index.checked_sub(1).and_then(|before| labels.get(before)).and_then(Option::as_ref);
        let is_last = index + 1 == parts.len() || in_frame(index + 1);
        kinds.push(Some(kind_of(paragraph, text, own, &Around { previous, next, is_last }, &mut levels)));
    }
    kinds
}

/// What stands beside a paragraph.
struct Around<'a> {
    previous: Option<&'a Label>,
    next: Option<&'a Label>,
    is_last: bool,
}

fn kind_of(
    paragraph: &Paragraph,
    text: &str,
    label: Option<&Label>,
    around: &Around<'_>,
    levels: &mut Levels,
) -> BlockKind {
    if let Some(description) = &paragraph.picture {
        return BlockKind::Picture(Box::new(Picture { description: description.clone(), drawing: None }));
    }
    let Some(label) = label else {
        return match unlabelled_level(paragraph, text, levels) {
            Some(level) => BlockKind::Heading { level, label: None },
            None => BlockKind::Paragraph { label: None },
        };
    };
    if label.is_bullet() {
        return BlockKind::Item { marker: label.text.clone() };
    }
    let level = levels.enter(label.rank);
    let title = text.get(label.end..).unwrap_or_default().trim();
    let opens = around.next.is_some_and(|next| next.rank > label.rank);
    let listed = around.next.is_some_and(|next| next.follows(label))
        || around.previous.is_some_and(|before| label.follows(before));
    let heading = match paragraph.style {
        Style::Heading(_) => true,
        Style::Body | Style::Annex => false,
        Style::Unknown => {
            looks_like_title(title, paragraph)
                && (is_upper(title) || title.ends_with(':') || opens || !(listed || around.is_last))
        }
    };
    if heading {
        BlockKind::Heading { level, label: Some(label.text.clone()) }
    } else {
        BlockKind::Paragraph { label: Some(label.text.clone()) }
    }
}

/// Longest title of a heading, in bytes: about three printed lines.
const LONGEST_TITLE: usize = 420;

/// Whether the text after a label reads as a title: one short clause without the end of a sentence.
fn looks_like_title(title: &str, paragraph: &Paragraph) -> bool {
    if title.is_empty() {
        return true;
    }
    if title.len() > LONGEST_TITLE || title.ends_with([';', ',']) || title.contains(". ") && !is_upper(title) {
        return false;
    }
    !title.ends_with('.') || is_upper(title) || paragraph.is_strong() && title.len() < 200
}

/// Level of an unnumbered heading; `None` for a plain paragraph.
fn unlabelled_level(paragraph: &Paragraph, text: &str, levels: &mut Levels) -> Option<u8> {
    match paragraph.style {
        Style::Heading(level) => return Some(level.max(1)),
        Style::Body | Style::Annex => return None,
        Style::Unknown => {}
    }
    let text = text.trim();
    if text.len() <= LONGEST_TITLE && is_upper(text) && text.chars().filter(|c| c.is_alphabetic()).count() >= 4 {
        levels.reset();
        return Some(1);
    }
    let short = text.len() <= 200 && !text.ends_with(['.', ';', ',']);
    (short && paragraph.is_strong()).then(|| levels.inner())
}

fn emit(builder: &mut Builder, kind: BlockKind, paragraph: &Paragraph) {
    let start = builder.offset();
    let pieces = plain_blanks(&paragraph.pieces);
    builder.block(kind, &pieces, paragraph.source);
    for (offset, line) in &paragraph.joins {
        builder.source(start + offset, *line);
    }
}

fn emit_frame_rows(builder: &mut Builder, grid: &Grid) {
    for paragraph in grid.rows.iter().flatten().flatten().filter(|paragraph| !paragraph.text().trim().is_empty()) {
        emit(builder, BlockKind::Frame, paragraph);
    }
}

fn emit_table(builder: &mut Builder, grid: &Grid) {
    let rows: Vec<Vec<Vec<Piece>>> =
        grid.rows.iter().map(|row| row.iter().map(|cell| cell_pieces(cell)).collect()).collect();
    let head = grid.head_rows.unwrap_or_else(|| guessed_head_rows(grid));
    builder.table(head.min(rows.len()), &rows, grid.source);
}

/// A cell's paragraphs on one line.
fn cell_pieces(cell: &[Paragraph]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for paragraph in cell {
        if !pieces.is_empty() {
            pieces.push(Piece::plain(" "));
        }
        pieces.extend(plain_blanks(&paragraph.pieces));
    }
    pieces
}

/// How many leading rows name the columns: rows that repeat the first cell of the first (a head of two rows with merged
/// cells), and a row of column numbers. A table of one row has no head.
fn guessed_head_rows(grid: &Grid) -> usize {
    let first_cell = |row: &Vec<Vec<Paragraph>>| row.first().and_then(|cell| cell.first()).map(Paragraph::text);
    let Some(first) = grid.rows.first() else { return 0 };
    if grid.rows.len() < 2 || first.len() < 2 {
        return 0;
    }
    let name = first_cell(first);
    let mut head = grid.rows.iter().take_while(|row| first_cell(row) == name).count();
    let is_numbers = |row: &Vec<Vec<Paragraph>>| {
        row.iter().flatten().all(|cell| {
            let text = cell.text();
            let inner = text.trim().trim_start_matches('(').trim_end_matches(')');
            inner.len() <= 2 && inner.chars().all(char::is_alphanumeric)
        })
    };
    if grid.rows.get(head).is_some_and(|row| row.iter().flatten().count() > 1 && is_numbers(row)) {
        head += 1;
    }
    if head == grid.rows.len() { 1 } else { head }
}

/// Tabs served to see columns; in the document they are blanks.
fn plain_blanks(pieces: &[Piece]) -> Vec<Piece> {
    pieces.iter().map(|piece| Piece { text: piece.text.replace(['\t', '\n'], " "), ..piece.clone() }).collect()
}
