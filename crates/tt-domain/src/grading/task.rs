//! What evidence suggests for one task.
//!
//! Targets that are parts of another are told and not counted beside it. What is not proved counts as nothing for the
//! suggestion and as reached for the best it could be; where the two differ, both are said.

use rust_decimal::{Decimal, RoundingStrategy};

use super::criteria::{Criteria, Method};
use super::{About, Reason, Suggestion};
use crate::assessment::Grade;
use crate::goal::{Judgement, Outlook};
use crate::id::{TargetId, TaskId};
use crate::said::{Said, amount, number, said};

/// How a task stands, for grading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Not counted: returned, withdrawn, carried over, proposed.
    Excluded,
    /// Open, not past its deadline.
    Open,
    /// Open and so many days past its deadline.
    Overdue(i32),
    /// Done in time, or without a deadline.
    DoneOnTime,
    /// Done so many days late.
    DoneLate(i32),
}

impl Standing {
    /// Whether it is done.
    pub fn is_done(self) -> bool {
        matches!(self, Self::DoneOnTime | Self::DoneLate(_))
    }

    /// Whether it is late, done or not.
    pub fn is_late(self) -> bool {
        matches!(self, Self::DoneLate(_) | Self::Overdue(_))
    }
}

/// A target with its verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetFact {
    /// Which.
    pub target: TargetId,
    /// Its words.
    pub text: String,
    /// Whether it is a part of another.
    pub is_part: bool,
    /// How it stands.
    pub judgement: Judgement,
}

/// What is known of a task for grading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskFacts {
    /// Which.
    pub task: TaskId,
    /// What it is called by: `NV5`.
    pub code: String,
    /// How it stands.
    pub standing: Standing,
    /// Its targets.
    pub targets: Vec<TargetFact>,
    /// How often its result was sent back.
    pub sent_back: u32,
    /// How often it was late.
    pub delays: u32,
    /// Whether it was confirmed, with proof, as done beyond what was asked.
    pub exceeded: bool,
    /// Whether an objective cause of its failures was confirmed by whoever may.
    pub objective_cause: bool,
    /// Its coefficient when works are added up (hệ số quy đổi).
    pub coefficient: Decimal,
}

impl TaskFacts {
    /// Targets that count: those that are no parts of another.
    pub fn counted(&self) -> impl Iterator<Item = &TargetFact> {
        self.targets.iter().filter(|fact| !fact.is_part)
    }

    /// Share of its targets reached, in percent: by what is proved, and at best. `None` without targets.
    pub fn achievement(&self) -> Option<(Decimal, Decimal)> {
        let hundred = Decimal::ONE_HUNDRED;
        let shares = self.counted().map(|fact| match fact.judgement.outlook {
            Outlook::NoEvidence => (Decimal::ZERO, hundred),
            Outlook::Reached => (hundred, hundred),
            _ => {
                let share = fact.judgement.share.unwrap_or_default().clamp(Decimal::ZERO, hundred);
                (share, share)
            }
        });
        let (mut proved, mut best, mut count) = (Decimal::ZERO, Decimal::ZERO, 0_u32);
        for (low, high) in shares {
            proved += low;
            best += high;
            count += 1;
        }
        let count = Decimal::from(count);
        Some((proved.checked_div(count)?, best.checked_div(count)?))
    }

    /// Whether anything is proved about its targets.
    pub fn has_evidence(&self) -> bool {
        self.counted().any(|fact| fact.judgement.outlook != Outlook::NoEvidence)
    }

    /// Share of its targets passed, in percent; all of them when the whole task was confirmed as passed.
    fn exceeded_share(&self) -> Decimal {
        if self.exceeded {
            return Decimal::ONE_HUNDRED;
        }
        let (all, beyond) = self.counted().fold((0_u32, 0_u32), |(all, beyond), fact| {
            (all + 1, beyond + u32::from(fact.judgement.exceeded && fact.judgement.outlook == Outlook::Reached))
        });
        share(Decimal::from(beyond), Decimal::from(all)).unwrap_or_default()
    }
}

/// Part of a whole in percent.
pub(super) fn share(part: Decimal, whole: Decimal) -> Option<Decimal> {
    part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole)
}

/// A hundred less so much for each failure, never below nothing.
pub(super) fn less(deduction: Decimal, times: u32) -> Decimal {
    let lost = deduction.checked_mul(Decimal::from(times)).unwrap_or(Decimal::ONE_HUNDRED);
    (Decimal::ONE_HUNDRED - lost).max(Decimal::ZERO)
}

