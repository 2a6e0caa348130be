//! The end of a document: recipients and signature.

use std::ops::Range;

use crate::frame::{Frame, Signer};
use crate::structure::annex;
use crate::structure::frame_head::clean;
use crate::structure::frame_lines::{is_contact, is_typist};
use crate::structure::label;
use crate::structure::letter_case::{is_capitalised, is_upper};
use crate::structure::part::{Grid, Part};

/// Reads recipients and signature into the frame; the parts they take.
pub(crate) fn read(parts: &[Part], from: usize, frame: &mut Frame) -> Range<usize> {
    let marked = (from..parts.len()).find(|index| parts.get(*index).is_some_and(names_recipients));
    let start = match marked {
        Some(index) => signature_before(parts, from, index),
        // Without recipients a signature stands at the very end, or before the annexes.
        None => match lines_before(parts, from, annex::first(parts, from)) {
            Some(index) => index,
            None => return parts.len()..parts.len(),
        },
    };
    let mut reader = Reader::default();
    let mut end = start;
    for (index, part) in parts.iter().enumerate().skip(start) {
        if !reader.take_part(part) {
            break;
        }
        end = index + 1;
    }
    // A list of recipients without a signature, or with one too short to tell, is still the end.
    frame.recipients = reader.recipients.iter().map(|recipient| clean(recipient).to_owned()).collect();
    frame.recipients.retain(|recipient| !recipient.is_empty());
    frame.signer = signer(&reader.signature, reader.name);
    frame.typist = reader.typist;
    frame.contact = reader.contact;
    start..end
}

#[derive(Default)]
struct Reader {
    in_recipients: bool,
    signature: Vec<String>,
    name: Option<String>,
    recipients: Vec<String>,
    typist: Option<String>,
    contact: Option<String>,
}

impl Reader {
    fn take_part(&mut self, part: &Part) -> bool {
        match part {
            Part::Paragraph(paragraph) => {
                let text = paragraph.text();
                let (left, right) = split_columns(text.trim());
                let taken = self.take(left);
                if let Some(right) = right {
                    self.take(right);
                }
                taken
            }
            Part::Table(grid) => self.take_grid(grid),
        }
    }

    fn take_grid(&mut self, grid: &Grid) -> bool {
        let width = grid.rows.iter().map(Vec::len).max().unwrap_or_default();
        if self.name.is_some() || width > 4 {
            return false;
        }
        let mut any = false;
        for column in 0..width {
            for paragraph in grid.rows.iter().filter_map(|row| row.get(column)).flatten() {
                let text = paragraph.text();
                if !text.trim().is_empty() {
                    any |= self.take(text.trim());
                }
            }
        }
        any
    }

    fn take(&mut self, line: &str) -> bool {
        if let Some(rest) = recipients_mark(line) {
            self.in_recipients = true;
            if !rest.is_empty() {
                self.recipient(rest);
            }
            return self.recipients.len() < 2 || rest.is_empty();
        }
        if is_signed_note(line) {
            return true;
        }
        let begun = self.in_recipients || !self.signature.is_empty();
        if begun && self.typist.is_none() && is_typist(line) {
            self.typist = Some(line.trim().to_owned());
            return true;
        }
        if begun && self.contact.is_none() && is_contact(line) {
            self.contact = Some(tt_text::one_line(line));
            return true;
        }
        if is_post(line) {
            // A post below the name (`PHÓ GIÁM ĐỐC SỞ …` under the head of a team) is no part of the signing form.
            if self.name.is_none() {
                self.signature.push(line.trim().to_owned());
            }
            return true;
        }
        if self.name.is_none() && !self.signature.is_empty() && is_name(line) {
            self.name = Some(tt_text::one_line(line));
            return true;
        }
        // Once the signature has begun, only a listed line can still be a recipient (two columns side by side).
        let listed = line.starts_with(['-', '+']);
        self.in_recipients && (listed || self.signature.is_empty() && self.name.is_none()) && self.recipient(line)
    }

    fn recipient(&mut self, line: &str) -> bool {
        let label = label::parse(line);
        if label.as_ref().is_some_and(label::Label::is_bullet) || self.recipients.is_empty() {
            let text = label.and_then(|label| line.get(label.end..)).unwrap_or(line);
            self.recipients.push(text.trim().to_owned());
            return true;
        }
        let Some(last) = self.recipients.last_mut() else { return false };
        if label.is_some() || line.len() > 200 || is_upper(line) {
            return false;
        }
        if last.ends_with([';', '.']) {
            self.recipients.push(line.trim().to_owned());
        } else {
            last.push(' ');
            last.push_str(line.trim());
        }
        true
    }
}

