//! The life of a task: scenes from practice and the whole table of transitions.

use std::fmt::Write as _;

use expect_test::expect;
use jiff::civil::{Date, date};

use super::*;
use crate::calendar::WorkCalendar;

mod random;

const ASSIGNER: PersonId = PersonId(1);
const OFFICER: PersonId = PersonId(2);
const TRACKER: PersonId = PersonId(3);
const COORDINATOR: PersonId = PersonId(4);
/// One who works in the lead and in the office that confirms.
const BOTH: PersonId = PersonId(5);

fn capacity(person: PersonId) -> Capacity {
    match person {
        ASSIGNER => Capacity { assigner: true, ..Capacity::default() },
        OFFICER => Capacity { lead: true, ..Capacity::default() },
        TRACKER => Capacity { tracker: true, ..Capacity::default() },
        COORDINATOR => Capacity { coordinator: true, ..Capacity::default() },
        _ => Capacity { assigner: true, lead: true, coordinator: true, tracker: true, leader: true },
    }
}

/// A task and what has happened to it.
struct Story {
    life: Life,
    events: Vec<Event>,
    rules: LifeRules,
    calendar: WorkCalendar,
    open_children: usize,
    dating: Dating,
}

impl Story {
    fn new() -> Self {
        Self {
            life: Life::default(),
            events: Vec::new(),
            rules: LifeRules::default(),
            calendar: WorkCalendar::default(),
            open_children: 0,
            dating: Dating::Dated,
        }
    }

    /// A task assigned on 1/2/2019, due on Friday 28/6/2019, accepted.
    fn accepted() -> Self {
        let mut story = Self::new();
        story.does(ASSIGNER, date(2019, 2, 1), &assign(date(2019, 2, 1), Some(date(2019, 6, 28)))).unwrap();
        story.does(OFFICER, date(2019, 2, 12), &Command::Accept).unwrap();
        story
    }

    fn situation(&self, person: PersonId, day: Date) -> Situation<'_> {
        Situation {
            life: &self.life,
            dating: self.dating,
            review_on: None,
            year: 2019,
            open_children: self.open_children,
            unfinished_dependencies: 0,
            person,
            capacity: capacity(person),
            day,
            rules: &self.rules,
            calendar: &self.calendar,
        }
    }

    fn does(&mut self, person: PersonId, day: Date, command: &Command) -> Result<Outcome, Refusal> {
        let outcome = decide(&self.situation(person, day), command)?;
        self.life = outcome.life.clone();
        self.events.push(outcome.event);
        Ok(outcome)
    }
}

fn assign(on: Date, deadline: Option<Date>) -> Command {
    Command::Assign { on, deadline }
}

fn ask(until: Date) -> Command {
    Command::AskExtension { until, reason: "Chờ ý kiến các huyện".to_owned() }
}

fn submit() -> Command {
    Command::Submit { result: "Đã trình quy hoạch".to_owned(), product: Product::Named("Tờ trình".to_owned()) }
}

fn send_back() -> Command {
    Command::SendBack { reason: "Thiếu phụ lục".to_owned() }
}

#[test]
fn result_handed_in_on_the_deadline_and_confirmed_later_is_judged_by_the_day_it_was_handed_in() {
    let mut story = Story::accepted();
    story.does(OFFICER, date(2019, 6, 28), &submit()).unwrap();
    let outcome = story.does(TRACKER, date(2019, 7, 5), &Command::Confirm).unwrap();
    assert_eq!(outcome.life.state, TaskState::Completed);
    assert_eq!(outcome.life.completed_on, Some(date(2019, 6, 28)));
    assert_eq!(outcome.event.on, date(2019, 7, 5));
}

#[test]
fn result_sent_back_counts_from_the_day_it_is_handed_in_again() {
    let mut story = Story::accepted();
    story.does(OFFICER, date(2019, 6, 27), &submit()).unwrap();
    let outcome = story.does(TRACKER, date(2019, 7, 1), &send_back()).unwrap();
    assert_eq!((outcome.life.state, outcome.life.submitted), (TaskState::InProgress, None));
    story.does(OFFICER, date(2019, 7, 4), &submit()).unwrap();
    let outcome = story.does(ASSIGNER, date(2019, 7, 5), &Command::Confirm).unwrap();
    assert_eq!(outcome.life.completed_on, Some(date(2019, 7, 4)));
}