/// The mean of quantity, quality and progress by their shares.
pub(super) fn mean(criteria: &Criteria, parts: [Decimal; 3]) -> Decimal {
    let weights: Decimal = criteria.shares.iter().copied().sum();
    let sum: Decimal = criteria.shares.iter().zip(parts).map(|(weight, part)| *weight * part).sum();
    sum.checked_div(weights).unwrap_or_default()
}

/// A score as it is held against the thresholds.
pub fn rounded(criteria: &Criteria, score: Decimal) -> Decimal {
    match criteria.rounding {
        Some(decimals) => score.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero),
        None => score,
    }
}

/// The grade a score alone gives.
pub fn by_score(criteria: &Criteria, score: Decimal) -> Grade {
    let score = rounded(criteria, score);
    if score >= criteria.excellent {
        Grade::Excellent
    } else if score >= criteria.good {
        Grade::Good
    } else if score >= criteria.completed {
        Grade::Completed
    } else {
        Grade::NotCompleted
    }
}

/// What evidence suggests for a task.
pub fn suggest(criteria: &Criteria, facts: &TaskFacts) -> Suggestion {
    let mut reasons = target_reasons(facts);
    let about = About::Task(facts.task);
    let mut say = |said: Said, about: About| reasons.push(Reason { said, about });
    let none = |reasons| Suggestion { grade: None, at_best: None, score: None, reasons };
    if facts.standing == Standing::Excluded {
        say(
            said(
                "nhiệm vụ không tính: đã trả lại, rút hoặc chuyển năm sau",
                "not counted: returned, withdrawn or carried over",
            ),
            about,
        );
        return none(reasons);
    }
    // Without targets, its being done is what can be proved.
    let achieved = match facts.achievement() {
        Some(achieved) if facts.has_evidence() => achieved,
        Some(_) => {
            say(
                said(
                    "chưa mục tiêu nào có minh chứng nên chưa gợi ý được mức",
                    "no target has evidence, so no grade is suggested",
                ),
                about,
            );
            return none(reasons);
        }
        None if facts.standing.is_done() => (Decimal::ONE_HUNDRED, Decimal::ONE_HUNDRED),
        None => {
            say(
                said(
                    "nhiệm vụ không nêu mục tiêu và chưa được xác nhận hoàn thành",
                    "no targets, and not confirmed as done",
                ),
                about,
            );
            return none(reasons);
        }
    };
    standing_reasons(criteria, facts, &mut say);
    let (proved, best) = (result(criteria, facts, achieved.0), result(criteria, facts, achieved.1));
    let grade = graded(criteria, facts, proved, achieved.0);
    let at_best = graded(criteria, facts, best, achieved.1);
    say(
        formula(criteria, achieved.0, proved),
        About::Criterion(if criteria.method == Method::Levels { "good" } else { "share_quantity" }),
    );
    threshold_reason(criteria, facts, proved, achieved.0, grade, &mut say);
    if at_best != grade {
        say(
            said(
                format!("nếu các mục tiêu chưa có minh chứng đều đạt thì là {}", at_best.words()),
                format!("if all targets without evidence are reached: {}", english(at_best)),
            ),
            about,
        );
    }
    Suggestion { grade: Some(grade), at_best: Some(at_best), score: Some(proved), reasons }
}

/// The English words of a grade.
pub fn english(grade: Grade) -> &'static str {
    match grade {
        Grade::NotCompleted => "not completed",
        Grade::Completed => "completed",
        Grade::Good => "good",
        Grade::Excellent => "excellent",
    }
}

fn target_reasons(facts: &TaskFacts) -> Vec<Reason> {
    let reason = |fact: &TargetFact| {
        let outlook = fact.judgement.outlook.words();
        let why_vi: Vec<&str> = fact.judgement.reasons.iter().map(|reason| reason.vi.as_str()).collect();
        let why_en: Vec<&str> = fact.judgement.reasons.iter().map(|reason| reason.en.as_str()).collect();
        Reason {
            said: said(
                format!("{}: {}; {}", fact.text, outlook.vi.to_lowercase(), why_vi.join("; ")),
                format!("{}: {}; {}", fact.text, outlook.en.to_lowercase(), why_en.join("; ")),
            ),
            about: About::Target(fact.target),
        }
    };
    facts.targets.iter().map(reason).collect()
}

/// Whether a failure costs something.
pub(super) fn spared(criteria: &Criteria, facts: &TaskFacts) -> bool {
    criteria.exempt_objective && facts.objective_cause
}

fn result(criteria: &Criteria, facts: &TaskFacts, achieved: Decimal) -> Decimal {
    if criteria.method == Method::Levels {
        return achieved;
    }
    let spared = spared(criteria, facts);
    let times = |count: u32| if spared { 0 } else { count };
    let quality = less(criteria.quality_deduction, times(facts.sent_back));
    let progress = less(criteria.progress_deduction, times(facts.delays));
    mean(criteria, [achieved, quality, progress])
}

