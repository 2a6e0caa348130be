//! Reminders and digests: who has to be told what this morning.
//!
//! The rules are [`tt_domain::urging`]; here the tasks are gathered, the words are made, and a day's work is claimed for
//! an agency by whichever process comes first, in the transaction that does it.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use jiff::Timestamp;
use jiff::civil::{Date, Weekday};
use tt_domain::calendar::{WorkCalendar, days_after, days_from};
use tt_domain::history::Coordinator;
use tt_domain::id::{AgencyId, DivisionId, PersonId, TaskId};
use tt_domain::life::Approver;
use tt_domain::notice::{Digest as Wanted, NoticeKind};
use tt_domain::organisation::{Agency, Role};
use tt_domain::people::Post;
use tt_domain::task::Task;
use tt_domain::urging::digest::{Digest, DigestItem, DigestSpan, digest};
use tt_domain::urging::{Channel, Recipient, Reminder, Trigger, UrgedTask, UrgingRule, reminders, reminders_since};
use tt_store::{
    Tx, agencies, extensions, job_runs, notices, posts, task_links, tasks, urging_rules, users, watch_states,
};

use crate::app::App;
use crate::clock::day_of;
use crate::error::AppError;
use crate::notice_words::shortened;
use crate::reminder_rules::usual_rules;
use crate::telling::{Day, FactLine, FactList, Listener, NoticeFacts, Telling, Told, listener, tell_one, tell_systems};
use crate::warnings;
use crate::work::page::code;
use crate::work::rules;

/// Name of the morning's work among the work done once a day.
pub(crate) const REMIND: &str = "remind";

/// After a longer silence nobody is reminded of what fell due before it: the digest and the lists show that.
const LOOK_BACK_DAYS: i32 = 14;

/// Letters of a task's text in a message.
const STATEMENT_LETTERS: usize = 240;

/// An open task with what is said of it.
#[derive(Clone, Debug)]
pub(crate) struct Open {
    pub(crate) urged: UrgedTask,
    pub(crate) code: String,
    pub(crate) statement: String,
}

/// All open tasks, by agency, and where each of them stands in its list.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    by_agency: BTreeMap<AgencyId, Vec<Open>>,
    by_person: BTreeMap<PersonId, Vec<(AgencyId, usize)>>,
}

impl Gathered {
    pub(crate) fn of(&self, agency: AgencyId) -> &[Open] {
        self.by_agency.get(&agency).map_or(&[], Vec::as_slice)
    }

    fn of_person(&self, person: PersonId) -> Vec<&Open> {
        let places = self.by_person.get(&person).map_or(&[][..], Vec::as_slice);
        places.iter().filter_map(|(agency, index)| self.of(*agency).get(*index)).collect()
    }
}

impl App {
    /// Tells everyone what the day of `now` brings them: reminders by rule and digests. For each agency it happens once
    /// a day, whoever asks and however often; what a process that was not running missed is made up for.
    ///
    /// # Errors
    /// The database failed; what was not told then is told at the next call.
    pub async fn remind(&self, now: Timestamp) -> Result<Told, AppError> {
        let day = day_of(now);
        let mut tx = self.db.begin_read().await?;
        let agencies = agencies::list(&mut tx).await?;
        let mut waiting = Vec::new();
        for agency in &agencies {
            let last = job_runs::last(&mut tx, REMIND, agency.id).await?.map(|(last, _)| last);
            if last.is_none_or(|last| last < day) {
                waiting.push((agency, last));
            }
        }
        let mut told = Told::default();
        if waiting.is_empty() {
            return Ok(told);
        }
        let gathered = gather(&mut tx, &agencies, day).await?;
        drop(tx);
        for (agency, last) in waiting {
            let after = last.unwrap_or_else(|| days_after(day, -1)).max(days_after(day, -LOOK_BACK_DAYS));
            let mut tx = self.db.begin_write().await?;
            if job_runs::claim(&mut tx, REMIND, agency.id, day, now).await? {
                told.add(self.remind_agency(&mut tx, agency.id, &gathered, after, now).await?);
                tx.commit().await?;
            }
        }
        Ok(told)
    }

