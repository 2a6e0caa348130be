//! `trongtam convert`: any readable format to any writable one.

use std::path::PathBuf;

use tt_app::{Language, outputs, reading};

use crate::failure::{Outcome, Result, read_file, write_file};

/// Arguments of `convert`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Document to read (text, Markdown or DOCX).
    input: PathBuf,
    /// File to write; its ending says the format: .docx .pdf .xlsx .html .md .txt.
    output: PathBuf,
}

/// Runs `convert`.
pub(crate) fn run(args: &Args, language: Language) -> Result {
    let format = outputs::Format::of_path(&args.output)?;
    let reading = reading::read(&args.input.display().to_string(), &read_file(&args.input)?)?;
    let bytes = outputs::render(&reading.document, format).map_err(|error| error.message())?;
    write_file(&args.output, &bytes)?;
    crate::failure::note(language.pick(&tt_app::wording::say(
        format!("đã ghi {} ({} byte)", args.output.display(), bytes.len()),
        format!("wrote {} ({} bytes)", args.output.display(), bytes.len()),
    )));
    Ok(Outcome::Done)
}