#[test]
fn who_submits_neither_confirms_nor_sends_back() {
    let mut story = Story::accepted();
    story.does(BOTH, date(2019, 6, 1), &submit()).unwrap();
    assert_eq!(story.does(BOTH, date(2019, 6, 2), &Command::Confirm), Err(Refusal::OwnResult));
    assert_eq!(story.does(BOTH, date(2019, 6, 2), &send_back()), Err(Refusal::OwnResult));
    let early = Refusal::BeforeSubmission { day: date(2019, 5, 31), submitted_on: date(2019, 6, 1) };
    assert_eq!(story.does(TRACKER, date(2019, 5, 31), &Command::Confirm), Err(early));
    let nobody = Refusal::NotYours { needed: &[Part::Tracker, Part::Assigner] };
    assert_eq!(story.does(COORDINATOR, date(2019, 6, 2), &Command::Confirm), Err(nobody));
    assert!(story.does(TRACKER, date(2019, 6, 2), &Command::Confirm).is_ok());
}

#[test]
fn deadline_before_the_assignment_is_refused() {
    let mut story = Story::new();
    let (on, deadline) = (date(2019, 2, 1), date(2019, 1, 31));
    let refusal = Refusal::DeadlineBeforeAssignment { deadline, assigned_on: on };
    assert_eq!(story.does(ASSIGNER, on, &assign(on, Some(deadline))), Err(refusal));
    assert_eq!(story.does(ASSIGNER, on, &assign(on, None)), Err(Refusal::DeadlineMissing));
    let tomorrow = date(2019, 2, 2);
    let refusal = Refusal::AssignedInFuture { on: tomorrow, day: on };
    assert_eq!(story.does(ASSIGNER, on, &assign(tomorrow, Some(tomorrow))), Err(refusal));
    assert!(story.does(ASSIGNER, on, &assign(on, Some(on))).is_ok(), "due on the day it is assigned");
    story = Story::new();
    story.dating = Dating::Undated;
    assert_eq!(story.does(ASSIGNER, on, &assign(on, None)), Err(Refusal::ReviewDayMissing));
}

#[test]
fn extension_is_asked_in_time_once_and_for_a_later_day() {
    let mut story = Story::accepted();
    let deadline = date(2019, 6, 28);
    // Friday 28/6: three working days before it are Wednesday, Thursday and Friday, so Tuesday is the last day.
    let refusal = Refusal::TooLateToAsk { deadline, notice: 3, last_day: date(2019, 6, 25) };
    assert_eq!(story.does(OFFICER, date(2019, 6, 26), &ask(date(2019, 7, 31))), Err(refusal));
    let refusal = Refusal::NotLater { until: deadline, deadline };
    assert_eq!(story.does(OFFICER, date(2019, 6, 25), &ask(deadline)), Err(refusal));
    let outcome = story.does(OFFICER, date(2019, 6, 25), &ask(date(2019, 7, 31))).unwrap();
    assert_eq!(outcome.life.deadline, Some(deadline), "unchanged until it is decided");
    let refusal = Refusal::ExtensionOpen { until: date(2019, 7, 31), asked_on: date(2019, 6, 25) };
    assert_eq!(story.does(OFFICER, date(2019, 6, 25), &ask(date(2019, 8, 31))), Err(refusal));
    let outcome = story.does(ASSIGNER, date(2019, 7, 2), &Command::DecideExtension(Decision::Approve)).unwrap();
    assert_eq!(outcome.extension, Some(ExtensionChange::Approved { until: date(2019, 7, 31) }));
    assert_eq!(outcome.life.deadline, Some(date(2019, 7, 31)));
    assert_eq!(outcome.life.original_deadline, Some(deadline));
    let refusal = Refusal::TooManyExtensions { granted: 1, max: 1 };
    assert_eq!(story.does(OFFICER, date(2019, 7, 3), &ask(date(2019, 8, 31))), Err(refusal));
}

