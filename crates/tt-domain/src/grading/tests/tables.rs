//! Cases worked out by hand: tasks, then units.

use super::*;

/// Facts; suggestion, best; score by hand.
const BY_LEVELS: &[(&str, &str, &str)] = &[
    // Mean of 91.7 and 100 is 95.85: good.
    ("done 91.7 100", "good good", "95.85"),
    ("done 100 100", "good good", "100"),
    // Half of them passed: excellent.
    ("done 100+ 100", "excellent excellent", "100"),
    ("done 100+ 100 100", "good good", "100"),
    ("done 79.99", "completed completed", "79.99"),
    ("done 80", "good good", "80"),
    ("done 50", "completed completed", "50"),
    ("done 49.99", "not_completed not_completed", "49.99"),
    // Parts are told, not counted.
    ("done 23 (27) (?)", "not_completed not_completed", "23"),
    // Not proved: nothing now, everything at best.
    ("done 100 ?", "completed good", "50"),
    ("done ? ?", "- -", "-"),
    ("done 0 ?", "not_completed completed", "0"),
    // More than the goal does not make up for another.
    ("done 150+ 40", "completed completed", "70"),
    ("done", "good good", "100"),
    ("", "- -", "-"),
    ("out 100", "- -", "-"),
];

/// The same by points: the mean of quantity, quality and progress.
const BY_POINTS: &[(&str, &str, &str)] = &[
    ("done 100", "good good", "100"),
    ("done beyond 100", "excellent excellent", "100"),
    // (100 + 100 + 75) / 3 = 91.666…, and late is at most completed.
    ("done late beyond 100", "completed completed", "91.67"),
    ("done late exempt beyond 100", "excellent excellent", "100"),
    // (100 + 50 + 100) / 3
    ("done back back 100", "good good", "83.33"),
    // Four failures take all, five no more.
    ("done back back back back back 100", "completed completed", "66.67"),
    // (10 + 100 + 100) / 3 = 70 exactly.
    ("done 10", "good good", "70"),
    // (9.85 + 200) / 3 = 69.95.
    ("done 9.85", "completed completed", "69.95"),
    ("done 0 back back late", "not_completed not_completed", "41.67"),
];

fn told(suggestion: &Suggestion) -> (String, String) {
    let code = |grade: Option<Grade>| grade.map_or("-", Grade::code);
    let score = suggestion.score.map_or("-".to_owned(), |score| score.round_dp(2).normalize().to_string());
    (format!("{} {}", code(suggestion.grade), code(suggestion.at_best)), score)
}

#[test]
fn tasks_as_worked_out_by_hand() {
    for (criteria, table) in [(levels(), BY_LEVELS), (points(), BY_POINTS)] {
        for (case, grades, score) in table {
            let suggestion = task::suggest(&criteria, &facts(case));
            assert_eq!(
                told(&suggestion),
                ((*grades).to_owned(), (*score).to_owned()),
                "{case} by {:?}",
                criteria.method
            );
            assert!(!suggestion.reasons.is_empty(), "{case} without a reason");
        }
    }
}

/// Tasks, general points; suggestion and best, score by hand.
const UNITS: &[(&[&str], &str, &str, &str)] = &[
    // All done on time, none beyond: 70 + 27 = 97, excellent by score, good by conditions.
    (&["done", "done", "done"], "27", "good good", "97"),
    // 1 of 3 beyond is 33.3 %, above 30.
    (&["done beyond", "done", "done"], "27", "excellent excellent", "97"),
    // 3 of 10 beyond is exactly 30.
    (
        &["done beyond", "done beyond", "done beyond", "done", "done", "done", "done", "done", "done", "done"],
        "25",
        "excellent excellent",
        "95",
    ),
    // 1 of 5 late is exactly 20 %: completed. (100 + 100 + 95) / 3 × 0.7 = 68.8333…
    (&["done late", "done", "done", "done", "done"], "30", "completed completed", "98.83"),
    // The delay is spared: on time again.
    (&["done late exempt", "done", "done", "done", "done"], "30", "good good", "100"),
    // 7 of 10 done is exactly 70 %: not failing; (70 + 100 + 100) / 3 × 0.7 = 63.
    (&["done", "done", "done", "done", "done", "done", "done", "", "", ""], "20", "completed completed", "83"),
    // 6 of 10: failing whatever the score.
    (&["done", "done", "done", "done", "done", "done", "", "", "", ""], "30", "not_completed not_completed", "90.67"),
    // No general points yet: 70 now, good; excellent at best is held down by the conditions.
    (&["done"], "", "good good", "70"),
    // Withdrawn tasks count neither way.
    (&["done", "out", "out"], "20", "good good", "90"),
    // Coefficients: (3 + 0) / 4 = 75 % done by weight; 1 of 2 by count, below 70 %.
    (&["done ×3", "×1"], "20", "not_completed not_completed", "84.17"),
    (&["out"], "20", "- -", "-"),
];

#[test]
fn units_as_worked_out_by_hand() {
    for (tasks, general, grades, score) in UNITS {
        let tasks: Vec<TaskFacts> = tasks.iter().map(|task| facts(task)).collect();
        let known = UnitFacts { general: general.parse().ok(), ..UnitFacts::default() };
        let suggestion = unit::suggest(&points(), &known, &tasks);
        assert_eq!(told(&suggestion), ((*grades).to_owned(), (*score).to_owned()), "{tasks:?} {general}");
        assert!(!suggestion.reasons.is_empty());
    }
}

#[test]
fn faults_and_failing_units_hold_back_the_highest_grade() {
    let tasks = [facts("done beyond")];
    let known = UnitFacts { general: Some(decimal("30")), ..UnitFacts::default() };
    let grade = |known: &UnitFacts| unit::suggest(&points(), known, &tasks).grade;
    assert_eq!(grade(&known), Some(Grade::Excellent));
    assert_eq!(grade(&UnitFacts { failing_unit: true, ..known }), Some(Grade::Good));
    assert_eq!(grade(&UnitFacts { open_faults: true, ..known }), Some(Grade::Good));
}
