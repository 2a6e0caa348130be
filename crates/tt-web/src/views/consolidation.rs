//! Consolidation for the screen: who reported, figures with what is in their totals, grades, themes, difficulties.

use tt_app::Language;
use tt_app::consolidation::Consolidation;
use tt_app::consolidation::figures::{FigureCell, FigureLine};
use tt_app::consolidation::reporters::{Reporter, Reporting};
use tt_app::consolidation::words;
use tt_app::consolidation::works::{ThemeRow, WorkRow};
use tt_domain::assessment::Grade;
use tt_domain::id::AgencyId;

use crate::show::{self, Status, say};

/// An agency with its report.
#[derive(Clone, Debug)]
pub(crate) struct ReporterView {
    pub(crate) name: String,
    /// How deep it stands, 0 to 3.
    pub(crate) depth: usize,
    pub(crate) href: Option<String>,
    pub(crate) status: Status,
    pub(crate) due: String,
    pub(crate) on: String,
    pub(crate) late: Option<i32>,
    pub(crate) tasks: u32,
    pub(crate) done: u32,
    pub(crate) overdue: u32,
    /// Excellent, good, completed, not completed.
    pub(crate) grades: [u32; 4],
    pub(crate) ungraded: u32,
    pub(crate) grade: Option<(&'static str, &'static str)>,
}

impl ReporterView {
    pub(crate) fn new(one: &Reporter, lang: Language) -> Self {
        let columns = &one.columns;
        Self {
            name: one.agency.name.clone(),
            depth: one.depth.min(3),
            href: one.report.as_ref().filter(|_| one.may_open).map(|report| format!("/bao-cao/{}", report.id)),
            status: status(one, lang),
            due: one.due.map(show::date).unwrap_or_default(),
            on: one.on.map(show::date).unwrap_or_default(),
            late: one.late,
            tasks: one.grades.total(),
            done: columns.completed() + columns.done_unjudged,
            overdue: columns.open_overdue,
            grades: one.grades.counts,
            ungraded: one.grades.ungraded,
            grade: one.grade.map(|(stage, grade)| (show::grade(grade, lang), show::stage(stage, lang))),
        }
    }
}

fn status(one: &Reporter, lang: Language) -> Status {
    let (vi, en, class, icon) = match one.reporting {
        Reporting::NotOwed => ("Không phải gửi", "Not owed", "st-hold", "circle-dashed"),
        Reporting::Missing if one.late.is_some() => ("Chưa gửi", "Missing", "st-late", "circle-alert"),
        Reporting::Missing => ("Chưa có", "None yet", "st-hold", "circle-dashed"),
        Reporting::Writing if one.late.is_some() => ("Đang soạn", "Being written", "st-late", "circle-alert"),
        Reporting::Writing => ("Đang soạn", "Being written", "st-wait", "pen-line"),
        Reporting::AsFile => ("Nhận bằng tệp", "As a file", "st-ok", "file-input"),
        Reporting::Issued => ("Đã phát hành", "Issued", "st-ok", "circle-check"),
        Reporting::Recalled => ("Đã thu hồi", "Recalled", "st-hold", "x"),
    };
    Status { words: say(lang, vi, en), class, icon }
}

/// An indicator with its total and the values under it.
#[derive(Clone, Debug)]
pub(crate) struct LineView {
    pub(crate) name: String,
    pub(crate) unit: String,
    pub(crate) rule: String,
    pub(crate) total: Option<String>,
    pub(crate) plan: Option<String>,
    pub(crate) percent: Option<String>,
    pub(crate) added: usize,
    pub(crate) left_out: usize,
    pub(crate) missing: Vec<String>,
    /// Values of other populations, which have a line of their own.
    pub(crate) apart: usize,
    pub(crate) cells: Vec<CellView>,
}

/// A value of an agency.
#[derive(Clone, Debug)]
pub(crate) struct CellView {
    pub(crate) agency: String,
    pub(crate) value: String,
    pub(crate) estimate: bool,
    pub(crate) vouched: bool,
    pub(crate) plan: String,
    pub(crate) href: Option<String>,
    pub(crate) added: bool,
    pub(crate) why: Option<String>,
}

impl LineView {
    /// For all agencies, or one.
    pub(crate) fn new(found: &Consolidation, line: &FigureLine, only: Option<AgencyId>, lang: Language) -> Self {
        let shown = |cell: &&FigureCell| only.is_none_or(|only| cell.agency == only);
        let unit = line.unit.clone().unwrap_or_default();
        let with_unit = |value| format!("{} {unit}", show::number(value)).trim_end().to_owned();
        let own: Vec<AgencyId> = line.cells.iter().map(|cell| cell.agency).collect();
        Self {
            name: line.full_name(),
            rule: lang.pick(&words::rule(line.rule)).to_owned(),
            total: line.result.value().map(with_unit),
            plan: line.plan.value().map(with_unit),
            percent: line.percent_of_plan().map(|percent| format!("{}%", show::number(percent))),
            added: line.result.added.len(),
            left_out: line.result.left_out.iter().filter(|one| own.contains(&one.agency)).count(),
            missing: line.result.missing.iter().map(|id| found.name(*id).to_owned()).collect(),
            apart: line.result.left_out.iter().filter(|one| !own.contains(&one.agency)).count(),
            cells: line.cells.iter().filter(shown).map(|cell| cell_view(found, line, cell, lang)).collect(),
            unit,
        }
    }
}

