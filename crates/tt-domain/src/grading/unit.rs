//! What evidence suggests for an agency or unit: its points and the conditions on counts, each by itself and both said.

use rust_decimal::Decimal;

use super::criteria::{Criteria, Method};
use super::task::{self, Standing, TaskFacts, by_score, english, less, mean, rounded, share, spared};
use super::{About, Reason, Suggestion};
use crate::assessment::Grade;
use crate::said::{Said, amount, number, said};

/// What is known of a unit beside its tasks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnitFacts {
    /// Points of the general criteria, once given.
    pub general: Option<Decimal>,
    /// Whether a unit under it was not completed.
    pub failing_unit: bool,
    /// Whether earlier faults stay unmended.
    pub open_faults: bool,
}

/// Counts over the tasks that count, by coefficient.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Tasks.
    pub assigned: u32,
    /// Done.
    pub done: u32,
    /// Done in time, spared ones too.
    pub on_time: u32,
    /// Late, done or not, without the spared ones.
    pub late: u32,
    /// Beyond what was asked.
    pub exceeded: u32,
}

/// Counts tasks; returned, withdrawn and carried-over ones are not there.
pub fn counts(criteria: &Criteria, tasks: &[TaskFacts]) -> Counts {
    let mut counts = Counts::default();
    for facts in tasks.iter().filter(|facts| facts.standing != Standing::Excluded) {
        let late = facts.standing.is_late() && !spared(criteria, facts);
        counts.assigned += 1;
        counts.done += u32::from(facts.standing.is_done());
        counts.on_time += u32::from(facts.standing.is_done() && !late);
        counts.late += u32::from(late);
        counts.exceeded += u32::from(facts.exceeded || beyond(facts));
    }
    counts
}

/// All its targets are reached and at least one is passed.
fn beyond(facts: &TaskFacts) -> bool {
    facts.achievement().is_some_and(|(proved, _)| proved >= Decimal::ONE_HUNDRED)
        && facts.counted().any(|fact| fact.judgement.exceeded)
}

/// What evidence suggests for a unit.
pub fn suggest(criteria: &Criteria, facts: &UnitFacts, tasks: &[TaskFacts]) -> Suggestion {
    let counts = counts(criteria, tasks);
    let mut reasons = Vec::new();
    let mut say = |said: Said, field: &'static str| reasons.push(Reason { said, about: About::Criterion(field) });
    if counts.assigned == 0 {
        say(said("chưa có nhiệm vụ nào để tính", "no task to count"), "share_quantity");
        return Suggestion { grade: None, at_best: None, score: None, reasons };
    }
    say(told(counts), "completed_done");
    let results = results(criteria, tasks);
    let (low, high) = scores(criteria, facts, results, &mut say);
    let by_counts = by_conditions(criteria, facts, counts, &mut say);
    let grade = by_score(criteria, low).lower(by_counts);
    let at_best = by_score(criteria, high).lower(by_counts);
    let alone = by_score(criteria, low);
    say(
        said(
            format!("theo điểm {}: {}", number(rounded(criteria, low)), alone.words()),
            format!("by its score {}: {}", number(rounded(criteria, low)), english(alone)),
        ),
        "good",
    );
    if alone != by_counts {
        say(
            said(
                format!(
                    "điểm và điều kiện không cùng mức ({} và {}); gợi ý lấy mức thấp hơn, cấp có thẩm quyền quyết định",
                    alone.words(),
                    by_counts.words()
                ),
                format!(
                    "score and conditions differ ({} and {}); the lower is suggested, the authority decides",
                    english(alone),
                    english(by_counts)
                ),
            ),
            "excellent",
        );
    }
    Suggestion { grade: Some(grade), at_best: Some(at_best), score: Some(low), reasons }
}

fn told(counts: Counts) -> Said {
    let Counts { assigned, done, on_time, late, exceeded } = counts;
    said(
        format!(
            "{assigned:02} nhiệm vụ: hoàn thành {done:02}, đúng hạn {on_time:02}, chậm {late:02}, vượt yêu cầu {exceeded:02}"
        ),
        format!("{assigned} tasks: {done} done, {on_time} on time, {late} late, {exceeded} beyond what was asked"),
    )
}

/// Results of all tasks in percent, by their coefficients.
pub fn results(criteria: &Criteria, tasks: &[TaskFacts]) -> Decimal {
    let counted = || tasks.iter().filter(|facts| facts.standing != Standing::Excluded);
    let weights: Decimal = counted().map(|facts| facts.coefficient).sum();
    let weighed = |part: &dyn Fn(&TaskFacts) -> Decimal| {
        let sum: Decimal = counted().map(|facts| facts.coefficient * part(facts)).sum();
        sum.checked_div(weights).unwrap_or_default()
    };
    if criteria.method == Method::Levels {
        return weighed(&|facts| facts.achievement().map_or_else(|| done(facts), |(proved, _)| proved));
    }
    let times = |facts: &TaskFacts, count: u32| if spared(criteria, facts) { 0 } else { count };
    let quantity = weighed(&done);
    let quality = weighed(&|facts| less(criteria.quality_deduction, times(facts, facts.sent_back)));
    let progress = weighed(&|facts| less(criteria.progress_deduction, times(facts, facts.delays)));
    mean(criteria, [quantity, quality, progress])
}