fn graded(criteria: &Criteria, facts: &TaskFacts, score: Decimal, achieved: Decimal) -> Grade {
    let grade = by_score(criteria, score);
    let late = facts.standing.is_late() && !spared(criteria, facts);
    let whole = achieved >= Decimal::ONE_HUNDRED;
    let allowed = if whole && !late && facts.exceeded_share() >= criteria.excellent_exceeded {
        Grade::Excellent
    } else if !late || criteria.method == Method::Levels {
        Grade::Good
    } else {
        Grade::Completed
    };
    grade.lower(allowed)
}

fn standing_reasons(criteria: &Criteria, facts: &TaskFacts, say: &mut impl FnMut(Said, About)) {
    let about = About::Task(facts.task);
    match facts.standing {
        Standing::Overdue(days) => {
            say(said(format!("quá hạn {days} ngày, chưa xong"), format!("{days} days overdue")), about);
        }
        Standing::DoneLate(days) => {
            say(said(format!("xong chậm {days} ngày"), format!("done {days} days late")), about);
        }
        _ => {}
    }
    if facts.sent_back > 0 {
        say(
            said(
                format!("kết quả bị trả lại {:02} lần", facts.sent_back),
                format!("the result was sent back {} times", facts.sent_back),
            ),
            about,
        );
    }
    if facts.exceeded {
        say(
            said("được xác nhận vượt yêu cầu, có minh chứng", "confirmed, with proof, as beyond what was asked"),
            about,
        );
    }
    if facts.objective_cause && (facts.delays > 0 || facts.sent_back > 0) {
        let said = if criteria.exempt_objective {
            said(
                "nguyên nhân khách quan đã được xác nhận nên không trừ",
                "an objective cause was confirmed, nothing is taken off",
            )
        } else {
            said(
                "nguyên nhân khách quan đã được xác nhận; bộ tiêu chí này vẫn trừ",
                "an objective cause was confirmed; this set takes off all the same",
            )
        };
        say(said, About::Criterion("exempt_objective"));
    }
}

fn formula(criteria: &Criteria, achieved: Decimal, score: Decimal) -> Said {
    let (achieved, score) = (number(achieved), number(score));
    if criteria.method == Method::Levels {
        return said(
            format!("bình quân các mục tiêu đạt {achieved}% (mục tiêu chưa có minh chứng tính 0)"),
            format!("on average {achieved}% of the targets is reached (0 where there is no evidence)"),
        );
    }
    let [quantity, quality, progress] = criteria.shares.map(number);
    said(
        format!(
            "số lượng {achieved}%, cùng chất lượng và tiến độ theo tỷ phần {quantity} : {quality} : {progress} được {score}%"
        ),
        format!(
            "quantity {achieved}%, with quality and progress at {quantity} : {quality} : {progress}, gives {score}%"
        ),
    )
}

fn threshold_reason(
    criteria: &Criteria,
    facts: &TaskFacts,
    score: Decimal,
    achieved: Decimal,
    grade: Grade,
    say: &mut impl FnMut(Said, About),
) {
    let alone = by_score(criteria, score);
    let (field, from) = match alone {
        Grade::Excellent => ("excellent", criteria.excellent),
        Grade::Good => ("good", criteria.good),
        Grade::Completed | Grade::NotCompleted => ("completed", criteria.completed),
    };
    let (vi, en) = if alone == Grade::NotCompleted { ("dưới", "below") } else { ("từ", "from") };
    say(
        said(
            format!("{} là {vi} mốc {}: {}", number(rounded(criteria, score)), number(from), alone.words()),
            format!("{} is {en} {}: {}", number(rounded(criteria, score)), number(from), english(alone)),
        ),
        About::Criterion(field),
    );
    if grade == alone {
        return;
    }
    let needs = amount(criteria.excellent_exceeded, Some("%"));
    if alone == Grade::Excellent && grade == Grade::Good {
        let share = amount(facts.exceeded_share(), Some("%"));
        let achieved = amount(achieved, Some("%"));
        say(
            said(
                format!(
                    "chưa đủ điều kiện xuất sắc: cần đạt đủ, đúng hạn và vượt ít nhất {needs} mục tiêu; nay đạt {achieved}, vượt {share}"
                ),
                format!(
                    "not enough for excellent: all reached, on time and {needs} passed; now {achieved} reached, {share} passed"
                ),
            ),
            About::Criterion("excellent_exceeded"),
        );
    } else {
        say(
            said("chậm hạn nên không quá mức Hoàn thành", "late, so not above completed"),
            About::Criterion("good_on_time"),
        );
    }
}
