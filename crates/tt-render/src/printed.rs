//! A frame as it is printed: the lines every renderer lays out, with their fixed words, case and punctuation.

use tt_document::frame::{Frame, Secrecy};
use tt_text::date::PartialDate;

use crate::form::Type;
use crate::length::Length;
use crate::measure::line_width;

/// National motto (Quốc hiệu).
pub const MOTTO: &str = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM";
/// Tagline (tiêu ngữ).
pub const TAGLINE: &str = "Độc lập - Tự do - Hạnh phúc";

/// The lines around the body, ready to be set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintedFrame {
    /// Superior agency in upper case: `UBND TỈNH LẠNG SƠN`.
    pub superior: Option<String>,
    /// Issuing agency in upper case, short where the superior already names the place: `SỞ CÔNG THƯƠNG`.
    pub issuer: Option<String>,
    /// `Số: …/SCT-KHTCTH`.
    pub number: Line,
    /// `Lạng Sơn, ngày … tháng 12 năm 2019`.
    pub place_date: Line,
    /// What the document is called and about.
    pub title: Title,
    /// Addressees.
    pub addressees: Addressees,
    /// Recipients, each with its dash and closing mark: `- Như trên;`.
    pub recipients: Vec<String>,
    /// Authority line and position, upper case: `KT. GIÁM ĐỐC`, `PHÓ GIÁM ĐỐC`.
    pub position: Vec<String>,
    /// Full name of the signer.
    pub signer: Option<String>,
    /// Marks below the number: secrecy, urgency, circulation, a draft.
    pub marks: Vec<Mark>,
    /// Mark of who typed it and number of copies, below the recipients.
    pub typist: Option<String>,
    /// Address line at the foot of the first page.
    pub contact: Option<String>,
    /// What stands below the title of every annex: `(Kèm theo Báo cáo số 84/BC-SCT ngày … của …)`; empty where the
    /// kind of document is not known.
    pub annex_reference: Line,
}

/// A mark in a box of its own (dấu chỉ độ mật, độ khẩn, phạm vi lưu hành, dự thảo).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Its words, upper case.
    pub text: String,
    /// Width of the box, where it is laid down: 30, 40 and 20 mm for the three marks of urgency (Decree 30/2020, Annex
    /// I, Part II; the same in Circular 01/2011).
    fixed: Option<Length>,
    /// Whether it is stamped in red, as secrecy and urgency are.
    pub is_red: bool,
}

impl Mark {
    /// The bright red (đỏ tươi) of secrecy and urgency.
    pub const RED: &str = "FF0000";
    /// Height of every box.
    pub const HEIGHT: Length = Length::millimetres(8);

    fn of(text: &str, is_red: bool) -> Self {
        let text = text.to_uppercase();
        let fixed = match text.as_str() {
            "HỎA TỐC" | "HOẢ TỐC" => Some(30),
            "THƯỢNG KHẨN" => Some(40),
            "KHẨN" => Some(20),
            _ => None,
        };
        Self { text, fixed: fixed.map(Length::millimetres), is_red }
    }

    /// Width of the box: the one laid down, or room for the words set in this type.
    pub fn width(&self, style: Type) -> Length {
        self.fixed.unwrap_or_else(|| line_width(&self.text, style) + Length::millimetres(6))
    }
}

/// Title of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Title {
    /// A letter (công văn) has no name of kind; its subject (`V/v …`) stands under the number.
    Letter {
        /// `V/v …`, if it has a subject.
        subject: Option<String>,
    },
    /// Any other kind: its name in upper case, and its subject below.
    Named {
        /// `BÁO CÁO`.
        kind: String,
        /// `Kết quả thực hiện …`, if given; with a capital.
        subject: Option<String>,
    },
}

/// How the addressees stand after `Kính gửi:`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Addressees {
    /// None: nothing is printed.
    None,
    /// One, on the same line: `Văn phòng UBND tỉnh.`
    One(String),
    /// Several, a line each: `- Sở Nội vụ;`, the last with a full stop.
    Several(Vec<String>),
}

/// A line some places of which may still be blank.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line(pub Vec<LinePart>);

/// A part of a [`Line`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinePart {
    /// Words.
    Text(String),
    /// A place left to be filled in by hand.
    Blank(Blank),
}

