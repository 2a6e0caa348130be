//! What an agency named in a file has on record: its tasks of the year by code and by text, its divisions and people by
//! name.

use std::collections::HashMap;

use jiff::civil::Date;
use tt_domain::history::Coordinator;
use tt_domain::id::{AgencyId, DivisionId, PersonId, TaskId};
use tt_domain::life::LifeRules;
use tt_domain::organisation::{Agency, Division};
use tt_domain::people::{Person, Post};
use tt_domain::permission::{Action, Scope};
use tt_domain::task::Task;
use tt_store::{Tx, agencies, divisions, persons, posts, programmes, task_links, tasks};

use crate::error::AppError;
use crate::intake::columns::plain;
use crate::intake::units::division_named;
use crate::organisation::shown;
use crate::sign_in::CurrentUser;
use crate::work::context::scope_of;
use crate::work::page::code;
use crate::work::rules;

/// What is known of an agency named in the file.
pub(super) struct Known {
    pub(super) agency: Agency,
    pub(super) superiors: Vec<AgencyId>,
    divisions: Vec<Division>,
    people: Vec<(Person, Vec<Post>)>,
    tasks: Vec<Task>,
    codes: HashMap<String, usize>,
    texts: HashMap<(Option<TaskId>, String), Vec<usize>>,
    along: HashMap<TaskId, Vec<Coordinator>>,
    pub(super) rules: LifeRules,
}

impl Known {
    pub(super) async fn load(tx: &mut Tx, current: &CurrentUser, agency: &Agency, year: i16) -> Result<Self, AppError> {
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
        Ok(Self {
            divisions: divisions::list(tx, agency.id).await?,
            people: people_with_posts(tx, agency.id).await?,
            rules: rules::life_rules(tx, agency.id).await?,
            agency: agency.clone(),
            superiors,
            tasks: all,
            codes,
            texts,
            along,
        })
    }

    /// The task of that code.
    pub(super) fn task_coded(&self, code: &str) -> Option<&Task> {
        self.codes.get(&plain(code)).and_then(|place| self.tasks.get(*place))
    }

    /// The tasks of that text under one parent, or under none.
    pub(super) fn tasks_worded(&self, parent: Option<&Task>, statement: &str) -> Vec<&Task> {
        let places = self.texts.get(&(parent.map(|parent| parent.id), plain(statement)));
        places.into_iter().flatten().filter_map(|place| self.tasks.get(*place)).collect()
    }

    pub(super) fn division_name(&self, id: Option<DivisionId>) -> String {
        let found = id.and_then(|id| self.divisions.iter().find(|division| division.id == id));
        found.map(|division| division.name.clone()).unwrap_or_default()
    }

    pub(super) fn person_name(&self, id: Option<PersonId>) -> String {
        let found = id.and_then(|id| self.people.iter().find(|(person, _)| person.id == id));
        found.map(|(person, _)| person.details.full_name.clone()).unwrap_or_default()
    }

    /// The division of that name or symbol, in being on the day.
    pub(super) fn division(&self, text: &str, day: Date) -> Result<DivisionId, AppError> {
        division_named(&self.agency, &self.divisions, text, day)
    }

    /// The person of that name or staff code, with a post in the agency on the day.
    pub(super) fn person(&self, text: &str, day: Date) -> Result<PersonId, AppError> {
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

    pub(super) fn coordinators(&self, task: TaskId) -> Vec<Coordinator> {
        self.along.get(&task).cloned().unwrap_or_default()
    }

    pub(super) fn scope(&self, task: &Task) -> Scope {
        scope_of(task, self.agency.id, &self.superiors, &self.coordinators(task.id))
    }
}

/// Everyone of an agency, with the posts they hold or held in it.
async fn people_with_posts(tx: &mut Tx, agency: AgencyId) -> Result<Vec<(Person, Vec<Post>)>, AppError> {
    let mut held: HashMap<PersonId, Vec<Post>> = HashMap::new();
    for post in posts::in_agency(tx, agency).await? {
        held.entry(post.details.person).or_default().push(post);
    }
    let with_posts = |person: Person| {
        let posts = held.remove(&person.id).unwrap_or_default();
        (person, posts)
    };
    Ok(persons::list(tx, agency).await?.into_iter().map(with_posts).collect())
}
