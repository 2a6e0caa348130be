//! Entries from and to spreadsheets: a verdict for every row before anything is stored, and a way back after.
//!
//! A file is tried in a transaction that is then undone, so that what is told of a row is what would happen; when it is
//! sent on, the good rows are taken in one transaction and the others left, each with its reason.

use std::collections::HashSet;

use serde_json::json;
use tt_check::Message;
use tt_domain::filter::FilterError;
use tt_domain::id::{EntryId, EntryImportId, RegisterFieldId};
use tt_domain::permission::Action;
use tt_domain::register::matching::words_of;
use tt_domain::register::value::key_of_words;
use tt_domain::register::{Field, Mark, Register, filter};
pub use tt_store::entries::imports::EntryImport as Import;
use tt_store::entries::imports::{self, EntryImport};
use tt_store::entries::listing::{self, Listing};
use tt_store::entries::{Recording, reading};
use tt_store::{Tx, entries, registers};

use super::entering::{EntryDraft, change, make};
use super::looking::ViewAsked;
use super::moving::MoveDraft;
use super::resolve::Records;
use super::{By, Given, RegisterShown, Trouble, for_action, note, shown, words};
use crate::app::App;
use crate::error::AppError;
use crate::sheet::{self, Cell, Row, Sheet};
use crate::sign_in::CurrentUser;
use crate::wording::say;

/// Files taken in that are shown.
const FILES_SHOWN: u32 = 10;

/// Entries written out at once.
const AT_ONCE: u32 = 500;

/// Heads of the columns that are no fields.
const NUMBER: &str = "Số dòng";
const STAGE: &str = "Giai đoạn";
const MARK: &str = "Tình trạng";
const SINCE: &str = "Ngày";

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowFate {
    /// A new entry.
    New,
    /// An entry that is there gets other values.
    Changed(EntryId),
    /// All is as it is already.
    Same(EntryId),
    /// Unusual: taken only when it is meant.
    Asked,
    /// Wrong: left.
    Wrong,
}

/// What is said of a row.
#[derive(Clone, Debug)]
pub struct RowVerdict {
    /// Its number in the file.
    pub number: usize,
    /// What the entry is called.
    pub title: String,
    /// What becomes of it.
    pub fate: RowFate,
    /// What is wrong with it or asked about it, cell by cell.
    pub troubles: Vec<Trouble>,
}

/// What is said of a file.
#[derive(Clone, Debug, Default)]
pub struct FileVerdict {
    /// Row by row.
    pub rows: Vec<RowVerdict>,
    /// Columns that are no fields of the register; they are left out.
    pub unknown: Vec<String>,
    /// The file, once it is taken.
    pub import: Option<EntryImportId>,
}

impl FileVerdict {
    /// Rows with that fate, by the test.
    pub fn count(&self, test: impl Fn(RowFate) -> bool) -> usize {
        self.rows.iter().filter(|row| test(row.fate)).count()
    }
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Field(RegisterFieldId),
    Number,
    Stage,
    Mark,
    Since,
    Unknown,
}

impl App {
    /// Says of every row of a file what would become of it; nothing is stored.
    ///
    /// # Errors
    /// Not theirs to write in, or no table.
    pub async fn try_entry_file(
        &self,
        current: &CurrentUser,
        key: &str,
        (name, bytes): (&str, &[u8]),
        meant: bool,
    ) -> Result<FileVerdict, AppError> {
        let table = sheet::read(bytes).map_err(|error| error.message(name))?;
        let mut tx = self.db.begin_write().await?;
        let register = registers::find(&mut tx, current.agency.id, key).await?.ok_or(AppError::NotFound)?;
        let register = for_action(&mut tx, current, register.id, Action::EnterRegister).await?;
        let recording = Recording { by: Some(current.user.id), at: self.clock.now(), import: None };
        let verdict = self.go_through(&mut tx, &register, &table, recording, meant, None).await?;
        tx.rollback().await?;
        Ok(verdict)
    }

