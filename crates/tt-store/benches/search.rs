//! How long a search takes over very many entries, on both engines. Prints, asserts nothing.
//!
//! `TT_BENCH_ENTRIES` sets how many entries there are (1000000): generated sentences, some words in nearly all of them
//! and some in few, as in real records. `cargo bench -p trongtam -p tt-store --bench search`.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a bench that fails stops, and prints what it finds")]

use std::time::{Duration, Instant};

use tt_domain::id::AgencyId;
use tt_store::Db;
use tt_store::search::{self, Entry, EntryKind, Query};
use tt_testkit::{TestDb, agency, on_each_engine};

const PAGE: usize = 31;
const RUNS: usize = 50;
const HEADS: [&str; 8] = [
    "Xây dựng kế hoạch",
    "Triển khai nhiệm vụ",
    "Kiểm tra, giám sát",
    "Báo cáo kết quả",
    "Hoàn thành đầu tư",
    "Rà soát quy hoạch",
    "Hướng dẫn thực hiện",
    "Đôn đốc tiến độ",
];
const THINGS: [&str; 10] = [
    "chợ nông thôn",
    "thủy điện nhỏ",
    "cụm công nghiệp",
    "xuất nhập khẩu",
    "khuyến công",
    "thương mại điện tử",
    "vật liệu nổ công nghiệp",
    "hạ tầng cửa khẩu",
    "an toàn thực phẩm",
    "cải cách hành chính",
];
const PLACES: [&str; 7] = ["Lạng Sơn", "Cao Lộc", "Văn Lãng", "Hữu Lũng", "Chi Lăng", "Bắc Sơn", "Đình Lập"];
const SEARCHES: [&str; 12] = [
    "nhiệm vụ",
    "chợ nông thôn",
    "cho nong thon",
    "thủy đi",
    "t",
    "điện gió ngoài khơi",
    "dien gio",
    "\"vật liệu nổ\" văn lãng",
    "văn lãng khuyến công kiểm tra",
    "số:NV77777",
    "tiêu-đề:chợ loại:nhiệm-vụ năm:2019",
    "không có từ nào thế này",
];

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let count = std::env::var("TT_BENCH_ENTRIES").ok().and_then(|count| count.parse().ok()).unwrap_or(1_000_000);
    on_each_engine(async |test| {
        let agency = fill(&test.db, count).await;
        settle(test).await;
        time_searches(&test.db, agency).await;
    })
    .await;
}

/// One of a list, scattered so that its words meet those of other lists in every way.
fn pick<T: Copy>(list: &[T], n: i64, by: i64) -> T {
    let scattered = (n * 40_503 + by * 7919) / by;
    *list.get(usize::try_from(scattered).unwrap() % list.len()).unwrap()
}

fn nth_entry(agency: AgencyId, n: i64) -> Entry {
    let rare = if n % 99_991 == 0 { " điện gió ngoài khơi" } else { "" };
    Entry {
        agency,
        kind: pick(&EntryKind::ALL, n, 5),
        object: n,
        part: 0,
        task: None,
        title: format!("NV{n}. {} {}", pick(&HEADS, n, 3), pick(&THINGS, n, 11)),
        body: format!(
            "Sở chủ trì, phối hợp với Ủy ban nhân dân huyện {}{rare} thực hiện {} đợt {}, bảo đảm đúng tiến độ được giao.",
            pick(&PLACES, n, 29),
            pick(&THINGS, n, 17),
            n % 5000
        ),
        number: Some(format!("NV{n}")),
        date: Some((2010 + n % 16).to_string()),
    }
}

async fn fill(db: &Db, count: i64) -> AgencyId {
    let start = Instant::now();
    let mut tx = db.begin_write().await.unwrap();
    let agency = agency(&mut tx, "SCT").await;
    for n in 1..=count {
        search::put(&mut tx, &nth_entry(agency, n)).await.unwrap();
        if n % 50_000 == 0 {
            tx.commit().await.unwrap();
            tx = db.begin_write().await.unwrap();
        }
    }
    tx.commit().await.unwrap();
    println!("{count} entries indexed: {:.1?}", start.elapsed());
    agency
}

/// Lets the engine gather its statistics, as it does by itself in time.
async fn settle(test: &TestDb) {
    match &test.db {
        Db::Sqlite(db) => drop(sqlx::raw_sql("analyze").execute(&db.writer).await.unwrap()),
        Db::Postgres(pool) => drop(sqlx::raw_sql("vacuum analyze").execute(pool).await.unwrap()),
    }
}

async fn time_searches(db: &Db, agency: AgencyId) {
    let mut all = Vec::new();
    for text in SEARCHES {
        let query = Query::parse(text);
        let mut times = Vec::new();
        let mut found = 0;
        for _ in 0..RUNS {
            let mut tx = db.begin_read().await.unwrap();
            let start = Instant::now();
            found = search::page(&mut tx, &query, &[agency], None, PAGE).await.unwrap().len();
            times.push(start.elapsed());
        }
        line(&format!("first page of {text:?}: {found} hits"), &mut times);
        all.extend(times);
    }
    line("all searches", &mut all);
    let query = Query::parse("nhiệm vụ chợ");
    let (mut times, mut after) = (Vec::new(), None);
    for _ in 0..200 {
        let mut tx = db.begin_read().await.unwrap();
        let start = Instant::now();
        let page = search::page(&mut tx, &query, &[agency], after, PAGE).await.unwrap();
        times.push(start.elapsed());
        after = page.last().map(|hit| hit.place);
    }
    line("200 pages on end of \"nhiệm vụ chợ\"", &mut times);
}

fn line(what: &str, times: &mut [Duration]) {
    times.sort_unstable();
    let at = |share: usize| times.get(times.len() * share / 100).copied().unwrap_or_default().as_secs_f64() * 1e3;
    println!("{what:<60} p50 {:>9.2} ms  p99 {:>9.2} ms", at(50), at(99));
}
