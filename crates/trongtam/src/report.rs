//! `trongtam report`: a report composed from the records, as a file.

use std::path::PathBuf;

use clap::ValueEnum;
use tt_app::{Language, outputs, wording};

use crate::failure::{Outcome, Result, note, write_file};
use crate::place::{Place, wait};

/// Arguments of `report`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Symbol of the agency (SCT).
    #[arg(long)]
    agency: String,
    /// Year reported on.
    #[arg(long)]
    year: i16,
    /// Template.
    #[arg(long, value_enum, default_value_t = Template::KeyTasks)]
    template: Template,
    /// File to write; its ending says the format: .docx .pdf .html .md .txt.
    #[arg(long)]
    output: PathBuf,
    #[command(flatten)]
    place: Place,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Template {
    /// Annual report on key tasks.
    KeyTasks,
}

/// Runs `report`.
pub(crate) fn run(args: &Args, language: Language) -> Result {
    let format = outputs::Format::of_path(&args.output)?;
    let Template::KeyTasks = args.template;
    let document = wait(async {
        let app = args.place.open().await?;
        let document = app.composed(&args.agency, args.year).await.map_err(|error| error.message())?;
        app.close().await;
        Ok(document)
    })?;
    let bytes = outputs::render(&document, format).map_err(|error| error.message())?;
    write_file(&args.output, &bytes)?;
    note(language.pick(&wording::say(
        format!("đã ghi {} ({} byte)", args.output.display(), bytes.len()),
        format!("wrote {} ({} bytes)", args.output.display(), bytes.len()),
    )));
    Ok(Outcome::Done)
}
