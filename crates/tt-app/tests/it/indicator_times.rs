//! A year of monthly figures of 200 indicators in 20 agencies, and how long it takes to look at them. Prints, asserts nothing
//! about time: `cargo test --release -p trongtam -p tt-app --test it -- --ignored --nocapture a_year_of_figures`.

use std::time::Instant;

use jiff::Timestamp;
use jiff::civil::date;
use rust_decimal::Decimal;
use tt_app::indicators::{ledger_at, value_at};
use tt_domain::id::{AgencyId, IndicatorId};
use tt_domain::indicator::{Aggregation, NewObservation, ObservationKind, Terms};
use tt_domain::organisation::Role;
use tt_domain::reporting_period::{PeriodKind, ReportingPeriod};
use tt_store::{Tx, indicators, observations};
use tt_testkit::{agency, on_each_engine};

use crate::{open, signed_in};

const AGENCIES: usize = 20;
const INDICATORS: usize = 200;

async fn year_of(tx: &mut Tx, agency: AgencyId, made: &mut Vec<IndicatorId>) {
    for number in 0..INDICATORS {
        let terms = Terms {
            frequency: PeriodKind::Month,
            over_time: Aggregation::Sum,
            decimals: Some(1),
            formula: (number % 20 == 19).then(|| format!("CT.{} + CT.{}", number - 1, number - 2)),
            ..Terms::new(format!("CT.{number}"), format!("Chỉ tiêu số {number}"), Some("triệu đồng".to_owned()))
        };
        let indicator = indicators::insert(tx, agency, &terms).await.unwrap();
        made.push(indicator);
        if terms.formula.is_some() {
            continue;
        }
        for month in 1..=12 {
            let period = ReportingPeriod::month(2019, month).unwrap();
            for kind in [ObservationKind::Plan, ObservationKind::Actual] {
                let value = Decimal::new(i64::from(month) * 997 + i64::try_from(number).unwrap(), 1);
                let new = NewObservation {
                    indicator,
                    period: period.label(),
                    reporting_period: Some(period),
                    kind,
                    value,
                    value_max: None,
                    withdrawn: false,
                    report: None,
                    document: None,
                    note: None,
                    recorded_by: None,
                    recorded_at: Timestamp::UNIX_EPOCH,
                    supersedes: None,
                };
                observations::insert(tx, &new).await.unwrap();
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "prints times; run it by name"]
async fn a_year_of_figures_of_many_agencies() {
    on_each_engine(async |test| {
        let app = open(test).await;
        let begun = Instant::now();
        let mut made = Vec::new();
        let mut agencies = Vec::new();
        for number in 0..AGENCIES {
            let mut tx = test.db.begin_write().await.unwrap();
            let id = agency(&mut tx, &format!("S{number}")).await;
            agencies.push(id);
            year_of(&mut tx, id, &mut made).await;
            tx.commit().await.unwrap();
        }
        let engine = if matches!(test.db, tt_store::Db::Sqlite(_)) { "SQLite" } else { "PostgreSQL" };
        let told =
            |what: &str, since: Instant| println!("{engine}: {what}: {:.1} ms", since.elapsed().as_secs_f64() * 1e3);
        told(&format!("recording {} indicators with 24 values each", made.len()), begun);
        let who = signed_in(&app, "S0", "lan", Role::Leader).await;
        let (year, july) = (ReportingPeriod::year(2019), ReportingPeriod::month(2019, 7).unwrap());
        for _ in 0..2 {
            let since = Instant::now();
            assert_eq!(app.figures_grid(&who, Some(july), None).await.unwrap().rows.len(), INDICATORS);
            told("the grid of a month, 200 rows", since);
            let since = Instant::now();
            assert_eq!(app.catalogue(&who, Some(year)).await.unwrap().lines.len(), INDICATORS);
            told("the catalogue with a year's totals, 200 lines", since);
        }
        let today = date(2030, 1, 1);
        let mut tx = test.db.begin_read().await.unwrap();
        let since = Instant::now();
        let mut total = Decimal::ZERO;
        for agency in &agencies {
            let ledger = ledger_at(&mut tx, *agency, &year, today).await.unwrap();
            let ids: Vec<IndicatorId> = ledger.indicators().map(|of| of.id).collect();
            total +=
                ids.iter().filter_map(|id| ledger.reading(*id, &year).actual).map(|point| point.value).sum::<Decimal>();
        }
        told(&format!("all {} by agency", made.len()), since);
        let since = Instant::now();
        let mut again = Decimal::ZERO;
        for id in &made {
            again += value_at(&mut tx, *id, &year, today).await.unwrap().unwrap().actual.unwrap().value;
        }
        told(&format!("value_at of all {} one by one", made.len()), since);
        assert_eq!(total, again);
    })
    .await;
}
