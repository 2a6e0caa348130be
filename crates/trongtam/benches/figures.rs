//! Prints how long the everyday work takes: check, compose, DOCX, PDF. Nothing is asserted; compare two runs by eye.
//!
//! `cargo bench --workspace --bench figures`. Each line is the median of 20 warm runs on one thread, but for the
//! batch, which takes every core as `check FILE…` does.
#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::panic,
    reason = "a benchmark prints what it measures and stops where it cannot"
)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use tt_app::outputs::{Format, render};
use tt_app::parallel::in_parallel;
use tt_app::{Actor, App, DataPlace, reading};
use tt_check::Selection;

const REPORT: &str = include_str!("../../../demo/lang-son-sct-2019.txt");
const RUNS: usize = 20;
/// Reports of the batch, as a province's archive is checked in one go.
const BATCH: usize = 100;

fn main() {
    // cargo passes `--bench`, and `--test` where it only wants to see the target run.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    reading_and_checking();
    growth();
    comparing();
    composing();
}

fn reading_and_checking() {
    let bytes = REPORT.as_bytes();
    let whole = median(|| drop(black_box(read(bytes).check(&Selection::default()))));
    let read_once = read(bytes);
    let rules = median(|| drop(black_box(read_once.check(&Selection::default()))));
    line("check: read, extract and judge one report", whole, Some(bytes.len()));
    line("check: the rules alone", rules, Some(bytes.len()));
    let started = Instant::now();
    drop(black_box(in_parallel(&[bytes; BATCH], |bytes| read(bytes).check(&Selection::default()))));
    line(&format!("check: a batch of {BATCH} reports, all cores"), started.elapsed(), Some(bytes.len() * BATCH));
}

/// Ten times the text must take ten times as long, not a hundred.
fn growth() {
    for times in [1, 10, 40] {
        let text = REPORT.repeat(times);
        let started = Instant::now();
        black_box(read(text.as_bytes()).check(&Selection::default()));
        line(&format!("check: one text of {times} reports' length"), started.elapsed(), Some(text.len()));
    }
}

/// The report against itself, against last year's with every number another, and against a text that shares nothing.
fn comparing() {
    let this = read(REPORT.as_bytes());
    let other_digits: String = REPORT.chars().map(|c| if c == '4' { '7' } else { c }).collect();
    let last = read(other_digits.as_bytes());
    let reversed: Vec<&str> = REPORT.split("\n\n").collect();
    let reversed = reversed.into_iter().rev().collect::<Vec<_>>().join("\n\n");
    let reversed = read(reversed.as_bytes());
    for (what, other) in [("itself", &this), ("one with other digits", &last), ("one in reverse order", &reversed)] {
        let time = median(|| drop(black_box(this.compare(other))));
        line(&format!("compare: the report with {what}"), time, Some(REPORT.len() * 2));
    }
    for times in [10, 40] {
        let (long, other) = (REPORT.repeat(times), other_digits.repeat(times));
        let (long, other) = (read(long.as_bytes()), read(other.as_bytes()));
        let started = Instant::now();
        drop(black_box(long.compare(&other)));
        line(&format!("compare: two of {times} reports' length"), started.elapsed(), Some(REPORT.len() * 2 * times));
    }
}

fn composing() {
    let folder = std::env::temp_dir().join(format!("trongtam-bench-{}", std::process::id()));
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let app = App::open(&DataPlace::Folder(folder.clone())).await.unwrap_or_else(|error| panic!("{error}"));
        let demo = app.ensure_demo().await.unwrap_or_else(|error| panic!("{error}"));
        let mut times = Vec::new();
        for _ in 0..RUNS {
            let started = Instant::now();
            drop(black_box(app.composed(&demo.agency, demo.year).await));
            times.push(started.elapsed());
        }
        line("compose: records to document", middle(times), None);
        let document = app.composed(&demo.agency, demo.year).await.unwrap_or_else(|error| panic!("{error}"));
        for format in Format::ALL {
            let mut size = 0;
            let time = median(|| size = render(&document, format).map_or(0, |bytes| bytes.len()));
            line(&format!("write: document to {} ({size} bytes)", format.extension()), time, None);
        }
        let started = Instant::now();
        app.import(&import_again(), false, &Actor::command_line()).await.unwrap_or_else(|error| panic!("{error}"));
        line("import: the same report again", started.elapsed(), None);
        app.close().await;
    });
    drop(std::fs::remove_dir_all(&folder));
}

fn import_again() -> tt_app::import::ImportRequest {
    tt_app::import::ImportRequest {
        name: "lang-son-sct-2019.txt".to_owned(),
        bytes: REPORT.as_bytes().to_vec(),
        agency: None,
        year: None,
    }
}

fn read(bytes: &[u8]) -> reading::Reading {
    reading::read("report.txt", bytes).unwrap_or_else(|message| panic!("{}", message.en))
}

/// The median of [`RUNS`] runs, after one to warm up.
fn median(mut work: impl FnMut()) -> Duration {
    work();
    middle(
        (0..RUNS)
            .map(|_| {
                let started = Instant::now();
                work();
                started.elapsed()
            })
            .collect(),
    )
}

fn middle(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn line(what: &str, time: Duration, bytes: Option<usize>) {
    let milliseconds = time.as_secs_f64() * 1e3;
    match bytes.and_then(|bytes| u32::try_from(bytes).ok()) {
        Some(bytes) => {
            let rate = f64::from(bytes) / 1e6 / time.as_secs_f64();
            println!("{what:<48} {milliseconds:>10.2} ms {rate:>8.1} MB/s");
        }
        None => println!("{what:<48} {milliseconds:>10.2} ms"),
    }
}
