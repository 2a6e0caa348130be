//! Pictures drawn from records for a report.

use std::collections::BTreeMap;

use jiff::Timestamp;
use tt_domain::id::{DivisionId, IndicatorId, RegisterId};
use tt_domain::indicator::ledger::{Ledger, Reading};
use tt_domain::indicator::{Aggregation, Indicator};
use tt_domain::register::filter::{Filter, Term, Test};
use tt_domain::reporting_period::{PeriodKind, ReportingPeriod};
use tt_domain::task::TaskState;
use tt_render::chart::{Bars, League, LeagueItem, Stage, Stages, Trend, TrendPoint};
use tt_store::entries::listing::{self, Listing};
use tt_store::{Tx, agencies, divisions, indicators, observations, programmes, tasks};
use tt_text::Span;

use super::{Drawn, Records, What, indicator_gone, register_gone};
use crate::clock::start_of;
use crate::contract::Language;
use crate::error::AppError;
use crate::grading::year::load_as;
use crate::pictures::{PERIODS, Plot, bar, deadlines, point, series_names, unit_of};
use crate::work::heat::{HeatLine, TaskHeat};

const VI: Language = Language::Vietnamese;

/// What an indicator and its unit are called above a picture.
fn named(indicator: &Indicator) -> String {
    let terms = &indicator.terms;
    match terms.unit.as_deref().filter(|unit| !unit.is_empty()) {
        Some(unit) => format!("{} ({unit})", terms.full_name()),
        None => terms.full_name(),
    }
}

fn page_of(indicator: &Indicator) -> String {
    format!("/chi-tieu/{}", indicator.id)
}

/// A period on an axis: `T4`, `Quý II`, `2019`.
fn axis(period: ReportingPeriod) -> String {
    match (period.kind(), period.months()) {
        (PeriodKind::Month, Some(((_, month), _))) => format!("T{month}"),
        (PeriodKind::Year, _) => period.of_year().to_string(),
        _ => {
            let label = period.label();
            let year = format!(" năm {}", period.of_year());
            label.strip_suffix(&year).map_or(label.clone(), str::to_owned)
        }
    }
}

fn says(reading: &Reading) -> bool {
    reading.best().is_some() || reading.plan.is_some()
}

/// The parts of a period's year that lie within it and have a value, in the finest of months and quarters that has two;
/// else the period as a whole.
fn parts(ledger: &Ledger, id: IndicatorId, period: ReportingPeriod) -> Vec<(ReportingPeriod, Reading)> {
    let (_, end) = period.calendar_days();
    let year = ReportingPeriod::year(period.of_year());
    for kind in [PeriodKind::Month, PeriodKind::Quarter] {
        let parts = year.parts_of(kind).into_iter().filter(|part| part.calendar_days().1 <= end);
        let told: Vec<_> = parts.map(|part| (part, ledger.reading(id, &part))).collect();
        if told.iter().filter(|(_, reading)| reading.best().is_some()).count() > 1 {
            return told.into_iter().filter(|(_, reading)| says(reading)).collect();
        }
    }
    let whole = ledger.reading(id, &period);
    if says(&whole) { vec![(period, whole)] } else { Vec::new() }
}

impl Records {
    /// Plan against actual over a year, or actual against the same period.
    pub(super) async fn bars(
        &mut self,
        tx: &mut Tx,
        id: IndicatorId,
        period: ReportingPeriod,
        plan: bool,
    ) -> Result<Drawn, AppError> {
        let Some((indicator, ledger)) = self.indicator(tx, id, &period).await? else { return Ok(indicator_gone()) };
        let what = if plan { "kế hoạch và thực hiện" } else { "thực hiện so với cùng kỳ" };
        let title = format!("{}: {what}, {}", named(&indicator), period.label());
        let mut items: Vec<_> = parts(ledger, id, period).iter().map(|(at, reading)| bar(axis(*at), reading)).collect();
        for item in &mut items {
            if plan {
                item.same_period = None;
            } else {
                item.plan = None;
            }
        }
        let page = Some(page_of(&indicator));
        if !items.iter().any(|item| item.actual.is_some() || item.plan.is_some() || item.same_period.is_some()) {
            let why = format!("chưa có số liệu {} của chỉ tiêu này; hãy nhập số liệu", period.label());
            return Ok(Drawn::missing(title, page, why));
        }
        let unit = unit_of(&indicator.terms);
        let plot = Plot::Bars(Bars { title: title.clone(), unit, names: series_names(VI), items });
        Ok(Drawn { title, page, what: What::Picture(plot) })
    }

