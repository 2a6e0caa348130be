//! What holds of an indicator, as pages show it: values the Vietnamese way, what is worked out marked as such.

use tt_app::Language;
use tt_app::indicators::{Against, Origin, Point, Reading, Revision};
use tt_domain::exact::Fraction;
use tt_domain::indicator::derived::{Undefined, plain, shown};
use tt_domain::indicator::{Aggregation, Indicator};
use tt_domain::reporting_period::PeriodKind;

use crate::show;

/// One of a list to choose from.
pub(crate) struct Choice {
    pub(crate) code: String,
    pub(crate) words: String,
    pub(crate) chosen: bool,
}

/// A list to choose from.
pub(crate) fn choices<T: Copy>(
    all: &[T],
    picked: &str,
    code: impl Fn(T) -> &'static str,
    words: impl Fn(T) -> &'static str,
) -> Vec<Choice> {
    let choice =
        |one: &T| Choice { code: code(*one).to_owned(), words: words(*one).to_owned(), chosen: code(*one) == picked };
    all.iter().map(choice).collect()
}

/// How often something is entered.
pub(crate) fn frequency_words(kind: PeriodKind, lang: Language) -> &'static str {
    let (vi, en) = match kind {
        PeriodKind::Week => ("Hằng tuần", "Weekly"),
        PeriodKind::Month => ("Hằng tháng", "Monthly"),
        PeriodKind::Quarter => ("Hằng quý", "Quarterly"),
        PeriodKind::Half => ("6 tháng", "Half-yearly"),
        PeriodKind::FirstMonths => ("Lũy kế", "Cumulative"),
        PeriodKind::Year => ("Hằng năm", "Yearly"),
        PeriodKind::Term => ("Giai đoạn", "By term"),
    };
    show::say(lang, vi, en)
}

/// How parts make a whole.
pub(crate) fn how_words(how: Aggregation, lang: Language) -> &'static str {
    let (vi, en) = match how {
        Aggregation::Sum => ("Cộng dồn", "Sum"),
        Aggregation::Last => ("Lấy kỳ cuối", "Last"),
        Aggregation::Average => ("Bình quân", "Average"),
        Aggregation::Highest => ("Lớn nhất", "Highest"),
        Aggregation::Lowest => ("Nhỏ nhất", "Lowest"),
        Aggregation::None => ("Không tổng hợp", "None"),
    };
    show::say(lang, vi, en)
}

/// A line of the catalogue.
pub(crate) struct Line {
    pub(crate) id: i64,
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) unit: String,
    pub(crate) reading: ReadingView,
}

impl Line {
    pub(crate) fn new(indicator: &Indicator, reading: &Reading, lang: Language) -> Self {
        Self {
            id: indicator.id.0,
            code: indicator.terms.code.clone(),
            name: indicator.terms.full_name(),
            unit: indicator.terms.unit.clone().unwrap_or_default(),
            reading: ReadingView::new(reading, lang),
        }
    }
}

