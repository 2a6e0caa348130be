//! How long the store takes, on both engines: pages of many documents, and audit events. Prints, asserts nothing.
//!
//! `TT_BENCH_DOCUMENTS` sets how many documents there are (100000). For numbers that hold in use, let PostgreSQL wait
//! for the disk: `POSTGRES_OPTIONS= .ci/postgres run cargo bench -p trongtam -p tt-store --bench store`.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a bench that fails stops, and prints what it finds")]

use std::time::{Duration, Instant};

use jiff::Timestamp;
use tt_domain::audit::NewAuditEvent;
use tt_domain::document::NewDocument;
use tt_domain::id::AgencyId;
use tt_store::documents::{DocumentFilter, DocumentKey};
use tt_store::{Db, audit, documents};
use tt_testkit::{TestDb, agency, on_each_engine};
use tt_text::date::PartialDate;

const PAGE: u32 = 50;
const RUNS: usize = 200;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let count = std::env::var("TT_BENCH_DOCUMENTS").ok().and_then(|count| count.parse().ok()).unwrap_or(100_000);
    on_each_engine(async |test| {
        let agency = fill(&test.db, count).await;
        settle(test).await;
        time_pages(&test.db, agency).await;
        time_audit(&test.db, agency).await;
    })
    .await;
}

fn nth_document(agency: AgencyId, n: u32) -> NewDocument {
    let kinds = ["Quyết định", "Kế hoạch", "Công văn", "Báo cáo"];
    let subject = if n.is_multiple_of(9973) {
        "phát triển điện gió ngoài khơi"
    } else {
        "triển khai nhiệm vụ trọng tâm"
    };
    NewDocument {
        agency,
        kind: kinds.get(n as usize % kinds.len()).map(|&kind| kind.to_owned()),
        number: Some(format!("{n}/UBND-KT")),
        date: PartialDate {
            year: i16::try_from(2005 + n % 20).ok(),
            month: i8::try_from(1 + n % 12).ok(),
            day: i8::try_from(1 + n % 28).ok(),
        },
        issuer: Some("UBND tỉnh".to_owned()),
        subject: Some(format!("Về việc {subject} đợt {}", n % 1000)),
    }
}

async fn fill(db: &Db, count: u32) -> AgencyId {
    let mut tx = db.begin_write().await.unwrap();
    let agency = agency(&mut tx, "SCT").await;
    let start = Instant::now();
    for n in 0..count {
        documents::ensure(&mut tx, &nth_document(agency, n)).await.unwrap();
    }
    tx.commit().await.unwrap();
    println!("{count} documents recorded in one transaction: {:.1?}", start.elapsed());
    agency
}

/// Lets the engine gather its statistics, as it does by itself in time.
async fn settle(test: &TestDb) {
    match &test.db {
        Db::Sqlite(db) => drop(sqlx::raw_sql("analyze").execute(&db.writer).await.unwrap()),
        Db::Postgres(pool) => drop(sqlx::raw_sql("analyze").execute(pool).await.unwrap()),
    }
}

async fn time_pages(db: &Db, agency: AgencyId) {
    let words = |query: &str| DocumentFilter { query: Some(query.to_owned()), ..DocumentFilter::default() };
    let all = DocumentFilter::default();
    let of_kind = DocumentFilter { kind: Some("Kế hoạch".to_owned()), ..DocumentFilter::default() };
    let of_year = DocumentFilter { year: Some(2006), ..DocumentFilter::default() };
    let near_end: DocumentKey = "2005-01-20.1".parse().unwrap();
    time_page(db, agency, "first page", &all, None).await;
    time_page(db, agency, "last page", &all, Some(&near_end)).await;
    time_page(db, agency, "page of a kind", &of_kind, None).await;
    time_page(db, agency, "page of a year", &of_year, None).await;
    time_page(db, agency, "words in every document", &words("trong tam"), None).await;
    time_page(db, agency, "words in a few documents", &words("điện gió"), None).await;
    time_page(db, agency, "words in none", &words("cảng biển"), None).await;
}

async fn time_page(db: &Db, agency: AgencyId, what: &str, filter: &DocumentFilter, after: Option<&DocumentKey>) {
    let (mut times, mut found) = (Vec::new(), 0);
    for _ in 0..RUNS {
        let start = Instant::now();
        let mut tx = db.begin_read().await.unwrap();
        found = documents::page(&mut tx, agency, filter, after, PAGE).await.unwrap().len();
        drop(tx);
        times.push(start.elapsed());
    }
    print_times(&format!("{what} ({found} found)"), times);
}

async fn time_audit(db: &Db, agency: AgencyId) {
    let mut times = Vec::new();
    for n in 0..1000 {
        let event = NewAuditEvent {
            agency,
            at: Timestamp::UNIX_EPOCH,
            user: None,
            origin: "cli".to_owned(),
            action: "report.imported".to_owned(),
            object: format!("report-{n}"),
            details: "{\"tasks\":6}".to_owned(),
        };
        let start = Instant::now();
        let mut tx = db.begin_write().await.unwrap();
        audit::append(&mut tx, &event).await.unwrap();
        tx.commit().await.unwrap();
        times.push(start.elapsed());
    }
    print_times("audit event appended and committed", times);
    let start = Instant::now();
    let mut tx = db.begin_read().await.unwrap();
    let events = audit::verify(&mut tx).await.unwrap().events;
    println!("chain of {events} events verified: {:.1?}", start.elapsed());
}

fn print_times(what: &str, mut times: Vec<Duration>) {
    times.sort();
    let at = |percent: usize| times.get((times.len() - 1) * percent / 100).copied().unwrap_or_default();
    println!("{what}: median {:.2?}, p99 {:.2?}", at(50), at(99));
}