    /// How an indicator came on in the year of a period, month by month with what the year is foreseen to reach; over the
    /// years where there are no months.
    pub(super) async fn trend(
        &mut self,
        tx: &mut Tx,
        id: IndicatorId,
        period: ReportingPeriod,
    ) -> Result<Drawn, AppError> {
        let Some((indicator, ledger)) = self.indicator(tx, id, &period).await? else { return Ok(indicator_gone()) };
        let page = Some(page_of(&indicator));
        let (mut points, method) = months(ledger, &indicator, period);
        let mut title = format!("{}: diễn biến {}", named(&indicator), period.label());
        if points.is_empty() {
            points = self.years(tx, &indicator, period).await?;
            title = format!("{}: diễn biến qua các năm", named(&indicator));
        }
        if points.iter().all(|point| point.actual.is_none()) {
            let why = format!("chưa có số liệu đến {} của chỉ tiêu này; hãy nhập số liệu", period.label());
            return Ok(Drawn::missing(title, page, why));
        }
        let unit = unit_of(&indicator.terms);
        let plot = Plot::Trend(Trend { title: title.clone(), unit, method, points });
        Ok(Drawn { title, page, what: What::Picture(plot) })
    }

    /// The years on record up to a period's.
    async fn years(
        &mut self,
        tx: &mut Tx,
        indicator: &Indicator,
        period: ReportingPeriod,
    ) -> Result<Vec<TrendPoint>, AppError> {
        if self.whole.is_none() {
            let until = self.as_of.recorded.tomorrow().map_or(Timestamp::MAX, start_of);
            let found = observations::of_agency_before(tx, self.agency, ("0", "9999"), until).await?;
            self.whole = Some(Ledger::new(indicators::list(tx, self.agency).await?, found));
        }
        let Some(ledger) = &self.whole else { return Ok(Vec::new()) };
        let last = period.of_year();
        let back = i16::try_from(PERIODS).unwrap_or(i16::MAX);
        let years = (last.saturating_sub(back).saturating_add(1)..=last).map(ReportingPeriod::year);
        let told = years.map(|year| (year, ledger.reading(indicator.id, &year)));
        let told: Vec<_> = told.skip_while(|(_, reading)| !says(reading)).collect();
        Ok(told.iter().map(|(year, reading)| point(axis(*year), reading)).collect())
    }

    /// A register by its stages.
    pub(super) async fn stages(&self, tx: &mut Tx, id: RegisterId) -> Result<Drawn, AppError> {
        let Some(register) = self.register(tx, id).await? else { return Ok(register_gone()) };
        let page = Some(format!("/so-theo-doi/{}", register.key));
        let day = self.as_of.counted;
        let title = format!("{} theo bước, đến ngày {}", register.name, day.strftime("%d/%m/%Y"));
        let filter = Filter::default();
        let listing = Listing { register: &register, filter: &filter, as_of: day };
        let counts = listing::stage_counts(tx, listing).await?;
        let mut lasting = Filter::default();
        let span = Span { start: 0, end: 0 };
        lasting.terms.push(Term { negated: false, test: Test::Slow(true), span });
        let slow = listing::stage_counts(tx, Listing { filter: &lasting, ..listing }).await?;
        if counts.iter().all(|(_, count)| *count == 0) {
            return Ok(Drawn::missing(title, page, "sổ chưa có mục nào đến ngày ấy; hãy nhập sổ theo dõi"));
        }
        let at = |all: &[(Option<_>, u64)], stage| {
            all.iter().find(|(id, _)| *id == stage).map_or(0, |(_, count)| u32::try_from(*count).unwrap_or(u32::MAX))
        };
        let all = std::iter::once(None).chain(register.stages.iter().map(|stage| Some(stage.id)));
        let stages = all.filter_map(|stage| {
            let spec = stage.and_then(|id| register.stage(id)).map(|stage| &stage.spec);
            let count = at(&counts, stage);
            // As on the register's board: a stage no longer used is shown while something is in it.
            if count == 0 && spec.is_none_or(|spec| spec.retired) {
                return None;
            }
            let label = spec.map_or_else(|| "Chưa vào bước nào".to_owned(), |spec| spec.name.clone());
            Some(Stage { label, count: Some(count), slow: at(&slow, stage), ..Stage::default() })
        });
        let plot = Stages { title: title.clone(), things: register.one.clone(), stages: stages.collect() };
        Ok(Drawn { title, page, what: What::Picture(Plot::Stages(plot)) })
    }

