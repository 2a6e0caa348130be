//! An agency's own rules for tasks, and its working days.

use jiff::civil::Date;
use tt_domain::calendar::WorkCalendar;
use tt_domain::calendar::holiday::{self, YearlyChoices};
use tt_domain::id::AgencyId;
use tt_domain::life::{Approver, LifeRules};
use tt_store::{StoreError, Tx, settings};

/// Names of the settings, with what they mean in Vietnamese and English; a value is a whole number or `true`/`false`.
pub const SETTINGS: [(&str, &str, &str); 6] = [
    (
        "extension.notice_working_days",
        "Số ngày làm việc phải xin gia hạn trước hạn (để trống: không giới hạn)",
        "Working days of notice an extension needs (blank: none)",
    ),
    (
        "extension.max_times",
        "Số lần gia hạn tối đa của một nhiệm vụ (để trống: không giới hạn)",
        "Extensions a task may be given (blank: any number)",
    ),
    (
        "extension.tracker_decides",
        "Người theo dõi cũng được quyết định gia hạn",
        "Who follows the task decides on extensions too",
    ),
    (
        "task.acceptance_first",
        "Phải tiếp nhận trước khi báo cáo tiến độ",
        "A task is accepted before it is reported on",
    ),
    (
        "task.children_first",
        "Mọi việc thành phần xong mới báo cáo kết quả",
        "All sub-tasks are finished before the result is handed in",
    ),
    (
        "task.dependencies_first",
        "Mọi nhiệm vụ phải chờ đã xong mới báo cáo kết quả",
        "All tasks it waits for are finished before the result is handed in",
    ),
];

/// The agency's rules: what it set, else the program's own.
pub(crate) async fn life_rules(tx: &mut Tx, agency: AgencyId) -> Result<LifeRules, StoreError> {
    Ok(rules_from(&settings::list(tx, agency).await?))
}

fn rules_from(settings: &[(String, String)]) -> LifeRules {
    let mut rules = LifeRules::default();
    for (name, value) in settings {
        // An empty value takes a limit away; one that cannot be read leaves the program's own.
        let truth = value == "true";
        match name.as_str() {
            "extension.notice_working_days" if value.is_empty() => rules.extension_notice = None,
            "extension.notice_working_days" => rules.extension_notice = value.parse().ok().or(rules.extension_notice),
            "extension.max_times" if value.is_empty() => rules.max_extensions = None,
            "extension.max_times" => rules.max_extensions = value.parse().ok().or(rules.max_extensions),
            "extension.tracker_decides" if truth => rules.extension_approver = Approver::AssignerOrTracker,
            "extension.tracker_decides" => rules.extension_approver = Approver::Assigner,
            "task.acceptance_first" => rules.acceptance_first = truth,
            "task.children_first" => rules.children_first = truth,
            "task.dependencies_first" => rules.dependencies_first = truth,
            _ => {}
        }
    }
    rules
}

/// Working days around a day: the statutory holidays of its year and the two beside it, and the days entered by hand,
/// which stand where the two disagree.
pub(crate) async fn calendar(tx: &mut Tx, around: Date) -> Result<WorkCalendar, StoreError> {
    let entered = settings::calendar_days(tx).await?;
    let years = around.year().saturating_sub(1)..=around.year().saturating_add(1);
    let statutory = years.flat_map(|year| holiday::statutory(year, YearlyChoices::default()));
    Ok(WorkCalendar::new(statutory.chain(entered)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(name: &str, value: &str) -> LifeRules {
        rules_from(&[(name.to_owned(), value.to_owned())])
    }

    #[test]
    fn a_setting_changes_its_rule_alone() {
        let own = LifeRules::default();
        assert_eq!(rules_from(&[]), own);
        assert_eq!(set("extension.max_times", "2"), LifeRules { max_extensions: Some(2), ..own });
        assert_eq!(set("extension.max_times", ""), LifeRules { max_extensions: None, ..own });
        assert_eq!(set("extension.max_times", "hai"), own);
        assert_eq!(set("task.children_first", "false"), LifeRules { children_first: false, ..own });
    }
}