    async fn remind_agency(
        &self,
        tx: &mut Tx,
        agency: AgencyId,
        gathered: &Gathered,
        after: Date,
        now: Timestamp,
    ) -> Result<Told, AppError> {
        let day = day_of(now);
        let set = urging_rules::list(tx, agency).await?;
        let set = if set.is_empty() { usual_rules() } else { set };
        let in_force: Vec<UrgingRule> = set.into_iter().filter(|(_, active)| *active).map(|(rule, _)| rule).collect();
        let calendar = rules::calendar(tx, day).await?;
        let open = gathered.of(agency);
        let urged: Vec<UrgedTask> = open.iter().map(|open| open.urged.clone()).collect();
        let mut listeners: BTreeMap<PersonId, Option<Listener>> = BTreeMap::new();
        let mut told = Told::default();
        let mut occasion = String::new();
        for reminder in reminders_since(&in_force, &urged, &calendar, after, day) {
            let Some(about) = open.iter().find(|open| open.urged.task == reminder.task) else { continue };
            let telling = telling_of(agency, &reminder, about, now);
            if telling.occasion != occasion {
                occasion.clone_from(&telling.occasion);
                told.add(tell_systems(tx, &self.delivery, &telling).await?);
            }
            let person = reminder.person;
            let listener = match listeners.entry(person) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(new) => new.insert(listener(tx, person).await?),
            };
            if let Some(listener) = listener {
                let listener = listener.by(way_of(&in_force, &reminder.rule));
                told.add(tell_one(tx, &self.delivery, &listener, &telling).await?);
            }
        }
        let owed = digests_by_rule(&in_force, &urged, &calendar, after, day);
        told.add(self.tell_digests(tx, agency, gathered, owed, now).await?);
        Ok(told)
    }

    /// To everyone who chose one for this day, and to whom a rule owes one.
    async fn tell_digests(
        &self,
        tx: &mut Tx,
        agency: AgencyId,
        gathered: &Gathered,
        mut owed: BTreeMap<PersonId, (DigestSpan, Channel)>,
        now: Timestamp,
    ) -> Result<Told, AppError> {
        let day = day_of(now);
        let calendar = rules::calendar(tx, day).await?;
        let warned = watch_states::of_day(tx, agency, day).await?;
        for chosen in notices::preferences_of_agency(tx, agency).await? {
            let span = match chosen.digest {
                Wanted::Daily if calendar.is_working_day(day) => DigestSpan::Day,
                Wanted::Weekly if day.weekday() == Weekday::Monday => DigestSpan::Week,
                _ => continue,
            };
            if let Some(person) = users::get(tx, chosen.user).await?.person {
                owed.insert(person, (span, Channel::AsChosen));
            }
        }
        let mut told = Told::default();
        for (person, (span, channel)) in owed {
            let theirs = gathered.of_person(person);
            let urged: Vec<UrgedTask> = theirs.iter().map(|open| open.urged.clone()).collect();
            let digest = digest(person, &urged, span, day);
            let changed = warnings::lists_for(person, &warned, day);
            if digest.is_empty() && changed.is_empty() {
                continue;
            }
            if let Some(listener) = listener(tx, person).await? {
                let kind = match span {
                    DigestSpan::Day => NoticeKind::DigestDay,
                    DigestSpan::Week => NoticeKind::DigestWeek,
                };
                let facts = NoticeFacts {
                    day: Some(Day(day)),
                    lists: [lists(&digest, &theirs), changed].concat(),
                    ..NoticeFacts::default()
                };
                let telling = Telling { agency, kind, task: None, facts, occasion: digest.key(), at: now };
                told.add(tell_one(tx, &self.delivery, &listener.by(channel), &telling).await?);
            }
        }
        Ok(told)
    }
}

/// By which way a rule's reminders leave: one whose mails are gathered sends none by itself.
fn way_of(rules: &[UrgingRule], code: &str) -> Channel {
    rules.iter().find(|rule| rule.code == code).map_or(Channel::AsChosen, |rule| match rule.digest {
        Some(_) => Channel::Application,
        None => rule.channel,
    })
}

