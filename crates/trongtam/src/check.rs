//! `trongtam check`: findings for one or more reports.

use std::fmt::Write;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use clap::ValueEnum;
use tt_app::{Language, Message, Reading, Severity, contract, outputs, parallel::in_parallel, reading, sarif, wording};
use tt_check::{Finding, Selection, UnknownRule};

use crate::extract::json;
use crate::failure::{Outcome, Result, note, print, read_file, write_file};
use crate::progress::Progress;

/// Arguments of `check`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Reports to check (text, Markdown or DOCX); `-` for standard input.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Output format.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Write to this file instead of standard output.
    #[arg(long)]
    output: Option<PathBuf>,
    /// Run only these rules (codes or names, comma-separated).
    #[arg(long, value_delimiter = ',')]
    select: Vec<String>,
    /// Leave these rules out (codes or names, comma-separated).
    #[arg(long, value_delimiter = ',')]
    ignore: Vec<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// A line a finding.
    Text,
    /// One JSON object; an array of them for several files.
    Json,
    /// SARIF 2.1.0.
    Sarif,
    /// The document as DOCX with the findings as comments in place; needs --output and one file.
    Docx,
}

/// Runs `check`.
pub(crate) fn run(args: &Args, language: Language) -> Result {
    let selection = Selection { select: args.select.clone(), ignore: args.ignore.clone() };
    selection.validate().map_err(|unknown| unknown_rule(&unknown))?;
    let checked = read_and_check(&args.files, &selection)?;
    let output = match args.format {
        Format::Docx => String::new(),
        Format::Text => text(&checked, language),
        Format::Json => as_json(&checked, language)?,
        Format::Sarif => {
            let checked: Vec<_> = checked
                .iter()
                .map(|(name, reading, findings)| (name.as_str(), &reading.document, findings.as_slice()))
                .collect();
            json(&sarif::sarif(&checked, language))?
        }
    };
    match (&args.output, args.format, checked.as_slice()) {
        (Some(path), Format::Docx, [(_, reading, findings)]) => {
            let bytes = outputs::commented(&reading.document, findings, language).map_err(|error| error.message())?;
            write_file(path, &bytes)?;
        }
        (_, Format::Docx, _) => {
            return Err(wording::say(
                "--format docx: chỉ soát từng tệp một và phải nêu tệp ghi ra bằng --output",
                "--format docx: give one file, and the file to write with --output",
            ));
        }
        (Some(path), ..) => write_file(path, output.as_bytes())?,
        (None, ..) => print(&output)?,
    }
    let of = |severity| checked.iter().flat_map(|(_, _, found)| found).filter(|f| f.severity == severity).count();
    let (errors, warnings, infos) = (of(Severity::Error), of(Severity::Warning), of(Severity::Info));
    note(language.pick(&Message {
        vi: format!("{errors} lỗi, {warnings} cảnh báo, {infos} lưu ý"),
        en: format!("{errors} errors, {warnings} warnings, {infos} notes"),
    }));
    Ok(if errors > 0 { Outcome::Found } else { Outcome::Done })
}

/// A file's name, what was read from it and what was found.
type Checked = (String, Reading, Vec<Finding>);

/// Reads and checks the files, as many at a time as there are cores; the results in the order of the arguments. The
/// first file, in that order, that cannot be read fails the whole.
fn read_and_check(files: &[PathBuf], selection: &Selection) -> Result<Vec<Checked>> {
    let progress = Mutex::new(Progress::new(files.len()));
    let results = in_parallel(files, |file| {
        let name = file.display().to_string();
        let reading = reading::read(&name, &read_file(file)?)?;
        let findings = reading.check(selection);
        progress.lock().unwrap_or_else(PoisonError::into_inner).step(&name);
        Ok((name, reading, findings))
    });
    results.into_iter().collect()
}

fn unknown_rule(unknown: &UnknownRule) -> Message {
    let asked = &unknown.asked;
    let (vi, en) = match unknown.nearest {
        Some(nearest) => (format!("có phải {nearest}?"), format!("did you mean {nearest}?")),
        None => ("xem danh sách trong docs/quy-tac".to_owned(), "see the list in docs/quy-tac".to_owned()),
    };
    wording::say(format!("không có quy tắc {asked}; {vi}"), format!("there is no rule {asked}; {en}"))
}

fn text(checked: &[Checked], language: Language) -> String {
    let mut out = String::new();
    for (name, reading, findings) in checked {
        for finding in findings {
            let line = reading.document.lines.line_of(finding.span.start).unwrap_or(1);
            let _ = writeln!(out, "{name}:{line}: {} {}", finding.code, language.pick(&finding.title));
            if let Some(recomputation) = &finding.recomputation {
                let _ = writeln!(out, "    {recomputation}");
            }
            let _ = writeln!(out, "    {}", language.pick(&finding.explanation));
        }
    }
    out
}

fn as_json(checked: &[Checked], language: Language) -> Result<String> {
    let outputs: Vec<_> = checked
        .iter()
        .map(|(_, reading, findings)| contract::check_output(&reading.document, findings, language))
        .collect();
    match outputs.as_slice() {
        [only] => json(only),
        several => json(&several),
    }
}