    /// Takes the good rows of a file, and of the unusual ones those that are meant; the others are left and told.
    ///
    /// # Errors
    /// Not theirs to write in, no table, or nothing in it to take.
    pub async fn take_entry_file(
        &self,
        current: &CurrentUser,
        key: &str,
        (name, bytes): (&str, &[u8]),
        meant: bool,
        origin: &str,
    ) -> Result<FileVerdict, AppError> {
        let tried = self.try_entry_file(current, key, (name, bytes), meant).await?;
        let good = |row: &&RowVerdict| matches!(row.fate, RowFate::New | RowFate::Changed(_));
        let good: HashSet<usize> = tried.rows.iter().filter(good).map(|row| row.number).collect();
        if good.is_empty() {
            return Ok(tried);
        }
        let table = sheet::read(bytes).map_err(|error| error.message(name))?;
        let at = self.clock.now();
        let mut tx = self.db.begin_write().await?;
        let register = registers::find(&mut tx, current.agency.id, key).await?.ok_or(AppError::NotFound)?;
        let register = for_action(&mut tx, current, register.id, Action::EnterRegister).await?;
        let import = imports::insert(&mut tx, register.id, Some(current.user.id), name, at).await?;
        let recording = Recording { by: Some(current.user.id), at, import: Some(import) };
        let taken = self.go_through(&mut tx, &register, &table, recording, meant, Some(&good)).await?;
        let (new, changed) =
            (taken.count(|fate| fate == RowFate::New), taken.count(|fate| matches!(fate, RowFate::Changed(_))));
        let details = json!({ "register": register.key, "file": name, "new": new, "changed": changed });
        let object = format!("register-{}", register.id);
        note(&mut tx, By::new(current, origin, at), &register, ("entry.imported", object, &details)).await?;
        tx.commit().await?;
        // What was taken, beside what was left.
        let mut rows = tried.rows;
        for row in &mut rows {
            if let Some(done) = taken.rows.iter().find(|done| done.number == row.number) {
                *row = done.clone();
            }
        }
        Ok(FileVerdict { rows, unknown: tried.unknown, import: Some(import) })
    }

    async fn go_through(
        &self,
        tx: &mut Tx,
        register: &Register,
        table: &Sheet,
        recording: Recording,
        meant: bool,
        only: Option<&HashSet<usize>>,
    ) -> Result<FileVerdict, AppError> {
        let today = self.clock.today();
        let Some((head, rows)) = table.rows.split_first() else { return Ok(FileVerdict::default()) };
        let columns: Vec<Column> = head.cells.iter().map(|cell| column(register, &cell.text)).collect();
        if !columns.iter().any(|one| matches!(one, Column::Field(_))) {
            let heads = register.open_fields().map(head_of).collect::<Vec<_>>().join(", ");
            return Err(AppError::refused(
                format!("dòng đầu của bảng không có tên cột nào của sổ; cần các cột như: {heads}"),
                format!("the first row has no field of the register; columns have to be headed: {heads}"),
            ));
        }
        let unknown =
            head.cells.iter().zip(&columns).filter(|(cell, one)| **one == Column::Unknown && !cell.text.is_empty());
        let mut verdict =
            FileVerdict { unknown: unknown.map(|(cell, _)| cell.text.clone()).collect(), ..FileVerdict::default() };
        let mut records = Records::default();
        for row in rows {
            if only.is_some_and(|only| !only.contains(&row.number)) {
                continue;
            }
            verdict.rows.push(take_row(tx, &mut records, register, &columns, row, (recording, meant, today)).await?);
        }
        Ok(verdict)
    }

