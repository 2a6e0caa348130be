//! Pictures and tables that stand in a report, kept as what they show and drawn from records when someone looks.

use std::fmt;

use crate::id::{DivisionId, IndicatorId, RegisterFieldId, RegisterId, TaskId};
use crate::reporting_period::ReportingPeriod;

/// Most columns of a table of entries.
pub const MOST_FIELDS: usize = 12;

/// A block drawn from records (khối sống): a picture (hình), or a table (bảng).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Embedded {
    /// A picture.
    Picture(PictureOf),
    /// A table.
    Table(TableOf),
}

/// What a picture shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PictureOf {
    /// Plan against actual of an indicator over the year of a period, up to that period (kế hoạch và thực hiện).
    Plan(IndicatorId, ReportingPeriod),
    /// Actual against the same period of the year before, likewise (so với cùng kỳ).
    SamePeriod(IndicatorId, ReportingPeriod),
    /// How an indicator came on, with what is foreseen (diễn biến và dự báo).
    Trend(IndicatorId, ReportingPeriod),
    /// How many entries of a register are at each stage (tiến trình của sổ theo dõi).
    Stages(RegisterId),
    /// Tasks of a year by division and month they are due (nhiệm vụ đến hạn theo phòng và tháng).
    Deadlines(i16),
    /// Agencies below by their score of a year (xếp hạng các đơn vị).
    League(i16),
}

/// What a table lists.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum TableOf {
    /// Indicators with plan, actual, percent of plan, same period and change.
    Indicators(IndicatorsOf, ReportingPeriod),
    /// Tasks of a year with deadline and state, of one division or of all.
    Tasks(i16, Option<DivisionId>),
    /// The measures of a register.
    Measures(RegisterId),
    /// The entries of a register with these columns.
    Entries(RegisterId, Vec<RegisterFieldId>),
}

/// Whose indicators a table lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum IndicatorsOf {
    /// Of the agency as a whole.
    Agency,
    /// Those a division enters.
    Division(DivisionId),
    /// Those the targets of a task are tied to.
    Task(TaskId),
}

/// An embedded block of a report: what it shows, and what is said of it beside its caption.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Embedding {
    /// What it shows.
    pub shows: Embedded,
    /// What a person says of it for who cannot see it (văn bản thay thế); `None` for what is made from its numbers.
    pub alt: Option<String>,
}

impl Embedded {
    /// Whether it is a picture; else a table.
    pub fn is_picture(&self) -> bool {
        matches!(self, Self::Picture(_))
    }

    /// Reads [`Display`](fmt::Display) back; nothing else is an embedded block.
    pub fn parse(code: &str) -> Option<Self> {
        let parts: Vec<&str> = code.split(':').collect();
        let found = match parts.as_slice() {
            ["picture", "plan", id, period] => Self::Picture(PictureOf::Plan(indicator(id)?, of_code(period)?)),
            ["picture", "same", id, period] => Self::Picture(PictureOf::SamePeriod(indicator(id)?, of_code(period)?)),
            ["picture", "trend", id, period] => Self::Picture(PictureOf::Trend(indicator(id)?, of_code(period)?)),
            ["picture", "stages", id] => Self::Picture(PictureOf::Stages(RegisterId(id.parse().ok()?))),
            ["picture", "deadlines", year] => Self::Picture(PictureOf::Deadlines(year.parse().ok()?)),
            ["picture", "league", year] => Self::Picture(PictureOf::League(year.parse().ok()?)),
            ["table", "indicators", period] => Self::Table(TableOf::Indicators(IndicatorsOf::Agency, of_code(period)?)),
            ["table", "indicators", period, "division", id] => {
                Self::Table(TableOf::Indicators(IndicatorsOf::Division(DivisionId(id.parse().ok()?)), of_code(period)?))
            }
            ["table", "indicators", period, "task", id] => {
                Self::Table(TableOf::Indicators(IndicatorsOf::Task(TaskId(id.parse().ok()?)), of_code(period)?))
            }
            ["table", "tasks", year] => Self::Table(TableOf::Tasks(year.parse().ok()?, None)),
            ["table", "tasks", year, "division", id] => {
                Self::Table(TableOf::Tasks(year.parse().ok()?, Some(DivisionId(id.parse().ok()?))))
            }
            ["table", "measures", id] => Self::Table(TableOf::Measures(RegisterId(id.parse().ok()?))),
            ["table", "entries", id, fields] => {
                let fields = fields.split('-').filter(|field| !field.is_empty());
                let fields = fields.map(|field| field.parse().ok().map(RegisterFieldId)).collect::<Option<Vec<_>>>()?;
                if fields.len() > MOST_FIELDS {
                    return None;
                }
                Self::Table(TableOf::Entries(RegisterId(id.parse().ok()?), fields))
            }
            _ => return None,
        };
        // One block has one code, whatever its numbers could be written as.
        (found.to_string() == code).then_some(found)
    }
}

