//! Random lives: no sequence of commands reaches an illegal state.

use std::collections::BTreeSet;

use jiff::civil::date;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::*;
use crate::calendar::days_after;

/// A step of a random life: who, how many days later, what.
fn step() -> impl Strategy<Value = (PersonId, i32, Command)> {
    let text = || prop_oneof![9 => Just("Nội dung".to_owned()), 1 => Just(" ".to_owned())];
    let day = || (-30..400_i32).prop_map(|offset| days_after(date(2019, 1, 1), offset));
    let command = prop_oneof![
        8 => (day(), prop::option::of(day())).prop_map(|(on, deadline)| Command::Assign { on, deadline }),
        8 => Just(Command::Accept),
        2 => text().prop_map(|reason| Command::ReturnTask { reason }),
        3 => (text(), prop::option::of(0..=120_u8)).prop_map(|(text, percent)| Command::Progress { text, percent }),
        1 => (text(), prop::option::of(day())).prop_map(|(text, until)| Command::Direct { text, until }),
        1 => text().prop_map(|text| Command::Opine { text }),
        12 => (day(), text()).prop_map(|(until, reason)| Command::AskExtension { until, reason }),
        1 => Just(Command::WithdrawExtension),
        2 => Just(Command::DecideExtension(Decision::Approve)),
        4 => text().prop_map(|reason| Command::DecideExtension(Decision::Refuse { reason })),
        8 => (day(), text())
            .prop_map(|(until, reason)| Command::DecideExtension(Decision::Counter { until, reason })),
        8 => Just(Command::AcceptCounter),
        4 => text().prop_map(|name| Command::Submit { result: "Xong".to_owned(), product: Product::Named(name) }),
        3 => Just(Command::Confirm),
        2 => text().prop_map(|reason| Command::SendBack { reason }),
        1 => text().prop_map(|reason| Command::Cancel { reason }),
        1 => (2018..2022_i16).prop_map(|year| Command::CarryOver { year }),
        1 => Just(Command::Urge),
        1 => text().prop_map(|text| Command::Comment { text }),
    ];
    ((1..=5_i64).prop_map(PersonId), -2..20_i32, command)
}

fn rules() -> impl Strategy<Value = LifeRules> {
    (prop::option::of(0..6_u8), prop::option::of(0..4_u32), any::<[bool; 4]>()).prop_map(|(notice, max, flags)| {
        let [acceptance_first, children_first, dependencies_first, either] = flags;
        LifeRules {
            extension_notice: notice,
            max_extensions: max,
            extension_approver: if either { Approver::AssignerOrTracker } else { Approver::Assigner },
            acceptance_first,
            children_first,
            dependencies_first,
        }
    })
}

/// The random lives are worth their name: each state and each kind of event of the machine comes up in them.
#[test]
fn random_lives_reach_every_state() {
    let mut runner = TestRunner::deterministic();
    let (mut states, mut kinds) = (BTreeSet::new(), BTreeSet::new());
    // `created` and `edited` are recorded without a command.
    let wanted = EventKind::ALL.len() - 2;
    for _ in 0..600 {
        if kinds.len() == wanted && states.len() == TaskState::ALL.len() - 1 {
            break;
        }
        let mut story = Story { dating: Dating::Free, ..Story::new() };
        story.rules.extension_notice = None;
        let mut day = date(2019, 1, 1);
        for (person, later, command) in prop::collection::vec(step(), 120).new_tree(&mut runner).unwrap().current() {
            day = days_after(day, later);
            if let Ok(outcome) = story.does(person, day, &command) {
                if outcome.life.state != TaskState::Draft {
                    states.insert(outcome.life.state.code());
                }
                kinds.insert(outcome.event.kind.code());
            }
        }
    }
    // A draft is where a life begins, and where no event leads back to.
    assert_eq!(states.len(), TaskState::ALL.len() - 1, "{states:?}");
    assert_eq!(kinds.len(), wanted, "{kinds:?}");
}

