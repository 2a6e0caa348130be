//! The head of a document: from the national name to the addressees.

use crate::frame::Frame;
use crate::kinds::kind_of_short;
use crate::structure::frame_lines::{
    about, addressed, circulation, columns, is_draft, is_motto, is_rule, kind_line, number_line, place_and_date,
    secrecy, titled_kind, urgency,
};
use crate::structure::label;
use crate::structure::letter_case::is_upper;
use crate::structure::part::{Grid, Paragraph, Part};

/// What was read from the head.
#[derive(Debug, Default)]
pub(crate) struct Head {
    /// The frame as far as the head tells it; the issuer is still missing.
    pub(crate) frame: Frame,
    /// How many leading parts it takes.
    pub(crate) parts: usize,
    /// Lines that name agencies, as printed, the superior first.
    pub(crate) agencies: Vec<String>,
}

/// Farthest part the head may reach to.
const FARTHEST: usize = 60;

/// Reads the head of a document; it takes no part where nothing shows that there is one.
pub(crate) fn read(parts: &[Part]) -> Head {
    let mut reader = Reader::default();
    let mut end = 0;
    for (index, part) in parts.iter().take(FARTHEST).enumerate() {
        let taken = match part {
            Part::Paragraph(paragraph) => reader.take_paragraph(paragraph),
            Part::Table(grid) => reader.take_grid(grid),
        };
        match taken {
            Taken::Surely => end = index + 1,
            Taken::Perhaps => {}
            Taken::Not => break,
        }
    }
    if end == 0 { Head::default() } else { reader.finish(end) }
}

/// Whether a line belongs to the head.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Taken {
    Not,
    /// If a sure line follows.
    Perhaps,
    Surely,
}

/// What may go on over several lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Open {
    #[default]
    Nothing,
    About,
    /// The title under the kind; whether its first line is in capitals, and bold.
    Title {
        upper: bool,
        strong: bool,
    },
    /// Right after the kind.
    TitleExpected,
    Addressees,
    /// The addressees are over, and with them the head.
    Closed,
}

#[derive(Debug, Default)]
struct Reader {
    frame: Frame,
    agencies: Vec<String>,
    subject: Vec<String>,
    open: Open,
    has_number: bool,
    /// Whether the subject was introduced by `V/v`.
    about: bool,
}

impl Reader {
    fn take_paragraph(&mut self, paragraph: &Paragraph) -> Taken {
        let text = paragraph.text();
        let columns = columns(text.trim());
        if let [only] = columns.as_slice() {
            return self.take(only, paragraph.gap, paragraph.is_strong());
        }
        columns.into_iter().map(|column| self.take(column, paragraph.gap, false)).max().unwrap_or(Taken::Not)
    }

    /// A table in the head holds its two columns; each is read from top to bottom.
    fn take_grid(&mut self, grid: &Grid) -> Taken {
        let width = grid.rows.iter().map(Vec::len).max().unwrap_or_default();
        let mut best = Taken::Not;
        if self.open == Open::Closed || width > 4 {
            return best;
        }
        for column in 0..width {
            if self.open != Open::Addressees {
                self.open = Open::Nothing;
            }
            for paragraph in grid.rows.iter().filter_map(|row| row.get(column)).flatten() {
                let text = paragraph.text();
                if !text.trim().is_empty() {
                    best = best.max(self.take(text.trim(), false, paragraph.is_strong()));
                }
            }
        }
        best
    }

    fn take(&mut self, line: &str, gap: bool, strong: bool) -> Taken {
        match self.open {
            Open::Closed => return Taken::Not,
            Open::Addressees => return self.addressee(line),
            _ => {}
        }
        if is_rule(line) {
            return Taken::Perhaps;
        }
        if let Some(rest) = addressed(line) {
            self.open = Open::Addressees;
            for addressee in rest.split(';') {
                push_entry(&mut self.frame.addressees, addressee);
            }
            return Taken::Surely;
        }
        if self.mark(line) || self.identity(line) || self.kind(line) {
            return Taken::Surely;
        }
        self.continued(line, gap, strong)
    }

