//! Rows of tasks: held against the programme of the year, and written through the same use cases as forms.

use std::collections::HashMap;

use jiff::civil::Date;
use tt_domain::calendar::WorkCalendar;
use tt_domain::history::Coordinator;
use tt_domain::id::{AgencyId, DivisionId, PersonId, TaskId};
use tt_domain::life::{self, Command, Life, LifeRules, Situation};
use tt_domain::organisation::{Agency, Division};
use tt_domain::people::{Person, Post};
use tt_domain::permission::{Action, Scope};
use tt_domain::task::{Task, TaskKind, TaskState};
use tt_store::{Tx, agencies, divisions, persons, posts, programmes, task_links, tasks};

use super::columns::{Field, Head, plain};
use super::units::{agency_named, ended};
use super::verdict::{JudgedRow, Judging, same_text, twice};
use super::words;
use crate::error::AppError;
use crate::organisation::shown;
use crate::sheet::{Row, Sheet};
use crate::sign_in::CurrentUser;
use crate::wording::say;
use crate::work::act::{everything, no_person};
use crate::work::context::{dating, scope_of};
use crate::work::page::code;
use crate::work::{TaskChanges, TaskDraft, rules, words as refusals};

/// What a row that is taken does.
#[derive(Clone, Debug)]
pub(super) enum Plan {
    /// Makes a task.
    Create(Box<TaskDraft>),
    /// Changes one, read in that version; `back` undoes it.
    Change { id: TaskId, version: i64, changes: Box<TaskChanges>, back: Box<TaskChanges> },
}

/// What is known of an agency named in the file.
struct Known {
    agency: Agency,
    superiors: Vec<AgencyId>,
    divisions: Vec<Division>,
    people: Vec<(Person, Vec<Post>)>,
    tasks: Vec<Task>,
    codes: HashMap<String, usize>,
    texts: HashMap<(Option<TaskId>, String), Vec<usize>>,
    along: HashMap<TaskId, Vec<Coordinator>>,
    rules: LifeRules,
}

impl Known {
    async fn load(tx: &mut Tx, current: &CurrentUser, agency: &Agency, year: i16) -> Result<Self, AppError> {
        let superiors = agencies::superiors(tx, agency.id).await?;
        let mut along: HashMap<TaskId, Vec<Coordinator>> = HashMap::new();
        let mut all = Vec::new();
        if let Some(programme) = programmes::find(tx, agency.id, year).await? {
            all = tasks::list_all(tx, programme.id).await?;
            for (task, coordinator) in task_links::coordinators_of_programme(tx, programme.id).await? {
                along.entry(task).or_default().push(coordinator);
            }
        }
        let none = Vec::new();
        let sees = |task: &Task| {
            let scope = scope_of(task, agency.id, &superiors, along.get(&task.id).unwrap_or(&none));
            current.may_on(Action::SeeTask, &scope)
        };
        let by_id: HashMap<TaskId, Task> = all.iter().map(|task| (task.id, task.clone())).collect();
        let all: Vec<Task> = all.into_iter().filter(sees).collect();
        let mut codes = HashMap::new();
        let mut texts: HashMap<_, Vec<usize>> = HashMap::new();
        for (place, task) in all.iter().enumerate() {
            let parent = task.parent.and_then(|parent| by_id.get(&parent));
            codes.insert(plain(&code(task, parent)), place);
            texts.entry((task.parent, plain(&task.statement))).or_default().push(place);
        }
        let mut held: HashMap<PersonId, Vec<Post>> = HashMap::new();
        for post in posts::in_agency(tx, agency.id).await? {
            held.entry(post.details.person).or_default().push(post);
        }
        let people = persons::list(tx, agency.id).await?;
        Ok(Self {
            divisions: divisions::list(tx, agency.id).await?,
            people: people
                .into_iter()
                .map(|one| (held.remove(&one.id).unwrap_or_default(), one))
                .map(|(h, p)| (p, h))
                .collect(),
            rules: rules::life_rules(tx, agency.id).await?,
            agency: agency.clone(),
            superiors,
            tasks: all,
            codes,
            texts,
            along,
        })
    }

    fn division_name(&self, id: Option<DivisionId>) -> String {
        let found = id.and_then(|id| self.divisions.iter().find(|division| division.id == id));
        found.map(|division| division.name.clone()).unwrap_or_default()
    }

    fn person_name(&self, id: Option<PersonId>) -> String {
        let found = id.and_then(|id| self.people.iter().find(|(person, _)| person.id == id));
        found.map(|(person, _)| person.details.full_name.clone()).unwrap_or_default()
    }

