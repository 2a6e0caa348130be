//! What differs between two texts, in words: for the command's lines and for pages alike.

use std::fmt::Write;

use tt_check::Message;
use tt_document::compare::{Comparison, FigureChange, FigurePair, FramePart, Piece, PieceOf, SentenceChange, TaskPair};
use tt_document::extract::Figure;
use tt_document::{Document, Extraction};
use tt_domain::said::amount;
use tt_text::Span;

use crate::contract::Language;
use crate::wording::say;

/// A part of the frame, named.
pub fn frame_part(part: FramePart) -> Message {
    match part {
        FramePart::Kind => say("Tên loại", "Kind"),
        FramePart::Issuer => say("Cơ quan ban hành", "Issuer"),
        FramePart::Number => say("Số, ký hiệu", "Number"),
        FramePart::Date => say("Ngày ban hành", "Date"),
        FramePart::Subject => say("Trích yếu", "Subject"),
        FramePart::Addressees => say("Kính gửi", "Addressees"),
        FramePart::Signer => say("Người ký", "Signer"),
    }
}

/// What changed in a figure: `tăng 200 triệu USD (4,21%)`.
pub fn figure_change(change: FigureChange, unit: Option<&str>) -> Message {
    let (by, percent) = match change {
        FigureChange::Same => return say("giữ nguyên", "the same"),
        FigureChange::OnlyLeft => return say("chỉ có ở bên trái", "only on the left"),
        FigureChange::OnlyRight => return say("chỉ có ở bên phải", "only on the right"),
        FigureChange::Changed { by: None, .. } => {
            return say("khác đơn vị hoặc cách nêu", "another unit, or put differently");
        }
        FigureChange::Changed { by: Some(by), percent } => (by, percent),
    };
    if by.is_zero() {
        return say("khác đầu khoảng, tổng số hoặc chiều tăng giảm", "another end of the range, whole or direction");
    }
    let unit = match unit {
        Some("%") => Some("điểm %"),
        other => other,
    };
    let words = amount(by.abs(), unit);
    let share = percent.map(|percent| format!(" ({})", amount(percent.abs(), Some("%")))).unwrap_or_default();
    if by.is_sign_negative() {
        say(format!("giảm {words}{share}"), format!("down {words}{share}"))
    } else {
        say(format!("tăng {words}{share}"), format!("up {words}{share}"))
    }
}

/// What changed in a task, in a few words each.
pub fn task_changes(pair: &TaskPair) -> Vec<Message> {
    match (pair.left, pair.right) {
        (Some(_), None) => return vec![say("chỉ có ở bên trái", "only on the left")],
        (None, _) => return vec![say("chỉ có ở bên phải", "only on the right")],
        (Some(_), Some(_)) => {}
    }
    let mut found = Vec::new();
    if !pair.words.is_empty() {
        found.push(say("khác nội dung", "worded differently"));
    }
    if pair.renumbered {
        found.push(say("khác số thứ tự", "another number"));
    }
    if pair.regraded {
        found.push(say("khác mức tự đánh giá", "another grade"));
    }
    if pair.figures > 0 {
        found.push(say(format!("{} số liệu khác", pair.figures), format!("{} figures differ", pair.figures)));
    }
    if pair.sentences > 0 {
        found.push(say(format!("{} câu khác", pair.sentences), format!("{} sentences differ", pair.sentences)));
    }
    found
}

/// A sentence with what was taken out and put in, as plain text can show it: `đạt [-4.750-]{+4.950+} triệu USD`.
pub fn marked(pieces: &[Piece]) -> String {
    let mut out = String::new();
    for piece in pieces {
        // Writing into a string cannot fail.
        let _ = match piece.of {
            PieceOf::Both => write!(out, "{}", piece.text),
            PieceOf::Left => write!(out, "[-{}-]", piece.text),
            PieceOf::Right => write!(out, "{{+{}+}}", piece.text),
        };
    }
    out
}