#[test]
fn notice_is_counted_in_working_days() {
    let holidays = WorkCalendar::new([crate::calendar::SpecialDay::holiday(date(2019, 6, 27), "Nghỉ")]);
    let cases = [
        ("2019-06-28", 0, "2019-06-28", "without notice"),
        ("2019-06-28", 1, "2019-06-27", "the holiday before it still leaves the Friday"),
        ("2019-06-28", 2, "2019-06-25", "Wednesday and Friday"),
        ("2019-06-30", 1, "2019-06-27", "a Sunday: the Friday before it"),
        ("2019-07-01", 1, "2019-06-30", "a Monday: asked on the Sunday"),
    ];
    for (deadline, notice, last, why) in cases {
        let found = last_day_to_ask(&holidays, deadline.parse().unwrap(), notice);
        assert_eq!(found, last.parse().unwrap(), "{deadline}, {notice}: {why}");
    }
}

#[test]
fn another_day_is_offered_and_accepted() {
    let mut story = Story::accepted();
    story.does(OFFICER, date(2019, 6, 3), &ask(date(2019, 9, 30))).unwrap();
    assert_eq!(story.does(OFFICER, date(2019, 6, 4), &Command::AcceptCounter), Err(Refusal::NoCounter));
    let counter =
        Command::DecideExtension(Decision::Counter { until: date(2019, 7, 15), reason: "Kịp kỳ họp".to_owned() });
    story.does(ASSIGNER, date(2019, 6, 5), &counter).unwrap();
    let outcome = story.does(OFFICER, date(2019, 6, 6), &Command::AcceptCounter).unwrap();
    assert_eq!(outcome.life.deadline, Some(date(2019, 7, 15)));
    assert_eq!((outcome.life.extension, outcome.life.extensions_granted), (None, 1));
}

#[test]
fn result_waits_for_the_answer_to_an_open_request() {
    let mut story = Story::accepted();
    story.does(OFFICER, date(2019, 6, 20), &ask(date(2019, 7, 10))).unwrap();
    story.does(OFFICER, date(2019, 7, 5), &submit()).unwrap();
    let refusal = Refusal::ExtensionOpen { until: date(2019, 7, 10), asked_on: date(2019, 6, 20) };
    assert_eq!(story.does(TRACKER, date(2019, 7, 6), &Command::Confirm), Err(refusal));
    story.does(ASSIGNER, date(2019, 7, 6), &Command::DecideExtension(Decision::Approve)).unwrap();
    assert!(story.does(TRACKER, date(2019, 7, 6), &Command::Confirm).is_ok());
}

#[test]
fn who_asks_does_not_decide() {
    let mut story = Story::accepted();
    story.does(BOTH, date(2019, 6, 3), &ask(date(2019, 9, 30))).unwrap();
    let approve = Command::DecideExtension(Decision::Approve);
    assert_eq!(story.does(BOTH, date(2019, 6, 4), &approve), Err(Refusal::OwnRequest));
    let refusal = Refusal::NotYours { needed: &[Part::Assigner] };
    assert_eq!(story.does(TRACKER, date(2019, 6, 4), &approve), Err(refusal));
    story.rules.extension_approver = Approver::AssignerOrTracker;
    assert!(story.does(TRACKER, date(2019, 6, 4), &approve).is_ok());
}

#[test]
fn task_returned_as_not_ours_is_assigned_anew() {
    let mut story = Story::accepted();
    story.does(OFFICER, date(2019, 2, 20), &ask(date(2019, 9, 30))).unwrap();
    let back = Command::ReturnTask { reason: "Thuộc Sở Xây dựng".to_owned() };
    let outcome = story.does(OFFICER, date(2019, 2, 21), &back).unwrap();
    assert_eq!((outcome.life.state, outcome.extension), (TaskState::Returned, Some(ExtensionChange::Lapsed)));
    let anew = assign(date(2019, 3, 1), Some(date(2019, 8, 31)));
    let outcome = story.does(ASSIGNER, date(2019, 3, 1), &anew).unwrap();
    assert_eq!(outcome.life.deadline, Some(date(2019, 8, 31)));
    assert_eq!(outcome.life.original_deadline, Some(date(2019, 6, 28)));
}

