//! `trongtam import`: reports into records.

use std::path::PathBuf;

use clap::ValueEnum;
use serde::Serialize;
use tt_app::import::difference::{About, Change};
use tt_app::import::{Contents, ImportOutcome, ImportRequest};
use tt_app::{Actor, Language, wording};

use crate::extract::json;
use crate::failure::{Outcome, Result, print, read_file};
use crate::place::{Place, wait};
use crate::progress::Progress;

/// Arguments of `import`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Reports to import (text, Markdown or DOCX).
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Symbol of the agency (SCT); read from the report's own symbol when left out.
    #[arg(long)]
    agency: Option<String>,
    /// Year reported on; read from the report when left out.
    #[arg(long)]
    year: Option<i16>,
    /// Also make or change the entries of registers for what the report names (markets, clusters, plants, communes).
    #[arg(long)]
    entries: bool,
    /// Say what would change, and change nothing.
    #[arg(long)]
    dry_run: bool,
    /// Output format.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    place: Place,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Sentences.
    Text,
    /// A JSON object; an array of them for several files.
    Json,
}

#[derive(Debug, Serialize)]
struct ImportOutput<'a> {
    file: &'a str,
    agency: &'a str,
    year: i16,
    status: &'static str,
    dry_run: bool,
    report: Option<i64>,
    tasks: usize,
    graded: usize,
    proposals: usize,
    obstacles: usize,
    figures: usize,
    citations: usize,
    documents: usize,
    /// Things the report names that registers follow.
    things: usize,
    /// Entries of registers made or changed.
    entries: usize,
    changes: Vec<ChangeOutput<'a>>,
}

#[derive(Debug, Serialize)]
struct ChangeOutput<'a> {
    about: &'static str,
    key: &'a str,
    before: Option<&'a str>,
    after: Option<&'a str>,
}

/// Runs `import`.
pub(crate) fn run(args: &Args, language: Language) -> Result {
    let mut requests = Vec::new();
    for file in &args.files {
        let name = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned();
        let bytes = read_file(file)?;
        requests.push(ImportRequest { name, bytes, agency: args.agency.clone(), year: args.year });
    }
    wait(async {
        let app = args.place.open().await?;
        let actor = Actor::command_line();
        let mut done = Vec::new();
        let mut progress = Progress::new(requests.len());
        for request in &requests {
            let outcome = if args.entries && !args.dry_run {
                app.import_with_entries(request, &actor).await
            } else {
                app.import(request, args.dry_run, &actor).await
            };
            let outcome = outcome.map_err(|error| error.message())?;
            if args.format == Format::Text {
                print(&told(&request.name, &outcome, args.dry_run, language))?;
                if args.entries {
                    print(language.pick(&entries_told(&outcome, args.dry_run)))?;
                }
            }
            progress.step(&request.name);
            done.push((request.name.as_str(), outcome));
        }
        app.close().await;
        if args.format == Format::Json {
            let outputs: Vec<_> = done.iter().map(|(name, outcome)| output(name, outcome, args.dry_run)).collect();
            print(&match outputs.as_slice() {
                [only] => json(only)?,
                several => json(&several)?,
            })?;
        }
        Ok(Outcome::Done)
    })
}

fn output<'a>(file: &'a str, outcome: &'a ImportOutcome, dry_run: bool) -> ImportOutput<'a> {
    let Contents { tasks, graded, proposals, obstacles, figures, citations, documents } = outcome.contents;
    let change = |change: &'a Change| ChangeOutput {
        about: change.about.code(),
        key: &change.key,
        before: change.before.as_deref(),
        after: change.after.as_deref(),
    };
    ImportOutput {
        file,
        agency: &outcome.agency,
        year: outcome.year,
        status: status(outcome),
        dry_run,
        report: outcome.report.map(|id| id.0),
        tasks,
        graded,
        proposals,
        obstacles,
        figures,
        citations,
        documents,
        things: outcome.things.len(),
        entries: outcome.taken,
        changes: if outcome.new_report { Vec::new() } else { outcome.changes.iter().map(change).collect() },
    }
}

fn status(outcome: &ImportOutcome) -> &'static str {
    if outcome.new_report {
        "new"
    } else if outcome.changes.is_empty() {
        "unchanged"
    } else {
        "corrected"
    }
}

