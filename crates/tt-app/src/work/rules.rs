//! An agency's own rules for tasks, and its working days.

use jiff::civil::Date;
use tt_domain::calendar::WorkCalendar;
use tt_domain::calendar::holiday::{self, YearlyChoices};
use tt_domain::id::AgencyId;
use tt_domain::life::{Approver, LifeRules};
use tt_domain::reporting_period::WindowRule;
use tt_store::{StoreError, Tx, settings};

/// What a setting can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Values {
    /// A whole number from 0 to 365; stored empty, there is no limit.
    Limit,
    /// `true` or `false`.
    YesNo,
}

impl Values {
    /// Whether a value is one of these.
    pub fn holds(self, value: &str) -> bool {
        match self {
            Self::Limit => value.parse::<u16>().is_ok_and(|number| number <= 365),
            Self::YesNo => matches!(value, "true" | "false"),
        }
    }
}

/// A rule an agency may set.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Its name.
    pub name: &'static str,
    /// What it means, in Vietnamese.
    pub vi: &'static str,
    /// The same in English.
    pub en: &'static str,
    /// What it can be.
    pub values: Values,
    /// What holds unless set: [`LifeRules::default`] as text.
    pub usual: &'static str,
}

/// The rules an agency may set.
pub const SETTINGS: [Setting; 9] = [
    Setting {
        name: "extension.notice_working_days",
        vi: "Số ngày làm việc phải xin gia hạn trước hạn",
        en: "Working days of notice an extension needs",
        values: Values::Limit,
        usual: "3",
    },
    Setting {
        name: "extension.max_times",
        vi: "Số lần gia hạn tối đa của một nhiệm vụ",
        en: "Extensions a task may be given",
        values: Values::Limit,
        usual: "1",
    },
    Setting {
        name: "extension.tracker_decides",
        vi: "Người theo dõi cũng được quyết định gia hạn",
        en: "Who follows the task decides on extensions too",
        values: Values::YesNo,
        usual: "false",
    },
    Setting {
        name: "task.acceptance_first",
        vi: "Phải tiếp nhận trước khi báo cáo tiến độ",
        en: "A task is accepted before it is reported on",
        values: Values::YesNo,
        usual: "true",
    },
    Setting {
        name: "task.children_first",
        vi: "Mọi việc thành phần xong mới báo cáo kết quả",
        en: "All sub-tasks are finished before the result is handed in",
        values: Values::YesNo,
        usual: "true",
    },
    Setting {
        name: "task.dependencies_first",
        vi: "Mọi nhiệm vụ phải chờ đã xong mới báo cáo kết quả",
        en: "All tasks it waits for are finished before the result is handed in",
        values: Values::YesNo,
        usual: "false",
    },
    Setting {
        name: BEFORE_A_DAY,
        vi: "“Trước ngày 30/6” trong văn bản giao việc là hạn đến hết ngày 29/6",
        en: "“Before 30/6” in a document that assigns means up to the end of 29/6",
        values: Values::YesNo,
        usual: "true",
    },
    Setting {
        name: "figures.window_day",
        vi: "Ngày bắt đầu lấy số liệu của kỳ (15 theo Nghị định 09/2019/NĐ-CP; 1 là theo tháng dương lịch)",
        en: "Day of the month from which a period's data is taken (15 by Decree 09/2019; 1 for the calendar month)",
        values: Values::Limit,
        usual: "15",
    },
    Setting {
        name: "figures.due_working_days",
        vi: "Số ngày làm việc từ khi chốt số liệu đến hạn nhập (ít nhất 1)",
        en: "Working days from the end of a period's data to when it must be entered (at least 1)",
        values: Values::Limit,
        usual: "1",
    },
];

const BEFORE_A_DAY: &str = "source.before_excludes_day";

/// Whether `trước ngày` in a document that assigns leaves the day itself out.
pub(crate) async fn before_excludes_day(tx: &mut Tx, agency: AgencyId) -> Result<bool, StoreError> {
    let chosen = settings::list(tx, agency).await?;
    Ok(chosen.iter().find(|(name, _)| name == BEFORE_A_DAY).is_none_or(|(_, value)| value != "false"))
}

/// The agency's rules: what it set, else the program's own.
pub(crate) async fn life_rules(tx: &mut Tx, agency: AgencyId) -> Result<LifeRules, StoreError> {
    Ok(rules_from(&settings::list(tx, agency).await?))
}

/// From which day of the month the agency takes the data of a period, and how many working days after its end it is due.
pub(crate) async fn data_window(tx: &mut Tx, agency: AgencyId) -> Result<(WindowRule, u16), StoreError> {
    let chosen = settings::list(tx, agency).await?;
    let value = |name: &str| chosen.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    let opens = value("figures.window_day").and_then(|day| day.parse().ok()).and_then(WindowRule::opening_on);
    let due = value("figures.due_working_days").and_then(|days| days.parse().ok()).unwrap_or(1);
    Ok((opens.unwrap_or_default(), due))
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
    fn what_is_shown_as_usual_is_what_holds() {
        for setting in SETTINGS {
            assert_eq!(set(setting.name, setting.usual), LifeRules::default(), "{}", setting.name);
            assert!(setting.values.holds(setting.usual));
        }
        assert!(!Values::Limit.holds("400") && !Values::Limit.holds("hai"));
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
