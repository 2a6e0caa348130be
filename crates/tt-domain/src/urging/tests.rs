//! Reminders day by day, and that none is told twice or forgotten.

use std::collections::BTreeSet;

use expect_test::expect;
use jiff::civil::date;
use proptest::prelude::*;

use super::digest::{DigestItem, DigestSpan, digest};
use super::*;

const OFFICER: PersonId = PersonId(1);
const HEAD: PersonId = PersonId(2);
const LEADER: PersonId = PersonId(3);
const TRACKER: PersonId = PersonId(4);

fn task(id: i64, state: TaskState, deadline: Option<Date>) -> UrgedTask {
    UrgedTask {
        task: TaskId(id),
        state,
        deadline,
        review_on: None,
        submitted_on: None,
        extension_asked_on: None,
        people: vec![
            (Recipient::Officer, OFFICER),
            (Recipient::DivisionHead, HEAD),
            (Recipient::Leader, LEADER),
            (Recipient::Tracker, TRACKER),
            (Recipient::Approver, TRACKER),
            (Recipient::Coordinator, OFFICER),
            (Recipient::Coordinator, PersonId(5)),
        ],
    }
}

fn told(task: &UrgedTask, from: Date, days: i32) -> String {
    let calendar = WorkCalendar::default();
    let mut lines = String::new();
    for day in (0..days).map(|offset| days_after(from, offset)) {
        let reminders = reminders(&UrgingRule::defaults(), std::slice::from_ref(task), &calendar, day);
        if !reminders.is_empty() {
            let all: Vec<String> =
                reminders.iter().map(|one| format!("{}:{}", one.rule, one.recipient.code())).collect();
            lines.push_str(&day.strftime("%d/%m ").to_string());
            lines.push_str(&all.join(" "));
            lines.push('\n');
        }
    }
    lines
}