    /// The division of that name or symbol, in being on the day.
    fn division(&self, text: &str, day: Date) -> Result<DivisionId, AppError> {
        division_named(&self.agency, &self.divisions, text, day)
    }

    /// The person of that name or staff code, with a post in the agency on the day.
    fn person(&self, text: &str, day: Date) -> Result<PersonId, AppError> {
        let wanted = plain(text);
        let is_named = |(person, _): &&(Person, Vec<Post>)| {
            plain(&person.details.full_name) == wanted
                || person.details.code.as_deref().map(plain) == Some(wanted.clone())
        };
        let named: Vec<&(Person, Vec<Post>)> = self.people.iter().filter(is_named).collect();
        let here: Vec<_> =
            named.iter().filter(|(_, held)| held.iter().any(|post| post.details.validity.holds_on(day))).collect();
        match (here.as_slice(), named.first()) {
            ([(person, _)], _) => Ok(person.id),
            ([_, _, ..], _) => Err(AppError::refused(
                format!("có {} người tên “{text}” trong {}; hãy ghi mã cán bộ", here.len(), self.agency.name),
                format!("{} people of {} are called “{text}”; give the staff code", here.len(), self.agency.name),
            )),
            ([], Some((_, held))) => {
                let since = held.iter().filter_map(|post| post.details.validity.to).filter(|to| *to <= day).max();
                let since = since.map(shown).unwrap_or_default();
                Err(AppError::refused(
                    format!("“{text}” không còn giữ chức vụ tại {} {since}; hãy chọn người khác", self.agency.name),
                    format!("“{text}” holds no post in {} any more {since}; choose someone else", self.agency.name),
                ))
            }
            ([], None) => Err(AppError::refused(
                format!("{} không có ai tên hoặc mã cán bộ “{text}”; hãy kiểm tra lại", self.agency.name),
                format!("nobody in {} is called “{text}” or has this staff code; check again", self.agency.name),
            )),
        }
    }

    fn coordinators(&self, task: TaskId) -> Vec<Coordinator> {
        self.along.get(&task).cloned().unwrap_or_default()
    }

    fn scope(&self, task: &Task) -> Scope {
        scope_of(task, self.agency.id, &self.superiors, &self.coordinators(task.id))
    }
}

