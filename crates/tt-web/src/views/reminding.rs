//! Rules of reminding in words.

use tt_app::Language;
use tt_domain::urging::digest::DigestSpan;
use tt_domain::urging::{Channel, Counting, Recipient, Trigger, UrgingRule};

use crate::show::say;

/// What a rule's days are counted from.
pub(crate) fn from_words(trigger: Trigger, lang: Language) -> &'static str {
    match trigger {
        Trigger::Deadline => say(lang, "hạn hoàn thành", "the deadline"),
        Trigger::Review => say(lang, "ngày rà soát", "the review day"),
        Trigger::Submitted => say(lang, "ngày trình kết quả", "the day of submission"),
        Trigger::ExtensionAsked => say(lang, "ngày xin gia hạn", "the day of the request"),
    }
}

/// Who is reminded.
pub(crate) fn recipient_words(recipient: Recipient, lang: Language) -> &'static str {
    match recipient {
        Recipient::Officer => say(lang, "người thực hiện", "officer"),
        Recipient::DivisionHead => say(lang, "trưởng phòng chủ trì", "head of the lead division"),
        Recipient::Leader => say(lang, "lãnh đạo phụ trách", "leader in charge"),
        Recipient::Tracker => say(lang, "người theo dõi", "who follows it"),
        Recipient::Approver => say(lang, "người quyết định gia hạn", "who decides on extensions"),
        Recipient::Coordinator => say(lang, "đơn vị, người phối hợp", "who works along"),
    }
}

/// All whom a rule reminds.
pub(crate) fn recipients_words(rule: &UrgingRule, lang: Language) -> String {
    rule.recipients.iter().map(|one| recipient_words(*one, lang)).collect::<Vec<_>>().join(", ")
}

/// When a rule speaks: `7 ngày trước hạn hoàn thành; cứ 7 ngày nhắc lại`.
pub(crate) fn rule_words(rule: &UrgingRule, lang: Language) -> String {
    let from = from_words(rule.trigger, lang);
    let days = rule.offset.unsigned_abs();
    let unit = match rule.counting {
        Counting::Calendar => say(lang, "ngày", "days"),
        Counting::Working => say(lang, "ngày làm việc", "working days"),
    };
    let when = match rule.offset {
        ..0 => format!("{days} {unit} {} {from}", say(lang, "trước", "before")),
        0 => format!("{} {from}", say(lang, "đúng", "on")),
        _ => format!("{days} {unit} {} {from}", say(lang, "sau", "after")),
    };
    let again = rule.repeat_every.filter(|every| *every > 0).map_or_else(String::new, |every| match lang {
        Language::Vietnamese => format!("; cứ {every} {unit} nhắc lại"),
        Language::English => format!("; again every {every} {unit}"),
    });
    format!("{when}{again}")
}

/// By which way.
pub(crate) fn channel_words(channel: Channel, digest: Option<DigestSpan>, lang: Language) -> String {
    let way = match channel {
        Channel::AsChosen => say(lang, "theo lựa chọn của người nhận", "as each person chose"),
        Channel::Application => say(lang, "chỉ trong phần mềm", "in the application only"),
        Channel::Mail => say(lang, "luôn gửi cả thư", "always by mail too"),
    };
    match digest {
        None => way.to_owned(),
        Some(DigestSpan::Day) => format!("{way}; {}", say(lang, "thư gộp trong ngày", "mails gathered for the day")),
        Some(DigestSpan::Week) => {
            format!("{way}; {}", say(lang, "thư gộp sáng thứ Hai", "mails gathered on Mondays"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_rules_in_words() {
        let told: Vec<String> =
            UrgingRule::defaults().iter().map(|rule| rule_words(rule, Language::Vietnamese)).collect();
        assert_eq!(told.first().map(String::as_str), Some("7 ngày trước hạn hoàn thành"));
        assert_eq!(told.get(2).map(String::as_str), Some("đúng hạn hoàn thành"));
        assert_eq!(told.get(3).map(String::as_str), Some("1 ngày sau hạn hoàn thành; cứ 7 ngày nhắc lại"));
        assert_eq!(
            told.get(5).map(String::as_str),
            Some("2 ngày làm việc sau ngày trình kết quả; cứ 2 ngày làm việc nhắc lại")
        );
    }
}