fn indicator(id: &str) -> Option<IndicatorId> {
    id.parse().ok().map(IndicatorId)
}

fn of_code(code: &str) -> Option<ReportingPeriod> {
    ReportingPeriod::parse(code)
}

/// The code of an embedded block, by which it is stored and exchanged: `picture:plan:12:2019`, `table:entries:3:14-15`.
impl fmt::Display for Embedded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Picture(PictureOf::Plan(id, period)) => write!(f, "picture:plan:{id}:{}", period.code()),
            Self::Picture(PictureOf::SamePeriod(id, period)) => write!(f, "picture:same:{id}:{}", period.code()),
            Self::Picture(PictureOf::Trend(id, period)) => write!(f, "picture:trend:{id}:{}", period.code()),
            Self::Picture(PictureOf::Stages(id)) => write!(f, "picture:stages:{id}"),
            Self::Picture(PictureOf::Deadlines(year)) => write!(f, "picture:deadlines:{year}"),
            Self::Picture(PictureOf::League(year)) => write!(f, "picture:league:{year}"),
            Self::Table(TableOf::Indicators(of, period)) => {
                write!(f, "table:indicators:{}", period.code())?;
                match of {
                    IndicatorsOf::Agency => Ok(()),
                    IndicatorsOf::Division(id) => write!(f, ":division:{id}"),
                    IndicatorsOf::Task(id) => write!(f, ":task:{id}"),
                }
            }
            Self::Table(TableOf::Tasks(year, None)) => write!(f, "table:tasks:{year}"),
            Self::Table(TableOf::Tasks(year, Some(id))) => write!(f, "table:tasks:{year}:division:{id}"),
            Self::Table(TableOf::Measures(id)) => write!(f, "table:measures:{id}"),
            Self::Table(TableOf::Entries(id, fields)) => {
                write!(f, "table:entries:{id}:")?;
                for (at, field) in fields.iter().enumerate() {
                    write!(f, "{}{field}", if at == 0 { "" } else { "-" })?;
                }
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_read_back_from_its_code_and_nothing_else_is_one() {
        let (month, year) = (ReportingPeriod::month(2019, 4).unwrap(), ReportingPeriod::year(2019));
        let pictures = [
            PictureOf::Plan(IndicatorId(12), year),
            PictureOf::SamePeriod(IndicatorId(12), month),
            PictureOf::Trend(IndicatorId(3), ReportingPeriod::quarter(2019, 2).unwrap()),
            PictureOf::Stages(RegisterId(3)),
            PictureOf::Deadlines(2019),
            PictureOf::League(2019),
        ];
        let tables = [
            TableOf::Indicators(IndicatorsOf::Agency, year),
            TableOf::Indicators(IndicatorsOf::Division(DivisionId(4)), month),
            TableOf::Indicators(IndicatorsOf::Task(TaskId(7)), year),
            TableOf::Tasks(2019, None),
            TableOf::Tasks(2019, Some(DivisionId(4))),
            TableOf::Measures(RegisterId(3)),
            TableOf::Entries(RegisterId(3), vec![RegisterFieldId(14), RegisterFieldId(15)]),
            TableOf::Entries(RegisterId(3), Vec::new()),
        ];
        let all = pictures.into_iter().map(Embedded::Picture).chain(tables.into_iter().map(Embedded::Table));
        for one in all {
            assert_eq!(Embedded::parse(&one.to_string()), Some(one.clone()), "{one}");
        }
        let many = format!("table:entries:3:{}", vec!["1"; MOST_FIELDS + 1].join("-"));
        for code in
            ["", "picture", "picture:plan:12", "picture:plan:x:2019", "picture:stages:03", "table:tasks:2019:4", &many]
        {
            assert_eq!(Embedded::parse(code), None, "{code}");
        }
    }
}