#[test]
fn reminders_around_a_deadline() {
    let open = task(1, TaskState::InProgress, Some(date(2019, 6, 28)));
    expect![[r#"
        21/06 before-7:officer before-7:division_head
        25/06 before-3:officer before-3:division_head before-3:coordinator
        28/06 due:officer due:division_head
        29/06 late:officer late:division_head late:tracker
        05/07 late-leader:leader
        06/07 late:officer late:division_head late:tracker
        12/07 late-leader:leader
        13/07 late:officer late:division_head late:tracker
    "#]]
    .assert_eq(&told(&open, date(2019, 6, 1), 45));
}

#[test]
fn those_who_keep_others_waiting_are_reminded_in_working_days() {
    // Handed in on Friday 28/6: the second working day after it is Tuesday.
    let mut submitted = task(1, TaskState::ResultSubmitted, Some(date(2019, 6, 28)));
    submitted.submitted_on = Some(date(2019, 6, 28));
    submitted.extension_asked_on = Some(date(2019, 6, 20));
    expect![[r#"
        24/06 extension:approver
        26/06 extension-leader:leader
        02/07 confirm:tracker
        04/07 confirm:tracker
        08/07 confirm:tracker
    "#]]
    .assert_eq(&told(&submitted, date(2019, 6, 20), 20));
}

#[test]
fn nobody_is_urged_about_what_is_not_theirs_to_do() {
    for state in
        [TaskState::Draft, TaskState::Returned, TaskState::Completed, TaskState::Cancelled, TaskState::CarriedOver]
    {
        let mut closed = task(1, state, Some(date(2019, 6, 28)));
        closed.submitted_on = Some(date(2019, 6, 20));
        closed.review_on = Some(date(2019, 6, 20));
        assert_eq!(told(&closed, date(2019, 6, 1), 60), "", "{state:?}");
    }
}

#[test]
fn sender_that_was_down_tells_the_last_of_each_rule_and_nothing_stale() {
    let open = task(1, TaskState::Accepted, Some(date(2019, 6, 28)));
    let calendar = WorkCalendar::default();
    let since = |after, day| -> Vec<String> {
        reminders_since(&UrgingRule::defaults(), std::slice::from_ref(&open), &calendar, after, day)
            .iter()
            .filter(|one| one.person == OFFICER || one.person == LEADER)
            .map(|one| format!("{} {} {:+}", one.rule, one.on.strftime("%d/%m"), one.days))
            .collect()
    };
    assert_eq!(since(date(2019, 6, 20), date(2019, 6, 26)), ["before-7 21/06 -2", "before-3 25/06 -2"]);
    assert_eq!(since(date(2019, 6, 20), date(2019, 7, 14)), ["late 13/07 +16", "late-leader 12/07 +16"]);
}

#[test]
fn key_names_task_rule_day_capacity() {
    let open = task(7, TaskState::Accepted, Some(date(2019, 6, 28)));
    let keys: Vec<String> = reminders(&UrgingRule::defaults(), &[open], &WorkCalendar::default(), date(2019, 6, 28))
        .iter()
        .map(Reminder::key)
        .collect();
    assert_eq!(
        keys,
        ["task-7/due/2019-06-28/officer/1/2019-06-28", "task-7/due/2019-06-28/division_head/2/2019-06-28"]
    );
}

#[test]
fn digest_gathers_what_a_person_has_to_know() {
    let day = date(2019, 6, 24);
    let mut waiting = task(4, TaskState::ResultSubmitted, Some(date(2019, 6, 20)));
    waiting.submitted_on = Some(date(2019, 6, 19));
    let mut asked = task(5, TaskState::InProgress, Some(date(2019, 12, 31)));
    asked.extension_asked_on = Some(date(2019, 6, 21));
    let tasks = [
        task(1, TaskState::InProgress, Some(date(2019, 6, 28))),
        task(2, TaskState::InProgress, Some(date(2019, 6, 10))),
        task(3, TaskState::Assigned, Some(date(2019, 6, 3))),
        waiting,
        asked,
    ];
    let ids = |items: &[DigestItem]| -> Vec<i64> { items.iter().map(|item| item.task.0).collect() };
    let officer = digest(OFFICER, &tasks, DigestSpan::Week, day);
    assert_eq!((ids(&officer.overdue), ids(&officer.due)), (vec![3, 2], vec![1]));
    assert_eq!((ids(&officer.to_confirm), officer.overdue[0].days), (vec![], 21));
    let tracker = digest(TRACKER, &tasks, DigestSpan::Day, day);
    assert_eq!((ids(&tracker.due), ids(&tracker.to_confirm), ids(&tracker.to_decide)), (vec![], vec![4], vec![5]));
    assert!(digest(PersonId(99), &tasks, DigestSpan::Week, day).is_empty());
    assert!(DigestSpan::Week.falls_on(day) && !DigestSpan::Week.falls_on(date(2019, 6, 25)));
    assert_eq!(tracker.key(), "digest/4/2019-06-24/2019-06-24");
}

proptest! {
    /// Day by day or after a pause: the same keys never differ, and a pause loses no rule's last word.
    #[test]
    fn a_pause_loses_nothing_that_still_matters(offset in -40..10_i32, repeat in 0..5_u16, working in any::<bool>(), pause in 1..60_i32, start in -30..60_i32) {
        let counting = if working { Counting::Working } else { Counting::Calendar };
        let rule = UrgingRule { code: "r".to_owned(), trigger: Trigger::Deadline, offset, counting, repeat_every: Some(repeat), recipients: vec![Recipient::Officer], channel: Channel::AsChosen, digest: None };
        let open = task(1, TaskState::InProgress, Some(date(2019, 6, 28)));
        let calendar = WorkCalendar::default();
        let rules = [rule];
        let after = days_after(date(2019, 6, 28), start);
        let day = days_after(after, pause);
        let daily: Vec<Reminder> = (1..=pause)
            .flat_map(|d| reminders(&rules, std::slice::from_ref(&open), &calendar, days_after(after, d)))
            .collect();
        let keys: BTreeSet<String> = daily.iter().map(Reminder::key).collect();
        prop_assert_eq!(keys.len(), daily.len(), "no key twice");
        let at_once = reminders_since(&rules, &[open], &calendar, after, day);
        prop_assert!(at_once.len() <= 1);
        match (daily.last(), at_once.first()) {
            (Some(last), Some(one)) => prop_assert_eq!(last.key(), one.key()),
            (Some(last), None) => prop_assert!(last.on <= last.from && day > last.from, "only what is stale is dropped"),
            (None, one) => prop_assert!(one.is_none()),
        }
    }
}