    /// The tasks of a year by division and month they are due.
    pub(super) async fn deadlines(&self, tx: &mut Tx, year: i16) -> Result<Drawn, AppError> {
        let symbols: BTreeMap<DivisionId, String> =
            divisions::list(tx, self.agency).await?.into_iter().map(|one| (one.id, one.symbol)).collect();
        let mut lines: BTreeMap<(bool, Option<DivisionId>), HeatLine> = BTreeMap::new();
        if let Some(programme) = programmes::find(tx, self.agency, year).await? {
            for task in tasks::list(tx, programme.id).await? {
                let counted = task.is_counted() && !matches!(task.state, TaskState::Draft | TaskState::Cancelled);
                let month = task.deadline.filter(|day| counted && day.year() == year);
                let Some(month) = month.and_then(|day| usize::try_from(day.month() - 1).ok()) else { continue };
                let symbol = task.lead.and_then(|lead| symbols.get(&lead).cloned());
                let (_, months) = lines.entry((task.lead.is_none(), task.lead)).or_insert_with(|| (symbol, [0; 12]));
                if let Some(count) = months.get_mut(month) {
                    *count += 1;
                }
            }
        }
        let heat = TaskHeat { year, rows: lines.into_values().collect(), elsewhere: 0 };
        let page = Some(format!("/tong-quan?nam={year}"));
        let title = format!("Nhiệm vụ đến hạn theo phòng và tháng, năm {year}");
        Ok(match deadlines(&heat, VI) {
            Some(plot) => Drawn { title, page, what: What::Picture(plot) },
            None => {
                let why = format!("năm {year} chưa có nhiệm vụ nào có thời hạn; hãy đặt thời hạn cho nhiệm vụ");
                Drawn::missing(title, page, why)
            }
        })
    }

    /// The agencies below by their score of a year.
    pub(super) async fn league(&self, tx: &mut Tx, year: i16) -> Result<Drawn, AppError> {
        let mut items = Vec::new();
        for agency in agencies::list(tx).await? {
            let there = agency.validity().holds_on(self.as_of.counted);
            if agency.id == self.agency || !there || !self.is_below(tx, agency.id).await? {
                continue;
            }
            let graded = Box::pin(load_as(tx, None, agency.id, (Some(year), None), self.as_of.counted)).await?;
            let value = graded.unit.score.map(|score| score.round_dp(2));
            items.push(LeagueItem { label: agency.name, value, own: false });
        }
        let page = Some(format!("/danh-gia/xep-hang?nam={year}"));
        let title = format!("Điểm đánh giá các đơn vị, năm {year}");
        if items.iter().filter(|item| item.value.is_some()).count() < 2 {
            let why = format!("chưa có hai đơn vị trực thuộc nào có điểm năm {year}; hãy thẩm định trước");
            return Ok(Drawn::missing(title, page, why));
        }
        let plot = League {
            title: title.clone(),
            unit: "điểm".to_owned(),
            things: "Đơn vị".to_owned(),
            items,
            ..League::default()
        };
        Ok(Drawn { title, page, what: What::Picture(Plot::League(plot)) })
    }
}

/// The months of a period's year up to its end, added up where months are, with the year as it is foreseen; none with
/// fewer than two of them on record.
fn months(ledger: &Ledger, indicator: &Indicator, period: ReportingPeriod) -> (Vec<TrendPoint>, String) {
    let year = period.of_year();
    let (_, end) = period.calendar_days();
    let adds_up = indicator.terms.over_time == Aggregation::Sum;
    let mut points = Vec::new();
    for month in 1..=12 {
        let own = ReportingPeriod::month(year, month);
        let Some(own) = own.filter(|own| own.calendar_days().1 <= end) else { break };
        // A sum over months none of which is known would be none, too.
        let to_date = if adds_up { own.to_date() } else { own };
        points.push(point(format!("T{month}"), &ledger.reading(indicator.id, &to_date)));
    }
    let known = points.iter().filter(|point| point.actual.is_some()).count();
    if known < 2 {
        return (Vec::new(), String::new());
    }
    let foreseen = ledger.reading(indicator.id, &ReportingPeriod::year(year)).forecast;
    let decimals = indicator.terms.decimals.map_or(1, u32::from);
    let foreseen = foreseen.and_then(|forecast| Some((forecast.value.rounded(decimals).ok()?, forecast.method)));
    let Some((value, how)) = foreseen.filter(|_| points.len() < 12) else { return (points, String::new()) };
    for month in points.len() + 1..=12 {
        let forecast = (month == 12).then_some(value);
        points.push(TrendPoint { label: format!("T{month}"), forecast, ..TrendPoint::default() });
    }
    (points, how.words().0.to_owned())
}
