//! On what a report's figures rest: a record of its own, other records it can be worked out from, or the report's word.
//!
//! A figure with an observation is a record; so is a goal that a target keeps, a number of things that all are entries of
//! a register, and a number that a register's measure comes to on the report's day. A percentage is derived if two values
//! on record of the same paragraph or task, a ratio there, or the indicator's own plan and same period give it, rounded as
//! it is printed; a number of tasks if the self-grades give it. All else remains narrative: nothing in the records could
//! prove it wrong. Pure; [`grounds`] loads what it is held against.

mod grounds;

use rust_decimal::{Decimal, RoundingStrategy};
use tt_domain::goal::matching::said_of;
use tt_domain::id::{FigureId, IndicatorId};
use tt_domain::indicator::ledger::Reading;
use tt_domain::report::ReportFigure;
use tt_domain::task::Target;

/// On what a figure rests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Backing {
    /// An observation of an indicator holds its value.
    Record,
    /// A target of the task keeps it as its goal.
    Target,
    /// A register has it: its key.
    Register(String),
    /// Two records give it.
    Derived {
        /// The part, and the whole it is a share of.
        from: (FigureId, FigureId),
    },
    /// The indicator's plan, or its value of the same period, gives it.
    Indicator(IndicatorId),
    /// The self-grades give it.
    Grades,
    /// Only the report says so.
    Narrative,
}

impl Backing {
    /// Whether a record holds the value itself.
    pub fn is_record(&self) -> bool {
        matches!(self, Self::Record | Self::Target | Self::Register(_))
    }

    /// Whether records give it.
    pub fn is_derived(&self) -> bool {
        matches!(self, Self::Derived { .. } | Self::Indicator(_) | Self::Grades)
    }
}

/// What beside its own figures a report is held against.
#[derive(Clone, Debug, Default)]
pub struct Grounds {
    /// Targets of the tasks it reports on and proposes.
    pub targets: Vec<Target>,
    /// How many tasks have each grade their agency gave itself, and how many tasks there are.
    pub grades: (Vec<Decimal>, Decimal),
    /// Counts whose things are all entries of a register, with the key of the register.
    pub counted: Vec<(FigureId, String)>,
    /// What the measures of registers came to on the report's day.
    pub measures: Vec<Measured>,
    /// Sentences that figures without a record of their own stand in.
    pub sentences: Vec<(FigureId, String)>,
    /// What holds of the indicator a percentage speaks of.
    pub readings: Vec<(FigureId, IndicatorId, Reading)>,
}

/// What a measure of a register came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measured {
    /// Key of the register.
    pub register: String,
    /// Its name.
    pub name: String,
    /// Its unit.
    pub unit: String,
    /// Its value.
    pub value: Decimal,
    /// The whole it is a share of.
    pub whole: Option<Decimal>,
}

/// On what each of a report's figures rests, in their order.
pub fn coverage(figures: &[ReportFigure], grounds: &Grounds) -> Vec<(FigureId, Backing)> {
    figures.iter().map(|figure| (figure.id, backing(figure, figures, grounds))).collect()
}

fn backing(figure: &ReportFigure, all: &[ReportFigure], grounds: &Grounds) -> Backing {
    let stated = &figure.stated;
    if stated.observation.is_some() {
        return Backing::Record;
    }
    if grounds.targets.iter().any(|target| is_goal(figure, target)) {
        return Backing::Target;
    }
    if let Some(register) = grounds.register(figure) {
        return Backing::Register(register.to_owned());
    }
    if grounds.is_number_of_grades(figure) {
        return Backing::Grades;
    }
    let share = matches!(stated.kind.as_str(), "percent_of_plan" | "share");
    let from = stated.value.filter(|_| share).and_then(|percent| derived(figure, percent, all));
    match (from, grounds.indicator(figure)) {
        (Some(from), _) => Backing::Derived { from },
        (None, Some(indicator)) => Backing::Indicator(indicator),
        (None, None) => Backing::Narrative,
    }
}

/// Whether a figure states the goal of a target: of its task, or of a proposal, whose figures belong to none.
fn is_goal(figure: &ReportFigure, target: &Target) -> bool {
    let stated = &figure.stated;
    let Some(measure) = target.measure.as_ref().filter(|_| matches!(stated.kind.as_str(), "plan" | "range")) else {
        return false;
    };
    let unit = |unit: &Option<String>| unit.as_deref().map(tt_text::unit::canonical);
    stated.task.is_none_or(|task| task == target.task)
        && stated.value == Some(measure.value.abs())
        && stated.value_max == measure.value_max.map(|max| max.abs())
        && unit(&stated.unit) == unit(&measure.unit)
        && target.text.contains(&stated.printed)
}

impl Grounds {
    /// The register that has a figure: all its things, or what a measure came to.
    fn register(&self, figure: &ReportFigure) -> Option<&str> {
        let stated = &figure.stated;
        if let Some((_, register)) = self.counted.iter().find(|(id, _)| *id == figure.id) {
            return Some(register);
        }
        let (value, unit) = (stated.value?, stated.unit.as_deref()?);
        let (_, sentence) = self.sentences.iter().find(|(id, _)| *id == figure.id)?;
        let counts = matches!(stated.kind.as_str(), "count" | "ratio" | "actual");
        let found = self.measures.iter().filter(|_| counts).find(|one| {
            one.value == value
                && (stated.of.is_none() || stated.of == one.whole)
                && said_of(&one.name, &one.unit, sentence, unit) > 0
        })?;
        Some(&found.register)
    }