/// What goes into a place left blank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blank {
    /// The number.
    Number,
    /// The day.
    Day,
    /// The month.
    Month,
    /// The year.
    Year,
}

impl Blank {
    /// Room to leave, in letters.
    pub fn width(self) -> usize {
        match self {
            Self::Number | Self::Year => 6,
            Self::Day | Self::Month => 4,
        }
    }
}

impl Line {
    /// The line with `blank` in each place left blank.
    pub fn with_blanks(&self, blank: impl Fn(Blank) -> String) -> String {
        self.0
            .iter()
            .map(|part| match part {
                LinePart::Text(text) => text.clone(),
                LinePart::Blank(what) => blank(*what),
            })
            .collect()
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn text(&mut self, text: impl AsRef<str>) {
        let text = text.as_ref();
        match self.0.last_mut() {
            Some(LinePart::Text(before)) => before.push_str(text),
            _ => self.0.push(LinePart::Text(text.to_owned())),
        }
    }

    fn text_or_blank(&mut self, text: Option<String>, blank: Blank) {
        match text {
            Some(text) => self.text(text),
            None => self.0.push(LinePart::Blank(blank)),
        }
    }
}

impl PrintedFrame {
    /// Sets a frame's values in their printed form.
    pub fn new(frame: &Frame) -> Self {
        let (superior, issuer) = agency_lines(frame);
        let secrecy = frame.secrecy.map(Secrecy::mark).map(|mark| Mark::of(mark, true));
        let urgency = frame.urgency.as_deref().map(|mark| Mark::of(mark, true));
        let circulation = frame.circulation.as_deref().map(|mark| Mark::of(mark, false));
        let draft = frame.draft.then(|| Mark::of("Dự thảo", false));
        Self {
            superior,
            issuer,
            number: number_line(frame),
            place_date: place_date_line(frame),
            title: title(frame),
            addressees: addressees(&frame.addressees),
            recipients: punctuated(&frame.recipients),
            position: position_lines(frame),
            signer: frame.signer.name.clone(),
            marks: [secrecy, urgency, circulation, draft].into_iter().flatten().collect(),
            typist: frame.typist.clone(),
            contact: frame.contact.clone(),
            annex_reference: annex_reference(frame),
        }
    }

    /// Whether there is anything to stand beside the motto; a mere text without issuer, number and date has no head.
    pub fn has_head(&self) -> bool {
        self.issuer.is_some() || !self.number.is_empty() || !self.place_date.is_empty()
    }

