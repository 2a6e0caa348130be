//! Many issues at once, on two servers with one database, some of them broken off: numbers are given once and without
//! holes, and every issue is whole or not at all.

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::civil::date;
use tt_app::reporting::issue::IssueAsked;
use tt_app::{App, Clock};
use tt_domain::id::ReportId;
use tt_domain::regime::{Frequency, RegimeTerms};
use tt_domain::report::ReportState;
use tt_testkit::{TestDb, on_each_engine};

use super::open;
use super::reporting::{Office, office, signed, terms};

/// Reports issued at once; a measure asks for more.
fn many() -> usize {
    std::env::var("TRONGTAM_TEST_ISSUES").ok().and_then(|count| count.parse().ok()).unwrap_or(24)
}

async fn prepared(app: &App, db: &TestDb, o: &Office, count: usize) -> Vec<ReportId> {
    // Of a series of its own: the report that came in cites numbers of the usual one.
    let terms = RegimeTerms { series: "KT".to_owned(), ..terms("Báo cáo đột xuất", Frequency::OnDemand) };
    let regime = app.keep_regime(&o.planner, None, &terms, "test").await.unwrap();
    let mut all = Vec::new();
    for number in 0..count {
        all.push(signed(app, db, o, regime, &format!("Việc {number}")).await);
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_of_issues_at_once_are_unique_and_without_holes() {
    on_each_engine(async |db| {
        let today = date(2019, 12, 9);
        let app = open(db).await.with_clock(Clock::at(today));
        let other = open(db).await.with_clock(Clock::at(today));
        let o = office(&app, db).await;
        let reports = prepared(&app, db, &o, many()).await;
        let seen = app.report_passage(&o.clerk, reports[0]).await.unwrap().seen;
        let started = std::time::Instant::now();
        let mut hands = tokio::task::JoinSet::new();
        for &id in &reports {
            // Every report is asked for twice, once on each server: only one of the two comes through.
            for server in [&app, &other] {
                let (server, clerk) = (server.clone(), o.clerk.clone());
                hands.spawn(async move {
                    server.issue_report(&clerk, id, IssueAsked { on: today, seen }, "test").await.map(|one| one.number)
                });
            }
        }
        let mut numbers = Vec::new();
        while let Some(done) = hands.join_next().await {
            match done.unwrap() {
                Ok(number) => numbers.push(number),
                Err(error) => assert!(error.is_stale(), "{error}"),
            }
        }
        println!("{} issues asked for twice in {:?}", reports.len(), started.elapsed());
        numbers.sort_unstable();
        let expected: Vec<u32> = (1..).take(reports.len()).collect();
        assert_eq!(numbers, expected);
        assert_eq!(app.verify_audit().await.unwrap().broken, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_issue_broken_off_leaves_nothing_by_halves() {
    on_each_engine(async |db| {
        let today = date(2019, 12, 9);
        let app = open(db).await.with_clock(Clock::at(today));
        let o = office(&app, db).await;
        let reports = prepared(&app, db, &o, 16).await;
        let seen = app.report_passage(&o.clerk, reports[0]).await.unwrap().seen;
        for (index, &id) in (0_u64..).zip(&reports) {
            let (server, clerk) = (app.clone(), o.clerk.clone());
            let hand =
                tokio::spawn(
                    async move { server.issue_report(&clerk, id, IssueAsked { on: today, seen }, "test").await },
                );
            tokio::time::sleep(Duration::from_millis(index * 12)).await;
            hand.abort();
            let _ = hand.await;
        }
        let mut numbers = BTreeSet::new();
        for &id in &reports {
            let shown = app.report_passage(&o.clerk, id).await.unwrap();
            match (shown.report.state, shown.issued) {
                (ReportState::Issued, Some(issued)) => {
                    assert_eq!(shown.files.len(), 3);
                    for file in &shown.files {
                        app.issued_file(&o.clerk, id, &file.format).await.unwrap();
                    }
                    numbers.insert(issued.number);
                }
                (ReportState::Signed, None) => assert!(shown.files.is_empty() && shown.seen == seen),
                (state, issued) => panic!("{state:?} with {issued:?}"),
            }
        }
        println!("{} of {} came through", numbers.len(), reports.len());
        let expected: BTreeSet<u32> = (1..).take(numbers.len()).collect();
        assert_eq!(numbers, expected, "what was broken off took no number");
        // What was broken off is issued afterwards.
        for &id in &reports {
            if app.report_passage(&o.clerk, id).await.unwrap().report.state == ReportState::Signed {
                app.issue_report(&o.clerk, id, IssueAsked { on: today, seen }, "test").await.unwrap();
            }
        }
        assert_eq!(app.number_series(&o.clerk).await.unwrap()[0].next, 17);
        assert_eq!(app.verify_audit().await.unwrap().broken, None);
    })
    .await;
}
