//! Repository checks and generated documents: `cargo run --release -p xtask -- layers`, `… rules` and
//! `… tidy`.

mod layers;
mod rules;
mod tidy;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::bail;

const USAGE: &str = "usage: xtask layers | rules | tidy";

#[expect(clippy::print_stderr, reason = "a command-line tool reports on standard error")]
fn main() -> ExitCode {
    let task = std::env::args().nth(1).unwrap_or_default();
    match run(&task) {
        Ok(faults) if faults.is_empty() => ExitCode::SUCCESS,
        Ok(faults) => {
            eprintln!("{}", faults.join("\n"));
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("xtask {task}: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// Runs one task; returns the faults it found, one line each.
fn run(task: &str) -> anyhow::Result<Vec<String>> {
    match task {
        "layers" => layers::faults(&root()),
        "rules" => rules::write(&root()).map(|()| Vec::new()),
        "tidy" => tidy::faults(&root()),
        _ => bail!(USAGE),
    }
}

/// The repository this tool was built from.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).map(Path::to_path_buf).unwrap_or_default()
}
