//! The `trongtam` command: serves the product, and reads, checks, converts and imports reports.

mod audit;
mod check;
mod compare;
mod convert;
mod delivery;
mod extract;
mod failure;
mod import;
mod place;
mod progress;
mod report;
mod serve;
mod user;

use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};
use tt_app::Language;

/// Trọng Tâm: nhiệm vụ trọng tâm từ quyết định giao đến báo cáo.
#[derive(Debug, Parser)]
#[command(name = "trongtam", version, about, propagate_version = true)]
struct Cli {
    /// Language of messages.
    #[arg(long, global = true, value_enum, default_value_t = LanguageArg::Vi)]
    lang: LanguageArg,
    #[command(subcommand)]
    command: Command,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum LanguageArg {
    /// Tiếng Việt.
    Vi,
    /// English.
    En,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the server.
    Serve(serve::Args),
    /// Bring reports into the records.
    Import(import::Args),
    /// Print what is found in a report as JSON.
    Extract(extract::Args),
    /// Check reports for errors.
    Check(check::Args),
    /// Compare two reports by task, figure and sentence.
    Compare(compare::Args),
    /// Write a report from the records.
    Report(report::Args),
    /// Convert a document from any readable format to any writable one.
    Convert(convert::Args),
    /// Look after the audit chain.
    Audit(audit::Args),
    /// Look after accounts.
    User(user::Args),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let language = match cli.lang {
        LanguageArg::Vi => Language::Vietnamese,
        LanguageArg::En => Language::English,
    };
    let done = match cli.command {
        Command::Serve(args) => serve::run(&args, language),
        Command::Extract(args) => extract::run(&args),
        Command::Check(args) => check::run(&args, language),
        Command::Compare(args) => compare::run(&args, language),
        Command::Import(args) => import::run(&args, language),
        Command::Report(args) => report::run(&args, language),
        Command::Convert(args) => convert::run(&args, language),
        Command::Audit(args) => audit::run(&args, language),
        Command::User(args) => user::run(&args, language),
    };
    failure::exit(done, language)
}
