//! Values a report states, each with the share of the plan and the change it states beside it.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use tt_app::Language;
use tt_domain::report::ReportFigure;

use crate::show::{number, say};

/// A value with what is said of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Indicator {
    /// Page of the figure.
    pub(crate) href: String,
    /// What it measures, as printed.
    pub(crate) name: String,
    /// As printed, without the unit.
    pub(crate) value: String,
    pub(crate) unit: String,
    pub(crate) period: String,
    /// Share of the plan as stated.
    pub(crate) plan: Option<Share>,
    /// `giảm 14% so với cùng kỳ`.
    pub(crate) change: Option<String>,
}

/// A share of a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Share {
    /// `91%`.
    pub(crate) text: String,
    /// Width of the bar in percent, 0 to 100.
    pub(crate) width: u32,
    /// Class of the bar: `ok` once reached, `warn` before.
    pub(crate) class: &'static str,
}

impl Share {
    fn new(text: String, percent: Decimal) -> Self {
        let class = if percent >= Decimal::ONE_HUNDRED { "ok" } else { "warn" };
        let width = percent.round().to_u32().unwrap_or_default().min(100);
        Self { text, width, class }
    }
}

/// The values among these figures, which stand in the order of the text. A share of the plan and a change belong to
/// the value just before them in the same paragraph.
pub(crate) fn indicators(figures: &[ReportFigure], lang: Language) -> Vec<Indicator> {
    let mut found: Vec<(u32, Indicator)> = Vec::new();
    for figure in figures {
        let stated = &figure.stated;
        let owner = found.last_mut().filter(|(block, _)| *block == figure.block).map(|(_, indicator)| indicator);
        match (stated.kind.as_str(), owner) {
            ("percent_of_plan", Some(indicator)) if indicator.plan.is_none() => {
                indicator.plan = stated.value.map(|value| Share::new(stated.printed.clone(), value));
            }
            ("change_vs_same_period", Some(indicator)) if indicator.change.is_none() => {
                let direction = stated.direction.as_deref().unwrap_or_default();
                let words = say(lang, "so với cùng kỳ", "against the same period");
                indicator.change = Some(format!("{direction} {} {words}", stated.printed).trim().to_owned());
            }
            ("estimate" | "actual" | "ratio" | "count" | "money" | "area" | "index", _) => {
                found.push((figure.block, indicator(figure)));
            }
            _ => {}
        }
    }
    found.into_iter().map(|(_, indicator)| indicator).collect()
}

fn indicator(figure: &ReportFigure) -> Indicator {
    let stated = &figure.stated;
    let unit = stated.unit.clone().unwrap_or_default();
    let value = stated.printed.strip_suffix(unit.as_str()).unwrap_or(&stated.printed).trim().to_owned();
    let share = match (stated.value, stated.of) {
        (Some(part), Some(whole)) if stated.kind == "ratio" && !whole.is_zero() => part
            .checked_mul(Decimal::ONE_HUNDRED)
            .and_then(|part| part.checked_div(whole))
            .map(|percent| Share::new(format!("{}/{}", number(part), number(whole)), percent)),
        _ => None,
    };
    Indicator {
        href: format!("/so-lieu/{}", figure.id),
        name: stated.subject.clone().unwrap_or_default(),
        value,
        unit,
        period: stated.period.clone().unwrap_or_default(),
        plan: share,
        change: None,
    }
}

/// The one value that says most about a task: one held against its plan, else a part of a whole, else the first.
pub(crate) fn lead(indicators: &[Indicator]) -> Option<&Indicator> {
    indicators
        .iter()
        .find(|indicator| indicator.plan.is_some() && !indicator.name.is_empty())
        .or_else(|| indicators.iter().find(|indicator| indicator.plan.is_some()))
}

#[cfg(test)]
mod tests {
    use tt_domain::id::{FigureId, ReportId};
    use tt_domain::report::StatedFigure;

    use super::*;

    fn figure(id: i64, block: u32, kind: &str, printed: &str, value: i64, unit: Option<&str>) -> ReportFigure {
        ReportFigure {
            id: FigureId(id),
            report: ReportId(1),
            block,
            stated: StatedFigure {
                form: String::new(),
                printed: printed.to_owned(),
                value: Some(Decimal::from(value)),
                value_max: None,
                of: None,
                unit: unit.map(str::to_owned),
                kind: kind.to_owned(),
                direction: (kind == "change_vs_same_period").then(|| "giảm".to_owned()),
                period: None,
                subject: None,
                task: None,
                observation: None,
            },
        }
    }

    #[test]
    fn shares_and_changes_belong_to_the_value_before_them() {
        let figures = [
            figure(1, 4, "estimate", "4.750 triệu USD", 4750, Some("triệu USD")),
            figure(2, 4, "percent_of_plan", "91%", 91, Some("%")),
            figure(3, 4, "change_vs_same_period", "14%", 14, Some("%")),
            figure(4, 5, "percent_of_plan", "80%", 80, Some("%")),
        ];
        let found = indicators(&figures, Language::Vietnamese);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].value.as_str(), found[0].unit.as_str()), ("4.750", "triệu USD"));
        assert_eq!(found[0].plan.as_ref().map(|plan| (plan.text.as_str(), plan.width)), Some(("91%", 91)));
        assert_eq!(found[0].change.as_deref(), Some("giảm 14% so với cùng kỳ"));
    }
}