    /// National name, secrecy, urgency, limits of circulation, a draft's mark.
    fn mark(&mut self, line: &str) -> bool {
        if is_motto(line) {
            self.close_text();
            return true;
        }
        if let Some(secrecy) = secrecy(line) {
            self.frame.secrecy = Some(secrecy);
            return true;
        }
        if let Some(urgency) = urgency(line) {
            self.frame.urgency = Some(urgency);
            return true;
        }
        if let Some(circulation) = circulation(line) {
            self.frame.circulation = Some(circulation);
            return true;
        }
        if is_draft(line) {
            self.frame.draft = true;
            return true;
        }
        false
    }

    /// Number and symbol, place and date, `V/v`.
    fn identity(&mut self, line: &str) -> bool {
        if let Some(found) = number_line(line).filter(|_| !self.has_number) {
            self.has_number = true;
            self.frame.number = found.number;
            self.frame.symbol = found.symbol;
            self.close_text();
            return true;
        }
        // `Số:` and its number on two lines
        let blank = self.has_number && self.frame.number.is_none() && self.frame.symbol.is_none();
        let own = blank && line.starts_with(|c: char| c.is_ascii_digit()) && line.contains(['/', '-']);
        if let Some(found) = own.then(|| number_line(&format!("Số: {line}"))).flatten() {
            self.frame.number = found.number;
            self.frame.symbol = found.symbol;
            return true;
        }
        if let Some((place, date)) = place_and_date(line).filter(|_| self.frame.place.is_none()) {
            self.frame.place = (!place.is_empty()).then_some(place);
            self.frame.date = date;
            self.close_text();
            return true;
        }
        match about(line).filter(|_| self.frame.kind.is_none() && self.subject.is_empty()) {
            // `Về việc` opens a subject only under a number or an agency.
            Some(rest) if self.has_number || !self.agencies.is_empty() => {
                self.subject.push(rest.to_owned());
                self.about = true;
                self.open = Open::About;
                true
            }
            _ => false,
        }
    }

    fn kind(&mut self, line: &str) -> bool {
        if self.frame.kind.is_some() || !self.subject.is_empty() {
            return false;
        }
        if let Some(kind) = kind_line(line) {
            self.frame.kind = Some(kind.to_owned());
            self.open = Open::TitleExpected;
            return true;
        }
        let first = self.agencies.is_empty() && !self.has_number;
        if let Some((kind, subject)) = titled_kind(line).filter(|_| first) {
            self.frame.kind = Some(kind.to_owned());
            self.subject.push(subject.to_owned());
            return true;
        }
        false
    }

    /// Further lines of a subject or title; agencies.
    fn continued(&mut self, line: &str, gap: bool, strong: bool) -> Taken {
        let labelled = label::parse(line).is_some();
        match self.open {
            Open::About if !gap && !labelled && !is_upper(line) && line.len() < 300 && self.subject.len() < 6 => {
                self.subject.push(line.to_owned());
                return Taken::Surely;
            }
            Open::TitleExpected if opens_title(line, labelled) => {
                self.subject.push(line.to_owned());
                self.open = Open::Title { upper: is_upper(line), strong };
                return Taken::Surely;
            }
            Open::Title { upper, strong: bold } if !gap && !labelled => {
                if line.starts_with('(') && line.ends_with(')') {
                    return Taken::Surely;
                }
                let like = upper == is_upper(line) && bold == strong && self.subject.len() < 6;
                if like && opens_title(line, labelled) {
                    self.subject.push(line.to_owned());
                    return Taken::Surely;
                }
            }
            _ => {}
        }
        let before_title = self.frame.kind.is_none() && self.frame.addressees.is_empty();
        if before_title && !labelled && is_upper(line) && line.len() < 200 {
            self.agencies.push(line.trim().to_owned());
            return Taken::Perhaps;
        }
        Taken::Not
    }

