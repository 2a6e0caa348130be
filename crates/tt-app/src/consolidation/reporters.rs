//! Who reported for a period: how far each agency's report is, when it was due, when it came, how late.

use jiff::civil::Date;
use tt_domain::assessment::{Grade, Stage};
use tt_domain::calendar::days_from;
use tt_domain::grading::summary::Distribution;
use tt_domain::id::AgencyId;
use tt_domain::organisation::Agency;
use tt_domain::permission::{Action, Scope};
use tt_domain::report::{Report, ReportState};
use tt_domain::statistics::{Basis, Columns, Counted, column};

use super::records::Below;
use crate::clock::day_of;
use crate::grading::year::newest;
use crate::sign_in::CurrentUser;

/// How far the report of an agency has come, as those above see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reporting {
    /// Không phải báo cáo: it reports to an agency between, and has no regime of its own for the period.
    NotOwed,
    /// Chưa có báo cáo.
    Missing,
    /// Đang soạn, not handed up.
    Writing,
    /// Đã nhận bằng tệp: it came in as a file.
    AsFile,
    /// Đã phát hành.
    Issued,
    /// Đã thu hồi.
    Recalled,
}

impl Reporting {
    /// Whether its words may be used by those above.
    pub fn is_handed_up(self) -> bool {
        matches!(self, Self::AsFile | Self::Issued)
    }

    /// Whether it is owed and not there.
    pub fn is_outstanding(self) -> bool {
        matches!(self, Self::Missing | Self::Writing | Self::Recalled)
    }
}

/// Whether a report was handed up: issued, or come in as a file without a regime to be written by.
pub(crate) fn is_handed_up(report: &Report) -> bool {
    reporting_of(report).is_handed_up()
}

fn reporting_of(report: &Report) -> Reporting {
    match report.state {
        ReportState::Issued => Reporting::Issued,
        ReportState::Recalled | ReportState::Replaced => Reporting::Recalled,
        ReportState::Draft if report.source.is_some() && report.regime.is_none() => Reporting::AsFile,
        _ => Reporting::Writing,
    }
}

/// An agency below, with its report and its tasks counted.
#[derive(Clone, Debug)]
pub struct Reporter {
    /// Which.
    pub agency: Agency,
    /// How many agencies stand between it and the one that consolidates.
    pub depth: usize,
    /// Its report for the period, as far as there is one.
    pub report: Option<Report>,
    /// How far that is.
    pub reporting: Reporting,
    /// Day it is due.
    pub due: Option<Date>,
    /// Day it was issued or came in.
    pub on: Option<Date>,
    /// Days it was, or is, late; `None` in time or where no day is set.
    pub late: Option<i32>,
    /// Its key tasks in the official columns.
    pub columns: Columns,
    /// Its key tasks by self-grade.
    pub grades: Distribution,
    /// The grade of the agency itself at the last stage that gave one.
    pub grade: Option<(Stage, Grade)>,
    /// Whether the person looking may open its report.
    pub may_open: bool,
}

/// The agencies below, each after the one above it.
pub(super) fn reporters(below: &Below, current: Option<&CurrentUser>) -> Vec<Reporter> {
    let mut found = Vec::with_capacity(below.agencies.len());
    let has_parent = |agency: &Agency| below.agencies.iter().any(|other| Some(other.id) == agency.parent);
    let first: Vec<&Agency> = below.agencies.iter().filter(|agency| !has_parent(agency)).collect();
    for agency in first {
        add(below, current, (agency, 0), &mut found);
    }
    found
}

fn add(below: &Below, current: Option<&CurrentUser>, (agency, depth): (&Agency, usize), found: &mut Vec<Reporter>) {
    // Deeper than any tree of agencies: a damaged one is not walked for ever.
    if depth > 20 {
        return;
    }
    found.push(reporter(below, current, agency, depth));
    for child in below.agencies.iter().filter(|child| child.parent == Some(agency.id)) {
        add(below, current, (child, depth + 1), found);
    }
}

fn reporter(below: &Below, current: Option<&CurrentUser>, agency: &Agency, depth: usize) -> Reporter {
    let report = chosen(&below.reports, agency.id);
    let owed = below.regimes.iter().filter(|regime| regime.agency == agency.id);
    let regime = owed
        .filter(|regime| regime.terms.of_year(below.period.of_year()).contains(&below.period))
        .max_by_key(|regime| regime.terms.key_tasks);
    let due =
        report.and_then(|report| report.due).or(regime.map(|regime| regime.terms.due(below.period, &below.calendar)));
    let reporting = match report {
        Some(report) => reporting_of(report),
        None if depth == 0 || regime.is_some() => Reporting::Missing,
        None => Reporting::NotOwed,
    };
    let on = report
        .filter(|_| reporting.is_handed_up())
        .map(|report| below.issued.get(&report.id).copied().unwrap_or_else(|| day_of(report.created_at)));
    // A file may have been entered long after it came: the day is shown, and not held against the deadline.
    let held = if reporting == Reporting::AsFile { None } else { Some(on.unwrap_or(below.today)) };
    let late = due.zip(held).map(|(due, day)| days_from(due, day)).filter(|days| *days > 0);
    let mut columns = Columns::default();
    let own = || below.tasks.iter().filter(|task| below.agency_of(task) == Some(agency.id));
    for task in own() {
        columns.add(column(&Counted::from(task), Basis::Adjusted, below.today));
    }
    Reporter {
        depth,
        reporting,
        due,
        on,
        late: late.filter(|_| reporting != Reporting::NotOwed),
        columns,
        grades: Distribution::of(own().map(|task| below.grade(task.id, Stage::SelfGraded))),
        grade: grade_of(below, agency.id),
        may_open: report.is_some_and(|report| {
            is_handed_up(report)
                || current.is_some_and(|current| current.may_on(Action::ReadRecords, &scope(below, agency.id)))
        }),
        report: report.cloned(),
        agency: agency.clone(),
    }
}

/// What a question of rights about an agency below is about.
pub(super) fn scope(below: &Below, agency: AgencyId) -> Scope {
    let mut above = below.tree.above(agency);
    if !above.contains(&below.root.id) {
        above.push(below.root.id);
    }
    Scope::agency_wide(agency, above)
}

/// The report that counts for a period: one handed up before one being written, the report of key tasks before another,
/// the newest last. Reports on demand are about something else.
fn chosen(reports: &[Report], agency: AgencyId) -> Option<&Report> {
    let own = reports.iter().filter(|report| report.agency == agency && report.occasion.is_empty());
    own.max_by_key(|report| (is_handed_up(report), report.key_tasks, report.id))
}

/// The grade of an agency at the last stage that gave one.
fn grade_of(below: &Below, agency: AgencyId) -> Option<(Stage, Grade)> {
    let own: Vec<_> = below.entries.iter().filter(|entry| entry.agency == agency).cloned().collect();
    [Stage::Final, Stage::Appraised, Stage::SelfGraded]
        .into_iter()
        .find_map(|stage| newest(&own, stage).and_then(|entry| Some((stage, entry.grade?))))
}