fn names_recipients(part: &Part) -> bool {
    match part {
        Part::Paragraph(paragraph) => {
            let text = paragraph.text();
            recipients_mark(text.trim()).is_some()
        }
        Part::Table(grid) => {
            grid.rows.iter().flatten().flatten().any(|cell| recipients_mark(cell.text().trim()).is_some())
        }
    }
}

/// What follows `Nơi nhận` at the head of a line.
fn recipients_mark(line: &str) -> Option<&str> {
    let rest = ["Nơi nhận", "Nơi gửi", "NƠI NHẬN"].iter().find_map(|mark| line.strip_prefix(mark))?;
    let after = rest.trim_start();
    (after.is_empty() || after.starts_with([':', '.', '-'])).then(|| after.trim_start_matches([':', '.', ' ', '\t']))
}

/// A line of two columns: recipients on the left, signature on the right, a tab or a wide gap between.
fn split_columns(line: &str) -> (&str, Option<&str>) {
    let gaps = line.match_indices('\t').map(|(at, _)| at).chain(line.match_indices("   ").map(|(at, _)| at));
    for at in gaps {
        let left = line.get(..at).unwrap_or_default().trim_end();
        let right = line.get(at..).unwrap_or_default().trim();
        if !left.is_empty()
            && (is_post(right) || is_name(right) && !left.ends_with(':') || recipients_mark(left).is_some())
        {
            return (left, Some(right));
        }
    }
    (line, None)
}

/// A line of a signing form: `KT. GIÁM ĐỐC`, `GIÁM ĐỐC`, `TM. ỦY BAN NHÂN DÂN`.
fn is_post(line: &str) -> bool {
    let line = line.trim();
    line.chars().nth(90).is_none()
        && is_upper(line)
        && label::parse(line).is_none_or(|_| capacity(line))
        && !is_annex(line)
        && line.split_whitespace().count() <= 14
        && !line.chars().any(|c| c.is_ascii_digit())
}

fn is_annex(line: &str) -> bool {
    ["PHỤ LỤC", "BIỂU", "DANH SÁCH", "DANH MỤC", "BẢNG", "MẪU"].iter().any(|word| line.starts_with(word))
}

/// Whether a line of a signing form says on whose behalf one signs.
fn capacity(line: &str) -> bool {
    ["TM.", "KT.", "TL.", "TUQ.", "Q.", "T/M", "K/T", "T/L", "TM ", "KT ", "TL ", "TUQ "]
        .iter()
        .any(|mark| line.starts_with(mark))
}

/// `(Đã ký)` and the like.
fn is_signed_note(line: &str) -> bool {
    let lower = line.to_lowercase();
    line.len() < 60 && (lower.contains("đã ký") || lower.contains("ký, đóng dấu") || lower.contains("ký tên"))
}

