//! Values in their printed form: numbers, dates, moments, grades, kinds.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;
use rust_decimal::Decimal;
use tt_app::Language;
use tt_domain::assessment::{Grade, Stage};
use tt_domain::indicator::ObservationKind;
use tt_domain::report::ReportState;
use tt_domain::task::TaskState;
use tt_text::numeral::{Numeral, NumeralStyle};

/// The words in this language.
pub(crate) fn say<'a>(lang: Language, vi: &'a str, en: &'a str) -> &'a str {
    match lang {
        Language::Vietnamese => vi,
        Language::English => en,
    }
}

/// A number the Vietnamese way, with as many decimals as it has.
pub(crate) fn number(value: Decimal) -> String {
    let value = value.normalize();
    rounded(value, value.scale())
}

/// A number the Vietnamese way, rounded to so many decimals, with a true minus.
pub(crate) fn rounded(value: Decimal, decimals: u32) -> String {
    let style = NumeralStyle::vietnamese(u8::try_from(decimals).unwrap_or(u8::MAX));
    Numeral::new(value, style).to_string().replace('-', "\u{2212}")
}

/// A share in percent, one decimal, the sign closed up; `None` of nothing.
pub(crate) fn percent(part: Decimal, whole: Decimal) -> Option<String> {
    let share = part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole)?;
    Some(format!("{}%", rounded(share, 1)))
}

/// The clock on the wall in Hanoi: Vietnam has one zone and keeps no summer time, so no zone files are needed.
fn hanoi(at: Timestamp) -> DateTime {
    Offset::constant(7).to_datetime(at)
}

/// `05/12/2019 16:40`.
pub(crate) fn moment(at: Timestamp) -> String {
    hanoi(at).strftime("%d/%m/%Y %H:%M").to_string()
}

/// `05/12/2019`.
pub(crate) fn day(at: Timestamp) -> String {
    hanoi(at).strftime("%d/%m/%Y").to_string()
}

/// Today in Hanoi.
pub(crate) fn today() -> String {
    day(Timestamp::now())
}

/// `05/12/2019`.
pub(crate) fn date(date: jiff::civil::Date) -> String {
    date.strftime("%d/%m/%Y").to_string()
}

/// A level of grade.
pub(crate) fn grade(grade: Grade, lang: Language) -> &'static str {
    let (vi, en) = match grade {
        Grade::NotCompleted => ("Không hoàn thành", "Not completed"),
        Grade::Completed => ("Hoàn thành", "Completed"),
        Grade::Good => ("Hoàn thành tốt", "Completed well"),
        Grade::Excellent => ("Hoàn thành xuất sắc", "Excellent"),
    };
    say(lang, vi, en)
}

/// Who graded.
pub(crate) fn stage(stage: Stage, lang: Language) -> &'static str {
    let (vi, en) = match stage {
        Stage::Suggested => ("Minh chứng gợi ý", "Evidence suggests"),
        Stage::SelfGraded => ("Tự đánh giá", "Self-grade"),
        Stage::Appraised => ("Thẩm định", "Appraised"),
        Stage::Final => ("Kết quả cuối", "Final"),
    };
    say(lang, vi, en)
}

/// How far a task has come, with the class and drawing that go with it.
pub(crate) fn task_state(state: TaskState, lang: Language) -> Status {
    let (vi, en, class, icon) = match state {
        TaskState::Draft => ("Đề xuất", "Proposed", "st-hold", "circle-dashed"),
        TaskState::Assigned => ("Đã giao", "Assigned", "st-todo", "list-checks"),
        TaskState::Accepted => ("Đã nhận", "Accepted", "st-todo", "list-checks"),
        TaskState::InProgress => ("Đang làm", "In progress", "st-run", "clock"),
        TaskState::ResultSubmitted => ("Chờ xác nhận", "To confirm", "st-wait", "hourglass"),
        TaskState::Returned => ("Trả lại", "Returned", "st-late", "circle-alert"),
        TaskState::Completed => ("Hoàn thành", "Completed", "st-done", "circle-check"),
        TaskState::Cancelled => ("Đã hủy", "Cancelled", "st-hold", "x"),
        TaskState::CarriedOver => ("Chuyển năm sau", "Carried over", "st-hold", "arrow-right"),
    };
    Status { words: say(lang, vi, en), class, icon }
}