/// One of two texts, for lines that name places in it.
#[derive(Clone, Copy, Debug)]
pub struct Text<'a> {
    /// Name of the file.
    pub name: &'a str,
    /// The document.
    pub document: &'a Document,
    /// What was found in it.
    pub found: &'a Extraction,
}

impl Text<'_> {
    fn place(&self, at: Span) -> String {
        format!("{}:{}", self.name, self.document.lines.line_of(at.start).unwrap_or(1))
    }
}

/// The differences, a line each, with file and line; with `all` also what is the same.
pub fn lines(left: Text<'_>, right: Text<'_>, comparison: &Comparison, all: bool, language: Language) -> String {
    let mut out = String::new();
    let blank = || "–".to_owned();
    for one in &comparison.frame {
        let part = frame_part(one.part);
        let (before, after) = (one.left.clone().unwrap_or_else(blank), one.right.clone().unwrap_or_else(blank));
        let _ = writeln!(out, "{}: {}: {before} → {after}", right.name, language.pick(&part));
    }
    for pair in comparison.tasks.iter().filter(|pair| all || !pair.is_same()) {
        task_line(left, right, pair, language, &mut out);
    }
    for pair in comparison.figures.iter().filter(|pair| all || pair.change != FigureChange::Same) {
        figure_line(left, right, pair, language, &mut out);
    }
    for pair in comparison.sentences.iter().filter(|pair| all || pair.change != SentenceChange::Same) {
        let (side, span) = match (pair.left, pair.right) {
            (_, Some(span)) => (right, span),
            (Some(span), None) => (left, span),
            (None, None) => continue,
        };
        let text = side.document.slice(span);
        let words = match &pair.change {
            SentenceChange::Same => format!("  {text}"),
            SentenceChange::Changed(pieces) => format!("~ {}", marked(pieces)),
            SentenceChange::Moved => format!("> {text}"),
            SentenceChange::OnlyLeft => format!("- {text}"),
            SentenceChange::OnlyRight => format!("+ {text}"),
        };
        let _ = writeln!(out, "{}: {words}", side.place(span));
    }
    out
}

fn task_line(left: Text<'_>, right: Text<'_>, pair: &TaskPair, language: Language, out: &mut String) {
    let new = pair.right.and_then(|at| right.found.tasks.get(at)).map(|task| (right, task));
    let old = pair.left.and_then(|at| left.found.tasks.get(at)).map(|task| (left, task));
    let Some((side, task)) = new.or(old) else { return };
    let told: Vec<Message> = task_changes(pair);
    let told: Vec<&str> = told.iter().map(|message| language.pick(message)).collect();
    let told =
        if told.is_empty() { language.pick(&say("giống nhau", "the same")).to_owned() } else { told.join(", ") };
    let name = language.pick(&say("Nhiệm vụ", "Task")).to_owned();
    let _ = writeln!(out, "{}: {name} {}: {told}", side.place(task.text_span), task.number);
}

fn figure_line(left: Text<'_>, right: Text<'_>, pair: &FigurePair, language: Language, out: &mut String) {
    let figure = |side: Text<'_>, at: Option<usize>| -> Option<Figure> { side.found.figures.get(at?).cloned() };
    let (old, new) = (figure(left, pair.left), figure(right, pair.right));
    let text = |side: Text<'_>, figure: &Option<Figure>| {
        figure.as_ref().map_or_else(|| "–".to_owned(), |figure| side.document.slice(figure.span).to_owned())
    };
    let (before, after) = (text(left, &old), text(right, &new));
    let side = if new.is_some() { right } else { left };
    let Some(shown) = new.as_ref().or(old.as_ref()) else { return };
    let change = figure_change(pair.change, shown.unit.as_deref());
    let subject = shown.subject.as_deref().map(|subject| format!(" [{subject}]")).unwrap_or_default();
    let change = language.pick(&change);
    let _ = writeln!(out, "{}: {before} → {after}: {change}{subject}", side.place(shown.span));
}