fn cell_view(found: &Consolidation, line: &FigureLine, cell: &FigureCell, lang: Language) -> CellView {
    let number = |value| match (&cell.unit, &line.unit) {
        (Some(unit), of) if of.as_ref() != Some(unit) => format!("{} {unit}", show::number(value)),
        _ => show::number(value),
    };
    let out = line.result.left_out.iter().find(|one| one.agency == cell.agency && one.indicator == cell.indicator);
    let may_open = found
        .reporter(cell.agency)
        .is_some_and(|reporter| reporter.may_open && reporter.report.as_ref().map(|report| report.id) == cell.report);
    CellView {
        agency: found.name(cell.agency).to_owned(),
        value: cell.value.map_or_else(|| "–".to_owned(), number),
        estimate: cell.estimate,
        vouched: cell.vouched,
        plan: cell.plan.map(number).unwrap_or_default(),
        href: cell.figure.filter(|_| may_open).map(|id| format!("/so-lieu/{id}")),
        added: line.result.holds(cell.agency, cell.indicator),
        why: out.map(|one| lang.pick(&found.why(one.why)).to_owned()),
    }
}

/// A task of an agency.
#[derive(Clone, Debug)]
pub(crate) struct WorkView {
    pub(crate) agency: String,
    pub(crate) number: u32,
    pub(crate) statement: String,
    pub(crate) href: Option<String>,
    pub(crate) self_grade: &'static str,
    pub(crate) appraised: &'static str,
    pub(crate) decided: &'static str,
    pub(crate) says: Option<String>,
    pub(crate) report: Option<String>,
}

impl WorkView {
    pub(crate) fn new(found: &Consolidation, work: &WorkRow, lang: Language) -> Self {
        let grade = |grade: Option<Grade>| grade.map_or("", |grade| show::grade(grade, lang));
        Self {
            agency: found.name(work.agency).to_owned(),
            number: work.task.number,
            statement: work.task.statement.clone(),
            href: work.may_open.then(|| format!("/nhiem-vu/{}", work.task.id)),
            self_grade: grade(work.self_grade),
            appraised: grade(work.appraised),
            decided: grade(work.decided),
            says: work.says.as_ref().map(|passage| passage.text.clone()),
            report: work.says.as_ref().map(|passage| format!("/bao-cao/{}#k-{}", passage.report, passage.block)),
        }
    }
}

/// A theme with its tasks.
#[derive(Clone, Debug)]
pub(crate) struct ThemeView {
    pub(crate) name: String,
    pub(crate) agencies: usize,
    pub(crate) works: Vec<WorkView>,
}

impl ThemeView {
    /// For all agencies, or one; `None` where it has no part in the theme.
    pub(crate) fn new(found: &Consolidation, theme: &ThemeRow, only: Option<AgencyId>, lang: Language) -> Option<Self> {
        let works = theme.works.iter().filter_map(|at| found.works.get(*at));
        let works: Vec<WorkView> = works
            .filter(|work| only.is_none_or(|only| work.agency == only))
            .map(|work| WorkView::new(found, work, lang))
            .collect();
        (!works.is_empty()).then(|| Self { name: show::shortened(&theme.name, 220), agencies: theme.agencies, works })
    }
}

/// Difficulties of one cause.
#[derive(Clone, Debug)]
pub(crate) struct CauseView {
    pub(crate) cause: String,
    /// Agency, its report, words.
    pub(crate) obstacles: Vec<(String, String, String)>,
}

impl CauseView {
    /// Of all agencies, or one.
    pub(crate) fn all(found: &Consolidation, only: Option<AgencyId>, lang: Language) -> Vec<Self> {
        let mut causes: Vec<Self> = Vec::new();
        for one in found.obstacles.iter().filter(|one| only.is_none_or(|only| one.agency == only)) {
            let cause = lang.pick(&words::cause(one.cause)).to_owned();
            let row = (found.name(one.agency).to_owned(), format!("/bao-cao/{}", one.report), one.text.clone());
            match causes.last_mut().filter(|last| last.cause == cause) {
                Some(last) => last.obstacles.push(row),
                None => causes.push(Self { cause, obstacles: vec![row] }),
            }
        }
        causes
    }
}