/// How far a report has come.
pub(crate) fn report_state(state: ReportState, lang: Language) -> Status {
    let (vi, en, class, icon) = match state {
        ReportState::Draft => ("Dự thảo", "Draft", "st-hold", "pen-line"),
        ReportState::WithHeads => ("Chờ các phòng", "With divisions", "st-wait", "hourglass"),
        ReportState::WithPlanning => ("Chờ tổng hợp", "With planning", "st-wait", "hourglass"),
        ReportState::Submitted => ("Đã trình", "Submitted", "st-wait", "hourglass"),
        ReportState::Returned => ("Trả lại", "Returned", "st-late", "circle-alert"),
        ReportState::Signed => ("Đã ký", "Signed", "st-ok", "check"),
        ReportState::Issued => ("Đã phát hành", "Issued", "st-ok", "circle-check"),
        ReportState::Recalled => ("Thu hồi", "Recalled", "st-hold", "x"),
        ReportState::Replaced => ("Đã thay thế", "Replaced", "st-hold", "x"),
    };
    Status { words: say(lang, vi, en), class, icon }
}

/// A state as it is shown: never by colour alone.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Status {
    pub(crate) words: &'static str,
    pub(crate) class: &'static str,
    pub(crate) icon: &'static str,
}

/// What an observation is.
pub(crate) fn observation_kind(kind: ObservationKind, lang: Language) -> &'static str {
    let (vi, en) = match kind {
        ObservationKind::Plan => ("Kế hoạch", "Plan"),
        ObservationKind::Estimate => ("Ước thực hiện", "Estimate"),
        ObservationKind::Actual => ("Thực hiện", "Actual"),
    };
    say(lang, vi, en)
}

/// What sort of figure, by the code of the reader's kinds.
pub(crate) fn figure_kind(code: &str, lang: Language) -> &'static str {
    let (vi, en) = match code {
        "percent_of_plan" => ("So với kế hoạch", "Against the plan"),
        "change_vs_same_period" => ("So với cùng kỳ", "Against the same period"),
        "rank" => ("Thứ hạng", "Rank"),
        "ratio" => ("Phần trên tổng", "Part of a whole"),
        "range" => ("Khoảng", "Range"),
        "plan" => ("Kế hoạch, chỉ tiêu", "Plan or target"),
        "estimate" => ("Ước thực hiện", "Estimate"),
        "share" => ("Tỷ trọng", "Share"),
        "money" => ("Số tiền", "Money"),
        "area" => ("Diện tích", "Area"),
        "index" => ("Chỉ số", "Index"),
        "count" => ("Số lượng", "Count"),
        _ => ("Thực hiện", "Actual"),
    };
    say(lang, vi, en)
}

/// A text of at most `limit` letters, cut at a blank, with an ellipsis.
pub(crate) fn shortened(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let cut: String = text.chars().take(limit).collect();
    let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(head, _)| head);
    format!("{}…", whole.trim_end_matches([',', ';', '.', ':']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_shares_are_printed_the_vietnamese_way() {
        assert_eq!(number(Decimal::new(4750, 0)), "4.750");
        assert_eq!(number(Decimal::new(13_750, 2)), "137,5");
        assert_eq!(number(Decimal::new(-25, 1)), "\u{2212}2,5");
        assert_eq!(percent(Decimal::new(4750, 0), Decimal::new(5180, 0)).as_deref(), Some("91,7%"));
        assert_eq!(percent(Decimal::ONE, Decimal::ZERO), None);
    }

    #[test]
    fn long_texts_are_cut_at_a_blank() {
        assert_eq!(shortened("một hai ba", 20), "một hai ba");
        assert_eq!(shortened("một hai, ba bốn", 10), "một hai…");
    }
}
