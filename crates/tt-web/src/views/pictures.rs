//! What records look like as pictures: an indicator over its periods, a register by its stages, agencies by their score.

use tt_app::Language;
use tt_app::grading::ranking::RankedGroup;
use tt_app::indicators::IndicatorPage;
use tt_app::registers::looking::Board;
use tt_domain::id::AgencyId;
use tt_domain::reporting_period::PeriodKind;
use tt_render::chart::{BarItem, Bars, League, LeagueItem, SeriesNames, Stage, Stages, Trend, TrendPoint};

use crate::show::say;
use crate::views::chart::ChartView;

/// Most periods a picture of an indicator goes back.
const PERIODS: usize = 13;
/// From so many periods on a line says more than bars.
const LINE_FROM: usize = 4;

/// An indicator over the periods of the length looked at: plan against actual and same period; `None` without a value.
pub(crate) fn indicator(found: &IndicatorPage, label: impl Fn(usize) -> String, lang: Language) -> Option<ChartView> {
    let kind: PeriodKind = found.period.kind();
    let alike = found.series.iter().enumerate().filter(|(_, (period, _))| period.kind() == kind);
    let told: Vec<_> = alike.filter(|(_, (_, reading))| reading.best().is_some() || reading.plan.is_some()).collect();
    let recent = told.get(told.len().saturating_sub(PERIODS)..).unwrap_or_default();
    let terms = &found.indicator.terms;
    let (title, unit) = (terms.full_name(), terms.unit.clone().unwrap_or_default());
    if recent.is_empty() {
        return None;
    }
    if recent.len() >= LINE_FROM {
        let point = |(index, (_, reading)): &(usize, &(_, tt_app::indicators::Reading))| TrendPoint {
            label: label(*index),
            actual: reading.best().map(|point| point.value),
            plan: reading.plan.as_ref().map(|point| point.value),
            same_period: reading.same_period.as_ref().map(|point| point.value),
            forecast: None,
        };
        let picture = Trend { title, unit, method: String::new(), points: recent.iter().map(point).collect() };
        return Some(ChartView::new("dien-bien", lang, |width| picture.chart(width)));
    }
    let item = |(index, (_, reading)): &(usize, &(_, tt_app::indicators::Reading))| BarItem {
        label: label(*index),
        actual: reading.best().map(|point| point.value),
        estimate: reading.actual.is_none() && reading.estimate.is_some(),
        plan: reading.plan.as_ref().map(|point| point.value),
        same_period: reading.same_period.as_ref().map(|point| point.value),
    };
    let names = SeriesNames {
        things: say(lang, "Kỳ", "Period").to_owned(),
        actual: say(lang, "Thực hiện", "Actual").to_owned(),
        plan: say(lang, "Kế hoạch", "Plan").to_owned(),
        same_period: say(lang, "Cùng kỳ", "Same period").to_owned(),
    };
    let picture = Bars { title, unit, names, items: recent.iter().map(item).collect() };
    Some(ChartView::new("ke-hoach", lang, |width| picture.chart(width)))
}

/// How many entries of a register are at each stage; `None` for an empty one.
pub(crate) fn stage_flow(board: &Board, lang: Language) -> Option<ChartView> {
    let register = &board.view.shown.register;
    let stage = |(id, count, _): &(Option<tt_domain::id::RegisterStageId>, u64, Vec<_>)| Stage {
        label: match id.and_then(|id| register.stage(id)) {
            Some(stage) => stage.spec.name.clone(),
            None => say(lang, "Chưa vào bước nào", "At no stage yet").to_owned(),
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
    let any = board.columns.iter().any(|(_, count, _)| *count > 0);
    any.then(|| ChartView::new("cac-buoc", lang, |width| picture.chart(width)))
}

/// Agencies of one level by their score; `None` while fewer than two have one.
pub(crate) fn league(group: &RankedGroup, name: &str, own: AgencyId, lang: Language) -> Option<ChartView> {
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
        unit: say(lang, "điểm", "points").to_owned(),
        things: say(lang, "Đơn vị", "Unit").to_owned(),
        items,
        ..League::default()
    };
    (scored > 1).then(|| ChartView::new(&format!("hang-{}", group.level.code()), lang, |width| picture.chart(width)))
}
