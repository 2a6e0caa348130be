//! `trongtam compare`: two reports side by side, by frame, task, figure and sentence.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use tt_app::comparing::words::{Text, lines};
use tt_app::contract::comparison::compare_output;
use tt_app::{Language, Message, Reading, reading};

use crate::extract::json;
use crate::failure::{Outcome, Result, note, print, read_file};

/// Arguments of `compare`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The earlier report, or the one on record (text, Markdown or DOCX); `-` for standard input.
    left: PathBuf,
    /// The later one, or the one brought back.
    right: PathBuf,
    /// Output format.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Print what is the same, too.
    #[arg(long)]
    all: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// A line a difference.
    Text,
    /// One JSON object.
    Json,
}

/// Runs `compare`: 0 when nothing differs, 1 when something does.
pub(crate) fn run(args: &Args, language: Language) -> Result {
    let (left, right) = (Named::read(&args.left)?, Named::read(&args.right)?);
    let comparison = left.reading.compare(&right.reading);
    match args.format {
        Format::Text => print(&lines(left.text(), right.text(), &comparison, args.all, language))?,
        Format::Json => print(&json(&compare_output(left.text(), right.text(), &comparison, args.all))?)?,
    }
    let counts = comparison.counts();
    let (tasks, figures, sentences) = (counts.tasks, counts.figures, counts.sentences);
    note(language.pick(&Message {
        vi: format!("khác nhau: {tasks} nhiệm vụ, {figures} số liệu, {sentences} câu"),
        en: format!("different: {tasks} tasks, {figures} figures, {sentences} sentences"),
    }));
    Ok(if comparison.is_same() { Outcome::Done } else { Outcome::Found })
}

/// A file read, with its name.
struct Named {
    name: String,
    reading: Reading,
}

impl Named {
    fn read(path: &Path) -> Result<Self> {
        let name = path.display().to_string();
        let reading = reading::read(&name, &read_file(path)?)?;
        Ok(Self { name, reading })
    }

    fn text(&self) -> Text<'_> {
        Text { name: &self.name, document: &self.reading.document, found: &self.reading.found }
    }
}
