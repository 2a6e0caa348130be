//! What an embedded block drew, as it is kept: the stored shape is private to this file. Numbers are exact, as text.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use tt_render::chart::{
    BarItem, Bars, Better, Heat, HeatRow, League, LeagueItem, SeriesNames, Stage, Stages, Trend, TrendPoint,
};

use super::{Drawn, Listed, What};
use crate::error::AppError;
use crate::pictures::Plot;

#[derive(Serialize, Deserialize)]
struct KeptDrawn {
    title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    page: Option<String>,
    what: KeptWhat,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum KeptWhat {
    Bars(KeptPlot),
    Trend(KeptPlot),
    Stages(KeptPlot),
    Heat(KeptPlot),
    League(KeptPlot),
    Table { head: Vec<String>, text_columns: usize, rows: Vec<Vec<String>> },
    Missing(String),
}

/// A picture as rows of numbers, whatever it is drawn as.
#[derive(Default, Serialize, Deserialize)]
struct KeptPlot {
    title: String,
    #[serde(default)]
    unit: String,
    /// What the rows are: `Phòng`.
    #[serde(default)]
    things: String,
    /// How a forecast was made.
    #[serde(default)]
    method: String,
    /// Names of the columns or series.
    #[serde(default)]
    columns: Vec<String>,
    rows: Vec<KeptRow>,
}

#[derive(Serialize, Deserialize)]
struct KeptRow {
    label: String,
    values: Vec<Option<String>>,
    /// An estimate in bars, one's own place in a league.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    marked: bool,
}

/// What was drawn, as JSON.
pub(crate) fn json(drawn: &Drawn) -> Result<String, AppError> {
    let kept = KeptDrawn { title: drawn.title.clone(), page: drawn.page.clone(), what: what(&drawn.what) };
    serde_json::to_string(&kept).map_err(|error| AppError::Internal(format!("keeping what a block drew ({error})")))
}

/// Reads [`json`] back; `None` for what it did not write.
pub(crate) fn read(json: &str) -> Option<Drawn> {
    let kept: KeptDrawn = serde_json::from_str(json).ok()?;
    let what = match kept.what {
        KeptWhat::Bars(plot) => What::Picture(Plot::Bars(bars(plot)?)),
        KeptWhat::Trend(plot) => What::Picture(Plot::Trend(trend(plot)?)),
        KeptWhat::Stages(plot) => What::Picture(Plot::Stages(stages(plot)?)),
        KeptWhat::Heat(plot) => What::Picture(Plot::Heat(heat(plot)?)),
        KeptWhat::League(plot) => What::Picture(Plot::League(league(plot)?)),
        KeptWhat::Table { head, text_columns, rows } => What::Table(Listed { head, text_columns, rows }),
        KeptWhat::Missing(why) => What::Missing(why),
    };
    Some(Drawn { title: kept.title, page: kept.page, what })
}

fn what(what: &What) -> KeptWhat {
    match what {
        What::Picture(Plot::Bars(plot)) => KeptWhat::Bars(kept_bars(plot)),
        What::Picture(Plot::Trend(plot)) => KeptWhat::Trend(kept_trend(plot)),
        What::Picture(Plot::Stages(plot)) => KeptWhat::Stages(kept_stages(plot)),
        What::Picture(Plot::Heat(plot)) => KeptWhat::Heat(kept_heat(plot)),
        What::Picture(Plot::League(plot)) => KeptWhat::League(kept_league(plot)),
        What::Table(Listed { head, text_columns, rows }) => {
            KeptWhat::Table { head: head.clone(), text_columns: *text_columns, rows: rows.clone() }
        }
        What::Missing(why) => KeptWhat::Missing(why.clone()),
    }
}

fn row(label: &str, values: &[Option<Decimal>], marked: bool) -> KeptRow {
    let text = |value: &Option<Decimal>| value.map(|value| value.to_string());
    KeptRow { label: label.to_owned(), values: values.iter().map(text).collect(), marked }
}

impl KeptRow {
    /// The values, as many as are asked for; `None` for what is no number.
    fn values<const N: usize>(&self) -> Option<[Option<Decimal>; N]> {
        let mut all = [None; N];
        for (place, value) in all.iter_mut().zip(&self.values) {
            *place = number(value.as_deref()).ok()?;
        }
        Some(all)
    }
}

fn number(text: Option<&str>) -> Result<Option<Decimal>, rust_decimal::Error> {
    text.map(str::parse).transpose()
}

fn kept_bars(plot: &Bars) -> KeptPlot {
    let SeriesNames { things, actual, plan, same_period } = plot.names.clone();
    let item = |item: &BarItem| row(&item.label, &[item.actual, item.plan, item.same_period], item.estimate);
    KeptPlot {
        title: plot.title.clone(),
        unit: plot.unit.clone(),
        things,
        columns: vec![actual, plan, same_period],
        rows: plot.items.iter().map(item).collect(),
        ..KeptPlot::default()
    }
}

fn bars(kept: KeptPlot) -> Option<Bars> {
    let [actual, plan, same_period] = <[String; 3]>::try_from(kept.columns).ok()?;
    let item = |row: &KeptRow| {
        let [actual, plan, same_period] = row.values()?;
        Some(BarItem { label: row.label.clone(), actual, estimate: row.marked, plan, same_period })
    };
    let items = kept.rows.iter().map(item).collect::<Option<_>>()?;
    let names = SeriesNames { things: kept.things, actual, plan, same_period };
    Some(Bars { title: kept.title, unit: kept.unit, names, items })
}

fn kept_trend(plot: &Trend) -> KeptPlot {
    let point = |one: &TrendPoint| row(&one.label, &[one.actual, one.plan, one.same_period, one.forecast], false);
    KeptPlot {
        title: plot.title.clone(),
        unit: plot.unit.clone(),
        method: plot.method.clone(),
        rows: plot.points.iter().map(point).collect(),
        ..KeptPlot::default()
    }
}

fn trend(kept: KeptPlot) -> Option<Trend> {
    let point = |row: &KeptRow| {
        let [actual, plan, same_period, forecast] = row.values()?;
        Some(TrendPoint { label: row.label.clone(), actual, plan, same_period, forecast })
    };
    let points = kept.rows.iter().map(point).collect::<Option<_>>()?;
    Some(Trend { title: kept.title, unit: kept.unit, method: kept.method, points })
}

fn kept_stages(plot: &Stages) -> KeptPlot {
    let stage = |one: &Stage| row(&one.label, &[one.count.map(Decimal::from), Some(one.slow.into())], false);
    KeptPlot {
        title: plot.title.clone(),
        things: plot.things.clone(),
        rows: plot.stages.iter().map(stage).collect(),
        ..KeptPlot::default()
    }
}

fn stages(kept: KeptPlot) -> Option<Stages> {
    let whole = |value: Option<Decimal>| value.map(u32::try_from).transpose().ok();
    let stage = |row: &KeptRow| {
        let [count, slow] = row.values()?;
        let (count, slow) = (whole(count)?, whole(slow)?.unwrap_or_default());
        Some(Stage { label: row.label.clone(), count, slow, ..Stage::default() })
    };
    let stages = kept.rows.iter().map(stage).collect::<Option<_>>()?;
    Some(Stages { title: kept.title, things: kept.things, stages })
}

fn kept_heat(plot: &Heat) -> KeptPlot {
    KeptPlot {
        title: plot.title.clone(),
        unit: plot.unit.clone(),
        things: plot.things.clone(),
        columns: plot.columns.clone(),
        rows: plot.rows.iter().map(|one| row(&one.label, &one.values, false)).collect(),
        ..KeptPlot::default()
    }
}

fn heat(kept: KeptPlot) -> Option<Heat> {
    let one = |row: &KeptRow| {
        let values = row.values.iter().map(|value| number(value.as_deref())).collect::<Result<_, _>>().ok()?;
        Some(HeatRow { label: row.label.clone(), values })
    };
    let rows = kept.rows.iter().map(one).collect::<Option<_>>()?;
    Some(Heat { title: kept.title, unit: kept.unit, things: kept.things, columns: kept.columns, rows })
}

fn kept_league(plot: &League) -> KeptPlot {
    KeptPlot {
        title: plot.title.clone(),
        unit: plot.unit.clone(),
        things: plot.things.clone(),
        rows: plot.items.iter().map(|one| row(&one.label, &[one.value], one.own)).collect(),
        ..KeptPlot::default()
    }
}

fn league(kept: KeptPlot) -> Option<League> {
    let item = |row: &KeptRow| {
        let [value] = row.values()?;
        Some(LeagueItem { label: row.label.clone(), value, own: row.marked })
    };
    let items = kept.rows.iter().map(item).collect::<Option<_>>()?;
    // A report ranks from the most down.
    Some(League { title: kept.title, unit: kept.unit, things: kept.things, better: Better::default(), items })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn what_is_kept_is_read_back_digit_for_digit() {
        let words = |text: &str| text.to_owned();
        let names = SeriesNames {
            things: words("Kỳ"),
            actual: words("Thực hiện"),
            plan: words("Kế hoạch"),
            same_period: words("Cùng kỳ"),
        };
        let bars = Bars {
            title: words("Kim ngạch"),
            unit: words("triệu USD"),
            names,
            items: vec![BarItem {
                label: words("2019"),
                actual: Some(decimal("4750.10")),
                estimate: true,
                plan: None,
                same_period: Some(decimal("-0.000001")),
            }],
        };
        let trend = Trend {
            title: words("Diễn biến"),
            unit: String::new(),
            method: words("theo bình quân tháng"),
            points: vec![TrendPoint {
                label: words("T1"),
                actual: Some(decimal("1")),
                forecast: Some(decimal("12")),
                ..TrendPoint::default()
            }],
        };
        let stages = Stages {
            title: words("Chợ"),
            things: words("chợ"),
            stages: vec![Stage { label: words("Đề xuất"), count: Some(4), slow: 1, ..Stage::default() }],
        };
        let heat = Heat {
            title: words("Hạn"),
            unit: words("nhiệm vụ"),
            things: words("Phòng"),
            columns: vec![words("T1"), words("T2")],
            rows: vec![HeatRow { label: words("QLTM"), values: vec![Some(decimal("3")), None] }],
        };
        let league = League {
            title: words("Điểm"),
            unit: words("điểm"),
            things: words("Đơn vị"),
            items: vec![LeagueItem { label: words("Sở A"), value: Some(decimal("91.25")), own: true }],
            ..League::default()
        };
        let table = Listed { head: vec![words("TT")], text_columns: 1, rows: vec![vec![words("1")]] };
        let plots =
            [Plot::Bars(bars), Plot::Trend(trend), Plot::Stages(stages), Plot::Heat(heat), Plot::League(league)];
        let all = plots.into_iter().map(What::Picture).chain([What::Table(table), What::Missing(words("chưa có"))]);
        for what in all {
            let drawn = Drawn { title: words("Hình"), page: Some(words("/chi-tieu/1")), what };
            assert_eq!(read(&json(&drawn).unwrap()), Some(drawn));
        }
        assert_eq!(read("{}"), None);
    }
}
