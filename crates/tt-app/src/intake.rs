//! Files of rows brought in: tasks, people, units. Each row gets its verdict before anything is written; then all good
//! rows are taken in one transaction, what was not taken is kept to be corrected, and the whole can be taken back.
//!
//! An empty cell leaves things as they are, a column that is not there too: a file adds and changes, it never clears.
//! Read [`App::look_at_file`] first.

mod columns;
mod made;
mod people;
pub mod tables;
mod take;
mod tasks;
mod undo;
mod units;
mod verdict;
pub mod words;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use tt_check::Message;
use tt_domain::id::ImportId;
use tt_domain::intake::{Intake, IntakeCounts, IntakeKind};
use tt_domain::permission::Action;
use tt_store::{Tx, intakes};

pub use columns::{Column, Field, columns};
pub use verdict::{Change, Fault, JudgedRow, Verdict};

use crate::app::App;
use crate::error::AppError;
use crate::sheet::{self, Row};
use crate::sign_in::CurrentUser;
use crate::wording::say;
use columns::Head;

/// Most rows that make or change something in one file: more would hold everyone else's changes up for too long.
pub const MOST_TAKEN: usize = 2_000;

/// How many earlier files are shown.
const SHOWN: u32 = 30;

/// A file to bring in.
#[derive(Clone, Debug)]
pub struct FileToTake {
    /// What its rows are.
    pub kind: IntakeKind,
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Year of the tasks; this year unless told.
    pub year: Option<i16>,
}

/// A file with the verdict on each of its rows.
#[derive(Clone, Debug)]
pub struct Preview {
    /// What its rows are.
    pub kind: IntakeKind,
    /// Its name.
    pub name: String,
    /// Year of the tasks.
    pub year: i16,
    /// The rows, in its order.
    pub rows: Vec<JudgedRow>,
    /// How many of each verdict.
    pub counts: IntakeCounts,
    /// Headings that mean nothing here.
    pub unknown: Vec<String>,
    /// Columns that are there and not read.
    pub not_read: Vec<String>,
    /// Columns that are not there.
    pub missing: Vec<Message>,
    /// Cells worked out by a formula: their values are taken.
    pub formulas: usize,
    /// Stands for what was judged: taking it names it, so that nothing is taken that was not seen.
    pub digest: String,
}

impl Preview {
    /// How many rows would make or change something.
    pub fn to_take(&self) -> usize {
        self.counts.new as usize + self.counts.changed as usize
    }

    /// Whether there are more of those than are taken at once.
    pub fn too_many(&self) -> bool {
        self.to_take() > MOST_TAKEN
    }
}

/// What came of taking a file.
#[derive(Clone, Debug)]
pub enum Taken {
    /// It was taken.
    Done(ImportId),
    /// What is on record changed since it was looked at: to be looked at again.
    Differs(Box<Preview>),
}

/// A file that was brought in, with the rows that were not taken.
#[derive(Clone, Debug)]
pub struct IntakeShown {
    /// The file.
    pub intake: Intake,
    /// Who brought it in.
    pub by: String,
    /// Its headings.
    pub headings: Vec<String>,
    /// The rows that were not taken.
    pub refused: Vec<RefusedRow>,
    /// Whether the one who looks may take it back.
    pub may_undo: bool,
}

/// A row that was not taken.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RefusedRow {
    /// Its number in the file.
    pub number: usize,
    /// What it is about.
    pub about: String,
    /// Its cells.
    pub cells: Vec<String>,
    /// Why.
    pub faults: Vec<RefusedCell>,
}

/// Why a row was not taken, as it is kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RefusedCell {
    /// The cell: `C7`.
    pub cell: String,
    /// Heading of the column, in both languages.
    pub column: Option<(String, String)>,
    /// What stands there.
    pub found: String,
    /// What is wrong and the remedy, in Vietnamese.
    pub vi: String,
    /// The same in English.
    pub en: String,
}

/// The rows not taken, with the headings, as they are kept.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Refused {
    headings: Vec<String>,
    rows: Vec<RefusedRow>,
}

/// A file judged, with what each row would do.
struct Judged {
    preview: Preview,
    plans: Vec<Plan>,
    refused: Refused,
}