/// A full name: two to six capitalised words, perhaps after a degree.
fn is_name(line: &str) -> bool {
    let line = line.trim();
    if line.chars().nth(45).is_some() || line.ends_with([':', ';', ',', '.']) {
        return false;
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    let degree = words.first().is_some_and(|word| word.ends_with('.'));
    let named = words.get(usize::from(degree)..).unwrap_or_default();
    (2..=6).contains(&named.len()) && named.iter().all(|word| word.split('-').all(is_capitalised))
}

/// Where a signature that stands before the recipients starts.
fn signature_before(parts: &[Part], from: usize, marked: usize) -> usize {
    let Some(start) = lines_before(parts, from, marked) else { return marked };
    start
}

/// Walks back from `end` over a name and the posts above it; a table may hold them too, with nothing beside them.
fn lines_before(parts: &[Part], from: usize, end: usize) -> Option<usize> {
    let last = end.checked_sub(1).filter(|index| *index >= from)?;
    if let Some(Part::Table(grid)) = parts.get(last) {
        return is_signature(grid).then_some(last);
    }
    let line = |index: usize| match parts.get(index) {
        Some(Part::Paragraph(paragraph)) => Some(paragraph.text()),
        _ => None,
    };
    let mut index = end.checked_sub(1).filter(|index| *index >= from)?;
    if !is_name(line(index)?.trim()) {
        return None;
    }
    let mut start = None;
    while index > from && start.is_none_or(|start| index == start) {
        let above = index - 1;
        let text = line(above)?;
        if is_post(text.trim()) || is_signed_note(&text) {
            start = Some(above);
            index = above;
        } else {
            break;
        }
    }
    start
}

/// Whether a table of one row holds a signature alone: posts, and a name below them.
fn is_signature(grid: &Grid) -> bool {
    let [row] = grid.rows.as_slice() else { return false };
    let lines: Vec<String> = row.iter().flatten().map(|paragraph| paragraph.text().trim().to_owned()).collect();
    let lines: Vec<&String> = lines.iter().filter(|line| !line.is_empty() && !is_signed_note(line)).collect();
    let posts = lines.iter().take_while(|line| is_post(line)).count();
    posts > 0 && matches!(lines.get(posts..), Some([] | [_])) && lines.get(posts).is_none_or(|name| is_name(name))
}

/// Splits the lines of a signing form: the last one is the position, those before it say on whose behalf.
fn signer(lines: &[String], name: Option<String>) -> Signer {
    let Some((position, before)) = lines.split_last() else { return Signer { name, ..Signer::default() } };
    if before.is_empty() && capacity(position) && !position.starts_with("Q.") {
        return Signer { capacity: Some(position.clone()), position: None, name };
    }
    let capacity = before.join("\n");
    Signer { capacity: (!capacity.is_empty()).then_some(capacity), position: Some(position.clone()), name }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::structure::part::Paragraph;

    fn read_lines(lines: &[&str]) -> (Frame, Range<usize>) {
        let parts: Vec<Part> = lines.iter().map(|line| Part::Paragraph(Paragraph::plain(line, None))).collect();
        let mut frame = Frame::default();
        let range = read(&parts, 0, &mut frame);
        (frame, range)
    }

    #[test]
    fn recipients_then_signature_then_an_annex() {
        let (frame, range) = read_lines(&[
            "Trên đây là báo cáo của Sở./.",
            "Nơi nhận:",
            "- Như trên;",
            "- Lãnh đạo Sở;",
            "- Lưu: VT, NVY (Hà).",
            "KT. GIÁM ĐỐC",
            "PHÓ GIÁM ĐỐC",
            "Lò Thị Mai",
            "PHỤ LỤC: DANH SÁCH CÁC ĐƠN VỊ",
        ]);
        assert_eq!(range, 1..8);
        assert_eq!(frame.recipients, ["Như trên", "Lãnh đạo Sở", "Lưu: VT, NVY (Hà)"]);
        assert_eq!(frame.signer.capacity.as_deref(), Some("KT. GIÁM ĐỐC"));
        assert_eq!(frame.signer.position.as_deref(), Some("PHÓ GIÁM ĐỐC"));
        assert_eq!(frame.signer.name.as_deref(), Some("Lò Thị Mai"));
    }

    #[test]
    fn signature_before_the_recipients() {
        let (frame, range) = read_lines(&[
            "Nội dung.",
            "TM. ỦY BAN NHÂN DÂN",
            "CHỦ TỊCH",
            "(Đã ký)",
            "Vàng Seo Páo",
            "Nơi nhận:",
            "- Như Điều 3;",
            "- Lưu VT.",
        ]);
        assert_eq!(range, 1..8);
        assert_eq!(frame.signer.capacity.as_deref(), Some("TM. ỦY BAN NHÂN DÂN"));
        assert_eq!(frame.signer.name.as_deref(), Some("Vàng Seo Páo"));
        assert_eq!(frame.recipients, ["Như Điều 3", "Lưu VT"]);
    }

    #[test]
    fn two_columns_on_one_line() {
        let (frame, _) = read_lines(&["Nội dung.", "Nơi nhận:\tGIÁM ĐỐC", "- Như trên;", "- Lưu: VT.\tLò Thị Mai"]);
        assert_eq!(frame.signer.position.as_deref(), Some("GIÁM ĐỐC"));
        assert_eq!(frame.signer.name.as_deref(), Some("Lò Thị Mai"));
        assert_eq!(frame.recipients, ["Như trên", "Lưu: VT"]);
    }

    #[test]
    fn a_signature_alone_and_none() {
        let (frame, range) = read_lines(&["Nội dung.", "GIÁM ĐỐC", "Lò Thị Mai"]);
        assert_eq!((range, frame.signer.position.as_deref()), (1..3, Some("GIÁM ĐỐC")));
        assert_eq!(read_lines(&["Nội dung.", "Hết."]).1, 2..2);
    }
}
