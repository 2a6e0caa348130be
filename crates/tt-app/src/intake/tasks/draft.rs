//! A row about a task that is not on record: the draft it words, and what the use cases would refuse of it.

use tt_domain::life::{self, Command, Life, Situation};
use tt_domain::permission::{Action, Scope};
use tt_domain::task::{Task, TaskKind};

use super::Tasks;
use super::known::Known;
use crate::error::AppError;
use crate::intake::columns::Field;
use crate::intake::verdict::Judging;
use crate::intake::words;
use crate::wording::say;
use crate::work::act::everything;
use crate::work::context::dating;
use crate::work::{TaskDraft, words as refusals};

impl Tasks<'_> {
    /// A new task as a row words it.
    pub(super) fn draft(
        &self,
        known: &Known,
        parent: Option<&Task>,
        statement: &str,
        judging: &mut Judging<'_>,
    ) -> Result<TaskDraft, AppError> {
        let deadline = judging.day(Field::Deadline);
        let assigned_on = judging.day(Field::AssignedOn);
        let kind = kind(judging, deadline.is_some());
        let mut draft = TaskDraft::new(self.year, kind, statement);
        draft.agency = (known.agency.id != self.current.agency.id).then_some(known.agency.id);
        draft.parent = parent.map(|parent| parent.id);
        draft.deadline = deadline;
        draft.assigned_on = assigned_on;
        draft.review_on = judging.day(Field::ReviewOn);
        draft.product = judging.text(Field::Product).map(str::to_owned);
        draft.clause = judging.text(Field::Clause).map(str::to_owned);
        if let Some(text) = judging.text(Field::Division) {
            match known.division(text, self.today) {
                Ok(id) => draft.lead = Some(id),
                Err(error) => judging.refused(Field::Division, error)?,
            }
        }
        for (field, place) in [(Field::Officer, &mut draft.officer), (Field::Leader, &mut draft.leader)] {
            if let Some(text) = judging.text(field) {
                match known.person(text, self.today) {
                    Ok(id) => *place = Some(id),
                    Err(error) => judging.refused(field, error)?,
                }
            }
        }
        if let Some(text) = judging.text(Field::Coordinators) {
            draft.coordinators = self.along(known, text, judging)?.unwrap_or_default();
        }
        self.allowed(known, parent, &draft, judging)?;
        Ok(draft)
    }

    /// What the use cases would refuse of a new task, told at the cell.
    fn allowed(
        &self,
        known: &Known,
        parent: Option<&Task>,
        draft: &TaskDraft,
        judging: &mut Judging<'_>,
    ) -> Result<(), AppError> {
        if draft.kind == TaskKind::Recurring {
            let message = say(
                "việc định kỳ cần chu kỳ; hãy giao ở trang Giao việc",
                "a recurring task needs its period; assign it on the page Giao việc",
            );
            judging.fault(Field::Kind, message);
        }
        if !self.may_assign(known, parent, draft) {
            judging.refused(Field::Statement, AppError::Forbidden)?;
        }
        if parent.is_some_and(Task::is_closed) {
            judging
                .fault(Field::Parent, say("nhiệm vụ cha đã kết thúc; hãy chọn việc khác", "the parent task is closed"));
        }
        let command = Command::Assign { on: draft.assigned_on.unwrap_or(self.today), deadline: draft.deadline };
        let life = Life::default();
        let situation = Situation {
            life: &life,
            dating: dating(draft.kind),
            review_on: draft.review_on,
            year: self.year,
            open_children: 0,
            unfinished_dependencies: 0,
            person: self.person,
            capacity: everything(),
            day: self.today,
            rules: &known.rules,
            calendar: &self.calendar,
        };
        // Days that cannot be read are told already.
        if let (true, Err(refusal)) = (judging.faults.is_empty(), life::decide(&situation, &command)) {
            judging.fault(Field::Deadline, refusals::refusal(&refusal));
        }
        Ok(())
    }
    fn may_assign(&self, known: &Known, parent: Option<&Task>, draft: &TaskDraft) -> bool {
        match parent {
            Some(parent) => self.current.may_on(Action::SplitTask, &known.scope(parent)),
            None => {
                let mut scope = Scope::agency_wide(known.agency.id, known.superiors.clone());
                scope.lead = draft.lead;
                scope.assigned_by = draft.agency.map(|_| self.current.agency.id);
                self.current.may_on(Action::AssignTask, &scope)
            }
        }
    }
}

/// The kind a row names; where it names none, a task with a deadline is a dated one.
fn kind(judging: &mut Judging<'_>, has_deadline: bool) -> TaskKind {
    let usual = if has_deadline { TaskKind::Dated } else { TaskKind::Undated };
    let Some(text) = judging.text(Field::Kind) else { return usual };
    words::meant(TaskKind::ALL, text, words::kind, TaskKind::code).unwrap_or_else(|| {
        let offered = words::offered(TaskKind::ALL, words::kind);
        let message =
            say(format!("không có loại này; hãy ghi: {}", offered.vi), format!("no such kind; one of: {}", offered.en));
        judging.fault(Field::Kind, message);
        usual
    })
}