fn done(facts: &TaskFacts) -> Decimal {
    if facts.standing.is_done() { Decimal::ONE_HUNDRED } else { Decimal::ZERO }
}

/// The score by what is known, and at best.
fn scores(
    criteria: &Criteria,
    facts: &UnitFacts,
    results: Decimal,
    say: &mut impl FnMut(Said, &'static str),
) -> (Decimal, Decimal) {
    let earned = criteria.performance.checked_mul(results).and_then(|points| points.checked_div(Decimal::ONE_HUNDRED));
    let earned = earned.unwrap_or_default();
    say(
        said(
            format!(
                "kết quả thực hiện {}% × {} điểm = {}",
                number(results),
                number(criteria.performance),
                number(earned)
            ),
            format!("results {}% × {} points = {}", number(results), number(criteria.performance), number(earned)),
        ),
        "performance",
    );
    if criteria.general.is_zero() {
        return (earned, earned);
    }
    match facts.general {
        Some(general) => {
            say(
                said(
                    format!("tiêu chí chung {}/{} điểm", number(general), number(criteria.general)),
                    format!("general criteria {}/{} points", number(general), number(criteria.general)),
                ),
                "general",
            );
            (earned + general, earned + general)
        }
        None => {
            say(
                said(
                    format!("chưa chấm {} điểm tiêu chí chung, tạm tính 0", number(criteria.general)),
                    format!(
                        "the {} points of the general criteria are not given yet, counted as 0",
                        number(criteria.general)
                    ),
                ),
                "general",
            );
            (earned, earned + criteria.general)
        }
    }
}

/// The highest grade whose conditions hold.
fn by_conditions(
    criteria: &Criteria,
    facts: &UnitFacts,
    counts: Counts,
    say: &mut impl FnMut(Said, &'static str),
) -> Grade {
    if criteria.method == Method::Levels {
        let beyond = of(counts.exceeded, counts);
        let enough = beyond >= criteria.excellent_exceeded;
        return if enough { Grade::Excellent } else { Grade::Good };
    }
    let (on_time, exceeded) = (of(counts.on_time, counts), of(counts.exceeded, counts));
    let (done, late) = (of(counts.done, counts), of(counts.late, counts));
    let percent = |value| amount(value, Some("%"));
    if done < criteria.failed_done {
        let (done, least) = (percent(done), percent(criteria.failed_done));
        say(
            said(
                format!("mới hoàn thành {done} nhiệm vụ, dưới {least}: Không hoàn thành"),
                format!("{done} done, below {least}: not completed"),
            ),
            "failed_done",
        );
        return Grade::NotCompleted;
    }
    let good = on_time >= criteria.good_on_time;
    if !good {
        let (on_time, least) = (percent(on_time), percent(criteria.good_on_time));
        say(
            said(format!("đúng hạn {on_time}, mức Tốt cần {least}"), format!("{on_time} on time, good needs {least}")),
            "good_on_time",
        );
        completed_reasons(criteria, done, late, say);
        return Grade::Completed;
    }
    if exceeded < criteria.excellent_exceeded || on_time < criteria.excellent_on_time {
        let (exceeded, least) = (percent(exceeded), percent(criteria.excellent_exceeded));
        say(
            said(
                format!("vượt yêu cầu {exceeded}, mức Xuất sắc cần {least}"),
                format!("{exceeded} beyond what was asked, excellent needs {least}"),
            ),
            "excellent_exceeded",
        );
        return Grade::Good;
    }
    if facts.failing_unit {
        say(
            said(
                "có đơn vị trực thuộc không hoàn thành nên không đạt Xuất sắc",
                "a unit under it was not completed, so not excellent",
            ),
            "excellent",
        );
        return Grade::Good;
    }
    if facts.open_faults {
        say(
            said("còn tồn tại chưa khắc phục nên không đạt Xuất sắc", "earlier faults stay unmended, so not excellent"),
            "excellent",
        );
        return Grade::Good;
    }
    Grade::Excellent
}

/// What stands against `hoàn thành`: between it and failing no level fits, which the authority has to settle.
fn completed_reasons(criteria: &Criteria, done: Decimal, late: Decimal, say: &mut impl FnMut(Said, &'static str)) {
    let percent = |value| amount(value, Some("%"));
    if done < criteria.completed_done {
        let (done, least) = (percent(done), percent(criteria.completed_done));
        say(
            said(
                format!(
                    "hoàn thành {done}, mức Hoàn thành cần {least}; không mức nào khớp hẳn, cấp có thẩm quyền quyết định"
                ),
                format!("{done} done, completed needs {least}; no level fits fully, the authority decides"),
            ),
            "completed_done",
        );
    }
    if late > criteria.completed_late {
        let (late, most) = (percent(late), percent(criteria.completed_late));
        say(
            said(
                format!("chậm {late}, mức Hoàn thành cho phép đến {most}; cấp có thẩm quyền quyết định"),
                format!("{late} late, completed bears {most}; the authority decides"),
            ),
            "completed_late",
        );
    }
}

fn of(count: u32, counts: Counts) -> Decimal {
    share(Decimal::from(count), Decimal::from(counts.assigned)).unwrap_or_default()
}

/// Suggestions for all tasks of a unit, in order.
pub fn suggest_tasks(criteria: &Criteria, tasks: &[TaskFacts]) -> Vec<Suggestion> {
    tasks.iter().map(|facts| task::suggest(criteria, facts)).collect()
}
