//! Rows of tasks: held against the programme of the year, and written through the same use cases as forms.
//!
//! A row finds its agency and what that has on record ([`known`]), then the task it is about. It either changes that one
//! ([`changes`]) or words a new one ([`draft`]); every fault is told at its cell.

mod changes;
mod draft;
mod known;

use std::collections::HashMap;

use jiff::civil::Date;
use tt_domain::calendar::WorkCalendar;
use tt_domain::history::Coordinator;
use tt_domain::id::{AgencyId, PersonId, TaskId};
use tt_domain::organisation::Agency;
use tt_domain::task::Task;
use tt_store::{Tx, agencies};

use self::known::Known;
use super::columns::{Field, Head, plain};
use super::units::agency_named;
use super::verdict::{JudgedRow, Judging};
use crate::error::AppError;
use crate::sheet::{Row, Sheet};
use crate::sign_in::CurrentUser;
use crate::wording::say;
use crate::work::act::no_person;
use crate::work::{TaskChanges, TaskDraft, rules};

/// What a row that is taken does.
#[derive(Clone, Debug)]
pub(super) enum Plan {
    /// Makes a task.
    Create(Box<TaskDraft>),
    /// Changes one, read in that version; `back` undoes it.
    Change { id: TaskId, version: i64, changes: Box<TaskChanges>, back: Box<TaskChanges> },
}

/// Everything rows of tasks are held against.
pub(super) struct Tasks<'a> {
    current: &'a CurrentUser,
    year: i16,
    today: Date,
    person: PersonId,
    calendar: WorkCalendar,
    all: Vec<Agency>,
    known: HashMap<AgencyId, Known>,
    seen: HashMap<(AgencyId, Option<TaskId>, String), usize>,
}

impl<'a> Tasks<'a> {
    pub(super) async fn load(tx: &mut Tx, current: &'a CurrentUser, year: i16, today: Date) -> Result<Self, AppError> {
        Ok(Self {
            current,
            year,
            today,
            person: current.user.person.ok_or_else(no_person)?,
            calendar: rules::calendar(tx, today).await?,
            all: agencies::list(tx).await?,
            known: HashMap::new(),
            seen: HashMap::new(),
        })
    }

    /// Judges every row below the headings.
    pub(super) async fn judge(
        mut self,
        tx: &mut Tx,
        head: &Head,
        sheet: &Sheet,
    ) -> Result<Vec<(JudgedRow, Option<Plan>)>, AppError> {
        let mut judged = Vec::with_capacity(sheet.rows.len());
        for row in head.below(sheet) {
            judged.push(self.row(tx, head, row).await?);
        }
        Ok(judged)
    }

    async fn row(&mut self, tx: &mut Tx, head: &Head, row: &Row) -> Result<(JudgedRow, Option<Plan>), AppError> {
        let mut judging = Judging::new(head, row);
        let statement = statement(&mut judging);
        let Some(agency) = self.agency(&mut judging)? else { return Ok((judging.done(&statement, false), None)) };
        if !self.known.contains_key(&agency.id) {
            let known = Known::load(tx, self.current, &agency, self.year).await?;
            self.known.insert(agency.id, known);
        }
        let Some(known) = self.known.get(&agency.id) else { return Ok((judging.done(&statement, false), None)) };
        let parent = judging.text(Field::Parent).and_then(|code| self.called(known, code, Field::Parent, &mut judging));
        let existing = self.existing(known, parent, &statement, &mut judging);
        let key = match existing {
            Some(task) => (agency.id, None, task.id.to_string()),
            None => (agency.id, parent.map(|parent| parent.id), plain(&statement)),
        };
        judging.once(Field::Statement, &mut self.seen, key);
        let plan = match existing {
            Some(task) => {
                let (changes, back) = self.compared(known, task, &statement, &mut judging)?;
                Plan::Change { id: task.id, version: task.version, changes: Box::new(changes), back: Box::new(back) }
            }
            None => Plan::Create(Box::new(self.draft(known, parent, &statement, &mut judging)?)),
        };
        let about = match existing {
            Some(_) => format!("{} {statement}", judging.text(Field::Code).unwrap_or_default()).trim().to_owned(),
            None => statement,
        };
        Ok((judging.done(&about, existing.is_none()), Some(plan)))
    }

    /// The agency a row is for: one's own where it names none.
    fn agency(&self, judging: &mut Judging<'_>) -> Result<Option<Agency>, AppError> {
        let found = match judging.text(Field::Agency) {
            None => Ok(&self.current.agency),
            Some(text) => agency_named(&self.all, text, self.today),
        };
        match found {
            Ok(agency) => Ok(Some(agency.clone())),
            Err(error) => judging.refused(Field::Agency, error).map(|()| None),
        }
    }

    /// The task of a code that a cell gives.
    fn called<'k>(&self, known: &'k Known, code: &str, field: Field, judging: &mut Judging<'_>) -> Option<&'k Task> {
        let found = known.task_coded(code);
        if found.is_none() {
            let year = self.year;
            let message = say(
                format!(
                    "không có nhiệm vụ mang mã này trong năm {year}; hãy sửa mã, hoặc để trống ô Mã để thêm việc mới"
                ),
                format!("no task of {year} has this code; mend it, or leave it empty to add a new task"),
            );
            judging.fault(field, message);
        }
        found
    }

    /// The task on record that a row is about: by its code, else by its text.
    fn existing<'k>(
        &self,
        known: &'k Known,
        parent: Option<&Task>,
        statement: &str,
        judging: &mut Judging<'_>,
    ) -> Option<&'k Task> {
        if let Some(code) = judging.text(Field::Code) {
            return self.called(known, code, Field::Code, judging);
        }
        let alike = known.tasks_worded(parent, statement);
        if alike.len() > 1 {
            let message = say(
                format!("đã có {} nhiệm vụ cùng nội dung; hãy ghi cột Mã", alike.len()),
                format!("{} tasks have this text; give the code", alike.len()),
            );
            judging.fault(Field::Statement, message);
        }
        alike.first().copied()
    }

    /// The divisions a cell names to work along.
    fn along(
        &self,
        known: &Known,
        text: &str,
        judging: &mut Judging<'_>,
    ) -> Result<Option<Vec<Coordinator>>, AppError> {
        let mut along = Vec::new();
        for name in text.split([';', '\n']).map(str::trim).filter(|name| !name.is_empty()) {
            match known.division(name, self.today) {
                Ok(id) if along.contains(&Coordinator::Division(id)) => {}
                Ok(id) => along.push(Coordinator::Division(id)),
                Err(error) => {
                    judging.refused(Field::Coordinators, error)?;
                    return Ok(None);
                }
            }
        }
        Ok(Some(along))
    }
}

/// The text of a row's task, which must be there and can be kept.
fn statement(judging: &mut Judging<'_>) -> String {
    let statement = judging.text(Field::Statement).unwrap_or_default().to_owned();
    if statement.is_empty() {
        judging.fault(Field::Statement, say("chưa có nội dung nhiệm vụ; hãy nhập", "the task's text is missing"));
    } else if statement.chars().count() > 20_000 {
        judging.fault(Field::Statement, say("dài quá 20.000 ký tự; hãy rút gọn", "over 20,000 letters; shorten it"));
    }
    statement
}
