//! Reports for the screen: their row in the list, and their frame as the official page prints it.

use tt_app::reporting::names::report_name;
use tt_app::{Language, Message};
use tt_document::Frame;
use tt_domain::report::Report;
use tt_render::printed::{Addressees, LinePart, PrintedFrame, Title};

use crate::show::{self, Status};

/// A report in a list.
#[derive(Clone, Debug)]
pub(crate) struct ReportRow {
    pub(crate) id: i64,
    pub(crate) href: String,
    pub(crate) year: i16,
    /// What it is called, with its period.
    pub(crate) name: String,
    pub(crate) status: Status,
    pub(crate) updated: String,
}

impl ReportRow {
    pub(crate) fn new(report: &Report, regime: Option<&str>, lang: Language) -> Self {
        Self::named(report, &report_name(report, regime), lang)
    }

    /// The same of a report whose name is known.
    pub(crate) fn named(report: &Report, name: &Message, lang: Language) -> Self {
        Self {
            name: lang.pick(name).to_owned(),
            id: report.id.0,
            href: format!("/bao-cao/{}", report.id),
            year: report.year,
            status: show::report_state(report.state, lang),
            updated: show::moment(report.updated_at),
        }
    }
}

/// A piece of a frame line: words, or a place left blank.
#[derive(Clone, Debug)]
pub(crate) struct Slot {
    /// `None` for a place left blank.
    pub(crate) text: Option<String>,
}

/// The frame as the official page prints it.
#[derive(Clone, Debug)]
pub(crate) struct FrameView {
    pub(crate) has_head: bool,
    pub(crate) superior: Option<String>,
    pub(crate) issuer: Option<String>,
    pub(crate) number: Vec<Slot>,
    pub(crate) place_date: Vec<Slot>,
    /// `V/v …` of a letter.
    pub(crate) letter_subject: Option<String>,
    /// `BÁO CÁO`, for any other kind.
    pub(crate) kind: Option<String>,
    pub(crate) subject: Option<String>,
    pub(crate) addressee: Option<String>,
    pub(crate) addressees: Vec<String>,
    pub(crate) has_close: bool,
    pub(crate) recipients: Vec<String>,
    pub(crate) position: Vec<String>,
    pub(crate) signer: Option<String>,
    pub(crate) marks: Vec<String>,
    pub(crate) typist: Option<String>,
    pub(crate) contact: Option<String>,
}

impl FrameView {
    pub(crate) fn new(frame: &Frame) -> Self {
        let printed = PrintedFrame::new(frame);
        let (has_head, has_close) = (printed.has_head(), printed.has_close());
        let PrintedFrame {
            superior,
            issuer,
            number,
            place_date,
            title,
            addressees,
            recipients,
            position,
            signer,
            marks,
            typist,
            contact,
            annex_reference: _,
        } = printed;
        let (letter_subject, kind, subject) = match title {
            Title::Letter { subject } => (subject, None, None),
            Title::Named { kind, subject } => (None, Some(kind), subject),
        };
        let (addressee, addressees) = match addressees {
            Addressees::None => (None, Vec::new()),
            Addressees::One(one) => (Some(one), Vec::new()),
            Addressees::Several(all) => (None, all),
        };
        Self {
            has_head,
            superior,
            issuer,
            number: slots(number.0),
            place_date: slots(place_date.0),
            letter_subject,
            kind,
            subject,
            addressee,
            addressees,
            has_close,
            recipients,
            position,
            signer,
            marks: marks.into_iter().map(|mark| mark.text).collect(),
            typist,
            contact,
        }
    }
}

fn slots(parts: Vec<LinePart>) -> Vec<Slot> {
    let slot = |part| match part {
        LinePart::Text(text) => Slot { text: Some(text) },
        LinePart::Blank(_) => Slot { text: None },
    };
    parts.into_iter().map(slot).collect()
}