    /// Whether there are recipients or a signer.
    pub fn has_close(&self) -> bool {
        !self.recipients.is_empty() || !self.position.is_empty() || self.signer.is_some()
    }
}

/// Types of agency that stand under the people's committee of their unit and print it above their own name (specialised
/// agencies: Law on Organisation of Local Government 77/2015/QH13, Article 9).
const SPECIALISED: [&str; 3] = ["Sở ", "Thanh tra ", "Phòng "];
/// Units of administration whose name closes an agency's full name.
const UNITS: [&str; 8] = ["tỉnh", "thành phố", "huyện", "quận", "thị xã", "xã", "phường", "đặc khu"];

/// Superior and issuer as printed. A specialised agency given only by its full name (`Sở Công Thương tỉnh Lạng Sơn`)
/// prints its committee above (`UBND TỈNH LẠNG SƠN`), and where the superior names the place the issuer leaves it out.
fn agency_lines(frame: &Frame) -> (Option<String>, Option<String>) {
    let Some(issuer) = frame.issuer.as_deref().map(str::trim).filter(|issuer| !issuer.is_empty()) else {
        return (frame.superior.as_ref().map(|superior| superior.to_uppercase()), None);
    };
    let place = place_of(issuer).filter(|place| issuer.len() > place.len());
    let specialised = SPECIALISED.iter().any(|kind| issuer.starts_with(kind));
    let superior = frame
        .superior
        .clone()
        .or_else(|| place.filter(|_| specialised).map(|place| format!("UBND {place}")))
        .map(|superior| superior.to_uppercase());
    let short = match (&superior, place) {
        (Some(superior), Some(place)) if superior.ends_with(&place.to_uppercase()) => {
            issuer.strip_suffix(place).unwrap_or(issuer).trim_end()
        }
        _ => issuer,
    };
    (superior, Some(short.to_uppercase()))
}

/// The place that closes an agency's full name: `tỉnh Lạng Sơn` in `Sở Công Thương tỉnh Lạng Sơn`.
fn place_of(issuer: &str) -> Option<&str> {
    let start = UNITS.iter().filter_map(|unit| issuer.rfind(&format!(" {unit} "))).max()?;
    issuer.get(start + 1..)
}

fn number_line(frame: &Frame) -> Line {
    let mut line = Line::default();
    if frame.number.is_none() && frame.symbol.is_none() {
        return line;
    }
    line.text("Số: ");
    line.text_or_blank(number(frame), Blank::Number);
    if let Some(symbol) = &frame.symbol {
        line.text("/");
        line.text(symbol);
    }
    line
}

/// A draft has neither number nor day yet. A number below ten has a nought before it (Decree 30/2020, Annex I, Part II,
/// item 3; Circular 01/2011, Article 8).
fn number(frame: &Frame) -> Option<String> {
    let number = frame.number.as_deref().filter(|_| !frame.draft)?;
    let single = number.len() == 1 && number.bytes().all(|byte| byte.is_ascii_digit());
    Some(if single { format!("0{number}") } else { number.to_owned() })
}

fn place_date_line(frame: &Frame) -> Line {
    let mut line = Line::default();
    if let Some(place) = &frame.place {
        line.text(place);
    }
    if frame.place.is_none() && frame.date.is_blank() {
        return line;
    }
    line.text(if frame.place.is_some() { ", ngày " } else { "Ngày " });
    date(&mut line, frame);
    line
}

/// The full kind, number, day and issuer of the document an annex belongs to.
fn annex_reference(frame: &Frame) -> Line {
    let mut line = Line::default();
    let Some(kind) = &frame.kind else { return line };
    line.text(format!("(Kèm theo {kind}"));
    if let Some(symbol) = &frame.symbol {
        line.text(" số ");
        line.text_or_blank(number(frame), Blank::Number);
        line.text(format!("/{symbol}"));
    }
    if !frame.date.is_blank() {
        line.text(" ngày ");
        date(&mut line, frame);
    }
    if let Some(issuer) = &frame.issuer {
        line.text(format!(" của {issuer}"));
    }
    line.text(")");
    line
}

/// Day below 10 and month 1 or 2 take a leading nought (Decree 30/2020, Annex I, Part II, item 4).
fn date(line: &mut Line, frame: &Frame) {
    let PartialDate { year, month, day } = frame.date;
    let day = day.filter(|_| !frame.draft);
    line.text_or_blank(day.map(|day| format!("{day:02}")), Blank::Day);
    line.text(" tháng ");
    line.text_or_blank(
        month.map(|month| if month < 3 { format!("{month:02}") } else { month.to_string() }),
        Blank::Month,
    );
    line.text(" năm ");
    line.text_or_blank(year.map(|year| year.to_string()), Blank::Year);
}

fn title(frame: &Frame) -> Title {
    match frame.kind.as_deref() {
        None | Some("Công văn") => {
            Title::Letter { subject: frame.subject.as_ref().map(|subject| format!("V/v {subject}")) }
        }
        Some(kind) => Title::Named { kind: kind.to_uppercase(), subject: frame.subject.as_deref().map(capitalised) },
    }
}

/// With a capital at its head, as a line of its own has one.
fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn addressees(entries: &[String]) -> Addressees {
    match entries {
        [] => Addressees::None,
        [one] => Addressees::One(format!("{one}.")),
        several => Addressees::Several(punctuated(several)),
    }
}

/// A capacity may take several lines: `TL. CHỦ TỊCH`, `KT. CHÁNH VĂN PHÒNG`; all in upper case (Decree 30/2020, Annex I,
/// Part II, item 7).
fn position_lines(frame: &Frame) -> Vec<String> {
    let lines = [&frame.signer.capacity, &frame.signer.position].into_iter().flatten();
    lines.flat_map(|line| line.lines()).map(str::to_uppercase).collect()
}

/// `- first;`, `- second;`, `- last.`
fn punctuated(entries: &[String]) -> Vec<String> {
    let last = entries.len().saturating_sub(1);
    entries
        .iter()
        .enumerate()
        .map(|(index, entry)| format!("- {entry}{}", if index == last { "." } else { ";" }))
        .collect()
}

#[cfg(test)]
mod tests;