    /// Takes a file back: entries it made are taken out, values it gave give way to those before; what was changed since
    /// stays and is counted.
    ///
    /// # Errors
    /// Not theirs to write in, no such file, or it was taken back already.
    pub async fn undo_entry_file(
        &self,
        current: &CurrentUser,
        key: &str,
        id: EntryImportId,
        origin: &str,
    ) -> Result<(usize, usize), AppError> {
        let (at, today) = (self.clock.now(), self.clock.today());
        let mut tx = self.db.begin_write().await?;
        let register = registers::find(&mut tx, current.agency.id, key).await?.ok_or(AppError::NotFound)?;
        let register = for_action(&mut tx, current, register.id, Action::EnterRegister).await?;
        if !imports::list(&mut tx, register.id, u32::MAX).await?.iter().any(|one| one.id == id) {
            return Err(AppError::NotFound);
        }
        imports::set_undone(&mut tx, id, at).await?;
        let (mut undone, mut kept) = (0, 0);
        for (entry, version) in imports::made(&mut tx, id).await? {
            if version == 1 {
                entries::set_removed(&mut tx, entry, version, Some(at)).await?;
                undone += 1;
            } else {
                kept += 1;
            }
        }
        let mut touched: Vec<EntryId> = Vec::new();
        for (entry, field) in imports::changed(&mut tx, id).await? {
            if imports::take_back(&mut tx, id, entry, field).await? {
                touched.push(entry);
            } else {
                kept += 1;
            }
        }
        touched.dedup();
        for entry in &touched {
            if let Some(on) = reading::on_day(&mut tx, &register, &[*entry], today).await?.into_iter().next() {
                let words = words_of(&register, &on.at);
                entries::touch(&mut tx, *entry, on.entry.version, Some(&words), at).await?;
            }
        }
        undone += touched.len();
        let details = json!({ "register": register.key, "undone": undone, "kept": kept });
        let object = format!("register-{}", register.id);
        note(&mut tx, By::new(current, origin, at), &register, ("entry.import_undone", object, &details)).await?;
        tx.commit().await?;
        Ok((undone, kept))
    }

    /// The latest files taken into a register.
    ///
    /// # Errors
    /// No such register, or not theirs to read.
    pub async fn entry_files(
        &self,
        current: &CurrentUser,
        key: &str,
    ) -> Result<(RegisterShown, Vec<EntryImport>), AppError> {
        let shown = self.register(current, key).await?;
        let mut tx = self.db.begin_read().await?;
        let files = imports::list(&mut tx, shown.register.id, FILES_SHOWN).await?;
        Ok((shown, files))
    }

    /// A register's entries as of a day as a table whose heads a file taken in may have; only the heads where `empty`.
    ///
    /// # Errors
    /// No such register, not theirs to read, or the filter is none.
    pub async fn register_table(
        &self,
        current: &CurrentUser,
        key: &str,
        asked: &ViewAsked,
        empty: bool,
    ) -> Result<(Register, Vec<Vec<Cell>>), AppError> {
        let mut tx = self.db.begin_read().await?;
        let register = registers::find(&mut tx, current.agency.id, key).await?.ok_or(AppError::NotFound)?;
        let register = shown(&mut tx, current, register).await?.register;
        let as_of = asked.as_of.unwrap_or_else(|| self.clock.today()).min(self.clock.today());
        let filter = filter::parse(&register, &asked.filter).map_err(|faults| bad_filter(&asked.filter, &faults))?;
        let mut heads = vec![Cell::text(NUMBER)];
        heads.extend(register.open_fields().map(|field| Cell::text(head_of(field))));
        heads.extend([STAGE, MARK, SINCE].map(Cell::text));
        let mut rows = vec![heads];
        let listing = Listing { register: &register, filter: &filter, as_of };
        if empty {
            return Ok((register, rows));
        }
        let mut after = None;
        loop {
            let ids = listing::page(&mut tx, listing, after, AT_ONCE).await?;
            for on in reading::on_day(&mut tx, &register, &ids, as_of).await? {
                rows.push(row_of(&register, &on));
            }
            after = ids.last().copied();
            if ids.len() < AT_ONCE as usize {
                break;
            }
        }
        Ok((register, rows))
    }
}