/// What must hold of every task at every time.
fn assert_legal(life: &Life, events: &[Event]) {
    use TaskState::{Completed, Draft, ResultSubmitted};
    let completed = life.state == Completed;
    assert_eq!(life.completed_on.is_some(), completed, "a day of completion if and only if complete");
    assert_eq!(life.submitted.is_some(), matches!(life.state, ResultSubmitted | Completed));
    if completed {
        let submitted = events.iter().rfind(|event| event.kind == EventKind::Submitted).unwrap();
        let confirmed = events.iter().rfind(|event| event.kind == EventKind::Confirmed).unwrap();
        assert_ne!(submitted.by, confirmed.by, "confirmed by another");
        assert!(confirmed.on >= submitted.on);
        assert_eq!(life.completed_on, Some(submitted.on), "judged by the day it was handed in");
    }
    if let (Some(deadline), Some(assigned_on)) = (life.deadline, life.assigned_on) {
        assert!(deadline >= assigned_on, "due on {deadline}, assigned on {assigned_on}");
    }
    if let Some(open) = life.extension {
        assert!(!life.is_closed() && life.state != TaskState::Returned);
        assert!(life.deadline.is_some_and(|deadline| open.until > deadline));
    }
    let never_assigned = events.iter().all(|event| event.kind != EventKind::Assigned);
    assert_eq!(life.assigned_on.is_none(), never_assigned);
    assert_eq!(life.state == Draft, never_assigned && life.state != TaskState::Cancelled);
    assert_eq!(&Life::of(events), life, "the stored state is the fold of the events");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    /// No sequence of commands by anyone, on any days, under any settings, reaches an illegal state.
    #[test]
    fn no_illegal_state_is_reachable(rules in rules(), children in 0..2_usize, steps in prop::collection::vec(step(), 1..120)) {
        let mut story = Story { rules, open_children: children, dating: Dating::Free, ..Story::new() };
        let mut day = date(2019, 1, 1);
        for (person, later, command) in steps {
            day = days_after(day, later);
            let before = story.life.clone();
            let Ok(outcome) = story.does(person, day, &command) else {
                prop_assert_eq!(&story.life, &before, "a refused command changes nothing");
                continue;
            };
            assert_legal(&story.life, &story.events);
            prop_assert_eq!(outcome.from, before.state);
            if before.is_closed() {
                prop_assert_eq!(outcome.event.kind, EventKind::Commented);
                prop_assert_eq!(&story.life, &before);
            }
            if before.original_deadline.is_some() {
                prop_assert_eq!(story.life.original_deadline, before.original_deadline);
            }
            let extended = matches!(outcome.event.kind, EventKind::ExtensionApproved | EventKind::CounterAccepted);
            if extended {
                prop_assert!(story.life.deadline > before.deadline, "an extension is later");
                let asked_by = before.extension.and_then(|open| open.asked_by);
                prop_assert!(outcome.event.kind == EventKind::CounterAccepted || asked_by != Some(person));
            } else if outcome.event.kind != EventKind::Assigned {
                prop_assert_eq!(story.life.deadline, before.deadline);
            }
            prop_assert_eq!(story.life.extensions_granted, before.extensions_granted + u32::from(extended));
            if let Some(max) = story.rules.max_extensions {
                prop_assert!(story.life.extensions_granted <= max);
            }
        }
    }

    /// What is shown as possible is possible, and what is not shown is refused, whatever its particulars.
    #[test]
    fn only_what_is_shown_is_possible(steps in prop::collection::vec(step(), 1..80)) {
        let mut story = Story { dating: Dating::Free, ..Story::new() };
        let mut day = date(2019, 1, 1);
        for (person, later, command) in steps {
            day = days_after(day, later.max(0));
            let shown = available(&story.situation(person, day)).contains(&command.kind());
            let done = story.does(person, day, &command).is_ok();
            prop_assert!(shown || !done);
        }
    }
}
