//! What a target promises, and whether it is reached on a day, from the evidence handed in.
//!
//! A target is never reached without evidence, an estimate never reaches it before its period is over, and every verdict
//! says why in words and numbers. Read [`judge`] first; [`reading`] finds the promise in a target's words, [`matching`]
//! finds the sentence of a report that states its result.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::id::{DocumentId, FigureId, IndicatorId, RegisterMeasureId, TargetId};
use crate::said::{Said, day, said};
use crate::task::{Measure, Target, coded};

mod amount;
pub mod matching;
pub mod reading;
#[cfg(test)]
mod tests;

coded! {
    /// How a target stands on a day (tình trạng chỉ tiêu).
    Outlook {
        /// Đạt: proved by evidence.
        Reached = "reached",
        /// Đúng tiến độ.
        OnCourse = "on_course",
        /// Có nguy cơ không đạt.
        AtRisk = "at_risk",
        /// Không đạt: the period is over, or nothing can mend it.
        Missed = "missed",
        /// Chưa có minh chứng.
        NoEvidence = "no_evidence",
    }
}

impl Outlook {
    /// In words.
    pub fn words(self) -> Said {
        match self {
            Self::Reached => said("Đạt", "Reached"),
            Self::OnCourse => said("Đúng tiến độ", "On course"),
            Self::AtRisk => said("Có nguy cơ", "At risk"),
            Self::Missed => said("Không đạt", "Missed"),
            Self::NoEvidence => said("Chưa có minh chứng", "No evidence"),
        }
    }
}

coded! {
    /// What a target's result is taken from (căn cứ).
    BasisKind {
        /// An indicator's value for a period.
        Indicator = "indicator",
        /// A measure over a register.
        Register = "register",
        /// A day on which something is done.
        Milestone = "milestone",
        /// A figure that a report states.
        Figure = "figure",
        /// A value someone gives, with its document.
        Stated = "stated",
        /// Evidence documents and someone's word for them.
        Narrative = "narrative",
    }
}

/// What a target's result is taken from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Basis {
    /// An indicator's value for a period, by the period's code.
    Indicator(IndicatorId, String),
    /// A measure over a register.
    Register(RegisterMeasureId),
    /// Done on a day, or expected on one.
    Milestone {
        /// Day it was done.
        done_on: Option<Date>,
        /// Day it is expected.
        expected_on: Option<Date>,
    },
    /// A figure that a report states.
    Figure(FigureId),
    /// A value someone gives.
    Stated {
        /// The value.
        value: Decimal,
        /// Day it speaks of.
        on: Date,
    },
    /// Evidence documents, and whether they show it reached.
    Narrative {
        /// Whether they show it reached.
        reached: bool,
    },
}

impl Basis {
    /// Which kind it is.
    pub fn kind(&self) -> BasisKind {
        match self {
            Self::Indicator(..) => BasisKind::Indicator,
            Self::Register(_) => BasisKind::Register,
            Self::Milestone { .. } => BasisKind::Milestone,
            Self::Figure(_) => BasisKind::Figure,
            Self::Stated { .. } => BasisKind::Stated,
            Self::Narrative { .. } => BasisKind::Narrative,
        }
    }
}

/// A target's basis as kept, with the documents that prove it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetBasis {
    /// Whose.
    pub target: TargetId,
    /// What its result is taken from.
    pub basis: Basis,
    /// Evidence documents.
    pub documents: Vec<DocumentId>,
    /// What was said of it.
    pub note: Option<String>,
}

/// A value with what is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The value.
    pub value: Decimal,
    /// Whether it is an estimate (`ước`).
    pub estimate: bool,
    /// Day up to which it counts; `None` when it speaks of the whole period.
    pub counted_to: Option<Date>,
    /// What the period will end with, and how that was found.
    pub forecast: Option<(Decimal, Said)>,
}