fn bad_filter(text: &str, faults: &[FilterError]) -> AppError {
    let first = faults.first().map(|fault| words::filter_problem(text, fault));
    AppError::Refused(first.unwrap_or_else(|| say("bộ lọc không đọc được", "the filter cannot be read")))
}

fn head_of(field: &Field) -> String {
    match field.spec.kind.measured().map(|measured| measured.unit.as_str()).filter(|unit| !unit.is_empty()) {
        Some(unit) => format!("{} ({unit})", field.spec.name),
        None => field.spec.name.clone(),
    }
}

fn column(register: &Register, head: &str) -> Column {
    let wanted = key_of_words(head);
    let is = |name: &str| key_of_words(name) == wanted;
    let field =
        register.open_fields().find(|field| is(&field.spec.name) || is(&field.spec.code) || is(&head_of(field)));
    match field {
        Some(field) => Column::Field(field.id),
        None if is(NUMBER) => Column::Number,
        None if is(STAGE) => Column::Stage,
        None if is(MARK) => Column::Mark,
        None if is(SINCE) => Column::Since,
        None => Column::Unknown,
    }
}

fn row_of(register: &Register, on: &reading::EntryOn) -> Vec<Cell> {
    let mut row = vec![Cell::text(on.entry.id.to_string())];
    row.extend(register.open_fields().map(|field| match on.at.values.get(&field.id) {
        Some(tt_domain::register::Value::Date(day)) => Cell::day(Some(*day)),
        Some(tt_domain::register::Value::Choice(_)) => {
            Cell::text(on.at.values.get(&field.id).map(|value| value.shown(&field.spec.kind)).unwrap_or_default())
        }
        Some(value) => Cell::text(value.typed()),
        None => Cell::default(),
    }));
    let standing = &on.at.standing;
    let stage = standing.at.and_then(|id| register.stage(id));
    row.push(Cell::text(stage.map(|stage| stage.spec.name.clone()).unwrap_or_default()));
    let mark = standing.at.and_then(|id| standing.marks.get(&id));
    row.push(Cell::text(mark.map(|known| words::mark(known.mark).vi).unwrap_or_default()));
    row.push(Cell::day(mark.map(|known| known.day)));
    row
}

async fn take_row(
    tx: &mut Tx,
    records: &mut Records,
    register: &Register,
    columns: &[Column],
    row: &Row,
    (recording, meant, today): (Recording, bool, jiff::civil::Date),
) -> Result<RowVerdict, AppError> {
    let text = |wanted: Column| {
        let at = columns.iter().position(|one| *one == wanted);
        at.map(|at| row.cell(at).text.clone()).filter(|text| !text.is_empty())
    };
    let fields = columns.iter().enumerate().filter_map(|(at, one)| match one {
        Column::Field(id) => Some((*id, row.cell(at).text.clone())),
        _ => None,
    });
    let mut draft = EntryDraft { typed: fields.collect(), meant, ..EntryDraft::default() };
    let title = typed_title(register, &draft);
    let mut troubles = Vec::new();
    let known = match text(Column::Number) {
        Some(number) => match number_of(tx, register, &number).await? {
            Some(id) => Some(id),
            None => {
                let message = say(
                    format!("{NUMBER}: sổ không có dòng số “{number}”; để trống cột này nếu là dòng mới"),
                    format!("the register has no entry “{number}”; leave the column empty for a new one"),
                );
                troubles.push(Trouble { field: NUMBER.to_owned(), message, asked: false });
                None
            }
        },
        None => match entries::titled(tx, register.id, &title).await?.as_slice() {
            [one] => Some(one.id),
            _ => None,
        },
    };
    let stage = stage_of(register, &text, &mut troubles);
    if !troubles.is_empty() {
        return Ok(RowVerdict { number: row.number, title, fate: RowFate::Wrong, troubles });
    }
    let done = match known {
        None => {
            draft.moves.extend(stage);
            make(tx, records, register, &draft, recording, today).await?.map(|_| RowFate::New)
        }
        Some(id) => {
            let version = entries::get(tx, id).await?.version;
            let done = change(tx, records, register, (id, version), &draft, recording, today).await?;
            done.map(|changed| if changed.is_empty() { RowFate::Same(id) } else { RowFate::Changed(id) })
        }
    };
    let (fate, troubles) = match done {
        Given::Taken(fate) => (fate, Vec::new()),
        Given::Asked(troubles) => (RowFate::Asked, troubles),
        Given::Wrong(troubles) => (RowFate::Wrong, troubles),
    };
    Ok(RowVerdict { number: row.number, title, fate, troubles })
}

