//! On what a report's figures rest: a record of its own, other records it can be worked out from, or the report's word.
//!
//! A figure with an observation is a record. A percentage is derived if
//! two values on record of the same paragraph or task, or a ratio there, give it, rounded as it is printed. All else remains narrative:
//! nothing in the records could prove it wrong. Pure.

use rust_decimal::{Decimal, RoundingStrategy};
use tt_domain::id::FigureId;
use tt_domain::report::ReportFigure;

/// On what a figure rests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backing {
    /// A record holds its value.
    Record,
    /// Two records give it.
    Derived {
        /// The part, and the whole it is a share of.
        from: (FigureId, FigureId),
    },
    /// Only the report says so.
    Narrative,
}

/// On what each of a report's figures rests, in their order.
pub fn coverage(figures: &[ReportFigure]) -> Vec<(FigureId, Backing)> {
    figures.iter().map(|figure| (figure.id, backing(figure, figures))).collect()
}

fn backing(figure: &ReportFigure, all: &[ReportFigure]) -> Backing {
    let stated = &figure.stated;
    if stated.observation.is_some() {
        return Backing::Record;
    }
    let share = matches!(stated.kind.as_str(), "percent_of_plan" | "share");
    match stated.value.filter(|_| share) {
        Some(percent) => derived(figure, percent, all).map_or(Backing::Narrative, |from| Backing::Derived { from }),
        None => Backing::Narrative,
    }
}

/// Two values of one unit, near this figure, of which one is that share of the other; also a ratio's own two numbers.
fn derived(figure: &ReportFigure, percent: Decimal, all: &[ReportFigure]) -> Option<(FigureId, FigureId)> {
    let near = |other: &&ReportFigure| {
        other.block == figure.block || other.stated.task.is_some() && other.stated.task == figure.stated.task
    };
    let gives = |part: Decimal, whole: Decimal| {
        let exact = part.checked_mul(Decimal::ONE_HUNDRED).and_then(|part| part.checked_div(whole));
        exact.is_some_and(|exact| {
            exact.round_dp_with_strategy(percent.scale(), RoundingStrategy::MidpointAwayFromZero) == percent
        })
    };
    let ratio = all.iter().filter(near).find(|other| {
        other.stated.kind == "ratio"
            && matches!((other.stated.value, other.stated.of), (Some(part), Some(of)) if gives(part, of))
    });
    if let Some(ratio) = ratio {
        return Some((ratio.id, ratio.id));
    }
    let known: Vec<(&ReportFigure, Decimal)> = all
        .iter()
        .filter(near)
        .filter(|other| other.stated.observation.is_some() && other.stated.unit.as_deref() != Some("%"))
        .filter_map(|other| Some((other, other.stated.value?)))
        .collect();
    let same_unit = |left: &ReportFigure, right: &ReportFigure| {
        let unit = |figure: &ReportFigure| figure.stated.unit.as_deref().map(tt_text::unit::canonical);
        // `14 chợ xã` of `38 chợ nông thôn`: the reader may give one of them a longer unit.
        let (left, right) = (unit(left).unwrap_or_default(), unit(right).unwrap_or_default());
        !left.is_empty() && (left.starts_with(&right) || right.starts_with(&left)) && !right.is_empty()
    };
    known.iter().find_map(|(part, value)| {
        let whole =
            known.iter().find(|(whole, of)| whole.id != part.id && same_unit(part, whole) && gives(*value, *of))?;
        Some((part.id, whole.0.id))
    })
}

#[cfg(test)]
mod tests {
    use tt_domain::id::{ObservationId, ReportId};
    use tt_domain::report::StatedFigure;

    use super::*;

    fn figure(id: i64, kind: &str, value: &str, of: Option<i64>, unit: &str, on_record: bool) -> ReportFigure {
        let stated = StatedFigure {
            form: String::new(),
            printed: format!("{value} {unit}"),
            value: value.parse().ok(),
            value_max: None,
            of: of.map(Decimal::from),
            unit: Some(unit.to_owned()),
            kind: kind.to_owned(),
            direction: None,
            period: None,
            subject: None,
            task: None,
            observation: on_record.then_some(ObservationId(id)),
        };
        ReportFigure { id: FigureId(id), report: ReportId(1), block: 1, stated }
    }

    #[test]
    fn a_percentage_is_derived_only_from_records_that_give_it() {
        let figures = [
            figure(1, "count", "14", None, "chợ", true),
            figure(2, "plan", "38", None, "chợ", true),
            figure(3, "share", "36.8", None, "%", false),
            figure(4, "percent_of_plan", "37.5", None, "%", false),
            figure(5, "ratio", "12", Some(12), "xã", false),
            figure(6, "percent_of_plan", "100", None, "%", false),
            figure(7, "change_vs_same_period", "9.6", None, "%", false),
        ];
        let told: Vec<Backing> = coverage(&figures).into_iter().map(|(_, backing)| backing).collect();
        let from = |part, whole| Backing::Derived { from: (FigureId(part), FigureId(whole)) };
        let word = Backing::Narrative;
        assert_eq!(told, [Backing::Record, Backing::Record, from(1, 2), word, word, from(5, 5), word]);
    }
}
