//! Values held against a measure: reached or not, and before the period is over, whether the pace suffices.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{Judgement, Outlook, Reading, days};
use crate::said::{Said, amount, day, number, said};
use crate::task::{Comparator, Measure};

/// A value and what it is held against.
pub(super) struct Case<'a> {
    pub(super) measure: &'a Measure,
    pub(super) reading: &'a Reading,
    pub(super) start: Date,
    pub(super) end: Date,
    pub(super) as_of: Date,
}

/// How a value stands to the goal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stand {
    /// Less than promised.
    Short,
    /// As promised.
    Met,
    /// More than promised, in the promised direction.
    Beyond,
    /// More than allowed.
    Over,
}

pub(super) fn promised(measure: &Measure) -> String {
    let unit = measure.unit.as_deref();
    let value = match (measure.comparator, measure.value_max) {
        (Comparator::Within, Some(max)) => format!("{}–{}", number(measure.value), amount(max, unit)),
        (Comparator::AtMost, _) => format!("≤ {}", amount(measure.value, unit)),
        (Comparator::AtLeast, _) => format!("≥ {}", amount(measure.value, unit)),
        _ => amount(measure.value, unit),
    };
    if !measure.change {
        return value;
    }
    // A fall is kept as a change below nothing: `giảm ít nhất 5%` is at most −5.
    if measure.value.is_sign_negative() {
        let sense = if measure.comparator == Comparator::AtMost { "≥ " } else { "" };
        return format!("giảm {sense}{}", amount(-measure.value, unit));
    }
    format!("tăng {value}")
}

fn stand(measure: &Measure, value: Decimal) -> Stand {
    let goal = measure.value;
    match measure.comparator {
        Comparator::AtMost if value > goal => Stand::Over,
        Comparator::AtMost => Stand::Met,
        Comparator::Exactly if value > goal => Stand::Over,
        _ if value < goal => Stand::Short,
        Comparator::Exactly => Stand::Met,
        // A range is a floor and what is hoped for: more than its upper end is more than promised.
        Comparator::Within if measure.value_max.is_some_and(|max| value <= max) => Stand::Met,
        _ if value == goal => Stand::Met,
        _ => Stand::Beyond,
    }
}

/// Share of the goal, in percent.
fn share(measure: &Measure, value: Decimal) -> Option<Decimal> {
    let hundred = Decimal::ONE_HUNDRED;
    match measure.comparator {
        _ if measure.value.is_sign_negative() => {
            Some(value.checked_mul(hundred)?.checked_div(measure.value)?.max(Decimal::ZERO))
        }
        Comparator::AtMost => {
            if value <= measure.value {
                Some(hundred)
            } else {
                measure.value.checked_mul(hundred)?.checked_div(value)
            }
        }
        // More than exactly this is no better than exactly this.
        Comparator::Exactly if value > measure.value => measure.value.checked_mul(hundred)?.checked_div(value),
        Comparator::Within if measure.value_max.is_some_and(|max| value >= measure.value && value <= max) => {
            Some(hundred)
        }
        _ => value.checked_mul(hundred)?.checked_div(measure.value),
    }
}

pub(super) fn judge(case: &Case<'_>) -> Judgement {
    let Case { measure, reading, .. } = case;
    let stand = stand(measure, reading.value);
    let (outlook, mut reasons) = outlook(case, stand);
    reasons.insert(0, against(measure, reading));
    let result = Some(result(measure, reading, stand, outlook));
    Judgement { outlook, reasons, share: share(measure, reading.value), exceeded: stand == Stand::Beyond, result }
}

