//! Indicators, observations and stored files.

use rust_decimal::Decimal;
use tt_domain::id::IndicatorId;
use tt_domain::indicator::{NewObservation, ObservationKind};
use tt_domain::report::StatedFigure;
use tt_domain::reporting_period::ReportingPeriod;
use tt_store::{StoreError, attachments, figures, indicators, observations};
use tt_testkit::{agency, on_each_engine};

use crate::fixtures::{instant, report};
use crate::reports::stated;

fn estimate(indicator: IndicatorId, value: &str) -> NewObservation {
    NewObservation {
        indicator,
        period: "năm 2019".to_owned(),
        reporting_period: Some(ReportingPeriod::year(2019)),
        kind: ObservationKind::Estimate,
        value: value.parse().unwrap(),
        value_max: None,
        withdrawn: false,
        report: None,
        document: None,
        note: None,
        recorded_by: None,
        recorded_at: instant(0),
        supersedes: None,
    }
}

#[tokio::test]
async fn indicator_is_one_however_it_is_written() {
    on_each_engine(async |test| {
        let mut tx = test.db.begin_write().await.unwrap();
        let sct = agency(&mut tx, "SCT").await;
        let name = "Kim ngạch xuất nhập khẩu";
        let id = indicators::ensure(&mut tx, sct, name, Some("triệu USD")).await.unwrap();
        let again = indicators::ensure(&mut tx, sct, "KIM NGẠCH  xuất nhập khẩu", Some("triệu USD")).await.unwrap();
        assert_eq!(id, again);
        let other_unit = indicators::ensure(&mut tx, sct, name, None).await.unwrap();
        assert_ne!(id, other_unit);
        let indicator = indicators::get(&mut tx, id).await.unwrap();
        assert_eq!((indicator.terms.name.as_str(), indicator.terms.unit.as_deref()), (name, Some("triệu USD")));
        assert_eq!(indicators::list(&mut tx, sct).await.unwrap().len(), 2);
    })
    .await;
}

#[tokio::test]
async fn observation_is_superseded_once_and_never_lost() {
    on_each_engine(async |test| {
        let mut tx = test.db.begin_write().await.unwrap();
        let sct = agency(&mut tx, "SCT").await;
        let indicator = indicators::ensure(&mut tx, sct, "Sản lượng", Some("tấn")).await.unwrap();
        let report = report(&mut tx, sct, 2019).await;
        let first = observations::insert(&mut tx, &estimate(indicator, "4750")).await.unwrap();
        let mut corrected = estimate(indicator, "4750.10");
        corrected.supersedes = Some(first);
        corrected.report = Some(report);
        corrected.value_max = Some(Decimal::from(5000));
        let second = observations::insert(&mut tx, &corrected).await.unwrap();

        let period = "năm 2019";
        let latest = observations::latest(&mut tx, indicator, period, ObservationKind::Estimate).await.unwrap();
        let latest = latest.unwrap();
        assert_eq!((latest.id, latest.value.to_string().as_str()), (second, "4750.10"));
        assert_eq!(observations::latest(&mut tx, indicator, period, ObservationKind::Plan).await.unwrap(), None);
        let stated = StatedFigure { observation: Some(first), ..stated("4.750 tấn") };
        figures::insert(&mut tx, report, 0, &stated).await.unwrap();
        let stated_in = observations::stated_in(&mut tx, report).await.unwrap();
        assert_eq!(stated_in.iter().map(|one| one.id).collect::<Vec<_>>(), [first], "as it was stated");
        assert_eq!(observations::behind(&mut tx, report).await.unwrap(), [(first, latest)], "what took its place");
        let listed = observations::list(&mut tx, indicator).await.unwrap();
        assert_eq!(listed.iter().map(|o| o.id).collect::<Vec<_>>(), [first, second]);
        assert_eq!(observations::get(&mut tx, first).await.unwrap(), *listed.first().unwrap());

        let error = observations::insert(&mut tx, &corrected).await.unwrap_err();
        assert!(error.conflicts_on("observations_supersedes_id_key"), "{error:?}");
    })
    .await;
}

#[tokio::test]
async fn file_is_kept_once_under_its_hash() {
    const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    on_each_engine(async |test| {
        let mut tx = test.db.begin_write().await.unwrap();
        let id = attachments::put(&mut tx, EMPTY, "trống.txt", "text/plain", b"").await.unwrap();
        assert_eq!(attachments::put(&mut tx, EMPTY, "khác.txt", "text/plain", b"").await.unwrap(), id);
        let kept = attachments::get(&mut tx, id).await.unwrap();
        assert_eq!((kept.name.as_str(), kept.bytes.as_slice()), ("trống.txt", b"".as_slice()));
        let refused = attachments::put(&mut tx, EMPTY, "sai.txt", "text/plain", b"x").await;
        assert!(matches!(refused, Err(StoreError::Corrupt(_))));
    })
    .await;
}