/// What a row that is taken does.
enum Plan {
    Task(tasks::Plan),
    Person(people::Plan),
    Unit(units::Plan),
}

/// The right it takes to bring rows of that kind in at all.
pub(crate) fn right(kind: IntakeKind) -> Action {
    match kind {
        IntakeKind::Tasks => Action::AssignTask,
        IntakeKind::People | IntakeKind::Units => Action::ManageOrganisation,
    }
}

impl App {
    /// Reads a file and says of each row what would become of it. Nothing is written.
    ///
    /// # Errors
    /// Not theirs to do; the file is no table, or has not the columns it needs: named, with the remedy.
    pub async fn look_at_file(&self, current: &CurrentUser, file: &FileToTake) -> Result<Preview, AppError> {
        let mut tx = self.db.begin_read().await?;
        Ok(judge(&mut tx, current, file, self.clock.today()).await?.preview)
    }

    /// Takes the good rows of a file, all of them in one transaction, and keeps the others to be corrected. `seen` is the
    /// digest of what was looked at; without it, whatever the file says now is taken.
    ///
    /// # Errors
    /// As [`look_at_file`](Self::look_at_file); nothing in it to take, too many rows, or a row that does not hold after
    /// all, named.
    pub async fn take_file(
        &self,
        current: &CurrentUser,
        file: &FileToTake,
        seen: Option<&str>,
        origin: &str,
    ) -> Result<Taken, AppError> {
        let today = self.clock.today();
        let mut tx = self.db.begin_write().await?;
        let judged = judge(&mut tx, current, file, today).await?;
        let preview = &judged.preview;
        if seen.is_some_and(|seen| seen != preview.digest) {
            return Ok(Taken::Differs(Box::new(judged.preview)));
        }
        if preview.too_many() {
            return Err(too_many(preview));
        }
        if preview.to_take() == 0 {
            return Err(AppError::refused(
                "tệp không có dòng nào để nhận: các dòng đã có đủ hoặc không hợp lệ; hãy xem lý do từng dòng",
                "the file has no row to take: all are on record already or do not hold; see why by row",
            ));
        }
        let id = take::take(self, &mut tx, current, file, judged, origin).await?;
        tx.commit().await?;
        Ok(Taken::Done(id))
    }

    /// The latest files brought in that someone may see: of the kinds they may bring in themselves.
    ///
    /// # Errors
    /// The database failed.
    pub async fn files_taken(&self, current: &CurrentUser) -> Result<Vec<Intake>, AppError> {
        let mut tx = self.db.begin_read().await?;
        let mut latest = intakes::latest(&mut tx, current.agency.id, SHOWN).await?;
        latest.retain(|intake| current.may(right(intake.details.kind)));
        Ok(latest)
    }

    /// A file that was brought in, with the rows that were not taken.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for another agency's or a kind one may not bring in.
    pub async fn file_taken(&self, current: &CurrentUser, id: ImportId) -> Result<IntakeShown, AppError> {
        let mut tx = self.db.begin_read().await?;
        let intake = seen(&mut tx, current, id).await?;
        let by = tt_store::users::get(&mut tx, intake.details.user).await?.full_name;
        let kept: Refused = serde_json::from_str(&intake.details.refused)
            .map_err(|error| AppError::Internal(format!("reading the rows not taken ({error})")))?;
        let may_undo = intake.undone.is_none();
        Ok(IntakeShown { intake, by, headings: kept.headings, refused: kept.rows, may_undo })
    }
}

async fn seen(tx: &mut Tx, current: &CurrentUser, id: ImportId) -> Result<Intake, AppError> {
    let intake = intakes::get(tx, id).await?;
    let theirs = intake.details.agency == current.agency.id && current.may(right(intake.details.kind));
    if theirs { Ok(intake) } else { Err(AppError::NotFound) }
}

fn too_many(preview: &Preview) -> AppError {
    let (count, most) = (preview.to_take(), MOST_TAKEN);
    AppError::refused(
        format!("tệp có {count} dòng mới hoặc thay đổi, mỗi lần nhận tối đa {most}; hãy tách thành nhiều tệp"),
        format!("the file has {count} new or changed rows of at most {most} at a time; split it into several files"),
    )
}

