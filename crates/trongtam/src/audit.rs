//! `trongtam audit`: the chain of events, proved.

use clap::Subcommand;
use tt_app::{Language, wording};

use crate::failure::{Outcome, Result, print};
use crate::place::{Place, wait};

/// Arguments of `audit`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Prove every agency's chain; exit code 1 at the first broken link.
    Verify {
        #[command(flatten)]
        place: Place,
    },
}

/// Runs `audit`.
pub(crate) fn run(args: &Args, language: Language) -> Result {
    let Command::Verify { place } = &args.command;
    let verified = wait(async {
        let app = place.open().await?;
        let verified = app.verify_audit().await.map_err(|error| error.message())?;
        app.close().await;
        Ok(verified)
    })?;
    let (events, agencies) = (verified.events, verified.agencies);
    let (message, outcome) = match &verified.broken {
        None => (
            wording::say(
                format!("nhật ký nguyên vẹn: {events} sự kiện của {agencies} cơ quan"),
                format!("the audit chain holds: {events} events of {agencies} agencies"),
            ),
            Outcome::Done,
        ),
        Some(broken) => (
            wording::say(
                format!(
                    "nhật ký của {} đứt ở sự kiện {} ({}); hãy giữ nguyên dữ liệu và đối chiếu với bản sao lưu",
                    broken.agency, broken.sequence, broken.reason
                ),
                format!(
                    "the audit chain of {} breaks at event {} ({}); keep the data as it is and compare with a backup",
                    broken.agency, broken.sequence, broken.reason
                ),
            ),
            Outcome::Found,
        ),
    };
    print(&format!("{}\n", language.pick(&message)))?;
    Ok(outcome)
}
