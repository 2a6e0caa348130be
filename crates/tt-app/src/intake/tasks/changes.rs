//! A row about a task on record: what it changes, cell by cell, and what takes that back.

use jiff::civil::Date;
use tt_domain::history::Coordinator;
use tt_domain::permission::Action;
use tt_domain::task::{Task, TaskKind, TaskState};

use super::Tasks;
use super::known::Known;
use crate::error::AppError;
use crate::intake::columns::{Field, plain};
use crate::intake::verdict::{Judging, same_text};
use crate::intake::words;
use crate::organisation::shown;
use crate::wording::say;
use crate::work::TaskChanges;

impl Tasks<'_> {
    /// What a row changes of a task, and what takes it back. An empty cell leaves things as they are.
    pub(super) fn compared(
        &self,
        known: &Known,
        task: &Task,
        statement: &str,
        judging: &mut Judging<'_>,
    ) -> Result<(TaskChanges, TaskChanges), AppError> {
        let (mut changes, mut back) = (TaskChanges::default(), TaskChanges::default());
        if !same_text(statement, &task.statement) && !statement.is_empty() {
            judging.change(Field::Statement, task.statement.clone(), statement);
            changes.statement = Some(statement.to_owned());
            back.statement = Some(task.statement.clone());
        }
        for (field, before, to, from) in [
            (Field::Product, &task.product, &mut changes.product, &mut back.product),
            (Field::Clause, &task.clause, &mut changes.clause, &mut back.clause),
        ] {
            let before_text = before.as_deref().unwrap_or_default();
            if let Some(text) = judging.text(field).filter(|text| !same_text(text, before_text)) {
                judging.change(field, before_text, text);
                *to = Some(Some(text.to_owned()));
                *from = Some(before.clone());
            }
        }
        self.compared_people(known, task, judging, (&mut changes, &mut back))?;
        self.compared_along(known, task, judging, (&mut changes, &mut back))?;
        Self::compared_days(task, judging, (&mut changes, &mut back));
        let right = if changes.is_allocation() { Action::SplitTask } else { Action::EditTask };
        if !judging.changes.is_empty() && !self.current.may_on(right, &known.scope(task)) {
            judging.refused(Field::Statement, AppError::Forbidden)?;
        }
        Ok((changes, back))
    }

    fn compared_people(
        &self,
        known: &Known,
        task: &Task,
        judging: &mut Judging<'_>,
        (changes, back): (&mut TaskChanges, &mut TaskChanges),
    ) -> Result<(), AppError> {
        let lead = known.division_name(task.lead);
        if let Some(text) = judging.text(Field::Division).filter(|text| plain(text) != plain(&lead)) {
            match known.division(text, self.today) {
                Ok(id) if task.lead == Some(id) => {}
                Ok(id) => {
                    judging.change(Field::Division, lead, known.division_name(Some(id)));
                    (changes.lead, back.lead) = (Some(Some(id)), Some(task.lead));
                }
                Err(error) => judging.refused(Field::Division, error)?,
            }
        }
        for (field, before, to, from) in [
            (Field::Officer, task.officer, &mut changes.officer, &mut back.officer),
            (Field::Leader, task.leader, &mut changes.leader, &mut back.leader),
        ] {
            let name = known.person_name(before);
            if let Some(text) = judging.text(field).filter(|text| plain(text) != plain(&name)) {
                match known.person(text, self.today) {
                    Ok(id) if before == Some(id) => {}
                    Ok(id) => {
                        judging.change(field, name, known.person_name(Some(id)));
                        (*to, *from) = (Some(Some(id)), Some(before));
                    }
                    Err(error) => judging.refused(field, error)?,
                }
            }
        }
        Ok(())
    }

    fn compared_along(
        &self,
        known: &Known,
        task: &Task,
        judging: &mut Judging<'_>,
        (changes, back): (&mut TaskChanges, &mut TaskChanges),
    ) -> Result<(), AppError> {
        let Some(text) = judging.text(Field::Coordinators) else { return Ok(()) };
        let before = known.coordinators(task.id);
        let names = |all: &[Coordinator]| {
            let name = |one: &Coordinator| match one {
                Coordinator::Division(id) => Some(known.division_name(Some(*id))),
                _ => None,
            };
            all.iter().filter_map(name).collect::<Vec<_>>().join("; ")
        };
        if plain(text) == plain(&names(&before)) {
            return Ok(());
        }
        let Some(wanted) = self.along(known, text, judging)? else { return Ok(()) };
        // People and agencies along are not told of in files, and stay.
        let others = before.iter().filter(|one| !matches!(one, Coordinator::Division(_))).copied();
        let wanted: Vec<Coordinator> = wanted.into_iter().chain(others).collect();
        if wanted.iter().all(|one| before.contains(one)) && wanted.len() == before.len() {
            return Ok(());
        }
        judging.change(Field::Coordinators, names(&before), names(&wanted));
        (changes.coordinators, back.coordinators) = (Some(wanted), Some(before));
        Ok(())
    }

    fn compared_days(task: &Task, judging: &mut Judging<'_>, (changes, back): (&mut TaskChanges, &mut TaskChanges)) {
        let day = |day: Option<Date>| day.map(shown).unwrap_or_default();
        if judging.day(Field::AssignedOn).is_some_and(|on| task.assigned_on != Some(on)) {
            let message =
                say("ngày giao đã ghi không đổi bằng tệp", "the day of the assignment is not changed by a file");
            judging.fault(Field::AssignedOn, message);
        }
        let deadline = judging.day(Field::Deadline).filter(|on| task.deadline != Some(*on));
        if let Some(on) = deadline {
            if task.state == TaskState::Draft {
                judging.change(Field::Deadline, day(task.deadline), shown(on));
                (changes.deadline, back.deadline) = (Some(Some(on)), Some(task.deadline));
            } else {
                let message = say(
                    "nhiệm vụ đã giao nên hạn chỉ đổi bằng gia hạn; hãy dùng Xin gia hạn hoặc Quyết định gia hạn",
                    "the task is assigned, so its deadline changes by an extension only",
                );
                judging.fault(Field::Deadline, message);
            }
        }
        let review = judging.day(Field::ReviewOn).filter(|on| task.review_on != Some(*on));
        if let Some(on) = review {
            judging.change(Field::ReviewOn, day(task.review_on), shown(on));
            (changes.review_on, back.review_on) = (Some(Some(on)), Some(task.review_on));
        }
        if let Some(text) = judging.text(Field::Kind)
            && words::meant(TaskKind::ALL, text, words::kind, TaskKind::code) != Some(task.kind)
        {
            let known = words::kind(task.kind);
            let message = say(
                format!("nhiệm vụ này là loại {}; loại không đổi bằng tệp", known.vi),
                format!("the task is of the kind {}, which is not changed by a file", known.en),
            );
            judging.fault(Field::Kind, message);
        }
    }
}