/// To whom the rules that gather their mails owe a digest on a day, the day's before the week's. The week's goes to
/// whom a rule reminded since the last one or reminds within the week that begins.
fn digests_by_rule(
    rules: &[UrgingRule],
    tasks: &[UrgedTask],
    calendar: &WorkCalendar,
    after: Date,
    day: Date,
) -> BTreeMap<PersonId, (DigestSpan, Channel)> {
    let mut owed = BTreeMap::new();
    for (span, since) in [(DigestSpan::Day, after), (DigestSpan::Week, days_after(day, -7))] {
        if !span.falls_on(day) {
            continue;
        }
        for channel in [Channel::Mail, Channel::AsChosen] {
            let gathering = |rule: &&UrgingRule| rule.digest == Some(span) && rule.channel == channel;
            let gathering: Vec<UrgingRule> = rules.iter().filter(gathering).cloned().collect();
            let ahead = (1..=days_from(day, span.last_day(day))).map(|days| days_after(day, days));
            let to_come = ahead.flat_map(|day| reminders(&gathering, tasks, calendar, day));
            for reminder in reminders_since(&gathering, tasks, calendar, since, day).into_iter().chain(to_come) {
                owed.entry(reminder.person).or_insert((span, channel));
            }
        }
    }
    owed
}

pub(crate) fn telling_of(agency: AgencyId, reminder: &Reminder, about: &Open, now: Timestamp) -> Telling {
    let Reminder { task, rule, trigger, from, on, days, .. } = reminder;
    let kind = match (trigger, *days) {
        (Trigger::Deadline, ..0) => NoticeKind::DueSoon,
        (Trigger::Deadline, 0) => NoticeKind::DueToday,
        (Trigger::Deadline, _) => NoticeKind::Overdue,
        (Trigger::Review, _) => NoticeKind::ReviewDue,
        (Trigger::Submitted, _) => NoticeKind::AwaitingConfirmation,
        (Trigger::ExtensionAsked, _) => NoticeKind::ExtensionWaiting,
    };
    let facts = NoticeFacts {
        code: Some(about.code.clone()),
        statement: Some(about.statement.clone()),
        day: Some(Day(*from)),
        days: Some(*days),
        ..NoticeFacts::default()
    };
    let occasion = format!("task-{task}/{rule}/{from}/{on}");
    Telling { agency, kind, task: Some(*task), facts, occasion, at: now }
}

fn lists(digest: &Digest, tasks: &[&Open]) -> Vec<FactList> {
    let line = |item: &DigestItem| {
        let open = tasks.iter().find(|open| open.urged.task == item.task)?;
        let (code, statement) = (open.code.clone(), open.statement.clone());
        Some(FactLine { task: item.task.0, code, statement, day: Day(item.from), days: item.days, page: None })
    };
    let list = |name: &str, items: &[DigestItem]| FactList {
        name: name.to_owned(),
        tasks: items.iter().filter_map(line).collect(),
    };
    let all = [
        list("overdue", &digest.overdue),
        list("due", &digest.due),
        list("to_review", &digest.to_review),
        list("to_confirm", &digest.to_confirm),
        list("to_decide", &digest.to_decide),
    ];
    all.into_iter().filter(|list| !list.tasks.is_empty()).collect()
}

/// Reads all open tasks with the people who have a part in them on a day.
pub(crate) async fn gather(tx: &mut Tx, agencies: &[Agency], day: Date) -> Result<Gathered, AppError> {
    let mut gathered = Gathered::default();
    for agency in agencies {
        let tasks = tasks::open_of_agency(tx, agency.id).await?;
        if tasks.is_empty() {
            continue;
        }
        let people = People::load(tx, agency.id, day).await?;
        let asked = extensions::waiting_in_agency(tx, agency.id).await?;
        let mut coordinators: BTreeMap<TaskId, Vec<Coordinator>> = BTreeMap::new();
        for (task, who) in task_links::coordinators_in_agency(tx, agency.id).await? {
            coordinators.entry(task).or_default().push(who);
        }
        let mut parents: BTreeMap<TaskId, Task> = BTreeMap::new();
        let mut list = Vec::with_capacity(tasks.len());
        for task in tasks {
            if let Some(parent) = task.parent
                && !parents.contains_key(&parent)
            {
                parents.insert(parent, tasks::get(tx, parent).await?);
            }
            let parent = task.parent.and_then(|parent| parents.get(&parent));
            let along = coordinators.get(&task.id).map_or(&[][..], Vec::as_slice);
            let open = Open {
                urged: UrgedTask {
                    task: task.id,
                    state: task.state,
                    deadline: task.deadline,
                    review_on: task.review_on,
                    submitted_on: task.submitted_on,
                    extension_asked_on: asked.iter().find(|(id, _)| *id == task.id).map(|(_, on)| *on),
                    people: people.with_part_in(&task, along),
                },
                code: code(&task, parent),
                statement: shortened(&task.statement, STATEMENT_LETTERS),
            };
            let mut named: Vec<PersonId> = open.urged.people.iter().map(|(_, person)| *person).collect();
            named.sort_unstable();
            named.dedup();
            for person in named {
                gathered.by_person.entry(person).or_default().push((agency.id, list.len()));
            }
            list.push(open);
        }
        gathered.by_agency.insert(agency.id, list);
    }
    Ok(gathered)
}