/// A division by its name or symbol: one in being first, then what there was.
pub(super) fn division_named(agency: &Agency, all: &[Division], text: &str, day: Date) -> Result<DivisionId, AppError> {
    let wanted = plain(text);
    let short = wanted.strip_prefix("phong ").unwrap_or(&wanted);
    let is_named = |division: &&Division| {
        let name = plain(&division.name);
        plain(&division.symbol) == wanted || name == wanted || name.strip_prefix("phong ") == Some(short)
    };
    let mut named: Vec<&Division> = all.iter().filter(is_named).collect();
    named.sort_by_key(|division| (!division.validity().holds_on(day), plain(&division.name) != wanted));
    match named.as_slice() {
        [] => Err(AppError::refused(
            format!("{} không có phòng “{text}”; hãy kiểm tra tên hoặc ký hiệu", agency.name),
            format!("{} has no division “{text}”; check its name or symbol", agency.name),
        )),
        [division, ..] if !division.validity().holds_on(day) => {
            let follower = division.replaced_by.and_then(|id| all.iter().find(|other| other.id == id));
            Err(ended(&division.name, division.valid_to, follower.map(|other| other.name.as_str())))
        }
        [division, ..] => Ok(division.id),
    }
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
        for row in sheet.rows.iter().skip(head.at + 1).filter(|row| !head.repeats(row)) {
            judged.push(self.row(tx, head, row).await?);
        }
        Ok(judged)
    }

    async fn row(&mut self, tx: &mut Tx, head: &Head, row: &Row) -> Result<(JudgedRow, Option<Plan>), AppError> {
        let mut judging = Judging::new(head, row);
        let statement = judging.text(Field::Statement).unwrap_or_default().to_owned();
        if statement.is_empty() {
            judging.fault(Field::Statement, say("chưa có nội dung nhiệm vụ; hãy nhập", "the task's text is missing"));
        } else if statement.chars().count() > 20_000 {
            judging
                .fault(Field::Statement, say("dài quá 20.000 ký tự; hãy rút gọn", "over 20,000 letters; shorten it"));
        }
        let agency = match judging.text(Field::Agency) {
            None => Ok(&self.current.agency),
            Some(text) => agency_named(&self.all, text, self.today),
        };
        let agency = match agency {
            Ok(agency) => agency.clone(),
            Err(error) => {
                judging.refused(Field::Agency, error)?;
                return Ok((judging.done(&statement, false), None));
            }
        };
        if !self.known.contains_key(&agency.id) {
            let known = Known::load(tx, self.current, &agency, self.year).await?;
            self.known.insert(agency.id, known);
        }
        let Some(known) = self.known.get(&agency.id) else { return Ok((judging.done(&statement, false), None)) };
        let parent = match judging.text(Field::Parent).map(|text| known.codes.get(&plain(text))) {
            None => None,
            Some(Some(place)) => known.tasks.get(*place),
            Some(None) => {
                judging.fault(Field::Parent, no_such_code(self.year));
                None
            }
        };
        let existing = self.existing(known, parent, &statement, &mut judging);
        let key = match existing {
            Some(task) => (agency.id, None, task.id.to_string()),
            None => (agency.id, parent.map(|parent| parent.id), plain(&statement)),
        };
        if let Some(first) = self.seen.get(&key) {
            judging.fault(Field::Statement, twice(*first));
        } else {
            self.seen.insert(key, row.number);
        }
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

    /// The task on record that a row is about: by its code, else by its text.
    fn existing<'k>(
        &self,
        known: &'k Known,
        parent: Option<&Task>,
        statement: &str,
        judging: &mut Judging<'_>,
    ) -> Option<&'k Task> {
        if let Some(text) = judging.text(Field::Code) {
            let found = known.codes.get(&plain(text)).and_then(|place| known.tasks.get(*place));
            if found.is_none() {
                judging.fault(Field::Code, no_such_code(self.year));
            }
            return found;
        }
        let alike = known.texts.get(&(parent.map(|parent| parent.id), plain(statement)))?;
        if alike.len() > 1 {
            let message = say(
                format!("đã có {} nhiệm vụ cùng nội dung; hãy ghi cột Mã", alike.len()),
                format!("{} tasks have this text; give the code", alike.len()),
            );
            judging.fault(Field::Statement, message);
        }
        alike.first().and_then(|place| known.tasks.get(*place))
    }

    /// What a row changes of a task, and what takes it back. An empty cell leaves things as they are.
    fn compared(
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
        self.compared_along(known, task, judging, (&mut changes, &mut back))?;
        Self::compared_days(task, judging, (&mut changes, &mut back));
        let right = if changes.is_allocation() { Action::SplitTask } else { Action::EditTask };
        if !judging.changes.is_empty() && !self.current.may_on(right, &known.scope(task)) {
            judging.refused(Field::Statement, AppError::Forbidden)?;
        }
        Ok((changes, back))
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

    /// A new task as a row words it.
    fn draft(
        &self,
        known: &Known,
        parent: Option<&Task>,
        statement: &str,
        judging: &mut Judging<'_>,
    ) -> Result<TaskDraft, AppError> {
        let deadline = judging.day(Field::Deadline);
        let assigned_on = judging.day(Field::AssignedOn);
        let usual = if deadline.is_some() { TaskKind::Dated } else { TaskKind::Undated };
        let kind = match judging.text(Field::Kind) {
            None => usual,
            Some(text) => words::meant(TaskKind::ALL, text, words::kind, TaskKind::code).unwrap_or_else(|| {
                let offered = words::offered(TaskKind::ALL, words::kind);
                judging.fault(
                    Field::Kind,
                    say(
                        format!("không có loại này; hãy ghi: {}", offered.vi),
                        format!("no such kind; one of: {}", offered.en),
                    ),
                );
                usual
            }),
        };
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
        let may = match parent {
            Some(parent) => self.current.may_on(Action::SplitTask, &known.scope(parent)),
            None => {
                let mut scope = Scope::agency_wide(known.agency.id, known.superiors.clone());
                scope.lead = draft.lead;
                scope.assigned_by = draft.agency.map(|_| self.current.agency.id);
                self.current.may_on(Action::AssignTask, &scope)
            }
        };
        if !may {
            judging.refused(Field::Statement, AppError::Forbidden)?;
        }
        if parent.is_some_and(Task::is_closed) {
            judging
                .fault(Field::Parent, say("nhiệm vụ cha đã kết thúc; hãy chọn việc khác", "the parent task is closed"));
        }
        let command = Command::Assign { on: draft.assigned_on.unwrap_or(self.today), deadline: draft.deadline };
        let life = Life {
            state: TaskState::Draft,
            assigned_on: None,
            deadline: None,
            original_deadline: None,
            submitted: None,
            completed_on: None,
            extension: None,
            extensions_granted: 0,
        };
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
}

fn no_such_code(year: i16) -> tt_check::Message {
    say(
        format!("không có nhiệm vụ mang mã này trong năm {year}; hãy sửa mã, hoặc để trống ô Mã để thêm việc mới"),
        format!("no task of {year} has this code; mend it, or leave it empty to add a new task"),
    )
}
