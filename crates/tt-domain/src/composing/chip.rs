//! Facts that stand in the text of a report, by the record they are.

use std::fmt;

use crate::id::{DocumentId, FigureId, IndicatorId, RegisterMeasureId, TaskId};
use crate::indicator::ObservationKind;
use crate::reporting_period::ReportingPeriod;
use crate::task::coded;

coded! {
    /// How the value of an indicator is printed.
    ValueForm {
        /// `4.750`.
        Number = "number",
        /// `4.750 triệu USD`.
        WithUnit = "with_unit",
        /// `ước đạt 4.750 triệu USD`, `đạt 4.750 triệu USD`: by whether it is an estimate.
        Reached = "reached",
        /// `đạt 91,7% kế hoạch`.
        PercentOfPlan = "percent_of_plan",
        /// `tăng 5,5% so với cùng kỳ`.
        Change = "change",
        /// `91,7%`: the percent of the plan alone, for a cell of a table whose head says what it is.
        PlanPercent = "plan_percent",
        /// `tăng 5,5%`: the change alone, for a cell of a table.
        ChangePercent = "change_percent",
    }
}

coded! {
    /// How a document is cited (Nghị định 30/2020/NĐ-CP, Phụ lục I: viện dẫn).
    CitationForm {
        /// Kind, number, date, issuer and subject: the first time it is named.
        Full = "full",
        /// Kind and number: when it is named again.
        Short = "short",
    }
}

/// A fact shown in the text of a report (thẻ số liệu): which record, and how it is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Chip {
    /// The value of an indicator.
    Value {
        /// Which.
        indicator: IndicatorId,
        /// For which period.
        period: ReportingPeriod,
        /// Plan, estimate or actual.
        kind: ObservationKind,
        /// How it prints.
        form: ValueForm,
    },
    /// A measure of a register, as of the last day of the report's data window.
    Measure(RegisterMeasureId),
    /// A mention of a document.
    Citation {
        /// Which.
        document: DocumentId,
        /// How it prints.
        form: CitationForm,
    },
    /// The statement of a task, as assigned.
    Statement(TaskId),
    /// The self-grade of a task in words.
    Grade(TaskId),
    /// A figure the report states already, as it was read from a file.
    Figure(FigureId),
}

impl Chip {
    /// Reads [`Display`](fmt::Display) back; nothing else is a chip.
    pub fn parse(code: &str) -> Option<Self> {
        let mut parts = code.split(':');
        let sort = parts.next()?;
        let id = parts.next()?.parse::<i64>().ok()?;
        let chip = match sort {
            "value" => Self::Value {
                indicator: IndicatorId(id),
                period: ReportingPeriod::parse(parts.next()?)?,
                kind: ObservationKind::from_code(parts.next()?)?,
                form: ValueForm::from_code(parts.next()?)?,
            },
            "measure" => Self::Measure(RegisterMeasureId(id)),
            "citation" => Self::Citation { document: DocumentId(id), form: CitationForm::from_code(parts.next()?)? },
            "statement" => Self::Statement(TaskId(id)),
            "grade" => Self::Grade(TaskId(id)),
            "figure" => Self::Figure(FigureId(id)),
            _ => return None,
        };
        parts.next().is_none().then_some(chip)
    }
}

/// The code of a chip, by which it is stored and exchanged: `value:12:2019:actual:number`, `citation:5:full`.
impl fmt::Display for Chip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value { indicator, period, kind, form } => {
                write!(f, "value:{indicator}:{}:{}:{}", period.code(), kind.code(), form.code())
            }
            Self::Measure(id) => write!(f, "measure:{id}"),
            Self::Citation { document, form } => write!(f, "citation:{document}:{}", form.code()),
            Self::Statement(task) => write!(f, "statement:{task}"),
            Self::Grade(task) => write!(f, "grade:{task}"),
            Self::Figure(id) => write!(f, "figure:{id}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chip_is_read_back_from_its_code_and_nothing_else_is_one() {
        let year = ReportingPeriod::year(2019);
        let mut all = vec![
            Chip::Measure(RegisterMeasureId(3)),
            Chip::Statement(TaskId(7)),
            Chip::Grade(TaskId(7)),
            Chip::Figure(FigureId(9)),
        ];
        for &form in CitationForm::ALL {
            all.push(Chip::Citation { document: DocumentId(5), form });
        }
        for &form in ValueForm::ALL {
            for kind in [ObservationKind::Plan, ObservationKind::Estimate, ObservationKind::Actual] {
                all.push(Chip::Value { indicator: IndicatorId(12), period: year, kind, form });
            }
        }
        for chip in all {
            assert_eq!(Chip::parse(&chip.to_string()), Some(chip), "{chip}");
        }
        let wrong =
            ["", "value", "value:12", "value:12:2019:actual", "value:a:2019:actual:number", "task:7", "grade:7:1"];
        for code in wrong.into_iter().chain(["value:12:2019:actual:number:x", "citation:5:none", "grade: 7"]) {
            assert_eq!(Chip::parse(code), None, "{code}");
        }
    }
}
