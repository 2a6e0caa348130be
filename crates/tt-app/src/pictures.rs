//! What records look like as pictures: an indicator over its periods, a register by its stages, the deadlines of a year,
//! agencies by their score. Pages show them, and reports embed them ([`crate::embedding`]).

use tt_domain::id::AgencyId;
use tt_domain::indicator::Terms;
use tt_domain::indicator::ledger::Reading;
use tt_domain::reporting_period::PeriodKind;
use tt_render::chart::{
    BarItem, Bars, Chart, Heat, HeatRow, League, LeagueItem, SeriesNames, Stage, Stages, Trend, TrendPoint,
};

use crate::contract::Language;
use crate::grading::ranking::RankedGroup;
use crate::indicators::IndicatorPage;
use crate::registers::looking::Board;
use crate::work::heat::TaskHeat;

/// Most periods a picture of an indicator goes back.
pub(crate) const PERIODS: usize = 13;
/// From so many periods on a line says more than bars.
const LINE_FROM: usize = 4;

/// A picture before it is drawn at a width.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Plot {
    /// Things of one unit side by side: reached, planned, same period.
    Bars(Bars),
    /// A value over periods.
    Trend(Trend),
    /// Things by the stage they are in.
    Stages(Stages),
    /// Values by row and column.
    Heat(Heat),
    /// Who stands where.
    League(League),
}

impl Plot {
    /// Draws it, so many pixels wide.
    pub fn chart(&self, width: u16) -> Chart {
        match self {
            Self::Bars(picture) => picture.chart(width),
            Self::Trend(picture) => picture.chart(width),
            Self::Stages(picture) => picture.chart(width),
            Self::Heat(picture) => picture.chart(width),
            Self::League(picture) => picture.chart(width),
        }
    }
}

fn say(lang: Language, vi: &'static str, en: &'static str) -> String {
    match lang {
        Language::Vietnamese => vi.to_owned(),
        Language::English => en.to_owned(),
    }
}

/// What the series of an indicator's bars are called.
pub(crate) fn series_names(lang: Language) -> SeriesNames {
    SeriesNames {
        things: say(lang, "Kỳ", "Period"),
        actual: say(lang, "Thực hiện", "Actual"),
        plan: say(lang, "Kế hoạch", "Plan"),
        same_period: say(lang, "Cùng kỳ", "Same period"),
    }
}

/// One period of an indicator as bars.
pub(crate) fn bar(label: String, reading: &Reading) -> BarItem {
    BarItem {
        label,
        actual: reading.best().map(|point| point.value),
        estimate: reading.actual.is_none() && reading.estimate.is_some(),
        plan: reading.plan.as_ref().map(|point| point.value),
        same_period: reading.same_period.as_ref().map(|point| point.value),
    }
}

/// One period of an indicator on a line.
pub(crate) fn point(label: String, reading: &Reading) -> TrendPoint {
    TrendPoint {
        label,
        actual: reading.best().map(|point| point.value),
        plan: reading.plan.as_ref().map(|point| point.value),
        same_period: reading.same_period.as_ref().map(|point| point.value),
        forecast: None,
    }
}

/// The unit of an indicator; empty for a bare number.
pub(crate) fn unit_of(terms: &Terms) -> String {
    terms.unit.clone().unwrap_or_default()
}

/// An indicator over the periods of the length looked at: plan against actual and same period; `None` without a value.
/// `label` names the period at a place of the page's series.
pub fn indicator(found: &IndicatorPage, label: impl Fn(usize) -> String, lang: Language) -> Option<Plot> {
    let kind: PeriodKind = found.period.kind();
    let alike = found.series.iter().enumerate().filter(|(_, (period, _))| period.kind() == kind);
    let told: Vec<_> = alike.filter(|(_, (_, reading))| reading.best().is_some() || reading.plan.is_some()).collect();
    let recent = told.get(told.len().saturating_sub(PERIODS)..).unwrap_or_default();
    let terms = &found.indicator.terms;
    let (title, unit) = (terms.full_name(), unit_of(terms));
    if recent.is_empty() {
        return None;
    }
    if recent.len() >= LINE_FROM {
        let points = recent.iter().map(|(index, (_, reading))| point(label(*index), reading)).collect();
        return Some(Plot::Trend(Trend { title, unit, method: String::new(), points }));
    }
    let items = recent.iter().map(|(index, (_, reading))| bar(label(*index), reading)).collect();
    Some(Plot::Bars(Bars { title, unit, names: series_names(lang), items }))
}

/// How many entries of a register are at each stage; `None` for an empty one.
pub fn stage_flow(board: &Board, lang: Language) -> Option<Plot> {
    let register = &board.view.shown.register;
    let stage = |(id, count, _): &(Option<tt_domain::id::RegisterStageId>, u64, Vec<_>)| Stage {
        label: match id.and_then(|id| register.stage(id)) {
            Some(stage) => stage.spec.name.clone(),
            None => say(lang, "Chưa vào bước nào", "At no stage yet"),
        },
        count: u32::try_from(*count).ok(),
        slow: board.slow.iter().find(|(stage, _)| stage == id).map_or(0, |(_, slow)| u32::try_from(*slow).unwrap_or(0)),
        ..Stage::default()
    };
    let picture = Stages {
        title: register.name.clone(),
        things: register.one.clone(),
        stages: board.columns.iter().map(stage).collect(),
    };
    board.columns.iter().any(|(_, count, _)| *count > 0).then_some(Plot::Stages(picture))
}

/// The heat map of a year's deadlines; `None` without any.
pub fn deadlines(heat: &TaskHeat, lang: Language) -> Option<Plot> {
    let row = |(symbol, months): &(Option<String>, [u32; 12])| HeatRow {
        label: symbol.clone().unwrap_or_else(|| say(lang, "Chưa giao phòng", "No division yet")),
        values: months.iter().map(|count| Some((*count).into())).collect(),
    };
    let head = say(lang, "Nhiệm vụ đến hạn theo phòng và tháng, năm", "Tasks due by division and month,");
    let picture = Heat {
        title: format!("{head} {}", heat.year),
        unit: say(lang, "nhiệm vụ", "tasks"),
        things: say(lang, "Phòng", "Division"),
        columns: (1..=12).map(|month| format!("T{month}")).collect(),
        rows: heat.rows.iter().map(row).collect(),
    };
    (!heat.rows.is_empty()).then_some(Plot::Heat(picture))
}

/// Agencies of one level by their score; `None` while fewer than two have one.
pub fn league(group: &RankedGroup, name: &str, own: AgencyId, lang: Language) -> Option<Plot> {
    let items: Vec<LeagueItem> = group
        .rows
        .iter()
        .map(|row| LeagueItem {
            label: row.agency.name.clone(),
            value: row.graded.unit.score.map(|score| score.round_dp(2)),
            own: row.agency.id == own,
        })
        .collect();
    let scored = items.iter().filter(|item| item.value.is_some()).count();
    let picture = League {
        title: name.to_owned(),
        unit: say(lang, "điểm", "points"),
        things: say(lang, "Đơn vị", "Unit"),
        items,
        ..League::default()
    };
    (scored > 1).then_some(Plot::League(picture))
}
