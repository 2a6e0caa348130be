//! The columns at their edges, and that sums add up.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::calendar::days_after;

fn task(state: TaskState, deadline: Option<Date>, completed_on: Option<Date>) -> Counted {
    Counted { state, deadline, original_deadline: deadline, completed_on }
}

/// The figures of report 1270/BC-TCTTTg, and the shares its base gives.
#[test]
fn shares_are_those_of_the_stated_bases() {
    let columns = Columns {
        done_on_time: 14_068,
        done_late: 1_983,
        open_in_time: 5_640,
        open_overdue: 223,
        ..Columns::default()
    };
    assert_eq!((columns.completed(), columns.open(), columns.total()), (16_051, 5_863, 21_914));
    let due = columns.overdue_of_due().unwrap();
    assert_eq!((due.base, due.percent(2).to_string()), (16_274, "1.37".to_owned()));
    let total = columns.overdue_of_total().unwrap();
    assert_eq!((total.base, total.percent(2).to_string()), (21_914, "1.02".to_owned()));
    assert_eq!(Columns::default().overdue_of_due(), None);
    assert_eq!(Share { part: 1, base: 8 }.percent(2).to_string(), "12.50");
    assert_eq!(Share { part: 1, base: 16 }.percent(1).to_string(), "6.3");
}

#[test]
fn each_task_stands_in_one_column() {
    let (deadline, day) = (date(2019, 6, 28), date(2019, 7, 1));
    let cases = [
        (TaskState::Completed, Some(deadline), Some(deadline), Column::DoneOnTime),
        (TaskState::Completed, Some(deadline), Some(date(2019, 6, 30)), Column::DoneLate { days: 2 }),
        (TaskState::Completed, None, Some(deadline), Column::DoneUnjudged),
        (TaskState::Completed, Some(deadline), None, Column::DoneUnjudged),
        (TaskState::InProgress, Some(day), None, Column::OpenInTime),
        (TaskState::ResultSubmitted, Some(deadline), None, Column::OpenOverdue { days: 3 }),
        (TaskState::Assigned, None, None, Column::OpenUndated),
        (TaskState::Returned, Some(deadline), None, Column::Returned),
        (TaskState::Draft, Some(deadline), None, Column::NotCounted),
        (TaskState::Cancelled, Some(deadline), None, Column::NotCounted),
        (TaskState::CarriedOver, Some(deadline), None, Column::NotCounted),
    ];
    for (state, deadline, done, expected) in cases {
        assert_eq!(column(&task(state, deadline, done), Basis::Adjusted, day), expected, "{state:?} {deadline:?}");
    }
}

#[test]
fn extension_counts_by_one_deadline_and_not_by_the_other() {
    let extended = Counted {
        state: TaskState::Completed,
        deadline: Some(date(2019, 7, 31)),
        original_deadline: Some(date(2019, 6, 28)),
        completed_on: Some(date(2019, 7, 15)),
    };
    assert_eq!(column(&extended, Basis::Adjusted, date(2019, 12, 14)), Column::DoneOnTime);
    assert_eq!(column(&extended, Basis::Original, date(2019, 12, 14)), Column::DoneLate { days: 17 });
}

#[test]
fn coordinators_are_counted_each_and_apart() {
    let one = task(TaskState::Assigned, None, None);
    let groups = count_coordinated([(vec!["A", "B", "A"], &one)], Basis::Adjusted, date(2019, 1, 1));
    let counts: Vec<_> = groups.iter().map(|(key, columns)| (*key, columns.open_undated)).collect();
    assert_eq!(counts, [("A", 1), ("B", 1)]);
}

#[test]
fn ageing_buckets_at_their_edges() {
    let day = date(2019, 12, 14);
    let late: Vec<Counted> = [0, 1, 7, 8, 30, 31, 90, 91, 400]
        .map(|days| task(TaskState::InProgress, Some(days_after(day, -days)), None))
        .to_vec();
    assert_eq!(ageing(&late, Basis::Adjusted, day), Ageing { week: 2, month: 2, quarter: 2, longer: 2 });
}

fn counted() -> impl Strategy<Value = Counted> {
    let day = || prop::option::of((0..400_i32).prop_map(|offset| days_after(date(2019, 1, 1), offset)));
    (prop::sample::select(TaskState::ALL), day(), day(), day()).prop_map(
        |(state, deadline, original_deadline, completed_on)| Counted {
            state,
            deadline,
            original_deadline,
            completed_on,
        },
    )
}

proptest! {
    /// Sums add up: columns, groups and buckets, by either deadline, on any day.
    #[test]
    fn sums_add_up(tasks in prop::collection::vec((0..4_u8, counted()), 0..60), later in 0..500_i32, original in any::<bool>()) {
        let basis = if original { Basis::Original } else { Basis::Adjusted };
        let day = days_after(date(2019, 1, 1), later);
        let whole = count(tasks.iter().map(|(_, task)| task), basis, day);
        prop_assert_eq!(whole.everything() as usize, tasks.len());
        let groups = count_by(tasks.iter().map(|(key, task)| (*key, task)), basis, day);
        prop_assert_eq!(groups.into_values().sum::<Columns>(), whole);
        prop_assert_eq!(ageing(tasks.iter().map(|(_, task)| task), basis, day).total(), whole.open_overdue);
        for share in [whole.overdue_of_due(), whole.overdue_of_total(), whole.on_time_of_completed(), whole.completed_of_total()] {
            prop_assert!(share.is_none_or(|share| share.part <= share.base && share.base > 0));
        }
    }
}
