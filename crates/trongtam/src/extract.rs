//! `trongtam extract`: what is found in a report, as JSON.

use std::path::PathBuf;

use clap::ValueEnum;
use tt_app::{contract, reading};

use crate::failure::{Outcome, Result, print, read_file};

/// Arguments of `extract`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Report to read (text, Markdown or DOCX); `-` for standard input.
    file: PathBuf,
    /// Output format.
    #[arg(long, value_enum, default_value_t = Format::Json)]
    format: Format,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// One JSON object.
    Json,
}

/// Runs `extract`.
pub(crate) fn run(args: &Args) -> Result {
    let Format::Json = args.format;
    let name = args.file.display().to_string();
    let reading = reading::read(&name, &read_file(&args.file)?)?;
    let output = contract::extract_output(&name, &reading.document, &reading.found);
    print(&json(&output)?)?;
    Ok(Outcome::Done)
}

/// Pretty JSON with a line end.
pub(crate) fn json(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string_pretty(value).map(|text| text + "\n").map_err(|error| {
        tt_app::wording::say(format!("không tạo được JSON: {error}"), format!("cannot write JSON: {error}"))
    })
}