    /// Whether a figure is the number of tasks of a grade: `hoàn thành tốt 05/06 nhiệm vụ`.
    fn is_number_of_grades(&self, figure: &ReportFigure) -> bool {
        let stated = &figure.stated;
        let tasks = stated.unit.as_deref().is_some_and(|unit| tt_text::unit::canonical(unit) == "nhiem vu");
        let (counts, all) = &self.grades;
        tasks && stated.of == Some(*all) && stated.value.is_some_and(|value| counts.contains(&value))
    }

    /// The indicator whose values give a percentage, rounded as it is printed.
    fn indicator(&self, figure: &ReportFigure) -> Option<IndicatorId> {
        let stated = &figure.stated;
        let percent = stated.value?;
        let (_, id, reading) = self.readings.iter().find(|(id, ..)| *id == figure.id)?;
        let (worked_out, sign) = match stated.kind.as_str() {
            "percent_of_plan" => (reading.percent_of_plan()?, Decimal::ONE),
            "change_vs_same_period" if stated.direction.as_deref() == Some("giảm") => {
                (reading.change()?, Decimal::NEGATIVE_ONE)
            }
            "change_vs_same_period" => (reading.change()?, Decimal::ONE),
            _ => return None,
        };
        let rounded = worked_out.ok()?.rounded(percent.scale()).ok()?;
        (rounded == percent * sign).then_some(*id)
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
    use tt_domain::id::{ObservationId, ReportId, TargetId, TaskId};
    use tt_domain::indicator::ledger::{Origin, Point};
    use tt_domain::report::StatedFigure;
    use tt_domain::task::{Comparator, Measure};

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
        let told: Vec<Backing> =
            coverage(&figures, &Grounds::default()).into_iter().map(|(_, backing)| backing).collect();
        let from = |part, whole| Backing::Derived { from: (FigureId(part), FigureId(whole)) };
        let word = || Backing::Narrative;
        assert_eq!(told, [Backing::Record, Backing::Record, from(1, 2), word(), word(), from(5, 5), word()]);
    }

    fn target(text: &str, value: i64, max: Option<i64>, unit: &str) -> Target {
        let (value, value_max) = (Decimal::from(value), max.map(Decimal::from));
        let comparator = if max.is_some() { Comparator::Within } else { Comparator::AtLeast };
        let measure = Measure { comparator, value, value_max, unit: Some(unit.to_owned()), change: false };
        let (id, task) = (TargetId(1), TaskId(1));
        Target { id, task, text: text.to_owned(), measure: Some(measure), place: None, due: None, part_of: None }
    }

    #[test]
    fn targets_registers_grades_and_indicators_hold_figures_too() {
        let mut goal = figure(1, "range", "2", None, "cơ sở", false);
        (goal.stated.value_max, goal.stated.printed) = (Some(Decimal::from(3)), "2 - 3 cơ sở".to_owned());
        let figures = [
            goal,
            figure(2, "count", "8", None, "chợ", false),
            figure(3, "ratio", "9", Some(9), "xã", false),
            figure(4, "ratio", "9", Some(10), "xã", false),
            figure(5, "ratio", "5", Some(6), "nhiệm vụ", false),
            figure(6, "ratio", "4", Some(6), "nhiệm vụ", false),
            figure(7, "percent_of_plan", "91.7", None, "%", false),
            figure(8, "percent_of_plan", "91", None, "%", false),
        ];
        let point = |value: i64| Some(Point { value: value.into(), origin: Origin::Formula(String::new()) });
        let reading = Reading { plan: point(5180), actual: point(4750), ..Reading::default() };
        let sentence = "Kết quả: xã đạt tiêu chí điện là 9/9".to_owned();
        let grounds = Grounds {
            targets: vec![target("kiểm tra 2 - 3 cơ sở", 2, Some(3), "cơ sở")],
            grades: (vec![Decimal::from(5), Decimal::ONE], Decimal::from(6)),
            counted: vec![(FigureId(2), "cho".to_owned())],
            measures: vec![Measured {
                register: "nong-thon-moi".to_owned(),
                name: "Xã đạt tiêu chí điện".to_owned(),
                unit: "xã".to_owned(),
                value: Decimal::from(9),
                whole: Some(Decimal::from(9)),
            }],
            sentences: vec![(FigureId(3), sentence.clone()), (FigureId(4), sentence)],
            readings: vec![(FigureId(7), IndicatorId(4), reading.clone()), (FigureId(8), IndicatorId(4), reading)],
        };
        let told: Vec<Backing> = coverage(&figures, &grounds).into_iter().map(|(_, backing)| backing).collect();
        let register = |key: &str| Backing::Register(key.to_owned());
        assert_eq!(
            told,
            [
                Backing::Target,
                register("cho"),
                register("nong-thon-moi"),
                Backing::Narrative,
                Backing::Grades,
                Backing::Narrative,
                Backing::Indicator(IndicatorId(4)),
                Backing::Narrative,
            ]
        );
    }
}
