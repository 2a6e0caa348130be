//! Urging (đôn đốc): who is reminded of which task on which day, and what stands in a person's digest.
//!
//! Rules are settings; [`UrgingRule::defaults`] are what agencies commonly do, not a legal text. Sending is another's
//! work: a [`Reminder`] carries a key that is the same however often it is worked out, so that none is sent twice.

use jiff::civil::Date;

use crate::calendar::{WorkCalendar, days_after, days_from};
use crate::id::{PersonId, TaskId};
use crate::task::{TaskState, coded};
use digest::DigestSpan;

pub mod digest;
pub mod ruling;
#[cfg(test)]
mod tests;

coded! {
    /// What a rule counts its days from.
    Trigger {
        /// The deadline of a task that is not handed in.
        Deadline = "deadline",
        /// The review day of a task without a deadline.
        Review = "review",
        /// The day a result was handed in that waits for confirmation.
        Submitted = "submitted",
        /// The day a later deadline was asked for that is not decided.
        ExtensionAsked = "extension_asked",
    }
}

coded! {
    /// Who is reminded.
    Recipient {
        /// Chuyên viên thực hiện.
        Officer = "officer",
        /// Trưởng phòng chủ trì.
        DivisionHead = "division_head",
        /// Lãnh đạo phụ trách.
        Leader = "leader",
        /// Người theo dõi.
        Tracker = "tracker",
        /// Người quyết định gia hạn.
        Approver = "approver",
        /// Đơn vị, cá nhân phối hợp.
        Coordinator = "coordinator",
    }
}

coded! {
    /// How the days of a rule are counted.
    Counting {
        /// Ngày lịch.
        Calendar = "calendar",
        /// Ngày làm việc.
        Working = "working",
    }
}

coded! {
    /// By which way a rule's reminders reach people; in the application they always do.
    Channel {
        /// In the application, and by mail as the person chose.
        AsChosen = "as_chosen",
        /// Chỉ trong phần mềm.
        Application = "application",
        /// Also by mail, at once, whatever the person chose, where their address is known.
        Mail = "mail",
    }
}

/// When who is reminded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UrgingRule {
    /// Stable name, part of the key of its reminders: `before-7`. A rule whose meaning changes gets a new one.
    pub code: String,
    /// What its days are counted from.
    pub trigger: Trigger,
    /// Days from there: negative before, 0 on the day, positive after.
    pub offset: i32,
    /// How they are counted.
    pub counting: Counting,
    /// Again every so many days, counted the same way, as long as the cause lasts. `None` or 0: once.
    pub repeat_every: Option<u16>,
    /// Whom: the same person once, in the first capacity named here.
    pub recipients: Vec<Recipient>,
    /// By which way.
    pub channel: Channel,
    /// Bản tổng hợp: instead of one mail for each reminder, whoever the rule reminds gets their digest, on the day or
    /// on the Monday after it.
    pub digest: Option<DigestSpan>,
}

impl UrgingRule {
    /// 7 and 3 days before, on the day, 1 day after and then weekly; to the leader 7 days after and then weekly; the
    /// tracker 2 working days after a result was handed in, and again every 2; the approver 2 working days after a
    /// later deadline was asked for, the leader after 4; the tracker on the review day.
    pub fn defaults() -> Vec<Self> {
        use Counting::{Calendar, Working};
        use Recipient::{Approver, Coordinator, DivisionHead, Leader, Officer, Tracker};
        let rule = |code: &str, trigger, offset, counting, repeat_every, recipients: &[Recipient]| Self {
            code: code.to_owned(),
            trigger,
            offset,
            counting,
            repeat_every,
            recipients: recipients.to_vec(),
            channel: Channel::AsChosen,
            digest: None,
        };
        let deadline =
            |code, offset, repeat, recipients| rule(code, Trigger::Deadline, offset, Calendar, repeat, recipients);
        vec![
            deadline("before-7", -7, None, &[Officer, DivisionHead]),
            deadline("before-3", -3, None, &[Officer, DivisionHead, Coordinator]),
            deadline("due", 0, None, &[Officer, DivisionHead]),
            deadline("late", 1, Some(7), &[Officer, DivisionHead, Tracker]),
            deadline("late-leader", 7, Some(7), &[Leader]),
            rule("confirm", Trigger::Submitted, 2, Working, Some(2), &[Tracker]),
            rule("extension", Trigger::ExtensionAsked, 2, Working, None, &[Approver]),
            rule("extension-leader", Trigger::ExtensionAsked, 4, Working, None, &[Leader]),
            rule("review", Trigger::Review, 0, Calendar, None, &[Tracker]),
        ]
    }

