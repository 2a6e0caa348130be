//! Tasks read from the document that assigns them: a decision, a plan, the conclusions of a meeting.
//!
//! What is read is shown beside the form; nothing is recorded before a person has looked at it and sends it on to
//! [`App::create_tasks`].

use jiff::civil::Date;
use tt_document::{Assigned, assigned};
use tt_domain::history::Coordinator;
use tt_domain::id::{AgencyId, DivisionId};
use tt_domain::organisation::{Agency, Division};
use tt_domain::permission::Action;
use tt_text::fold;

use super::assign::SourceDocument;
use super::page::Choices;
use super::rules;
use crate::app::App;
use crate::error::AppError;
use crate::reading;
use crate::sign_in::CurrentUser;

/// A document with the tasks it assigns.
#[derive(Clone, Debug)]
pub struct SourceReading {
    /// The document, as far as its frame tells.
    pub source: SourceDocument,
    /// Whether it approves the key tasks of a year (Decision 230/QĐ-UBND is one).
    pub approves: bool,
    /// Year its tasks are for.
    pub year: Option<i16>,
    /// The tasks, in its order.
    pub tasks: Vec<ReadTask>,
    /// Who and what the form offers.
    pub choices: Choices,
}

/// A task as read, with whom its words name.
#[derive(Clone, Debug)]
pub struct ReadTask {
    /// As read.
    pub read: Assigned,
    /// Whom the document gives it to.
    pub to: Assignee,
    /// Divisions and agencies known here that are to work along.
    pub along: Vec<Coordinator>,
    /// The last day in time: `trước ngày` read as this agency keeps to it.
    pub deadline: Option<Date>,
}

/// Whom a document gives a task to, as far as this agency knows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assignee {
    /// One's own agency, no division named.
    Own,
    /// A division of it.
    Division(DivisionId),
    /// An agency below.
    Agency(AgencyId),
    /// Someone else: nothing to be done here.
    Other,
}

impl App {
    /// Reads the tasks a document assigns. Nothing is recorded.
    ///
    /// # Errors
    /// Not theirs to assign; the file cannot be read, or is marked as a state secret.
    pub async fn read_source(
        &self,
        current: &CurrentUser,
        name: &str,
        bytes: &[u8],
    ) -> Result<SourceReading, AppError> {
        current.require(Action::AssignTask)?;
        let choices = self.choices(current).await?;
        let read = reading::read(name, bytes).map_err(AppError::Refused)?;
        let frame = &read.document.frame;
        // A number still blank is left to the person: a symbol alone names no document.
        let number = match (&frame.number, &frame.symbol) {
            (Some(number), Some(symbol)) => format!("{number}/{symbol}"),
            _ => String::new(),
        };
        let subject = frame.subject.as_deref().map(fold).unwrap_or_default();
        let approves = frame.kind.as_deref() == Some("Quyết định") && subject.contains("nhiem vu trong tam");
        let year = year_in(&subject).or(frame.date.year);
        let mut tx = self.db.begin_read().await?;
        let excludes = rules::before_excludes_day(&mut tx, current.agency.id).await?;
        drop(tx);
        let found = assigned(&read.document).into_iter();
        let tasks = found.map(|task| dated(known(task, current, &choices), excludes)).collect();
        let source = SourceDocument {
            kind: frame.kind.clone(),
            number,
            date: frame.date.date(),
            issuer: frame.issuer.clone(),
            subject: frame.subject.clone(),
            approves,
        };
        Ok(SourceReading { source, approves, year, tasks, choices })
    }
}

/// The first year a folded text names.
fn year_in(folded: &str) -> Option<i16> {
    let words = folded.split(|c: char| !c.is_ascii_digit()).filter(|word| word.len() == 4);
    words.filter_map(|word| word.parse().ok()).find(|year| (1990..2100).contains(year))
}

fn known(read: Assigned, current: &CurrentUser, choices: &Choices) -> ReadTask {
    let to = read.lead.as_deref().map_or(Assignee::Own, |lead| assignee(lead, current, choices));
    let lead = match to {
        Assignee::Division(id) => Some(Coordinator::Division(id)),
        Assignee::Agency(id) => Some(Coordinator::Agency(id)),
        _ => None,
    };
    let named = read.coordinators.as_deref().map(fold).unwrap_or_default();
    let divisions = choices
        .divisions
        .iter()
        .filter(|division| names_division(&named, division))
        .map(|division| Coordinator::Division(division.id));
    let agencies = choices
        .agencies
        .iter()
        .filter(|agency| names_agency(&named, agency))
        .map(|agency| Coordinator::Agency(agency.id));
    let along = divisions.chain(agencies).filter(|one| Some(one) != lead.as_ref()).collect();
    ReadTask { read, to, along, deadline: None }
}

fn dated(task: ReadTask, before_excludes_day: bool) -> ReadTask {
    let due = task.read.due.as_ref();
    let day = due.and_then(|due| due.day);
    let before = due.is_some_and(|due| due.before) && before_excludes_day;
    let deadline = if before { day.and_then(|day| day.yesterday().ok()) } else { day };
    ReadTask { deadline, ..task }
}

/// Whom words such as `Sở Công Thương`, `Trưởng phòng Quản lý thương mại`, `Văn phòng Sở` mean here.
fn assignee(words: &str, current: &CurrentUser, choices: &Choices) -> Assignee {
    let folded = fold(words);
    // The earliest name wins: the first of several is the one in charge.
    let division = choices
        .divisions
        .iter()
        .filter_map(|division| Some((place_of_division(&folded, division)?, Assignee::Division(division.id))));
    let agency = choices
        .agencies
        .iter()
        .filter_map(|agency| Some((place_of_agency(&folded, agency)?, Assignee::Agency(agency.id))));
    let own = place_of_agency(&folded, &current.agency).map(|place| (place, Assignee::Own));
    // A head's post names the agency: `Giám đốc Sở Công Thương`.
    division.chain(agency).chain(own).min_by_key(|(place, _)| *place).map_or(Assignee::Other, |(_, to)| to)
}

fn names_division(folded: &str, division: &Division) -> bool {
    place_of_division(folded, division).is_some()
}

fn names_agency(folded: &str, agency: &Agency) -> bool {
    place_of_agency(folded, agency).is_some()
}

fn place_of_division(folded: &str, division: &Division) -> Option<usize> {
    let name = fold(&division.name);
    let short = name.strip_prefix("phong ").unwrap_or(&name).to_owned();
    word_place(folded, &name)
        .or_else(|| (short.len() > 6).then(|| word_place(folded, &short)).flatten())
        .or_else(|| word_place(folded, &fold(&division.symbol)))
}

/// An agency is named in full, without the name of its province, or by its symbol.
fn place_of_agency(folded: &str, agency: &Agency) -> Option<usize> {
    let name = fold(&agency.name);
    let short = name.split(" tinh ").next().unwrap_or(&name);
    let short = short.split(" thanh pho ").next().unwrap_or(short);
    word_place(folded, &name)
        .or_else(|| (short.len() > 5).then(|| word_place(folded, short)).flatten())
        .or_else(|| (agency.symbol.len() > 2).then(|| word_place(folded, &fold(&agency.symbol))).flatten())
}

/// Where words stand as words.
fn word_place(text: &str, words: &str) -> Option<usize> {
    if words.is_empty() {
        return None;
    }
    text.match_indices(words).map(|(at, _)| at).find(|at| {
        let before = text.get(..*at).unwrap_or_default();
        let after = text.get(at + words.len()..).unwrap_or_default();
        !before.ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric)
    })
}