/// `ước đạt 4.750 triệu USD, bằng 91,7% mục tiêu, chưa đạt mục tiêu đề ra`; what is not over yet is not judged.
fn result(measure: &Measure, reading: &Reading, stand: Stand, outlook: Outlook) -> String {
    let unit = measure.unit.as_deref();
    let kind = if reading.estimate { "ước " } else { "" };
    let sense = match (measure.change, reading.value.is_sign_negative()) {
        (false, _) => "đạt ",
        (true, false) => "tăng ",
        (true, true) => "giảm ",
    };
    let value = if measure.change { reading.value.abs() } else { reading.value };
    // Counts below ten have a leading nought in reports.
    let padded = !measure.change
        && unit.is_some_and(|unit| unit != "%")
        && value >= Decimal::ZERO
        && value < Decimal::TEN
        && value.fract().is_zero();
    let mut words = format!("{kind}{sense}{}{}", if padded { "0" } else { "" }, amount(value, unit));
    let share = share(measure, reading.value).filter(|share| !measure.change && *share != Decimal::ONE_HUNDRED);
    if let Some(share) = share.filter(|_| measure.comparator != Comparator::AtMost) {
        let share = share.round_dp_with_strategy(1, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
        words = format!("{words}, bằng {}% mục tiêu", number(share));
    }
    let verdict = match (outlook, stand) {
        (Outlook::Reached, Stand::Beyond) => ", vượt mục tiêu đề ra",
        (Outlook::Reached, _) => ", đạt mục tiêu đề ra",
        (Outlook::Missed, _) => ", chưa đạt mục tiêu đề ra",
        _ => "",
    };
    words + verdict
}

/// `ước 4.750 triệu USD so với mục tiêu ≥ 5.180 triệu USD, bằng 91,7%, thiếu 430 triệu USD`.
fn against(measure: &Measure, reading: &Reading) -> Said {
    let unit = measure.unit.as_deref();
    let value = amount(if measure.change { reading.value.abs() } else { reading.value }, unit);
    let (vi_kind, en_kind) = if reading.estimate { ("ước ", "estimated ") } else { ("", "") };
    let (vi_sense, en_sense) = match (measure.change, reading.value.is_sign_negative()) {
        (false, _) => ("", ""),
        (true, false) => ("tăng ", "up "),
        (true, true) => ("giảm ", "down "),
    };
    let goal = promised(measure);
    let mut vi = format!("{vi_kind}{vi_sense}{value} so với mục tiêu {goal}");
    let mut en = format!("{en_kind}{en_sense}{value} against {goal}");
    let lacking = measure.value.checked_sub(reading.value).unwrap_or_default();
    if !measure.change
        && let Some(share) = share(measure, reading.value)
        && share != Decimal::ONE_HUNDRED
    {
        let share = share.round_dp_with_strategy(1, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
        let share = number(share);
        vi = format!("{vi}, bằng {share}%");
        en = format!("{en}, {share}%");
    }
    if lacking > Decimal::ZERO && measure.comparator != Comparator::AtMost {
        let lacking = amount(lacking, unit.map(|unit| if unit == "%" { "điểm %" } else { unit }));
        vi = format!("{vi}, còn thiếu {lacking}");
        en = format!("{en}, {lacking} short");
    }
    said(vi, en)
}

fn outlook(case: &Case<'_>, stand: Stand) -> (Outlook, Vec<Said>) {
    let over = case.as_of > case.end;
    let estimate = case.reading.estimate;
    let met = matches!(stand, Stand::Met | Stand::Beyond);
    // What only grows stays reached; a level, a change, a ceiling can still turn.
    let settled = !case.measure.change && matches!(case.measure.comparator, Comparator::AtLeast | Comparator::Within);
    if over {
        let mut reasons = Vec::new();
        if estimate {
            reasons.push(said(
                "theo số ước, chưa có số chính thức của cả kỳ",
                "by an estimate; the final value of the period is not there yet",
            ));
        }
        return (if met { Outlook::Reached } else { Outlook::Missed }, reasons);
    }
    if met && !estimate && settled {
        return (Outlook::Reached, Vec::new());
    }
    if stand == Stand::Over {
        return (Outlook::AtRisk, vec![said("đã vượt mức cho phép", "over what is allowed")]);
    }
    if let Some((value, method)) = &case.reading.forecast {
        return forecast(case.measure, *value, method);
    }
    if met {
        let until = day(case.end);
        return (
            Outlook::OnCourse,
            vec![said(format!("kỳ còn đến {until}, chưa kết luận đạt"), format!("the period runs to {until}"))],
        );
    }
    if estimate || case.measure.change {
        return (
            Outlook::AtRisk,
            vec![said("số ước cả kỳ thấp hơn mục tiêu", "the value for the period falls short of the goal")],
        );
    }
    pace(case)
}

fn forecast(measure: &Measure, value: Decimal, method: &Said) -> (Outlook, Vec<Said>) {
    let met = matches!(stand(measure, value), Stand::Met | Stand::Beyond);
    let value = amount(value, measure.unit.as_deref());
    let reason = said(
        format!("dự báo cuối kỳ {value} ({})", method.vi),
        format!("forecast for the end of the period {value} ({})", method.en),
    );
    (if met { Outlook::OnCourse } else { Outlook::AtRisk }, vec![reason])
}

/// What was reached, against the time that has passed.
fn pace(case: &Case<'_>) -> (Outlook, Vec<Said>) {
    let counted_to = case.reading.counted_to.unwrap_or(case.as_of).min(case.end);
    let whole = Decimal::from(days(case.start, case.end) + 1);
    let passed = Decimal::from((days(case.start, counted_to) + 1).max(0));
    let expected = case.measure.value.checked_mul(passed).and_then(|part| part.checked_div(whole)).unwrap_or_default();
    let outlook = if case.reading.value >= expected { Outlook::OnCourse } else { Outlook::AtRisk };
    let expected = amount(expected.round_dp(1), case.measure.unit.as_deref());
    let reason = said(
        format!(
            "đến {} đã qua {} trên {} ngày của kỳ; theo nhịp đều phải có {expected}",
            day(counted_to),
            number(passed),
            number(whole)
        ),
        format!(
            "by {} {} of {} days have passed; an even pace would be at {expected}",
            day(counted_to),
            number(passed),
            number(whole)
        ),
    );
    (outlook, vec![reason])
}
