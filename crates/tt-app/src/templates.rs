//! Templates (mẫu báo cáo): files from which a report is generated out of records, and which an agency can change.
//!
//! A template is a minijinja file ([`engine`]) that sees the facts of an agency and a period ([`facts`]) and writes marked
//! text, which [`marked`] reads into sections of blocks with chips. [`shipped`] has those that come with the program;
//! [`keeping`] an agency's own, of which only one that renders is ever taken into use. Read [`generate`] first.

use jiff::civil::Date;
use tt_check::Message;
use tt_domain::composing::Block;
use tt_domain::id::{DivisionId, TaskId};
use tt_domain::organisation::Agency;
use tt_domain::report::Report;
use tt_store::{Tx, templates as stored};

use crate::error::AppError;
use crate::wording::say;

pub mod catalogue;
mod drawing;
pub mod engine;
pub mod facts;
mod fault;
mod framing;
mod functions;
pub mod keeping;
pub mod marked;
pub mod previewing;
pub mod shipped;

pub use fault::Fault;
pub use keeping::{Saved, TemplateDraft, TemplatePage, TemplateRow};
pub use previewing::{PreviewOf, Previewed};

/// A section generated from records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GeneratedSection {
    /// Its name within the report: `organisation`, `situation`, `task-12`, `next_year`, `annex-1`.
    pub key: String,
    /// What it is called.
    pub title: String,
    /// The task it is about.
    pub task: Option<TaskId>,
    /// The division that leads that task.
    pub division: Option<DivisionId>,
    /// Its blocks, each with an origin of its own.
    pub blocks: Vec<Block>,
}

/// Generates the sections of a report from what is on record at the end of a day.
///
/// The template is the agency's own of that name, else the one that comes with the program; without a name the one that
/// fits the report's period. One that no longer renders on today's records is told of with its place.
///
/// # Errors
/// No template of that name, a fault in it, or the database failed.
pub async fn generate(
    tx: &mut Tx,
    agency: &Agency,
    report: &Report,
    template: &str,
    as_of: Date,
) -> Result<Vec<GeneratedSection>, AppError> {
    let template = if template.trim().is_empty() { shipped::fitting(report) } else { template.trim() };
    let source = source_of(tx, agency, template).await?;
    let subject = facts::Subject::of_report(tx, report).await?;
    let facts = Box::pin(facts::load(tx, agency, &subject, &source, as_of)).await?;
    engine::render(&source, &facts).map_err(|fault| told(template, &fault))
}

/// The text of a template in use: the agency's own, else the one that comes with the program.
pub(crate) async fn source_of(tx: &mut Tx, agency: &Agency, name: &str) -> Result<String, AppError> {
    let own = stored::find(tx, agency.id, name).await?.and_then(|kept| kept.source);
    let shipped = || shipped::named(name).map(|shipped| shipped.source.to_owned());
    own.or_else(shipped).ok_or_else(|| unknown(name))
}

/// No template of that name.
pub(crate) fn unknown(name: &str) -> AppError {
    let names: Vec<&str> = shipped::ALL.iter().map(|one| one.name).collect();
    let near = fault::nearest(name, names.iter().copied()).join(", ");
    AppError::refused(
        format!("không có mẫu báo cáo tên “{name}”; mẫu gần nhất: {near}; hãy chọn mẫu ở trang /mau-bao-cao"),
        format!("there is no template “{name}”; the nearest are: {near}; choose one on /mau-bao-cao"),
    )
}

/// A fault of a template, told where its text is not beside it.
fn told(template: &str, fault: &Fault) -> AppError {
    let Fault { line, column, message } = fault;
    let Message { vi, en } = say(
        format!(
            "mẫu “{template}” có lỗi ở dòng {line}, cột {column}: {}; hãy sửa ở /mau-bao-cao/{template}",
            message.vi
        ),
        format!(
            "template “{template}” has a fault at line {line}, column {column}: {}; mend it on /mau-bao-cao/{template}",
            message.en
        ),
    );
    AppError::Refused(Message { vi, en })
}

#[cfg(test)]
mod tests;