async fn judge(tx: &mut Tx, current: &CurrentUser, file: &FileToTake, today: Date) -> Result<Judged, AppError> {
    current.require(right(file.kind))?;
    let sheet = sheet::read(&file.bytes).map_err(|error| AppError::Refused(error.message(&file.name)))?;
    let in_file = |message: Message| {
        AppError::Refused(say(format!("{}: {}", file.name, message.vi), format!("{}: {}", file.name, message.en)))
    };
    let head = Head::find(&sheet, file.kind).map_err(in_file)?;
    let year = file.year.unwrap_or_else(|| today.year());
    if !(1990..=2999).contains(&year) {
        return Err(AppError::refused_at(
            "nam",
            "năm gồm bốn chữ số, ví dụ 2026",
            "a year has four digits, such as 2026",
        ));
    }
    let rows: Vec<(JudgedRow, Option<Plan>)> = match file.kind {
        IntakeKind::Tasks => {
            let judged = tasks::Tasks::load(tx, current, year, today).await?.judge(tx, &head, &sheet).await?;
            judged.into_iter().map(|(row, plan)| (row, plan.map(Plan::Task))).collect()
        }
        IntakeKind::People => {
            let judged = people::People::load(tx, current, today).await?.judge(tx, &head, &sheet).await?;
            judged.into_iter().map(|(row, plan)| (row, plan.map(Plan::Person))).collect()
        }
        IntakeKind::Units => {
            let judged = units::Units::load(tx, current, today).await?.judge(&head, &sheet)?;
            judged.into_iter().map(|(row, plan)| (row, plan.map(Plan::Unit))).collect()
        }
    };
    if rows.is_empty() {
        return Err(in_file(say(
            "dưới hàng tiêu đề không có dòng nào; hãy nhập dữ liệu rồi gửi lại",
            "there is no row below the headings; fill some in and send it again",
        )));
    }
    let below = sheet.rows.get(head.at + 1..).unwrap_or_default();
    let formulas = below.iter().flat_map(|row| head.cells(row)).filter(|(_, cell)| cell.formula).count();
    Ok(sorted_out(file, year, &head, below, rows, formulas))
}

/// Counts the verdicts and parts what is to be taken from what is not.
fn sorted_out(
    file: &FileToTake,
    year: i16,
    head: &Head,
    below: &[Row],
    judged: Vec<(JudgedRow, Option<Plan>)>,
    formulas: usize,
) -> Judged {
    let mut counts = IntakeCounts::default();
    let mut refused = Refused { headings: head.headings.clone(), rows: Vec::new() };
    let mut plans = Vec::new();
    let mut rows = Vec::with_capacity(judged.len());
    let mut digest = Sha256::new();
    let mut at = below.iter();
    for (row, plan) in judged {
        let taken = match &row.verdict {
            Verdict::New => &mut counts.new,
            Verdict::Changed(_) => &mut counts.changed,
            Verdict::Same => &mut counts.same,
            Verdict::Refused(faults) => {
                let cells = at.find(|known| known.number == row.number).map(|row| row.cells.as_slice());
                let cells = cells.unwrap_or_default().iter().map(|cell| cell.text.clone()).collect();
                let faults = faults.iter().map(kept).collect();
                refused.rows.push(RefusedRow { number: row.number, about: row.about.clone(), cells, faults });
                &mut counts.refused
            }
        };
        *taken += 1;
        digest.update(format!("{} {:?}\n", row.number, row.verdict));
        if let (Verdict::New | Verdict::Changed(_), Some(plan)) = (&row.verdict, plan) {
            plans.push(plan);
        }
        rows.push(row);
    }
    let digest = digest.finalize().iter().take(12).fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
    let preview = Preview {
        kind: file.kind,
        name: file.name.clone(),
        year,
        rows,
        counts,
        unknown: head.unknown.clone(),
        not_read: head.not_read.clone(),
        missing: head.missing.clone(),
        formulas,
        digest,
    };
    Judged { preview, plans, refused }
}

fn kept(fault: &Fault) -> RefusedCell {
    RefusedCell {
        cell: fault.cell.clone(),
        column: fault.column.as_ref().map(|column| (column.vi.clone(), column.en.clone())),
        found: fault.found.clone(),
        vi: fault.message.vi.clone(),
        en: fault.message.en.clone(),
    }
}
