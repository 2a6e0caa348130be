//! The engine against tables worked out by hand, and against whole-number arithmetic.

use jiff::civil::date;
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::criteria::{Criteria, QuotaBase};
use super::ranking::{Contender, quota, rank};
use super::summary::Distribution;
use super::task::{Standing, TargetFact, TaskFacts, by_score};
use super::unit::UnitFacts;
use super::*;
use crate::assessment::Grade;
use crate::goal::{Judgement, Outlook};
use crate::said::said;

mod giving;
mod tables;

fn points() -> Criteria {
    shipped::sets()[1].criteria.clone()
}

fn levels() -> Criteria {
    shipped::sets()[0].criteria.clone()
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// `91.7`, `100+` (passed), `?` (no evidence), `(27)` (a part).
fn target_fact(text: &str) -> TargetFact {
    let is_part = text.starts_with('(');
    let inner = text.trim_matches(['(', ')']);
    let exceeded = inner.ends_with('+');
    let share: Option<Decimal> = inner.trim_end_matches('+').parse().ok();
    let outlook = match share {
        None => Outlook::NoEvidence,
        Some(share) if share >= Decimal::ONE_HUNDRED => Outlook::Reached,
        Some(_) => Outlook::Missed,
    };
    let judgement = Judgement { outlook, reasons: vec![said("vì", "as")], share, exceeded, result: None };
    TargetFact { target: TargetId(1), text: "mục tiêu".into(), is_part, judgement }
}

/// `done targets…`, with `late`, `back`, `exempt`, `beyond` among the words.
fn facts(text: &str) -> TaskFacts {
    let mut facts = TaskFacts {
        task: TaskId(1),
        code: "NV1".into(),
        standing: Standing::Open,
        targets: Vec::new(),
        sent_back: 0,
        delays: 0,
        exceeded: false,
        objective_cause: false,
        coefficient: Decimal::ONE,
    };
    for word in text.split_whitespace() {
        match word {
            "done" => facts.standing = Standing::DoneOnTime,
            "late" => {
                facts.standing = if facts.standing.is_done() { Standing::DoneLate(3) } else { Standing::Overdue(3) };
                facts.delays += 1;
            }
            "back" => facts.sent_back += 1,
            "exempt" => facts.objective_cause = true,
            "beyond" => facts.exceeded = true,
            "out" => facts.standing = Standing::Excluded,
            word if word.starts_with('×') => facts.coefficient = decimal(word.trim_start_matches('×')),
            target => facts.targets.push(target_fact(target)),
        }
    }
    facts
}

#[test]
fn shipped_sets_are_sound_and_follow_one_another() {
    let sets = shipped::sets();
    for set in &sets {
        assert!(set.criteria.faults().is_empty(), "{}: {:?}", set.code, set.criteria.faults());
        let values: Vec<(String, String)> =
            set.criteria.values().into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        assert_eq!(Criteria::from_values(&values).as_ref(), Ok(&set.criteria), "{}", set.code);
        assert_eq!(values.len(), criteria::FIELDS.len());
        assert!(values.iter().zip(criteria::FIELDS).all(|((name, _), field)| name == field.name));
    }
    let on = |year, month, subject| {
        in_force(&sets, subject, date(year, month, 1)).map(|set| set.code.as_str()).unwrap_or_default()
    };
    assert_eq!(on(2019, 12, Subject::Agencies), "thuc-te-2019");
    assert_eq!(on(2026, 1, Subject::Agencies), "nd-335-2025");
    assert_eq!(on(2026, 12, Subject::Agencies), "nd-335-2025");
    assert_eq!(on(2026, 12, Subject::PublicUnits), "nd-233-2026");
    assert_eq!(on(2014, 1, Subject::Agencies), "");
}

#[test]
fn an_own_set_goes_before_those_that_come_with_the_program() {
    let mut sets = shipped::sets();
    let own = CriteriaSet {
        agency: Some(AgencyId(1)),
        code: "tinh".into(),
        subject: Subject::All,
        valid_from: date(2026, 3, 1),
        ..sets[1].clone()
    };
    sets.push(own.clone());
    sets.push(CriteriaSet { version: 2, ..own });
    assert_eq!(in_force(&sets, Subject::Agencies, date(2026, 2, 28)).unwrap().code, "nd-335-2025");
    let held = in_force(&sets, Subject::Agencies, date(2026, 3, 1)).unwrap();
    assert_eq!((held.code.as_str(), held.version), ("tinh", 2));
}

#[test]
fn faults_of_a_set_are_told_at_their_field() {
    let with = |changes: &[(&str, &str)]| {
        let mut values: Vec<(String, String)> =
            points().values().into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        for (name, value) in changes {
            values.iter_mut().find(|(known, _)| known == name).unwrap().1 = (*value).to_owned();
        }
        match Criteria::from_values(&values) {
            Ok(_) => String::new(),
            Err(faults) => {
                faults.iter().map(|fault| format!("{}: {}", fault.field, fault.said.vi)).collect::<Vec<_>>().join("\n")
            }
        }
    };
    assert_eq!(with(&[("general", "40"), ("performance", "60")]), "");
    assert_eq!(
        with(&[("general", "40")]),
        "performance: điểm tiêu chí chung 40 và kết quả 70 cộng lại là 110, phải bằng 100; hãy sửa một trong hai"
    );
    assert_eq!(
        with(&[("items", "Kỷ luật = 10\nCải cách = 12,5\nĐoàn kết = 5")]),
        "items: các tiêu chí chung cộng lại là 27,5 điểm, phải bằng 30; hãy sửa điểm từng dòng"
    );
    assert_eq!(with(&[("items", "Kỷ luật = 10\nCải cách, chuyển đổi số = 20")]), "");
    assert!(with(&[("items", "Kỷ luật 10")]).starts_with("items: dòng 1: “Kỷ luật 10” không đúng dạng"));
    assert!(with(&[("good", "bảy mươi")]).starts_with("good: “bảy mươi” không dùng được"));
    assert!(with(&[("good", "95")]).starts_with("excellent: ba mốc điểm phải giảm dần, đang là 90, 95, 50"));
    assert!(with(&[("quota", "120")]).starts_with("quota: “120” không dùng được"));
    assert!(with(&[("rounding", "9")]).starts_with("rounding: "));
    assert!(with(&[("method", "gut")]).starts_with("method: "));
    assert_eq!(with(&[("rounding", "1")]), "");
    let two = with(&[("good", "x"), ("small_group", "-1")]);
    assert_eq!(two.lines().count(), 2, "{two}");
}

#[test]
fn the_boundaries_of_the_scale() {
    let rounded = Criteria { rounding: Some(1), ..points() };
    for (score, exact, to_one) in [
        ("90", Grade::Excellent, Grade::Excellent),
        ("89.99", Grade::Good, Grade::Excellent),
        ("89.94", Grade::Good, Grade::Good),
        ("70", Grade::Good, Grade::Good),
        ("69.95", Grade::Completed, Grade::Good),
        ("69.9499", Grade::Completed, Grade::Completed),
        ("50", Grade::Completed, Grade::Completed),
        ("49.9999", Grade::NotCompleted, Grade::Completed),
        ("0", Grade::NotCompleted, Grade::NotCompleted),
    ] {
        assert_eq!(by_score(&points(), decimal(score)), exact, "{score}");
        assert_eq!(by_score(&rounded, decimal(score)), to_one, "{score} to one decimal");
    }
}

#[test]
fn quotas() {
    use Grade::{Excellent, Good};
    let group = |excellent: usize, good: usize, others: usize| {
        let mut grades = vec![Some(Excellent); excellent];
        grades.extend(vec![Some(Good); good]);
        grades.extend(vec![None; others]);
        grades
    };
    let allowed =
        |criteria: &Criteria, grades: &[Option<Grade>], outstanding| quota(criteria, grades, outstanding).allowed;
    // Exactly 20 percent of five is one; 20 percent of nine is 1.8, and not two.
    assert_eq!(allowed(&points(), &group(1, 4, 0), false), 1);
    assert_eq!(allowed(&points(), &group(2, 7, 0), false), 1);
    assert_eq!(allowed(&points(), &group(2, 8, 0), false), 2);
    assert_eq!(allowed(&points(), &group(3, 9, 0), true), 3, "a quarter for an outstanding group");
    assert_eq!(allowed(&points(), &group(2, 2, 0), false), 1, "fewer than five: one");
    assert_eq!(allowed(&points(), &group(0, 0, 0), false), 1);
    assert_eq!(allowed(&points(), &group(1, 3, 1), false), 0, "20 percent of four");
    let only = Criteria { quota_base: QuotaBase::GoodOnly, ..points() };
    assert_eq!(allowed(&only, &group(2, 8, 0), false), 1);
    let all = Criteria { quota_base: QuotaBase::All, ..points() };
    assert_eq!(allowed(&all, &group(1, 3, 6), false), 2);
}

#[test]
fn ranking_shares_places_and_marks_those_beyond_the_quota() {
    let unit = |id: i64, grade, score: &str| Contender { agency: AgencyId(id), grade, score: score.parse().ok() };
    let units = vec![
        unit(1, Some(Grade::Good), "85"),
        unit(2, Some(Grade::Excellent), "95"),
        unit(3, None, ""),
        unit(4, Some(Grade::Excellent), "96.5"),
        unit(5, Some(Grade::Good), "85"),
        unit(6, Some(Grade::Completed), "88"),
    ];
    let (places, quota) = rank(&points(), units, false);
    let told: Vec<(i64, Option<u32>, bool)> =
        places.iter().map(|place| (place.unit.agency.0, place.place, place.beyond_quota)).collect();
    assert_eq!(
        told,
        [
            (4, Some(1), true),
            (2, Some(2), true),
            (1, Some(3), false),
            (5, Some(3), false),
            (6, Some(5), false),
            (3, None, false)
        ]
    );
    assert_eq!((quota.base, quota.allowed, quota.excellent), (4, 0, 2));
}

#[test]
fn a_head_is_never_above_the_unit() {
    for head in Grade::ALL {
        for unit in Grade::ALL {
            assert!(head.of_head(*unit).level() <= unit.level());
            assert_eq!(head.of_head(*unit).level(), head.level().min(unit.level()));
        }
    }
}

#[test]
fn summaries_read_as_reports_write_them() {
    use Grade::{Completed, Good};
    let six = [Some(Good), Some(Good), Some(Good), Some(Good), Some(Completed), Some(Good)];
    assert_eq!(Distribution::of(six).sentence().vi, "hoàn thành tốt 05/06 nhiệm vụ, hoàn thành 01/06 nhiệm vụ");
    assert_eq!(
        Distribution::of([Some(Grade::Excellent), None, Some(Grade::NotCompleted)]).sentence().vi,
        "hoàn thành xuất sắc 01/03 nhiệm vụ, không hoàn thành 01/03 nhiệm vụ, chưa đánh giá 01/03 nhiệm vụ"
    );
    let row = summary::SummaryRow {
        number: 5,
        task: "Sửa trường".into(),
        results: vec!["14/20 trường".into()],
        self_grade: Some(Completed),
        appraised: None,
        decided: Some(Grade::NotCompleted),
    };
    let table = summary::table(&[row]);
    assert_eq!(table[0].len(), table[1].len());
    assert_eq!(table[1][3..], ["Hoàn thành", "", "Không hoàn thành"]);
}

proptest! {
    /// The score of a unit, against whole-number arithmetic over a common denominator.
    #[test]
    fn unit_scores_are_exact(
        tasks in prop::collection::vec((any::<bool>(), any::<bool>(), 0_u32..6, any::<bool>(), 1_i64..40), 1..60),
        general in 0_i64..=3000,
    ) {
        let criteria = points();
        let made: Vec<TaskFacts> = tasks.iter().map(|(done, late, back, spared, coefficient)| {
            let mut facts = facts("");
            facts.standing = match (done, late) {
                (true, false) => Standing::DoneOnTime,
                (true, true) => Standing::DoneLate(1),
                (false, true) => Standing::Overdue(1),
                (false, false) => Standing::Open,
            };
            facts.delays = u32::from(*late);
            facts.sent_back = *back;
            facts.objective_cause = *spared;
            facts.coefficient = Decimal::new(*coefficient, 1);
            facts
        }).collect();
        let known = UnitFacts { general: Some(Decimal::new(general, 2)), ..UnitFacts::default() };
        let score = unit::suggest(&criteria, &known, &made).score.unwrap();
        // By hand: (Σc·q + Σc·k + Σc·t) × 70 / (3 × 100 × Σc) + general, with Σ in tenths.
        let (mut sum, mut weights) = (0_i128, 0_i128);
        for (done, late, back, spared, coefficient) in &tasks {
            let failures = i128::from(if *spared { 0 } else { *back });
            let delays = i128::from(*late && !*spared);
            let parts = i128::from(*done) * 100 + (100 - 25 * failures).max(0) + (100 - 25 * delays).max(0);
            sum += i128::from(*coefficient) * parts;
            weights += i128::from(*coefficient);
        }
        // score × 300 × weights × 100 = sum × 70 × 100 + general × 300 × weights
        let exact = sum * 7000 + i128::from(general) * 300 * weights;
        let whole = Decimal::from_i128_with_scale(300 * weights * 100, 0);
        let difference = score * whole - Decimal::from_i128_with_scale(exact, 0);
        prop_assert!(difference.abs() < Decimal::new(1, 12), "{} of {}", difference, exact);
        // No threshold is passed by a rounding of the computation.
        for threshold in [90_i128, 70, 50] {
            let above = exact >= threshold * 300 * weights * 100;
            let found = by_score(&criteria, score).level() >= match threshold { 90 => 3, 70 => 2, _ => 1 };
            prop_assert_eq!(found, above, "{} at {}", score, threshold);
        }
    }
}