/// What speaks for a target on the day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// Nothing is tied to it, or what is tied says nothing; with why.
    Nothing(Said),
    /// A value.
    Value(Reading),
    /// A day.
    Milestone {
        /// Day it was done.
        done_on: Option<Date>,
        /// Day it is expected.
        expected_on: Option<Date>,
    },
    /// So many out of so many, for a target without a number: `12/12 xã`.
    Ratio {
        /// How many.
        of: (Decimal, Decimal),
        /// Unit.
        unit: Option<String>,
    },
    /// Documents and someone's word for them.
    Narrative {
        /// Whether they show it reached.
        reached: bool,
        /// How many documents.
        documents: usize,
    },
}

/// How a target stands, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// The state.
    pub outlook: Outlook,
    /// Why, in words and numbers.
    pub reasons: Vec<Said>,
    /// Share of the goal reached, in percent; may pass a hundred.
    pub share: Option<Decimal>,
    /// Whether more was reached than promised.
    pub exceeded: bool,
    /// What was reached, as a report says it in Vietnamese (`ước đạt 4.750 triệu USD, bằng 91,7% mục tiêu, chưa đạt mục
    /// tiêu đề ra`); `None` while nothing can be said of it.
    pub result: Option<String>,
}

impl Judgement {
    fn new(outlook: Outlook, reason: Said) -> Self {
        Self { outlook, reasons: vec![reason], share: None, exceeded: false, result: None }
    }

    fn at(self, share: Decimal) -> Self {
        Self { share: Some(share), ..self }
    }

    fn said(self, result: impl Into<String>) -> Self {
        Self { result: Some(result.into()), ..self }
    }
}

/// Days within which a goal without news counts as at risk.
const SOON: i32 = 30;

/// How a target stands on a day, over a period.
///
/// The period's last day is the target's own due day where it has one; that day itself is in time.
pub fn judge(target: &Target, period: (Date, Date), evidence: &Evidence, as_of: Date) -> Judgement {
    let (start, end) = (period.0, target.due.unwrap_or(period.1));
    let over = as_of > end;
    match evidence {
        Evidence::Nothing(why) => {
            let mut judgement = Judgement::new(Outlook::NoEvidence, why.clone());
            if over {
                judgement
                    .reasons
                    .push(said(format!("đã hết thời hạn {}", day(end)), format!("its time ended on {}", day(end))));
            }
            judgement
        }
        Evidence::Milestone { done_on, expected_on } => milestone(*done_on, *expected_on, end, as_of),
        Evidence::Narrative { documents: 0, .. } => {
            Judgement::new(Outlook::NoEvidence, said("chưa có văn bản nào làm minh chứng", "no document proves it yet"))
        }
        Evidence::Narrative { reached, documents } => narrative(*reached, *documents, over, end),
        Evidence::Ratio { of, unit } => ratio(*of, unit.as_deref(), over),
        Evidence::Value(reading) => match &target.measure {
            Some(measure) => amount::judge(&amount::Case { measure, reading, start, end, as_of }),
            None => Judgement::new(
                Outlook::NoEvidence,
                said(
                    "mục tiêu không nêu con số nên một số liệu không đủ để kết luận; hãy gắn văn bản minh chứng",
                    "the target names no number, so a figure alone proves nothing; tie an evidence document",
                ),
            ),
        },
    }
}

fn days(from: Date, to: Date) -> i32 {
    (to - from).get_days()
}