/// What holds for a period, in words.
pub(crate) struct ReadingView {
    pub(crate) plan: String,
    pub(crate) estimate: String,
    pub(crate) actual: String,
    pub(crate) same: String,
    pub(crate) percent: String,
    pub(crate) change: String,
    pub(crate) cumulative: String,
    /// Values that a printed percentage implies: what, about how much, how worked out.
    pub(crate) implied: Vec<(&'static str, String, String)>,
    /// Percentages the report prints: figure, words.
    pub(crate) printed: Vec<(i64, String)>,
    /// Forecast, by which method, its working.
    pub(crate) forecast: Option<(String, &'static str, String)>,
    pub(crate) trouble: Option<String>,
    pub(crate) approved: Option<bool>,
    /// Whence the result is, where nobody stated it.
    pub(crate) origin: Option<String>,
}

fn value(point: Option<&Point>) -> String {
    point.map(|point| plain(point.value)).unwrap_or_default()
}

fn percent(found: Option<Result<Fraction, Undefined>>) -> String {
    match found {
        Some(Ok(value)) => format!("{}%", shown(value, 1)),
        Some(Err(_)) => "–".to_owned(),
        None => String::new(),
    }
}

fn change(found: Option<Result<Fraction, Undefined>>) -> String {
    match found {
        Some(Ok(value)) if !value.is_negative() && !value.is_zero() => format!("+{}%", shown(value, 1)),
        other => percent(other),
    }
}

impl ReadingView {
    pub(crate) fn new(reading: &Reading, lang: Language) -> Self {
        let best = reading.best();
        let origin = best.and_then(|point| match &point.origin {
            Origin::Stated(_) => None,
            Origin::Parts(how, count) => {
                Some(format!("{} {count} {}", how_words(*how, lang), show::say(lang, "kỳ", "periods")))
            }
            Origin::Formula(formula) => Some(formula.clone()),
        });
        let printed = reading.printed.iter().map(|printed| {
            let number = format!("{}%", plain(printed.percent.abs()));
            let words = match printed.against {
                Against::Plan => {
                    format!("{} {number} {}", show::say(lang, "đạt", "is"), show::say(lang, "kế hoạch", "of plan"))
                }
                Against::SamePeriod if printed.percent.is_sign_negative() => {
                    format!(
                        "{} {number} {}",
                        show::say(lang, "giảm", "down"),
                        show::say(lang, "so với cùng kỳ", "on last year")
                    )
                }
                Against::SamePeriod => {
                    format!(
                        "{} {number} {}",
                        show::say(lang, "tăng", "up"),
                        show::say(lang, "so với cùng kỳ", "on last year")
                    )
                }
            };
            (printed.figure.0, words)
        });
        let mut implied = Vec::new();
        for (against, words) in [
            (Against::Plan, show::say(lang, "Kế hoạch", "Plan")),
            (Against::SamePeriod, show::say(lang, "Cùng kỳ", "Same period")),
        ] {
            if let Some(Ok(found)) = reading.implied(against) {
                implied.push((words, format!("≈ {}", shown(found.value, 1)), found.how));
            }
        }
        let forecast = reading.forecast.as_ref().map(|forecast| {
            let (vi, en) = forecast.method.words();
            (shown(forecast.value, 1), show::say(lang, vi, en), forecast.how.clone())
        });
        Self {
            plan: value(reading.plan.as_ref()),
            estimate: value(reading.estimate.as_ref()),
            actual: value(reading.actual.as_ref()),
            same: value(reading.same_period.as_ref()),
            percent: percent(reading.percent_of_plan()),
            change: change(reading.change()),
            cumulative: value(reading.cumulative.as_ref()),
            implied,
            printed: printed.collect(),
            forecast,
            trouble: reading.trouble.as_ref().map(tt_domain::indicator::formula::NoValue::words),
            approved: best.filter(|point| point.observation().is_some()).map(Point::is_approved),
            origin,
        }
    }
}

/// An observation on record.
pub(crate) struct RevisionView {
    pub(crate) period: String,
    pub(crate) kind: &'static str,
    pub(crate) value: String,
    pub(crate) holds: bool,
    pub(crate) withdrawn: bool,
    pub(crate) who: String,
    pub(crate) approved: Option<String>,
    pub(crate) note: String,
    /// Address of the report or document it rests on.
    pub(crate) source: Option<(String, &'static str)>,
}

impl RevisionView {
    pub(crate) fn new(revision: &Revision, lang: Language) -> Self {
        let one = &revision.observation;
        let report = one.report.map(|id| (format!("/bao-cao/{id}"), show::say(lang, "Báo cáo", "Report")));
        let document = one.document.map(|id| (format!("/van-ban/{id}"), show::say(lang, "Văn bản", "Document")));
        let by = revision.recorded_by.as_deref().unwrap_or(show::say(lang, "dòng lệnh", "command line"));
        let range = one.value_max.map(|most| format!("–{}", plain(most))).unwrap_or_default();
        Self {
            period: one.period.clone(),
            kind: show::observation_kind(one.kind, lang),
            value: format!("{}{range}", plain(one.value)),
            holds: revision.holds,
            withdrawn: one.withdrawn,
            who: format!("{by}, {}", show::moment(one.recorded_at)),
            approved: revision
                .approved_by
                .as_ref()
                .zip(one.approved)
                .map(|(name, approval)| format!("{name}, {}", show::moment(approval.at))),
            note: one.note.clone().unwrap_or_default(),
            source: document.or(report),
        }
    }
}
