//! How long a register of very many entries takes to look at and to measure, on both engines. Prints, asserts nothing.
//!
//! `TT_BENCH_ENTRIES` sets how many entries there are (100000): markets with values and dated stages, made evenly.
//! `cargo bench -p trongtam -p tt-store --bench registers`.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a bench that fails stops, and prints what it finds")]

use std::time::{Duration, Instant};

use jiff::Timestamp;
use jiff::civil::{Date, date};
use tt_domain::register::filter::{self, Filter};
use tt_domain::register::preset::preset;
use tt_domain::register::{Register, Total, Whole};
use tt_store::entries::listing::{self, Listing};
use tt_store::entries::reading;
use tt_store::{Db, Tx, registers};
use tt_testkit::{TestDb, agency, markets, on_each_engine};

const TODAY: Date = date(2019, 12, 31);
const RUNS: usize = 15;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let count = std::env::var("TT_BENCH_ENTRIES").ok().and_then(|count| count.parse().ok()).unwrap_or(100_000);
    on_each_engine(async |test| run(test, count).await).await;
}

async fn run(test: &TestDb, count: usize) {
    let engine = if matches!(test.db, Db::Sqlite(_)) { "SQLite" } else { "PostgreSQL" };
    let register = made(test).await;
    let began = Instant::now();
    markets::fill(test, &register, count).await;
    println!("{engine}: {count} entries made in {:.1} s", began.elapsed().as_secs_f64());
    if let Db::Postgres(pool) = &test.db {
        sqlx::query("analyze").execute(pool).await.unwrap();
    }
    for text in [
        "",
        "khu-vuc:nong-thon tong-von>=9.900 xếp:-tong-von",
        "xong:xay-dung@2019 -hang:hang-1 xếp:dien-tich",
        "dia-ban:\"huyen 7\" giai-đoạn:xay-dung",
        "cho 77777",
        "vướng:dinh-gia chậm:có xếp:từ-ngày",
    ] {
        let filter = filter::parse(&register, text).unwrap();
        for (name, as_of) in [("today", TODAY), ("as of 30/6/2018", date(2018, 6, 30))] {
            let listing = Listing { register: &register, filter: &filter, as_of };
            let (time, rows) = timed(test, async |tx| {
                let ids = listing::page(tx, listing, None, 51).await.unwrap();
                reading::on_day(tx, &register, &ids, as_of).await.unwrap().len()
            })
            .await;
            let (counting, all) =
                timed(test, async |tx| usize::try_from(listing::count(tx, listing).await.unwrap()).unwrap()).await;
            println!("{engine}: table [{text}] {name}: page of {rows} {time:.1} ms, count {all} {counting:.1} ms");
        }
    }
    let filter = Filter::default();
    let listing = Listing { register: &register, filter: &filter, as_of: TODAY };
    let (time, columns) = timed(test, async |tx| board(tx, &register, listing).await).await;
    println!("{engine}: board of {columns} columns {time:.1} ms");
    let (time, _) = timed(test, async |tx| listing::mark_counts(tx, listing).await.unwrap().len()).await;
    println!("{engine}: done at each stage {time:.1} ms");
    for code in ["nong-thon-da-giao", "von-dau-tu", "don-vi"] {
        let (time, counted) = timed(test, async |tx| worked_out(tx, &register, code).await).await;
        println!("{engine}: measure {code} over {counted} entries {time:.1} ms");
    }
    let began = Instant::now();
    let mut tx = test.db.begin_read().await.unwrap();
    for one in &register.measures {
        worked_out(&mut tx, &register, &one.spec.code).await;
    }
    println!(
        "{engine}: all {} measures anew {:.0} ms",
        register.measures.len(),
        began.elapsed().as_secs_f64() * 1000.0
    );
}

/// The median of several runs in milliseconds, and what the last one gave.
async fn timed(test: &TestDb, what: impl AsyncFn(&mut Tx) -> usize) -> (f64, usize) {
    let mut times = Vec::new();
    let mut last = 0;
    for _ in 0..RUNS {
        let mut tx = test.db.begin_read().await.unwrap();
        let began = Instant::now();
        last = what(&mut tx).await;
        times.push(began.elapsed());
    }
    times.sort_unstable();
    (times.get(RUNS / 2).map_or(0.0, Duration::as_secs_f64) * 1000.0, last)
}

async fn made(test: &TestDb) -> Register {
    let mut tx = test.db.begin_write().await.unwrap();
    let mut register = Register::sketch("cho", &preset("cho").unwrap().definition());
    register.agency = agency(&mut tx, "SCT").await;
    let id = registers::insert(&mut tx, &register, None, Timestamp::UNIX_EPOCH).await.unwrap();
    let register = registers::get(&mut tx, id).await.unwrap();
    tx.commit().await.unwrap();
    register
}

async fn board(tx: &mut Tx, register: &Register, listing: Listing<'_>) -> usize {
    let counts = listing::stage_counts(tx, listing).await.unwrap();
    for (stage, _) in &counts {
        let ids = listing::at_stage(tx, listing, *stage, 20).await.unwrap();
        reading::on_day(tx, register, &ids, TODAY).await.unwrap();
    }
    counts.len()
}

/// As the application does it; gives how many entries were counted.
async fn worked_out(tx: &mut Tx, register: &Register, code: &str) -> usize {
    let spec = &register.measures.iter().find(|one| one.spec.code == code).unwrap().spec;
    let field = spec.kind.field().map(|code| register.field_by_code(code).unwrap());
    let filter = filter::parse(register, &spec.filter).unwrap();
    let listing = Listing { register, filter: &filter, as_of: TODAY };
    let total = Total::of(&spec.kind, listing::valued(tx, listing, field).await.unwrap());
    if let Some(Whole::Entries(text)) = &spec.whole {
        let filter = filter::parse(register, text).unwrap();
        listing::count(tx, Listing { register, filter: &filter, as_of: TODAY }).await.unwrap();
    }
    total.counted.len()
}
