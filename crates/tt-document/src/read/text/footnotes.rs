//! Footnotes: taken out of the flow of lines, so that what a page cut in two comes together again.

use super::join::Flow;
use super::lines::Line;

/// A footnote as found in the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Note {
    /// Its number as printed.
    pub(crate) number: u32,
    /// Its text without the mark, emphasis marks still in it.
    pub(crate) text: String,
}

/// Takes the footnotes out of the lines. Marks other than raised figures (`(1)`, `[1]`, a figure glued to a word) are
/// changed to raised figures where a footnote answers them.
pub(crate) fn take(lines: Vec<Line>, flow: Flow) -> (Vec<Line>, Vec<Note>) {
    let mut notes = Vec::new();
    let mut kept: Vec<Line> = Vec::with_capacity(lines.len());
    let mut pending_break = false;
    let mut in_note = false;
    let mut full = false;
    for mut line in lines {
        let text = line.text.trim();
        if let Some((number, rest)) = raised_or_bracketed(text).or_else(|| answered(text, &mut kept)) {
            notes.push(Note { number, text: rest.to_owned() });
            pending_break = true;
            in_note = true;
            full = flow.is_full(text);
            continue;
        }
        // A footnote wrapped over lines goes on until a blank line.
        if in_note && !line.gap && (full || text.starts_with(char::is_lowercase)) {
            full = flow.is_full(text);
            if let Some(note) = notes.last_mut() {
                note.text.push(' ');
                note.text.push_str(text);
            }
            continue;
        }
        in_note = false;
        line.page_break |= pending_break;
        line.gap |= pending_break;
        pending_break = false;
        kept.push(line);
    }
    (kept, notes)
}

/// `¹ Công văn …` or `[^1]: Công văn …`
fn raised_or_bracketed(text: &str) -> Option<(u32, &str)> {
    if let Some(inner) = text.strip_prefix("[^") {
        let (number, rest) = inner.split_once("]:")?;
        return Some((number.parse().ok()?, rest.trim()));
    }
    let (number, len) = superscript_number(text)?;
    let rest = text.get(len..)?.trim_start();
    (!rest.is_empty()).then_some((number, rest))
}

/// `(1) …`, `[1] …`, `1) …` or `1 …` where a mark of the same form is glued to a word shortly before. The mark is
/// changed to raised figures.
fn answered<'a>(text: &'a str, before: &mut [Line]) -> Option<(u32, &'a str)> {
    let bytes = text.as_bytes();
    let open = matches!(bytes.first(), Some(b'(' | b'['));
    let digits = bytes.iter().skip(usize::from(open)).take_while(|byte| byte.is_ascii_digit()).count();
    if digits == 0 || digits > 2 {
        return None;
    }
    let start = usize::from(open);
    let number: u32 = text.get(start..start + digits)?.parse().ok()?;
    let mut end = start + digits;
    let close = bytes.get(end).copied().filter(|byte| matches!(byte, b')' | b']'));
    end += usize::from(close.is_some());
    if open != (close == Some(b']') || open && close.is_some()) && open {
        return None;
    }
    let rest = text.get(end..)?;
    if !rest.starts_with(' ') || !rest.trim_start().starts_with(char::is_uppercase) || text.len() < 20 {
        return None;
    }
    let mark = text.get(..end)?;
    // A mark and its note share a page.
    let near = before.len().saturating_sub(15);
    for line in before.get_mut(near..)?.iter_mut().rev() {
        if let Some(at) = glued_mark(&line.text, mark) {
            line.text.replace_range(at..at + mark.len(), &raised(number));
            return Some((number, rest.trim()));
        }
    }
    None
}

/// Where a mark stands glued to the end of a word, and nothing glued after it.
fn glued_mark(line: &str, mark: &str) -> Option<usize> {
    line.match_indices(mark).map(|(at, _)| at).find(|at| {
        let before = line.get(..*at).unwrap_or_default();
        let after = line.get(at + mark.len()..).unwrap_or_default();
        let word = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        let long_word = word.chars().count() >= 2
            && !word.chars().all(char::is_uppercase)
            && !matches!(word, "Km" | "km" | "cm" | "dm" | "mm");
        let quoted = before.ends_with(['”', '"']);
        let free = !after.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '%'))
            && !after
                .get(..2)
                .is_some_and(|next| next.starts_with(['.', ',', '-']) && next.ends_with(|c: char| c.is_ascii_digit()));
        (long_word || quoted) && free
    })
}

fn raised(number: u32) -> String {
    const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    number.to_string().bytes().filter_map(|digit| RAISED.get(usize::from(digit.wrapping_sub(b'0')))).collect()
}

/// The number that raised figures at the head of a text make, and their length.
pub(crate) fn superscript_number(text: &str) -> Option<(u32, usize)> {
    let mut number = 0u32;
    let mut len = 0;
    for c in text.chars() {
        let digit = match c {
            '⁰' => 0,
            '¹' => 1,
            '²' => 2,
            '³' => 3,
            '⁴'..='⁹' => u32::from(c) - u32::from('⁴') + 4,
            _ => break,
        };
        number = number.checked_mul(10)?.checked_add(digit)?;
        len += c.len_utf8();
    }
    (len > 0).then_some((number, len))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(source: &str) -> (Vec<String>, Vec<(u32, String)>) {
        let (lines, notes) = take(super::super::lines::split(source), Flow::default());
        (
            lines.into_iter().map(|line| line.text).collect(),
            notes.into_iter().map(|note| (note.number, note.text)).collect(),
        )
    }

    #[test]
    fn footnotes_leave_the_flow() {
        let (lines, notes) = taken("Chợ xã Vũ\n\n¹ Công văn số 5/SCT gửi hợp tác xã\n\nSơn đã xong.");
        assert_eq!(lines, ["Chợ xã Vũ", "Sơn đã xong."]);
        assert_eq!(notes, [(1, "Công văn số 5/SCT gửi hợp tác xã".to_owned())]);
        let (_, notes) = taken("Chợ[^2] đã xong.\n\n[^2]: Quyết định giao chợ");
        assert_eq!(notes, [(2, "Quyết định giao chợ".to_owned())]);
    }

    #[test]
    fn other_forms_need_a_mark_that_asks_for_them() {
        let (lines, notes) = taken("Đã giao chợ(1) cho hợp tác xã.\n\n(1) Quyết định giao chợ thị trấn");
        assert_eq!(lines, ["Đã giao chợ¹ cho hợp tác xã."]);
        assert_eq!(notes, [(1, "Quyết định giao chợ thị trấn".to_owned())]);
        let (lines, notes) =
            taken("Nội dung gồm hai phần.\n1) Rà soát các chợ nông thôn\n2) Xây mới các chợ nông thôn");
        assert_eq!((lines.len(), notes.len()), (3, 0));
    }
}