    fn addressee(&mut self, line: &str) -> Taken {
        let label = label::parse(line);
        let open_end = self.frame.addressees.last().is_some_and(|last| last.ends_with(','));
        if let Some(bullet) = label.filter(label::Label::is_bullet) {
            push_entry(&mut self.frame.addressees, line.get(bullet.end..).unwrap_or_default());
            return Taken::Surely;
        }
        if open_end && let Some(last) = self.frame.addressees.last_mut() {
            last.push(' ');
            last.push_str(clean(line));
            return Taken::Surely;
        }
        if self.frame.addressees.is_empty() && line.len() < 250 && !line.ends_with(':') {
            push_entry(&mut self.frame.addressees, line);
            return Taken::Surely;
        }
        self.open = Open::Closed;
        // The place and date may stand below in a flattened head; a body never starts with them.
        match place_and_date(line).filter(|_| self.frame.place.is_none()) {
            Some((place, date)) => {
                self.frame.place = (!place.is_empty()).then_some(place);
                self.frame.date = date;
                Taken::Surely
            }
            None => Taken::Not,
        }
    }

    fn close_text(&mut self) {
        self.open = Open::Nothing;
    }

    fn finish(mut self, parts: usize) -> Head {
        let subject = self.subject.join(" ");
        let subject = tt_text::one_line(&subject);
        let subject = subject.trim_end_matches(['.', ';']).to_owned();
        self.frame.subject = (!subject.is_empty()).then_some(subject);
        if self.frame.kind.is_none() {
            let lettered = self.about || self.has_number && self.frame.subject.is_some();
            let short = self.frame.symbol.as_deref().and_then(|symbol| symbol.split(['-', '/']).next());
            let kind = short.map(|short| kind_of_short(short).unwrap_or("Công văn"));
            self.frame.kind = kind.or(lettered.then_some("Công văn")).map(str::to_owned);
        }
        for addressee in &mut self.frame.addressees {
            *addressee = clean(addressee).to_owned();
        }
        self.frame.addressees.retain(|addressee| !addressee.is_empty());
        Head { frame: self.frame, parts, agencies: self.agencies }
    }
}

/// Whether a line can be (part of) a title: no sentence, no opening of a body.
fn opens_title(line: &str, labelled: bool) -> bool {
    const OPENINGS: [&str; 11] =
        ["Thực hiện", "Hôm nay", "Ngày ", "Theo ", "Xét ", "Để ", "Nhằm ", "Trong ", "Sau khi", "Qua ", "Tại "];
    let sentence = line.ends_with([':', ';']) || line.contains(". ") || line.ends_with('.') && line.len() > 200;
    let authority = is_upper(line)
        && [
            "GIÁM ĐỐC",
            "CHỦ TỊCH",
            "BỘ TRƯỞNG",
            "ỦY BAN NHÂN DÂN",
            "UỶ BAN NHÂN DÂN",
            "HỘI ĐỒNG NHÂN DÂN",
            "CỤC TRƯỞNG",
            "TRƯỞNG",
        ]
        .iter()
        .any(|post| line.starts_with(post));
    // `Thực hiện Đề án …` may be a title while it is short; a ground is none however short.
    let opening = line.starts_with("Căn cứ")
        || (line.len() > 300 || line.ends_with([',', '.'])) && OPENINGS.iter().any(|opening| line.starts_with(opening));
    !labelled && !sentence && !authority && !opening && line.len() < 500
}

fn push_entry(entries: &mut Vec<String>, entry: &str) {
    // A trailing comma tells that the entry goes on; it is cleaned away at the end.
    let entry = entry.trim().trim_end_matches(['.', ';', ' ']).trim();
    let entry =
        label::parse(entry).filter(label::Label::is_bullet).and_then(|label| entry.get(label.end..)).unwrap_or(entry);
    if !entry.is_empty() {
        entries.push(tt_text::one_line(entry));
    }
}

/// An entry of a list without the marks around it.
pub(crate) fn clean(entry: &str) -> &str {
    entry.trim().trim_end_matches("./.").trim_end_matches(['.', ';', ',', ' ']).trim()
}

#[cfg(test)]
mod tests;