fn milestone(done_on: Option<Date>, expected_on: Option<Date>, due: Date, as_of: Date) -> Judgement {
    let hundred = Decimal::ONE_HUNDRED;
    match (done_on.filter(|done| *done <= as_of), expected_on) {
        (Some(done), _) if done <= due => Judgement {
            exceeded: false,
            ..Judgement::new(
                Outlook::Reached,
                said(
                    format!("xong ngày {}, hạn {}", day(done), day(due)),
                    format!("done on {}, due {}", day(done), day(due)),
                ),
            )
            .at(hundred)
            .said(format!("hoàn thành ngày {}", in_text(done)))
        },
        (Some(done), _) => {
            let late = days(due, done);
            Judgement::new(
                Outlook::Missed,
                said(
                    format!("xong ngày {}, chậm {late} ngày so với hạn {}", day(done), day(due)),
                    format!("done on {}, {late} days after {}", day(done), day(due)),
                ),
            )
            .at(hundred)
            .said(format!("hoàn thành ngày {}, chậm {late:02} ngày so với thời hạn", in_text(done)))
        }
        (None, _) if as_of > due => Judgement::new(
            Outlook::Missed,
            said(
                format!("chưa xong, đã quá hạn {} {} ngày", day(due), days(due, as_of)),
                format!("not done, {} days past {}", days(due, as_of), day(due)),
            ),
        )
        .said("chưa hoàn thành"),
        (None, Some(expected)) if expected > due => Judgement::new(
            Outlook::AtRisk,
            said(
                format!("dự kiến xong {}, chậm {} ngày so với hạn {}", day(expected), days(due, expected), day(due)),
                format!("expected on {}, {} days after {}", day(expected), days(due, expected), day(due)),
            ),
        )
        .said(format!("dự kiến hoàn thành ngày {}", in_text(expected))),
        (None, Some(expected)) => Judgement::new(
            Outlook::OnCourse,
            said(
                format!("dự kiến xong {}, trước hạn {}", day(expected), day(due)),
                format!("expected on {}, due {}", day(expected), day(due)),
            ),
        )
        .said(format!("dự kiến hoàn thành ngày {}", in_text(expected))),
        (None, None) => {
            let left = days(as_of, due);
            let outlook = if left <= SOON { Outlook::AtRisk } else { Outlook::OnCourse };
            let (vi, en) = (
                format!("chưa xong, còn {left} ngày đến hạn {}", day(due)),
                format!("not done, {left} days left to {}", day(due)),
            );
            Judgement::new(outlook, said(vi, en))
        }
    }
}

fn narrative(reached: bool, documents: usize, over: bool, end: Date) -> Judgement {
    let proofs = said(
        format!("người theo dõi xác nhận đạt, có {documents:02} văn bản minh chứng"),
        format!("confirmed as reached, with {documents} evidence documents"),
    );
    match (reached, over) {
        (true, _) => Judgement::new(Outlook::Reached, proofs).at(Decimal::ONE_HUNDRED).said("đạt mục tiêu đề ra"),
        (false, true) => Judgement::new(
            Outlook::Missed,
            said(format!("hết thời hạn {} chưa đạt", day(end)), format!("not reached by {}", day(end))),
        )
        .said("chưa đạt mục tiêu đề ra"),
        (false, false) => Judgement::new(
            Outlook::OnCourse,
            said(
                format!("đang thực hiện, có {documents:02} văn bản, chưa được xác nhận đạt"),
                format!("under way with {documents} documents, not confirmed as reached"),
            ),
        ),
    }
}

fn ratio((done, all): (Decimal, Decimal), unit: Option<&str>, over: bool) -> Judgement {
    let unit = unit.unwrap_or_default();
    let text = format!("{}/{} {unit}", crate::said::number(done), crate::said::number(all));
    let text = text.trim_end();
    let share = done.checked_mul(Decimal::ONE_HUNDRED).and_then(|part| part.checked_div(all));
    let outlook = match (done >= all && !all.is_zero(), over) {
        (true, _) => Outlook::Reached,
        (false, true) => Outlook::Missed,
        (false, false) => Outlook::AtRisk,
    };
    let judgement = Judgement::new(outlook, said(format!("đạt {text}"), format!("{text} reached")));
    let verdict = if outlook == Outlook::Missed { ", chưa đạt mục tiêu đề ra" } else { "" };
    Judgement { share, ..judgement }.said(format!("đạt {text}{verdict}"))
}

/// A day as reports print it: the month with a nought only in January and February (Nghị định 30/2020/NĐ-CP, Phụ lục I).
fn in_text(day: Date) -> String {
    let month = if day.month() <= 2 { format!("{:02}", day.month()) } else { day.month().to_string() };
    format!("{:02}/{month}/{}", day.day(), day.year())
}

/// What is promised, as screens print it: `≥ 5.180 triệu USD`, `tăng 9–10%`.
pub fn promised(measure: &Measure) -> String {
    amount::promised(measure)
}