    /// The last day in `(after, day]` on which the rule speaks, counted from a day.
    pub fn last_day(&self, from: Date, calendar: &WorkCalendar, after: Date, day: Date) -> Option<Date> {
        let first = self.shift(from, self.offset, calendar);
        if first > day {
            return None;
        }
        let repeat = i32::from(self.repeat_every.unwrap_or(0));
        let last = match (repeat, self.counting) {
            (0, _) => first,
            (repeat, Counting::Calendar) => days_after(first, days_from(first, day) / repeat * repeat),
            (repeat, Counting::Working) => {
                let times = calendar.working_days_between(first, day) / repeat;
                calendar.add_working_days(first, times * repeat)
            }
        };
        (last > after && last <= day).then_some(last)
    }

    fn shift(&self, from: Date, days: i32, calendar: &WorkCalendar) -> Date {
        match self.counting {
            Counting::Calendar => days_after(from, days),
            Counting::Working => calendar.add_working_days(from, days),
        }
    }
}

/// A task as urging sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UrgedTask {
    /// Which.
    pub task: TaskId,
    /// Its state.
    pub state: TaskState,
    /// Its deadline as last decided.
    pub deadline: Option<Date>,
    /// Day it is looked at again, without a deadline.
    pub review_on: Option<Date>,
    /// Day its result was handed in.
    pub submitted_on: Option<Date>,
    /// Day a later deadline was asked for, while that is not decided.
    pub extension_asked_on: Option<Date>,
    /// Who has which part in it.
    pub people: Vec<(Recipient, PersonId)>,
}

impl UrgedTask {
    /// The day a rule's days are counted from; `None` while its cause does not hold.
    pub fn counted_from(&self, trigger: Trigger) -> Option<Date> {
        let working = matches!(self.state, TaskState::Assigned | TaskState::Accepted | TaskState::InProgress);
        let submitted = self.state == TaskState::ResultSubmitted;
        match trigger {
            Trigger::Deadline => self.deadline.filter(|_| working),
            Trigger::Review => self.review_on.filter(|_| working && self.deadline.is_none()),
            Trigger::Submitted => self.submitted_on.filter(|_| submitted),
            Trigger::ExtensionAsked => self.extension_asked_on.filter(|_| working || submitted),
        }
    }
}

/// One reminder to one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reminder {
    /// Of which task.
    pub task: TaskId,
    /// By which rule.
    pub rule: String,
    /// Its cause.
    pub trigger: Trigger,
    /// To whom.
    pub person: PersonId,
    /// In which capacity.
    pub recipient: Recipient,
    /// Day the rule counts from: deadline, review day, day of the submission or request.
    pub from: Date,
    /// Day it falls on; earlier than the day it is worked out for where the sender was not running.
    pub on: Date,
    /// Calendar days past [`from`](Self::from) on the day it is worked out for; negative before it.
    pub days: i32,
}

impl Reminder {
    /// The same for the same task, rule, counted day, capacity, person and day of falling due.
    pub fn key(&self) -> String {
        let (task, rule, from) = (self.task, &self.rule, self.from);
        format!("task-{task}/{rule}/{from}/{}/{}/{}", self.recipient.code(), self.person, self.on)
    }
}

/// The reminders of one day.
pub fn reminders(rules: &[UrgingRule], tasks: &[UrgedTask], calendar: &WorkCalendar, day: Date) -> Vec<Reminder> {
    reminders_since(rules, tasks, calendar, day.yesterday().unwrap_or(day), day)
}

/// The reminders that fell due after a day, up to and including another, in order of tasks and rules: of each rule
/// only the last, and none that announces a day which has passed meanwhile. For a sender that was not running.
pub fn reminders_since(
    rules: &[UrgingRule],
    tasks: &[UrgedTask],
    calendar: &WorkCalendar,
    after: Date,
    day: Date,
) -> Vec<Reminder> {
    let mut reminders = Vec::new();
    for task in tasks {
        for rule in rules {
            let Some(from) = task.counted_from(rule.trigger) else { continue };
            let Some(on) = rule.last_day(from, calendar, after, day) else { continue };
            if on <= from && day > from {
                continue;
            }
            let mut told: Vec<PersonId> = Vec::new();
            for wanted in &rule.recipients {
                for (recipient, person) in &task.people {
                    if recipient == wanted && !told.contains(person) {
                        told.push(*person);
                        reminders.push(Reminder {
                            task: task.task,
                            rule: rule.code.clone(),
                            trigger: rule.trigger,
                            person: *person,
                            recipient: *recipient,
                            from,
                            on,
                            days: days_from(from, day),
                        });
                    }
                }
            }
        }
    }
    reminders
}
