//! A person's digest (bản tin ngày, tuần): what is late, due, waiting for them.

use jiff::civil::{Date, Weekday};

use super::{Recipient, Trigger, UrgedTask};
use crate::calendar::{days_after, days_from};
use crate::id::{PersonId, TaskId};
use crate::task::coded;

coded! {
    /// What a digest covers.
    DigestSpan {
        /// The day.
        Day = "day",
        /// The seven days from the day on.
        Week = "week",
    }
}

impl DigestSpan {
    /// Its last day.
    pub fn last_day(self, day: Date) -> Date {
        match self {
            Self::Day => day,
            Self::Week => days_after(day, 6),
        }
    }

    /// Whether it is sent on a day: each day; the week's on Mondays.
    pub fn falls_on(self, day: Date) -> bool {
        self == Self::Day || day.weekday() == Weekday::Monday
    }
}

/// One line of a digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DigestItem {
    /// Which task.
    pub task: TaskId,
    /// In which capacity the person has it.
    pub recipient: Recipient,
    /// Deadline, review day, or day of the submission or request.
    pub from: Date,
    /// Calendar days past it; negative before it.
    pub days: i32,
}

/// What a person is told at once instead of one by one. Each list has its most urgent first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digest {
    /// Whose.
    pub person: PersonId,
    /// First day it covers.
    pub day: Date,
    /// Last day it covers.
    pub to: Date,
    /// Quá hạn: not handed in, the deadline past.
    pub overdue: Vec<DigestItem>,
    /// Đến hạn trong kỳ: due within the days covered.
    pub due: Vec<DigestItem>,
    /// Đến ngày rà soát: without a deadline, the review day reached.
    pub to_review: Vec<DigestItem>,
    /// Chờ xác nhận: results this person follows and may confirm.
    pub to_confirm: Vec<DigestItem>,
    /// Chờ quyết định gia hạn: requests this person decides.
    pub to_decide: Vec<DigestItem>,
}

impl Digest {
    /// Whether there is nothing to tell; then nothing is sent.
    pub fn is_empty(&self) -> bool {
        [&self.overdue, &self.due, &self.to_review, &self.to_confirm, &self.to_decide]
            .iter()
            .all(|list| list.is_empty())
    }

    /// Stable key of this digest, so that none is sent twice.
    pub fn key(&self) -> String {
        format!("digest/{}/{}/{}", self.person, self.day, self.to)
    }
}

/// A person's digest on a day.
pub fn digest(person: PersonId, tasks: &[UrgedTask], span: DigestSpan, day: Date) -> Digest {
    let to = span.last_day(day);
    let mut digest = Digest {
        person,
        day,
        to,
        overdue: Vec::new(),
        due: Vec::new(),
        to_review: Vec::new(),
        to_confirm: Vec::new(),
        to_decide: Vec::new(),
    };
    for task in tasks {
        let has =
            |wanted: &[Recipient]| wanted.iter().copied().find(|recipient| task.people.contains(&(*recipient, person)));
        let item = |trigger, wanted: &[Recipient]| {
            let (recipient, from) = (has(wanted)?, task.counted_from(trigger)?);
            Some(DigestItem { task: task.task, recipient, from, days: days_from(from, day) })
        };
        if let Some(item) = item(Trigger::Deadline, Recipient::ALL) {
            match item.from {
                from if from < day => digest.overdue.push(item),
                from if from <= to => digest.due.push(item),
                _ => {}
            }
        }
        digest.to_review.extend(item(Trigger::Review, &[Recipient::Tracker]).filter(|item| item.from <= to));
        digest.to_confirm.extend(item(Trigger::Submitted, &[Recipient::Tracker]));
        digest.to_decide.extend(item(Trigger::ExtensionAsked, &[Recipient::Approver]));
    }
    let Digest { overdue, due, to_review, to_confirm, to_decide, .. } = &mut digest;
    for list in [overdue, due, to_review, to_confirm, to_decide] {
        list.sort_by_key(|item| (item.from, item.task));
    }
    digest
}