#[test]
fn work_is_reported_after_it_is_accepted_and_handed_in_after_its_parts() {
    let mut story = Story::new();
    let day = date(2019, 2, 1);
    story.does(ASSIGNER, day, &assign(day, Some(date(2019, 6, 28)))).unwrap();
    let progress = |percent| Command::Progress { text: "Đã khảo sát".to_owned(), percent };
    assert_eq!(story.does(OFFICER, day, &progress(None)), Err(Refusal::NotAccepted));
    story.rules.acceptance_first = false;
    assert_eq!(story.does(OFFICER, day, &progress(Some(101))), Err(Refusal::PercentTooHigh { percent: 101 }));
    let outcome = story.does(OFFICER, day, &progress(Some(100))).unwrap();
    assert_eq!((outcome.life.state, outcome.event.percent), (TaskState::InProgress, Some(100)));
    story.open_children = 2;
    assert_eq!(story.does(OFFICER, day, &submit()), Err(Refusal::OpenChildren { count: 2 }));
    story.rules.children_first = false;
    assert!(story.does(OFFICER, day, &submit()).is_ok());
}

#[test]
fn what_has_to_be_said_is_not_left_blank() {
    let blank = || " \u{a0}\n".to_owned();
    let without = |product| Command::Submit { result: "Xong".to_owned(), product };
    let cases = [
        (OFFICER, Command::ReturnTask { reason: blank() }, Field::Reason),
        (OFFICER, Command::Progress { text: blank(), percent: None }, Field::Text),
        (OFFICER, Command::AskExtension { until: date(2019, 7, 1), reason: blank() }, Field::Reason),
        (OFFICER, Command::Submit { result: blank(), product: Product::Named("BC".to_owned()) }, Field::Result),
        (OFFICER, without(Product::Named(blank())), Field::Product),
        (OFFICER, without(Product::Without(blank())), Field::ReasonWithoutProduct),
        (ASSIGNER, Command::Cancel { reason: blank() }, Field::Reason),
        (ASSIGNER, Command::Direct { text: blank(), until: None }, Field::Text),
        (COORDINATOR, Command::Opine { text: blank() }, Field::Text),
        (COORDINATOR, Command::Comment { text: String::new() }, Field::Text),
    ];
    for (person, command, field) in cases {
        let told = Story::accepted().does(person, date(2019, 3, 1), &command);
        assert_eq!(told, Err(Refusal::Blank(field)), "{command:?}");
    }
}

#[test]
fn task_is_carried_over_into_a_later_year_only() {
    let mut story = Story::accepted();
    let refusal = Refusal::YearNotLater { year: 2019, programme: 2019 };
    assert_eq!(story.does(TRACKER, date(2019, 12, 20), &Command::CarryOver { year: 2019 }), Err(refusal));
    let outcome = story.does(TRACKER, date(2019, 12, 20), &Command::CarryOver { year: 2020 }).unwrap();
    assert_eq!(outcome.life.state, TaskState::CarriedOver);
    assert!(outcome.life.is_closed());
}

/// What one who has every part can do in each state, written out: a change of a right or a transition shows here.
#[test]
fn table_of_transitions() {
    let mut table = String::new();
    for &state in TaskState::ALL {
        let mut story = Story::accepted();
        story.life.state = state;
        if state == TaskState::ResultSubmitted {
            story.life.submitted = Some(Submission { by: Some(OFFICER), on: date(2019, 2, 20) });
        }
        let can: Vec<&str> =
            available(&story.situation(BOTH, date(2019, 3, 1))).into_iter().map(CommandKind::code).collect();
        writeln!(table, "{}: {}", state.code(), can.join(" ")).unwrap();
    }
    expect![[r#"
        draft: assign cancel comment
        assigned: accept return_task direct opine ask_extension cancel carry_over urge comment
        accepted: return_task progress direct opine ask_extension submit cancel carry_over urge comment
        in_progress: progress direct opine ask_extension submit cancel carry_over urge comment
        result_submitted: direct opine confirm send_back cancel comment
        returned: assign direct opine cancel carry_over comment
        completed: comment
        cancelled: comment
        carried_over: comment
    "#]]
    .assert_eq(&table);
}

#[test]
fn codes_round_trip() {
    for &kind in EventKind::ALL {
        assert_eq!(EventKind::from_code(kind.code()), Some(kind));
    }
    for &kind in CommandKind::ALL {
        assert_eq!(CommandKind::from_code(kind.code()), Some(kind));
    }
}
