//! A paragraph being read: pieces gathered and joined, then cut into lines and cleaned.

use tt_text::normalize;

use crate::build::Piece;
use crate::model::RunRole;
use crate::read::docx::properties::ParagraphProperties;
use crate::structure::{Paragraph, Style};

/// Stands for a line break inside a paragraph while it is being read.
const LINE_BREAK: char = '\n';

/// A paragraph being read.
#[derive(Debug, Default)]
pub(super) struct Open {
    pub(super) pieces: Vec<Piece>,
    pub(super) properties: ParagraphProperties,
    /// Its number in the source, from 1.
    pub(super) number: u32,
    /// What the picture in it shows.
    pub(super) picture: Option<String>,
}

impl Open {
    /// Adds text of this look, to the last piece if that looks the same.
    pub(super) fn push(&mut self, piece: Piece) {
        match self.pieces.last_mut() {
            Some(last) if alike(last, &piece) => last.text.push_str(&piece.text),
            _ => self.pieces.push(piece),
        }
    }

    /// Puts a label before the text.
    pub(super) fn label(&mut self, label: Piece) {
        self.pieces.insert(0, label);
        if let [first, second, ..] = self.pieces.as_mut_slice()
            && alike(first, second)
        {
            first.text.push_str(&std::mem::take(&mut second.text));
            self.pieces.remove(1);
        }
    }

    /// Whether nothing of it would be seen.
    pub(super) fn is_blank(&self) -> bool {
        self.pieces.iter().all(|piece| piece.text.trim().is_empty())
    }

    /// The finished lines: one, or several where line breaks part what are paragraphs in all but name.
    pub(super) fn finish(self, style: Style, parted: bool) -> Vec<Paragraph> {
        // A heading is one, however many lines it takes.
        let lines = match style {
            Style::Heading(_) | Style::Annex => vec![unbroken(normal(self.pieces))],
            Style::Body | Style::Unknown => lines(normal(self.pieces), parted),
        };
        let mut picture = self.picture;
        let paragraph = |pieces| Paragraph {
            pieces,
            source: Some(self.number),
            style,
            picture: picture.take(),
            ..Paragraph::default()
        };
        lines.into_iter().map(trimmed).filter(|pieces| !pieces.is_empty()).map(paragraph).collect()
    }
}

fn alike(left: &Piece, right: &Piece) -> bool {
    (left.strong, left.emphasis) == (right.strong, right.emphasis)
        && left.role == right.role
        && !matches!(left.role, RunRole::NoteMark(_))
}

/// Every piece in normal form. A mark that stands at the head of a piece goes to the letter it belongs to.
pub(super) fn normal(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::with_capacity(pieces.len());
    for mut piece in pieces {
        let marks: String = piece.text.chars().take_while(|c| ('\u{300}'..='\u{36f}').contains(c)).collect();
        if let Some(last) = out.last_mut().filter(|_| !marks.is_empty()) {
            last.text.push_str(&marks);
            last.text = normalize(&last.text);
            piece.text.drain(..marks.len());
        }
        piece.text = normalize(&piece.text);
        if !piece.text.is_empty() {
            out.push(piece);
        }
    }
    out
}

/// Cuts pieces at line breaks, and joins with a blank the lines that merely continue the one before.
fn lines(pieces: Vec<Piece>, parted: bool) -> Vec<Vec<Piece>> {
    let mut lines = vec![Vec::new()];
    for piece in pieces {
        for (index, text) in piece.text.split(LINE_BREAK).enumerate() {
            if index > 0 {
                lines.push(Vec::new());
            }
            if let Some(line) = lines.last_mut().filter(|_| !text.is_empty()) {
                line.push(Piece { text: text.to_owned(), ..piece.clone() });
            }
        }
    }
    let mut joined: Vec<Vec<Piece>> = Vec::with_capacity(lines.len());
    for line in lines {
        match joined.last_mut() {
            Some(before) if !parted && continues(before, &line) => {
                before.push(Piece::plain(" "));
                before.extend(line);
            }
            _ => joined.push(line),
        }
    }
    joined
}

/// The pieces with blanks for their line breaks.
fn unbroken(mut pieces: Vec<Piece>) -> Vec<Piece> {
    for piece in &mut pieces {
        piece.text = piece.text.replace(LINE_BREAK, " ");
    }
    pieces
}

/// Whether a line goes on with the sentence of the line before: that has no end, and this no beginning.
fn continues(before: &[Piece], line: &[Piece]) -> bool {
    let last = before.iter().rev().find_map(|piece| piece.text.trim_end().chars().next_back());
    let first = line.iter().find_map(|piece| piece.text.trim_start().chars().next());
    last.is_some_and(|last| !matches!(last, '.' | ';' | ':' | '!' | '?'))
        && first.is_some_and(|first| first.is_lowercase() || first == '(')
}

/// Blanks at both ends taken off.
fn trimmed(mut pieces: Vec<Piece>) -> Vec<Piece> {
    while let Some(first) = pieces.first_mut() {
        first.text = first.text.trim_start().to_owned();
        if !first.text.is_empty() {
            break;
        }
        pieces.remove(0);
    }
    while let Some(last) = pieces.last_mut() {
        last.text.truncate(last.text.trim_end().len());
        if !last.text.is_empty() {
            break;
        }
        pieces.pop();
    }
    pieces
}

/// Digits of a raised run as the characters they would be in plain text; other raised text stays as it is.
pub(super) fn raised(text: &str) -> String {
    const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    if !text.chars().all(|c| c.is_ascii_digit()) {
        return text.to_owned();
    }
    text.bytes().filter_map(|digit| RAISED.get(usize::from(digit - b'0'))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pieces: &[&str], parted: bool) -> Vec<String> {
        let pieces = pieces.iter().map(|text| Piece { strong: text.starts_with('*'), ..Piece::plain(*text) }).collect();
        let open = Open { pieces, ..Open::default() };
        open.finish(Style::Unknown, parted).iter().map(Paragraph::text).collect()
    }

    #[test]
    fn a_break_inside_a_sentence_is_a_blank() {
        assert_eq!(read(&["về việc báo cáo\nkết quả thực hiện"], false), ["về việc báo cáo kết quả thực hiện"]);
        assert_eq!(read(&["Kết quả:\n- Đã họp;\n- Đã báo cáo."], false), ["Kết quả:", "- Đã họp;", "- Đã báo cáo."]);
    }

    #[test]
    fn lines_of_a_cell_stand_apart() {
        assert_eq!(read(&["UBND TỈNH\nsở công thương"], true), ["UBND TỈNH", "sở công thương"]);
    }

    #[test]
    fn a_mark_split_from_its_letter_comes_back() {
        assert_eq!(read(&["Qu\u{1b0}", "*"], false).len(), 1);
        let pieces = vec![Piece::plain("a"), Piece { strong: true, ..Piece::plain("\u{301}b") }];
        let texts: Vec<String> = normal(pieces).into_iter().map(|piece| piece.text).collect();
        assert_eq!(texts, ["á", "b"]);
    }
}
