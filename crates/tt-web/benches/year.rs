//! What a year of data costs the person who looks at it: whole pages, through the router, on both engines. Prints,
//! asserts only that each page comes.
//!
//! The real report with its registers; twenty agencies with 200 indicators each, planned and reached every month;
//! `TT_BENCH_ENTRIES` (100000) markets more in the report's own register, on which a target of the year's grading
//! rests. `cargo bench -p trongtam -p tt-web --bench year`.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a bench that fails stops, and prints what it finds")]

use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::header::{CONTENT_TYPE, COOKIE, SET_COOKIE};
use axum::http::{Request, StatusCode};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use rust_decimal::Decimal;
use tower::ServiceExt as _;
use tt_app::import::ImportRequest;
use tt_app::users::UserToAdd;
use tt_app::{Actor, App, Clock, DataPlace};
use tt_domain::goal::{Basis, TargetBasis};
use tt_domain::id::AgencyId;
use tt_domain::indicator::{Aggregation, NewObservation, ObservationKind, Terms};
use tt_domain::organisation::Role;
use tt_domain::register::Register;
use tt_domain::reporting_period::{PeriodKind, ReportingPeriod};
use tt_store::{Db, Tx, agencies, indicators, observations, programmes, registers, target_bases, targets, tasks};
use tt_testkit::{TestDb, agency, markets, on_each_engine};
use tt_web::{WebConfig, router};

const REPORT: &str = include_str!("../../../demo/lang-son-sct-2019.txt");
const PASSWORD: &str = "Kho-So-Lieu-2019";
const TODAY: Date = date(2019, 12, 31);
const AGENCIES: usize = 20;
const INDICATORS: usize = 200;
const RUNS: usize = 9;

/// What is looked at: said in words, and its address.
const PAGES: &[(&str, &str)] = &[
    ("first screen", "/"),
    ("first screen, my agency", "/?xem=co-quan"),
    ("overview", "/tong-quan?nam=2019"),
    ("warnings", "/canh-bao"),
    ("warnings as of 1/10/2019", "/canh-bao?ngay=01/10/2019"),
    ("indicators of the year", "/chi-tieu?ky=2019"),
    ("grid of July", "/chi-tieu/nhap?ky=2019-07"),
    ("registers", "/so-theo-doi"),
    ("register, table", "/so-theo-doi/cho"),
    ("register, filtered", "/so-theo-doi/cho?loc=khu-vuc:nong-thon+tong-von%3E%3D9.900+x%E1%BA%BFp:-tong-von"),
    (
        "register, filtered by stage",
        "/so-theo-doi/cho?loc=dia-ban:%22huy%E1%BB%87n+7%22+giai-%C4%91o%E1%BA%A1n:xay-dung",
    ),
    ("register, filtered as of 30/6/2018", "/so-theo-doi/cho?loc=khu-vuc:nong-thon&ngay=30/06/2018"),
    ("register, what lasts too long", "/so-theo-doi/cho?loc=v%C6%B0%E1%BB%9Bng:dinh-gia+ch%E1%BA%ADm:c%C3%B3"),
    ("register, by stage", "/so-theo-doi/cho?dang=buoc"),
    ("register, cards", "/so-theo-doi/cho?dang=the"),
    ("register, its measures anew", "/so-theo-doi/cho/so-lieu"),
    ("grading of the year, anew", "/danh-gia?nam=2019"),
    ("grading as of 30/6/2019, anew", "/danh-gia?nam=2019&ngay=30/06/2019"),
    ("tasks of the year", "/nhiem-vu?nam=2019"),
    ("reports", "/bao-cao"),
];

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
    let app = App::open(&DataPlace::Url(test.url.clone())).await.unwrap().with_clock(Clock::at(TODAY));
    let began = Instant::now();
    let register = records(test, &app).await;
    println!("{engine}: records and {} indicators made in {:.1} s", AGENCIES * INDICATORS, seconds(began));
    let began = Instant::now();
    markets::fill(test, &register, count).await;
    println!("{engine}: {count} entries made in {:.1} s", seconds(began));
    if matches!(test.db, Db::Postgres(_)) {
        test.raw("analyze").await;
    }
    let began = Instant::now();
    app.watch(app.clock().now()).await.unwrap();
    println!("{engine}: what changed state this morning, every agency: {:.0} ms", seconds(began) * 1000.0);
    let visitor = Visitor::signed_in(router(app, WebConfig::default())).await;
    for (words, address) in PAGES {
        let (median, slowest, bytes) = visitor.timed(address).await;
        println!("{engine}: {words}: {median:.1} ms (slowest {slowest:.1}), {} KB", bytes / 1024);
    }
}

