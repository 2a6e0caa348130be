//! Bars on plain data.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;

fn planned(id: i64, start: Date, deadline: Date, waits_for: &[i64]) -> Planned {
    Planned {
        task: TaskId(id),
        start: Some(start),
        deadline: Some(deadline),
        original_deadline: Some(deadline),
        completed: false,
        handed_in: None,
        waits_for: waits_for.iter().map(|other| TaskId(*other)).collect(),
    }
}

fn shown(timeline: &Timeline) -> Vec<String> {
    let line = |bar: &Bar| {
        let by = bar.held_up_by.map_or(String::new(), |by| format!(" by {by}"));
        let critical = if bar.critical { " !" } else { "" };
        format!("{} {}..{} exp {} late {}{by}{critical}", bar.task, bar.start, bar.end, bar.expected, bar.late)
    };
    timeline.bars.iter().map(line).collect()
}

#[test]
fn lateness_runs_on_to_those_who_wait() {
    let tasks = [
        planned(1, date(2019, 3, 1), date(2019, 3, 31), &[]),
        planned(2, date(2019, 4, 1), date(2019, 4, 10), &[1]),
        planned(3, date(2019, 6, 1), date(2019, 6, 30), &[2]),
        planned(4, date(2019, 3, 1), date(2019, 5, 31), &[]),
    ];
    let drawn = timeline(&tasks, date(2019, 4, 5)).unwrap();
    assert_eq!(
        shown(&drawn),
        [
            "1 2019-03-01..2019-03-31 exp 2019-04-05 late 5 !",
            "2 2019-04-01..2019-04-10 exp 2019-04-15 late 5 by 1 !",
            "3 2019-06-01..2019-06-30 exp 2019-06-30 late 0",
            "4 2019-03-01..2019-05-31 exp 2019-05-31 late 0",
        ]
    );
    let strained: Vec<bool> = drawn.links.iter().map(|link| link.strained).collect();
    assert_eq!(strained, [true, false], "task 3 has room enough");
    assert_eq!(drawn.range, Some((date(2019, 3, 1), date(2019, 6, 30))));
}

#[test]
fn what_was_handed_in_late_stays_the_cause_and_grows_no_later() {
    let mut first = planned(1, date(2019, 3, 1), date(2019, 3, 31), &[]);
    first.handed_in = Some(date(2019, 4, 3));
    first.completed = true;
    let mut second = planned(2, date(2019, 4, 1), date(2019, 4, 10), &[1]);
    second.original_deadline = Some(date(2019, 4, 5));
    let drawn = timeline(&[first, second], date(2019, 4, 4)).unwrap();
    assert_eq!(
        shown(&drawn),
        ["1 2019-03-01..2019-03-31 exp 2019-04-03 late 3 !", "2 2019-04-01..2019-04-10 exp 2019-04-13 late 3 by 1 !",]
    );
    assert_eq!(drawn.bars[1].moved, 5);
}

#[test]
fn tasks_without_days_are_named_and_circles_refused() {
    let mut bare = planned(1, date(2019, 1, 1), date(2019, 1, 1), &[]);
    (bare.start, bare.deadline, bare.original_deadline) = (None, None, None);
    let waiting = planned(2, date(2019, 1, 1), date(2019, 2, 1), &[1, 77]);
    let drawn = timeline(&[bare, waiting], date(2019, 1, 2)).unwrap();
    assert_eq!((drawn.undated.as_slice(), drawn.links.len(), drawn.bars.len()), (&[TaskId(1)][..], 0, 1));
    let circle =
        [planned(1, date(2019, 1, 1), date(2019, 2, 1), &[2]), planned(2, date(2019, 1, 1), date(2019, 2, 1), &[1])];
    assert_eq!(timeline(&circle, date(2019, 1, 2)), Err(TimelineError::Circle(vec![TaskId(1), TaskId(2)])));
    assert_eq!(timeline(&[], date(2019, 1, 2)), Ok(Timeline::default()));
}

proptest! {
    /// Each task is drawn once or named; nothing ends before it starts or is expected before those it waits for.
    #[test]
    fn bars_are_sound(tasks in prop::collection::vec((prop::option::of(0..300_i32), prop::option::of(0..300_i32), prop::option::of(0..300_i32), any::<bool>(), prop::collection::vec(0..20_i64, 0..3)), 0..20), now in 0..300_i32) {
        let at = |offset| days_after(date(2019, 1, 1), offset);
        let tasks: Vec<Planned> = (0_i64..).zip(tasks).map(|(id, (start, deadline, handed_in, completed, waits_for))| Planned {
            task: TaskId(id),
            start: start.map(at),
            deadline: deadline.map(at),
            original_deadline: deadline.map(at),
            completed,
            handed_in: handed_in.map(at),
            // Only on earlier ones: no circle.
            waits_for: waits_for.into_iter().filter(|other| *other < id).map(TaskId).collect(),
        }).collect();
        let drawn = timeline(&tasks, at(now)).unwrap();
        prop_assert_eq!(drawn.bars.len() + drawn.undated.len(), tasks.len());
        for bar in &drawn.bars {
            prop_assert!(bar.start <= bar.end && bar.late >= 0);
            if let Some(by) = bar.held_up_by {
                let other = drawn.bars.iter().find(|other| other.task == by).unwrap();
                prop_assert!(bar.expected > other.expected);
            }
            if let Some(handed_in) = bar.handed_in {
                prop_assert_eq!(bar.expected, handed_in);
            }
            if bar.critical {
                prop_assert!(bar.late > 0 || drawn.bars.iter().any(|other| other.critical && other.held_up_by == Some(bar.task)));
            }
        }
    }
}