/// Who holds which post in an agency on a day, as far as urging asks.
#[derive(Clone, Debug)]
pub(crate) struct People {
    posts: Vec<Post>,
    approver: Approver,
}

impl People {
    pub(crate) async fn load(tx: &mut Tx, agency: AgencyId, day: Date) -> Result<Self, AppError> {
        let mut posts = posts::in_agency(tx, agency).await?;
        posts.retain(|post| post.details.validity.holds_on(day));
        let approver = rules::life_rules(tx, agency).await?.extension_approver;
        Ok(Self { posts, approver })
    }

    fn holding(&self, role: Role, division: Option<DivisionId>) -> impl Iterator<Item = PersonId> {
        let has =
            move |post: &&Post| post.details.role == role && (division.is_none() || post.details.division == division);
        self.posts.iter().filter(has).map(|post| post.details.person)
    }

    /// Planning officers of the agency.
    pub(crate) fn planners(&self) -> Vec<PersonId> {
        self.holding(Role::PlanningOfficer, None).collect()
    }

    /// Everyone with that post in the agency.
    pub(crate) fn all(&self, role: Role) -> Vec<PersonId> {
        self.holding(role, None).collect()
    }

    /// Everyone in a division.
    pub(crate) fn members(&self, division: DivisionId) -> Vec<PersonId> {
        self.posts
            .iter()
            .filter(|post| post.details.division == Some(division))
            .map(|post| post.details.person)
            .collect()
    }

    /// Heads of a division.
    pub(crate) fn heads(&self, division: DivisionId) -> Vec<PersonId> {
        self.holding(Role::DivisionHead, Some(division)).collect()
    }

    /// Who has which part in a task. Where nobody is named to follow it, the planning officers do; where no leader is,
    /// all of them are.
    pub(crate) fn with_part_in(&self, task: &Task, along: &[Coordinator]) -> Vec<(Recipient, PersonId)> {
        let mut people: Vec<(Recipient, PersonId)> = Vec::new();
        let mut add = |part: Recipient, who: &mut dyn Iterator<Item = PersonId>| {
            people.extend(who.map(|person| (part, person)));
        };
        add(Recipient::Officer, &mut task.officer.into_iter());
        if let Some(lead) = task.lead {
            add(Recipient::DivisionHead, &mut self.heads(lead).into_iter());
        }
        let leaders: Vec<PersonId> = match task.leader {
            Some(leader) => vec![leader],
            None => self.holding(Role::Leader, None).collect(),
        };
        let trackers: Vec<PersonId> = match task.tracker {
            Some(tracker) => vec![tracker],
            None => self.holding(Role::PlanningOfficer, None).collect(),
        };
        add(Recipient::Leader, &mut leaders.iter().copied());
        add(Recipient::Tracker, &mut trackers.iter().copied());
        add(Recipient::Approver, &mut leaders.iter().copied());
        if self.approver == Approver::AssignerOrTracker {
            add(Recipient::Approver, &mut trackers.iter().copied());
        }
        for coordinator in along {
            match coordinator {
                Coordinator::Division(division) => add(Recipient::Coordinator, &mut self.heads(*division).into_iter()),
                Coordinator::Person(person) => add(Recipient::Coordinator, &mut [*person].into_iter()),
                // Another agency is written to, not reminded.
                Coordinator::Agency(_) => {}
            }
        }
        people
    }
}