fn seconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64()
}

/// The report, its users, the indicators of every agency, and a target that rests on the register it gives back.
async fn records(test: &TestDb, app: &App) -> Register {
    let request = ImportRequest { name: "bao-cao.txt".to_owned(), bytes: REPORT.into(), agency: None, year: None };
    let outcome = app.import_with_entries(&request, &Actor::command_line()).await.unwrap();
    let user = UserToAdd {
        agency: outcome.agency,
        division: None,
        login: "lanhdao".to_owned(),
        full_name: "Lãnh đạo".to_owned(),
        role: Role::Leader,
        password: PASSWORD.to_owned(),
        must_change_password: false,
    };
    app.add_user(&user, &Actor::command_line()).await.unwrap();
    let mut tx = test.db.begin_write().await.unwrap();
    let reporting = agencies::list(&mut tx).await.unwrap().into_iter().find(|one| one.symbol == "SCT").unwrap().id;
    year_of(&mut tx, reporting).await;
    for number in 1..AGENCIES {
        let other = agency(&mut tx, &format!("S{number}")).await;
        year_of(&mut tx, other).await;
    }
    let all = registers::list(&mut tx, reporting).await.unwrap();
    let (listed, _) = all.into_iter().find(|(register, _)| register.key == "cho").unwrap();
    let register = registers::get(&mut tx, listed.id).await.unwrap();
    rest_on(&mut tx, reporting, &register).await;
    tx.commit().await.unwrap();
    register
}

async fn year_of(tx: &mut Tx, agency: AgencyId) {
    for number in 0..INDICATORS {
        let terms = Terms {
            frequency: PeriodKind::Month,
            over_time: Aggregation::Sum,
            decimals: Some(1),
            formula: (number % 20 == 19).then(|| format!("DL.{} + DL.{}", number - 1, number - 2)),
            ..Terms::new(format!("DL.{number}"), format!("Chỉ tiêu số {number}"), Some("triệu đồng".to_owned()))
        };
        let indicator = indicators::insert(tx, agency, &terms).await.unwrap();
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

/// Rests the first target of the fifth task, whose markets they are, on a measure of the register.
async fn rest_on(tx: &mut Tx, agency: AgencyId, register: &Register) {
    let programme = programmes::find(tx, agency, 2019).await.unwrap().unwrap();
    let fifth = tasks::list(tx, programme.id).await.unwrap().into_iter().nth(4).unwrap().id;
    let all = targets::list_for_programme(tx, programme.id).await.unwrap();
    let target = all.into_iter().find(|target| target.task == fifth).unwrap().id;
    let measure = register.measures.first().unwrap().id;
    let tied = TargetBasis { target, basis: Basis::Register(measure), documents: Vec::new(), note: None };
    target_bases::put(tx, &tied, None, Timestamp::UNIX_EPOCH).await.unwrap();
}

/// Someone who is signed in.
struct Visitor {
    router: Router,
    cookie: String,
}

impl Visitor {
    async fn signed_in(router: Router) -> Self {
        let form = format!("ten=lanhdao&mat_khau={PASSWORD}");
        let request = Request::post("/dang-nhap").header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        let answer = router.clone().oneshot(request.body(Body::from(form)).unwrap()).await.unwrap();
        let cookie = answer.headers().get(SET_COOKIE).unwrap().to_str().unwrap().split(';').next().unwrap().to_owned();
        Self { router, cookie }
    }

    /// Median and slowest time of a page in milliseconds, and its size in bytes.
    async fn timed(&self, address: &str) -> (f64, f64, usize) {
        let mut times = Vec::new();
        let mut size = 0;
        for _ in 0..RUNS {
            let request = Request::get(address).header(COOKIE, &self.cookie).body(Body::empty()).unwrap();
            let began = Instant::now();
            let answer = self.router.clone().oneshot(request).await.unwrap();
            assert_eq!(answer.status(), StatusCode::OK, "{address}");
            size = to_bytes(answer.into_body(), usize::MAX).await.unwrap().len();
            times.push(began.elapsed());
        }
        times.sort_unstable();
        let milliseconds = |time: Option<&Duration>| time.map_or(0.0, Duration::as_secs_f64) * 1000.0;
        (milliseconds(times.get(RUNS / 2)), milliseconds(times.last()), size)
    }
}