/// What the entry would be called, from what stands in the row.
fn typed_title(register: &Register, draft: &EntryDraft) -> String {
    let read = draft.typed.iter().filter_map(|(id, text)| {
        let field = register.field(*id)?;
        let value = tt_domain::register::Value::read(&field.spec.kind, text, jiff::civil::Date::MAX).ok()??.0;
        Some((*id, value))
    });
    register.title(&read.collect())
}

async fn number_of(tx: &mut Tx, register: &Register, number: &str) -> Result<Option<EntryId>, AppError> {
    let Ok(id) = number.parse::<EntryId>() else { return Ok(None) };
    match entries::get(tx, id).await {
        Ok(entry) if entry.register == register.id && entry.removed_at.is_none() => Ok(Some(id)),
        Ok(_) | Err(tt_store::StoreError::NotFound) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The stage a row names, for a new entry; an entry that is there goes on by its own page.
fn stage_of(
    register: &Register,
    text: &impl Fn(Column) -> Option<String>,
    troubles: &mut Vec<Trouble>,
) -> Option<MoveDraft> {
    let named = text(Column::Stage)?;
    let mut wrong = |message: Message, field: &str| {
        troubles.push(Trouble { field: field.to_owned(), message, asked: false });
    };
    let Some(stage) = register.stage_by_code(&named) else {
        let all = register.open_stages().map(|stage| stage.spec.name.as_str()).collect::<Vec<_>>().join(", ");
        let vi = format!("{STAGE}: sổ không có “{named}”; chọn một trong: {all}");
        wrong(say(vi, format!("the register has no stage “{named}”; choose one of: {all}")), STAGE);
        return None;
    };
    let mark = match text(Column::Mark) {
        None => Mark::Done,
        Some(typed) => {
            let is = |mark: &Mark| {
                let said = words::mark(*mark);
                [said.vi.as_str(), said.en.as_str(), mark.code()]
                    .iter()
                    .any(|one| key_of_words(one) == key_of_words(&typed))
            };
            let Some(mark) = Mark::ALL.iter().copied().find(|mark| is(mark)) else {
                let vi = format!("{MARK}: “{typed}” không rõ; ghi Đang làm, Vướng, Xong hoặc Không phải làm");
                wrong(say(vi, format!("“{typed}” is unclear; write Đang làm, Vướng, Xong or Không phải làm")), MARK);
                return None;
            };
            mark
        }
    };
    let day = match text(Column::Since) {
        None => None,
        Some(typed) => {
            let day = tt_domain::register::value::read_day(&typed);
            if day.is_none() {
                let vi = format!("{SINCE}: “{typed}” không phải ngày; viết như 31/12/2019");
                wrong(say(vi, format!("“{typed}” is not a day; write it as 31/12/2019")), SINCE);
                return None;
            }
            day
        }
    };
    // A file says how things stand, and needs no paper for each of its rows.
    Some(MoveDraft { stage: Some(stage.id), mark, day, exact: day.is_some(), note: String::new(), meant: true })
}