fn told(name: &str, outcome: &ImportOutcome, dry_run: bool, language: Language) -> String {
    let ImportOutcome { agency, agency_name, year, .. } = outcome;
    let Contents { tasks, graded, proposals, obstacles, figures, citations, documents } = outcome.contents;
    let head = match (status(outcome), dry_run) {
        ("new", false) => wording::say(
            format!("{name}: đã nhập báo cáo năm {year} của {agency_name} ({agency})"),
            format!("{name}: imported the {year} report of {agency_name} ({agency})"),
        ),
        ("new", true) => wording::say(
            format!("{name}: sẽ nhập báo cáo năm {year} của {agency_name} ({agency}); chưa ghi gì"),
            format!("{name}: would import the {year} report of {agency_name} ({agency}); nothing written"),
        ),
        ("unchanged", _) => wording::say(
            format!("{name}: báo cáo năm {year} của {agency} đã có và giống hệt; không thay đổi gì"),
            format!("{name}: the {year} report of {agency} is on record and the same; nothing changed"),
        ),
        (_, false) => wording::say(
            format!("{name}: đã cập nhật báo cáo năm {year} của {agency}, {} điểm khác:", outcome.changes.len()),
            format!("{name}: updated the {year} report of {agency}, {} differences:", outcome.changes.len()),
        ),
        (_, true) => wording::say(
            format!("{name}: báo cáo năm {year} của {agency} có {} điểm khác; chưa ghi gì:", outcome.changes.len()),
            format!(
                "{name}: the {year} report of {agency} has {} differences; nothing written:",
                outcome.changes.len()
            ),
        ),
    };
    let mut text = format!("{}\n", language.pick(&head));
    if status(outcome) == "new" {
        text.push_str(language.pick(&wording::say(
            format!(
                "  {tasks} nhiệm vụ ({graded} có tự đánh giá), {proposals} đề xuất năm sau, {obstacles} khó khăn, \
                 {figures} số liệu, {citations} lượt viện dẫn {documents} văn bản\n"
            ),
            format!(
                "  {tasks} tasks ({graded} self-graded), {proposals} proposals, {obstacles} obstacles, {figures} figures, \
                 {citations} citations of {documents} documents\n"
            ),
        )));
    } else {
        outcome.changes.iter().for_each(|change| text.push_str(&change_line(change, language)));
    }
    text
}

/// What became of the things the report names, in the registers.
fn entries_told(outcome: &ImportOutcome, dry_run: bool) -> tt_app::Message {
    let (things, taken) = (outcome.things.len(), outcome.taken);
    if dry_run {
        return wording::say(
            format!("  {things} đối tượng có thể đưa vào sổ theo dõi; chưa ghi gì\n"),
            format!("  {things} things could become entries of registers; nothing written\n"),
        );
    }
    wording::say(
        format!("  {taken} mục của sổ theo dõi được thêm hoặc bổ sung, trên {things} đối tượng báo cáo nêu tên\n"),
        format!("  {taken} entries of registers made or changed, of {things} things the report names\n"),
    )
}

fn change_line(change: &Change, language: Language) -> String {
    let about = language.pick(&about_words(change.about)).to_owned();
    let what = if change.key.is_empty() { about } else { format!("{about} {}", change.key) };
    match (&change.before, &change.after) {
        (Some(before), Some(after)) => format!("  ~ {what}\n      - {before}\n      + {after}\n"),
        (None, Some(after)) => format!("  + {what}: {after}\n"),
        (Some(before), None) => format!("  - {what}: {before}\n"),
        (None, None) => String::new(),
    }
}

fn about_words(about: About) -> tt_app::Message {
    match about {
        About::Frame => wording::say("thể thức", "frame"),
        About::Task => wording::say("nhiệm vụ", "task"),
        About::Target => wording::say("mục tiêu của nhiệm vụ", "target of task"),
        About::Grade => wording::say("tự đánh giá nhiệm vụ", "self-grade of task"),
        About::Proposal => wording::say("đề xuất", "proposal"),
        About::Obstacle => wording::say("khó khăn", "obstacle"),
        About::Document => wording::say("văn bản", "document"),
        About::Figure => wording::say("số liệu", "figure"),
        About::Paragraph => wording::say("đoạn văn", "paragraph"),
    }
}
