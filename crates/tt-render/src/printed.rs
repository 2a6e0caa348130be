//! A frame as it is printed: the lines every renderer lays out, with their fixed words, case and punctuation.

use tt_document::frame::Frame;
use tt_text::date::PartialDate;

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
    /// Authority line and position, upper case as given: `KT. GIÁM ĐỐC`, `PHÓ GIÁM ĐỐC`.
    pub position: Vec<String>,
    /// Full name of the signer.
    pub signer: Option<String>,
    /// Mark of secrecy (`MẬT`) and urgency (`HỎA TỐC`), upper case.
    pub marks: Vec<String>,
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
        let marks = frame.secrecy.map(|secrecy| secrecy.mark().to_owned());
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
            marks: marks.into_iter().chain(frame.urgency.as_ref().map(|urgency| urgency.to_uppercase())).collect(),
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
    line.text_or_blank(frame.number.clone(), Blank::Number);
    if let Some(symbol) = &frame.symbol {
        line.text("/");
        line.text(symbol);
    }
    line
}

/// Day below 10 and month 1 or 2 take a leading nought (Decree 30/2020, Annex I, Part II, item 4).
fn place_date_line(frame: &Frame) -> Line {
    let PartialDate { year, month, day } = frame.date;
    let mut line = Line::default();
    if let Some(place) = &frame.place {
        line.text(place);
    }
    if frame.place.is_none() && frame.date.is_blank() {
        return line;
    }
    line.text(if frame.place.is_some() { ", ngày " } else { "Ngày " });
    line.text_or_blank(day.map(|day| format!("{day:02}")), Blank::Day);
    line.text(" tháng ");
    line.text_or_blank(
        month.map(|month| if month < 3 { format!("{month:02}") } else { month.to_string() }),
        Blank::Month,
    );
    line.text(" năm ");
    line.text_or_blank(year.map(|year| year.to_string()), Blank::Year);
    line
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

/// A capacity may take several lines: `TL. CHỦ TỊCH`, `KT. CHÁNH VĂN PHÒNG`.
fn position_lines(frame: &Frame) -> Vec<String> {
    let lines = [&frame.signer.capacity, &frame.signer.position].into_iter().flatten();
    lines.flat_map(|line| line.lines()).map(str::to_owned).collect()
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
mod tests {
    use tt_document::frame::Signer;

    use super::*;

    fn frame() -> Frame {
        Frame {
            issuer: Some("Sở Công Thương tỉnh Lạng Sơn".to_owned()),
            symbol: Some("SCT-KHTCTH".to_owned()),
            place: Some("Lạng Sơn".to_owned()),
            date: PartialDate { year: Some(2019), month: Some(12), day: None },
            ..Frame::default()
        }
    }

    fn dotted(line: &Line) -> String {
        line.with_blanks(|_| "…".to_owned())
    }

    #[test]
    fn a_department_prints_its_committee_above() {
        let printed = PrintedFrame::new(&frame());
        assert_eq!(printed.superior.as_deref(), Some("UBND TỈNH LẠNG SƠN"));
        assert_eq!(printed.issuer.as_deref(), Some("SỞ CÔNG THƯƠNG"));
    }

    #[test]
    fn a_committee_prints_alone_and_whole() {
        let committee = Frame { issuer: Some("Ủy ban nhân dân tỉnh Lạng Sơn".to_owned()), ..frame() };
        let printed = PrintedFrame::new(&committee);
        assert_eq!(printed.superior, None);
        assert_eq!(printed.issuer.as_deref(), Some("ỦY BAN NHÂN DÂN TỈNH LẠNG SƠN"));
    }

    #[test]
    fn a_superior_of_another_name_leaves_the_issuer_whole() {
        let given = Frame { superior: Some("Bộ Công Thương".to_owned()), ..frame() };
        let printed = PrintedFrame::new(&given);
        assert_eq!(printed.superior.as_deref(), Some("BỘ CÔNG THƯƠNG"));
        assert_eq!(printed.issuer.as_deref(), Some("SỞ CÔNG THƯƠNG TỈNH LẠNG SƠN"));
    }

    #[test]
    fn what_is_not_known_is_left_blank() {
        let printed = PrintedFrame::new(&frame());
        assert_eq!(dotted(&printed.number), "Số: …/SCT-KHTCTH");
        assert_eq!(dotted(&printed.place_date), "Lạng Sơn, ngày … tháng 12 năm 2019");
        assert!(PrintedFrame::new(&Frame::default()).number.is_empty());
        assert!(PrintedFrame::new(&Frame::default()).place_date.is_empty());
    }

    #[test]
    fn day_and_month_take_a_nought_where_the_decree_asks() {
        let date = |month, day| PartialDate { year: Some(2026), month: Some(month), day: Some(day) };
        let printed = |month, day| PrintedFrame::new(&Frame { date: date(month, day), ..frame() });
        assert_eq!(dotted(&printed(2, 5).place_date), "Lạng Sơn, ngày 05 tháng 02 năm 2026");
        assert_eq!(dotted(&printed(3, 15).place_date), "Lạng Sơn, ngày 15 tháng 3 năm 2026");
    }

    #[test]
    fn lists_close_with_a_full_stop() {
        let entries = ["Văn phòng UBND tỉnh".to_owned(), "Sở Nội vụ".to_owned()];
        assert_eq!(addressees(&entries[..1]), Addressees::One("Văn phòng UBND tỉnh.".to_owned()));
        let several = vec!["- Văn phòng UBND tỉnh;".to_owned(), "- Sở Nội vụ.".to_owned()];
        assert_eq!(addressees(&entries), Addressees::Several(several));
        assert_eq!(addressees(&[]), Addressees::None);
    }

    #[test]
    fn a_letter_has_no_name_of_kind() {
        let letter = Frame { subject: Some("báo cáo kết quả".to_owned()), ..frame() };
        assert_eq!(title(&letter), Title::Letter { subject: Some("V/v báo cáo kết quả".to_owned()) });
        let report = Frame { kind: Some("Báo cáo".to_owned()), subject: Some("kết quả".to_owned()), ..frame() };
        let named = Title::Named { kind: "BÁO CÁO".to_owned(), subject: Some("Kết quả".to_owned()) };
        assert_eq!(title(&report), named);
    }

    #[test]
    fn a_deputy_signs_under_the_head() {
        let signer = Signer {
            capacity: Some("KT. GIÁM ĐỐC".to_owned()),
            position: Some("PHÓ GIÁM ĐỐC".to_owned()),
            name: Some("Phùng Quang Hội".to_owned()),
        };
        let printed = PrintedFrame::new(&Frame { signer, ..frame() });
        assert_eq!(printed.position, ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]);
    }
}
