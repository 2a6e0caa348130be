//! `trongtam report`: a report composed from the records, as a file; and whether a file is one that was issued.

use std::path::{Path, PathBuf};

use clap::{Subcommand, ValueEnum};
use tt_app::reporting::verify::{Standing, VerifiedFile};
use tt_app::{Language, Message, outputs, wording};
use tt_domain::reporting_period::ReportingPeriod;

use crate::failure::{Outcome, Result, note, print, read_file, write_file};
use crate::place::{Place, wait};

/// Arguments of `report`.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct Args {
    /// What else to do with reports.
    #[command(subcommand)]
    command: Option<Command>,
    /// Symbol of the agency (SCT).
    #[arg(long, required = true)]
    agency: Option<String>,
    /// Year reported on.
    #[arg(long, required = true)]
    year: Option<i16>,
    /// Template: `key-tasks` for the report as it is on record, else the name of one on /mau-bao-cao (`trong-tam-nam`).
    #[arg(long, default_value = AS_RECORDED)]
    template: String,
    /// Period reported on, within the year: `201904`, `2019Q1`, `4/2019`; the whole year unless told.
    #[arg(long)]
    period: Option<String>,
    /// File to write; its ending says the format: .docx .pdf .xlsx .html .md .txt.
    #[arg(long, required = true)]
    output: Option<PathBuf>,
    #[command(flatten)]
    place: Place,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Say whether a file is one that was issued and is in force; exit code 1 if it is not.
    Verify {
        /// The file, byte by byte as it was received.
        file: PathBuf,
        /// Form of the answer.
        #[arg(long, value_enum, default_value_t = AnswerFormat::Text)]
        format: AnswerFormat,
        #[command(flatten)]
        place: Place,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum AnswerFormat {
    /// A sentence.
    Text,
    /// A JSON object.
    Json,
}

/// The template that takes the report of the year as it is on record.
const AS_RECORDED: &str = "key-tasks";

/// Runs `report`.
pub(crate) fn run(args: &Args, language: Language) -> Result {
    if let Some(Command::Verify { file, format, place }) = &args.command {
        return verify(file, *format, place, language);
    }
    // The command line asks for all three where nothing else is to be done.
    let (Some(agency), Some(year), Some(output)) = (&args.agency, args.year, &args.output) else {
        return Ok(Outcome::Found);
    };
    let format = outputs::Format::of_path(output)?;
    let period = period_of(args.period.as_deref(), year)?;
    let template = args.template.as_str();
    let (document, missing) = wait(async {
        let app = args.place.open().await?;
        let made = if template == AS_RECORDED {
            app.composed(agency, year).await.map(|document| (document, 0))
        } else {
            app.composed_by(agency, period, template).await.map(|made| (made.document, made.missing))
        };
        let made = made.map_err(|error| error.message())?;
        app.close().await;
        Ok(made)
    })?;
    let bytes = outputs::render(&document, format).map_err(|error| error.message())?;
    write_file(output, &bytes)?;
    if missing > 0 {
        note(language.pick(&wording::say(
            format!("{missing} thẻ chưa có số liệu; hãy nhập số liệu rồi xuất lại"),
            format!("{missing} chips have no record; enter the figures and write it again"),
        )));
    }
    note(language.pick(&wording::say(
        format!("đã ghi {} ({} byte)", output.display(), bytes.len()),
        format!("wrote {} ({} bytes)", output.display(), bytes.len()),
    )));
    Ok(Outcome::Done)
}

/// The period a report is made for.
fn period_of(given: Option<&str>, year: i16) -> Result<ReportingPeriod> {
    let Some(text) = given else { return Ok(ReportingPeriod::year(year)) };
    ReportingPeriod::read(text).filter(|period| period.of_year() == year).ok_or_else(|| {
        wording::say(
            format!("--period {text}: không phải kỳ của năm {year}; ghi như {year}04, {year}Q1, 4/{year}"),
            format!("--period {text}: not a period of {year}; write {year}04, {year}Q1 or 4/{year}"),
        )
    })
}

/// Holds a file against what was issued.
fn verify(file: &Path, format: AnswerFormat, place: &Place, language: Language) -> Result {
    let bytes = read_file(file)?;
    let verified = wait(async {
        let app = place.open().await?;
        let verified = app.verify_file(&bytes).await.map_err(|error| error.message())?;
        app.close().await;
        Ok(verified)
    })?;
    let name = file.display().to_string();
    match format {
        AnswerFormat::Text => print(&format!("{}\n", language.pick(&sentence(&name, &verified))))?,
        AnswerFormat::Json => {
            let issued = verified.issued.as_ref();
            let answer = serde_json::json!({
                "file": name,
                "sha256": verified.digest,
                "verdict": issued.map_or("unknown", |issued| issued.standing.code()),
                "valid": verified.holds(),
                "agency": issued.map(|issued| issued.agency.clone()),
                "number": issued.map(|issued| issued.number.clone()),
                "date": issued.map(|issued| issued.dated.to_string()),
            });
            print(&format!("{answer}\n"))?;
        }
    }
    Ok(if verified.holds() { Outcome::Done } else { Outcome::Found })
}

/// What is known of a file, in a sentence.
fn sentence(file: &str, verified: &VerifiedFile) -> Message {
    let Some(issued) = &verified.issued else {
        return wording::say(
            format!("{file}: không phải tệp đã phát hành từ dữ liệu này, hoặc đã bị sửa sau khi phát hành"),
            format!("{file}: not a file issued from these records, or changed since"),
        );
    };
    let (number, agency) = (&issued.number, &issued.agency);
    let dated = issued.dated.strftime("%d/%m/%Y");
    let (vi, en) = match issued.standing {
        Standing::Valid => ("đúng bản đã phát hành, còn hiệu lực", "the file that was issued, in force"),
        Standing::Corrected => (
            "đúng bản đã phát hành, còn hiệu lực, đã có văn bản đính chính",
            "the file that was issued, in force, corrected by a letter",
        ),
        Standing::Recalled => ("đúng bản đã phát hành nhưng đã bị thu hồi", "the file that was issued, but recalled"),
        Standing::Replaced => {
            ("đúng bản đã phát hành nhưng đã được văn bản khác thay thế", "the file that was issued, but replaced")
        }
    };
    wording::say(
        format!("{file}: {vi}; số {number} ngày {dated} của {agency}"),
        format!("{file}: {en}; number {number} of {dated}, {agency}"),
    )
}
