//! Audit events in words: what was done, to which record, and what it changed.

use serde_json::Value;
use tt_app::Language;
use tt_domain::life::EventKind;
use tt_domain::organisation::Role;
use tt_domain::task::TaskState;
use tt_domain::urging::{Channel, Recipient, Trigger};

use super::life::event_words;
use super::reminding::{channel_words, from_words, recipient_words};
use crate::chrome::role_name;
use crate::show::{self, say};

/// What was done. An action of a later release keeps its code.
pub(crate) fn action_words(action: &str, lang: Language) -> String {
    if let Some((vi, en)) = known_action(action) {
        return say(lang, vi, en).to_owned();
    }
    let event = action.strip_prefix("task.").and_then(EventKind::from_code);
    let Some(event) = event else { return action.to_owned() };
    let words = event_words(event, lang).0;
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn known_action(action: &str) -> Option<(&'static str, &'static str)> {
    organisation_action(action).or_else(|| register_action(action)).or_else(|| other_action(action))
}

/// Actions on units, people, places, and on files of them.
fn organisation_action(action: &str) -> Option<(&'static str, &'static str)> {
    Some(match action {
        "agency.added" => ("Thêm cơ quan", "Agency added"),
        "agency.changed" => ("Thay đổi từ một ngày", "Changed from a day on"),
        "agency.corrected" | "division.corrected" => ("Sửa sai sót", "Corrected"),
        "agency.reorganised" | "division.reorganised" => ("Sắp xếp tổ chức", "Reorganised"),
        "agency.code_added" => ("Gán mã định danh", "Identifier code given"),
        "division.added" => ("Thêm phòng", "Division added"),
        "division.changed" => ("Đổi tên phòng", "Division renamed"),
        "person.added" => ("Thêm người", "Person added"),
        "person.changed" => ("Sửa thông tin", "Record changed"),
        "post.assigned" => ("Giao chức vụ", "Post assigned"),
        "post.ended" => ("Kết thúc chức vụ", "Post ended"),
        "delegation.added" => ("Ủy quyền", "Delegated"),
        "delegation.ended" => ("Kết thúc ủy quyền", "Delegation ended"),
        "place.added" => ("Thêm địa bàn", "Place added"),
        "place.replaced" => ("Thay đổi địa giới", "Place replaced"),
        "template.saved" => ("Lưu mẫu báo cáo", "Template saved"),
        "template.restored" => ("Trở lại mẫu đi kèm", "Template put back"),
        "intake.taken" => ("Nhập từ tệp", "Brought in from a file"),
        "intake.undone" => ("Hoàn tác lần nhập tệp", "File taken back"),
        "task.removed" => ("Gỡ nhiệm vụ do hoàn tác nhập tệp", "Task removed as its file was taken back"),
        "person.removed" => ("Gỡ người do hoàn tác nhập tệp", "Person removed as their file was taken back"),
        "agency.removed" | "division.removed" => {
            ("Gỡ đơn vị do hoàn tác nhập tệp", "Unit removed as its file was taken back")
        }
        "agency.change_undone" | "division.change_undone" => {
            ("Hoàn tác thay đổi đơn vị từ tệp", "Change of a unit from a file taken back")
        }
        "post.removed" => ("Gỡ chức vụ do hoàn tác nhập tệp", "Post removed as its file was taken back"),
        "post.reopened" => ("Bỏ ngày kết thúc chức vụ", "End of a post taken back"),
        _ => return None,
    })
}

/// Actions on registers and their entries.
fn register_action(action: &str) -> Option<(&'static str, &'static str)> {
    Some(match action {
        "register.created" => ("Lập sổ theo dõi", "Register made"),
        "register.changed" => ("Sửa sổ theo dõi", "Register changed"),
        "entry.added" => ("Thêm dòng vào sổ", "Entry added"),
        "entry.changed" => ("Sửa dòng của sổ", "Entry changed"),
        "entry.moved" => ("Chuyển bước", "Entry moved on"),
        "entry.move_withdrawn" => ("Rút lần chuyển bước", "Move withdrawn"),
        "entry.removed" => ("Đưa dòng ra khỏi sổ", "Entry taken out"),
        "entry.restored" => ("Đưa dòng trở lại sổ", "Entry put back"),
        "entry.taken" => ("Nhận dòng đọc từ báo cáo", "Entry taken over from a report"),
        "entry.imported" => ("Nhập dòng từ tệp", "Entries brought in from a file"),
        "entry.import_undone" => ("Hoàn tác tệp nhập vào sổ", "File of entries taken back"),
        _ => return None,
    })
}

/// Actions on accounts, work, figures, grades and settings.
fn other_action(action: &str) -> Option<(&'static str, &'static str)> {
    Some(match action {
        "user.added" => ("Cấp tài khoản", "Account added"),
        "user.signed_in" => ("Đăng nhập", "Signed in"),
        "user.signed_out" => ("Đăng xuất", "Signed out"),
        "user.sign_in_failed" => ("Đăng nhập sai", "Sign-in failed"),
        "user.locked" => ("Khóa tạm do sai mật khẩu", "Locked after wrong passwords"),
        "user.password_changed" => ("Đổi mật khẩu", "Password changed"),
        "user.password_reset" => ("Đặt lại mật khẩu", "Password reset"),
        "user.disabled" => ("Khóa tài khoản", "Account closed"),
        "user.enabled" => ("Mở tài khoản", "Account opened"),
        "token.made" => ("Tạo thẻ truy cập", "Token made"),
        "token.revoked" => ("Thu hồi thẻ truy cập", "Token revoked"),
        "task.created" => ("Nhập nhiệm vụ", "Task entered"),
        "task.instance_made" => ("Sinh kỳ của việc định kỳ", "Instance of a recurring task made"),
        "task.file_removed" => ("Gỡ tệp đính kèm", "File removed"),
        "report.consolidated" => ("Soạn báo cáo tổng hợp", "Report consolidated"),
        "report.imported" => ("Nhập báo cáo", "Report imported"),
        "report.corrected" => ("Nhập lại báo cáo", "Report corrected"),
        "briefing.prepared" => ("Chuẩn bị giao ban", "Briefing prepared"),
        "briefing.changed" => ("Sửa giao ban", "Briefing changed"),
        "briefing.concluded" => ("Ghi kết luận giao ban", "Conclusion recorded"),
        "briefing.closed" => ("Kết thúc giao ban", "Briefing closed"),
        "calendar.opened" => ("Mở địa chỉ lịch", "Calendar address opened"),
        "calendar.closed" => ("Bỏ địa chỉ lịch", "Calendar address closed"),
        "outbox.retried" => ("Gửi lại tin", "Message sent again"),
        "outbox.tested" => ("Gửi thư thử", "Test mail sent"),
        "rule.added" => ("Thêm quy tắc nhắc", "Reminder rule added"),
        "rule.removed" => ("Xóa quy tắc nhắc", "Reminder rule removed"),
        "rule.reset" => ("Trở về bộ quy tắc nhắc chung", "Usual reminder rules again"),
        "rule.changed" => ("Đổi quy tắc nhắc", "Reminder rule changed"),
        "indicator.added" => ("Thêm chỉ tiêu", "Indicator added"),
        "indicator.changed" => ("Sửa chỉ tiêu", "Indicator changed"),
        "figures.entered" => ("Nhập số liệu", "Figures entered"),
        "figures.approved" => ("Duyệt số liệu", "Figures approved"),
        "period.closed" => ("Khóa kỳ số liệu", "Period closed"),
        "period.reopened" => ("Mở lại kỳ số liệu", "Period opened again"),
        "setting.changed" => ("Đổi cài đặt", "Setting changed"),
        "calendar_day.put" => ("Ghi ngày nghỉ, làm bù", "Calendar day entered"),
        "calendar_day.removed" => ("Bỏ ngày nghỉ, làm bù", "Calendar day removed"),
        "grade.given" => ("Cho mức đánh giá", "Grade given"),
        "grade.facts_confirmed" => ("Xác nhận căn cứ xếp loại", "Facts confirmed for grading"),
        "grade.unit_told" => ("Ghi điểm và điều kiện của cơ quan", "Agency’s points and conditions told"),
        "grade.year_closed" => ("Khóa kỳ đánh giá", "Year closed for grading"),
        "grade.year_opened" => ("Mở lại kỳ đánh giá", "Year opened for grading"),
        "target.tied" => ("Gắn căn cứ của mục tiêu", "Target tied to its evidence"),
        "criteria.kept" => ("Lưu bộ tiêu chí", "Criteria set kept"),
        "view.kept" => ("Lưu bộ lọc", "View kept"),
        "view.forgotten" => ("Bỏ bộ lọc", "View forgotten"),
        "webhook.added" => ("Thêm webhook", "Webhook added"),
        "webhook.changed" => ("Đổi webhook", "Webhook changed"),
        "webhook.removed" => ("Bỏ webhook", "Webhook removed"),
        "webhook.tested" => ("Thử webhook", "Webhook tested"),
        _ => return None,
    })
}

/// Groups of actions to choose from: how their codes begin, and their words.
pub(crate) const ACTION_GROUPS: [(&str, &str, &str); 19] = [
    ("task.", "Nhiệm vụ", "Tasks"),
    ("report.", "Báo cáo", "Reports"),
    ("briefing.", "Giao ban", "Briefings"),
    ("register.", "Sổ theo dõi", "Registers"),
    ("entry.", "Dòng của sổ", "Entries of registers"),
    ("user.sign", "Đăng nhập, đăng xuất", "Signing in and out"),
    ("user.", "Tài khoản", "Accounts"),
    ("agency.", "Cơ quan", "Agencies"),
    ("division.", "Phòng", "Divisions"),
    ("person.", "Người", "People"),
    ("post.", "Chức vụ", "Posts"),
    ("delegation.", "Ủy quyền", "Delegations"),
    ("place.", "Địa bàn", "Places"),
    ("setting.", "Cài đặt", "Settings"),
    ("rule.", "Quy tắc nhắc", "Reminder rules"),
    ("webhook.", "Webhook", "Webhooks"),
    ("grade.", "Đánh giá, xếp loại", "Grading"),
    ("target.", "Mục tiêu", "Targets"),
    ("criteria.", "Bộ tiêu chí", "Criteria"),
];

/// A record as it is named to people, with its page where it has one: `task-12` is `Nhiệm vụ (mã số 12)`.
pub(crate) fn object_words(object: &str, lang: Language) -> (String, Option<String>) {
    let Some((kind, id)) = object.rsplit_once('-') else { return (object.to_owned(), None) };
    let (vi, en, page) = match kind {
        "task" => ("Nhiệm vụ", "Task", Some("/nhiem-vu")),
        "report" => ("Báo cáo", "Report", Some("/bao-cao")),
        "indicator" => ("Chỉ tiêu", "Indicator", Some("/chi-tieu")),
        "period" => ("Kỳ số liệu", "Period", None),
        "briefing" => ("Giao ban", "Briefing", Some("/giao-ban")),
        "document" => ("Văn bản", "Document", Some("/van-ban")),
        "entry" => ("Dòng của sổ", "Entry", Some("/so-theo-doi/-")),
        "register" => ("Sổ theo dõi", "Register", None),
        "agency" => ("Cơ quan", "Agency", Some("/quan-tri/co-quan")),
        "division" => ("Phòng", "Division", Some("/quan-tri/phong")),
        "person" => ("Người", "Person", Some("/quan-tri/nguoi")),
        "place" => ("Địa bàn", "Place", Some("/quan-tri/dia-ban")),
        "user" => ("Tài khoản", "Account", None),
        "post" => ("Chức vụ", "Post", None),
        "delegation" => ("Ủy quyền", "Delegation", None),
        "token" => ("Thẻ truy cập", "Token", None),
        "webhook" => ("Webhook", "Webhook", None),
        "outgoing" => ("Tin gửi", "Message", None),
        "view" => ("Bộ lọc", "View", None),
        // Its name has dashes of its own: `rule-before-7`.
        _ if object.starts_with("rule-") => {
            let name = object.trim_start_matches("rule-");
            return (
                format!("{} {name}", say(lang, "Quy tắc nhắc", "Reminder rule")),
                Some("/quan-tri/nhac-viec".to_owned()),
            );
        }
        _ => return (object.to_owned(), None),
    };
    let numbered = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
    let href = page.filter(|_| numbered).map(|page| format!("{page}/{id}"));
    (format!("{} {}", say(lang, vi, en), say(lang, "mã số ", "no. ")) + id, href)
}

/// What an event changed or tells: name of the field, and `before → after` or the value.
pub(crate) fn changes(details: &Value, lang: Language) -> Vec<(String, String)> {
    let Some(fields) = details.as_object() else { return Vec::new() };
    let mut told = Vec::new();
    if let (Some(from), Some(to)) = (fields.get("from"), fields.get("to"))
        && let (Some(from), Some(to)) = (state(from, lang), state(to, lang))
    {
        if from != to {
            told.push((say(lang, "Trạng thái", "State").to_owned(), format!("{from} → {to}")));
        }
    }
    for (name, value) in fields {
        if nothing(value) || name == "event" || state(value, lang).is_some() && matches!(name.as_str(), "from" | "to") {
            continue;
        }
        let words = match (value.get("before"), value.get("after")) {
            (Some(before), Some(after)) if before == after => continue,
            (Some(before), Some(after)) => format!("{} → {}", plain(before, lang), plain(after, lang)),
            _ => plain(value, lang),
        };
        told.push((field_words(name, lang).to_owned(), words));
    }
    told
}

fn nothing(value: &Value) -> bool {
    value.is_null() || value.as_array().is_some_and(Vec::is_empty)
}

fn state(value: &Value, lang: Language) -> Option<&'static str> {
    value.as_str().and_then(TaskState::from_code).map(|state| show::task_state(state, lang).words)
}

/// A value for people: days as `31/12/2019`, yes and no, codes in words.
fn plain(value: &Value, lang: Language) -> String {
    match value {
        Value::Null => "–".to_owned(),
        Value::Bool(yes) => if *yes { say(lang, "có", "yes") } else { say(lang, "không", "no") }.to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) if text.is_empty() => "–".to_owned(),
        Value::String(text) => match (text.parse::<jiff::civil::Date>(), Role::from_code(text)) {
            (Ok(day), _) if text.len() == 10 => show::date(day),
            (_, Some(role)) => role_name(role, lang).to_owned(),
            _ => state(value, lang).map_or_else(|| text.clone(), str::to_owned),
        },
        Value::Array(all) => all.iter().map(|one| plain(one, lang)).collect::<Vec<_>>().join(", "),
        Value::Object(fields) => {
            let told = fields.iter().filter(|(_, value)| !nothing(value)).map(|(name, value)| {
                match (value.get("before"), value.get("after")) {
                    (Some(before), Some(after)) => {
                        format!("{}: {} → {}", name, plain(before, lang), plain(after, lang))
                    }
                    _ => format!("{}: {}", field_words(name, lang), of_rule(name, value, lang)),
                }
            });
            told.collect::<Vec<_>>().join("; ")
        }
    }
}

/// A value of a rule of reminding, whose codes mean something by their field alone.
fn of_rule(name: &str, value: &Value, lang: Language) -> String {
    let one = |code: &str| {
        let words = match name {
            "counts_from" => Trigger::from_code(code).map(|one| from_words(one, lang).to_owned()),
            "recipients" => Recipient::from_code(code).map(|one| recipient_words(one, lang).to_owned()),
            "channel" => Channel::from_code(code).map(|one| channel_words(one, None, lang)),
            "counting" if code == "working" => Some(say(lang, "ngày làm việc", "working days").to_owned()),
            "counting" => Some(say(lang, "ngày lịch", "calendar days").to_owned()),
            _ => None,
        };
        words.unwrap_or_else(|| code.to_owned())
    };
    match value {
        Value::String(code) if name != "code" => match one(code) {
            same if same == *code => plain(value, lang),
            words => words,
        },
        Value::Array(all) => {
            all.iter().map(|each| each.as_str().map_or_else(|| plain(each, lang), one)).collect::<Vec<_>>().join(", ")
        }
        _ => plain(value, lang),
    }
}

fn field_words(name: &str, lang: Language) -> &str {
    let (vi, en) = match name {
        "symbol" => ("Ký hiệu", "Symbol"),
        "name" => ("Tên", "Name"),
        "superior" => ("Tên cấp trên in", "Printed superior"),
        "place" => ("Địa danh", "Place"),
        "level" => ("Cấp", "Level"),
        "parent" => ("Cấp trên", "Parent"),
        "valid_from" | "from" => ("Từ ngày", "From"),
        "valid_to" => ("Đến trước ngày", "To before"),
        "code" => ("Mã", "Code"),
        "full_name" => ("Họ tên", "Full name"),
        "email" => ("Thư điện tử", "E-mail"),
        "phone" => ("Điện thoại", "Telephone"),
        "role" => ("Vai trò", "Role"),
        "title" => ("Chức danh", "Title"),
        "holding" => ("Cách giữ", "Held as"),
        "kind" => ("Loại", "Kind"),
        "on" | "day" => ("Ngày", "On"),
        "basis" => ("Căn cứ", "Basis"),
        "new" => ("Đơn vị sau", "What follows"),
        "login" => ("Tên đăng nhập", "Sign-in name"),
        "reason" => ("Lý do", "Reason"),
        "statement" => ("Nội dung", "Text"),
        "number" => ("Số", "Number"),
        "product" => ("Sản phẩm", "Product"),
        "clause" => ("Điều khoản", "Clause"),
        "deadline" => ("Hạn", "Deadline"),
        "review_on" => ("Ngày rà soát", "Review day"),
        "lead" => ("Phòng chủ trì", "Lead"),
        "officer" => ("Chuyên viên", "Officer"),
        "leader" => ("Lãnh đạo phụ trách", "Leader"),
        "tracker" => ("Người theo dõi", "Tracker"),
        "coordinators" => ("Phối hợp", "Coordinators"),
        "depends_on" => ("Phụ thuộc", "Depends on"),
        "files" | "file" => ("Tệp", "File"),
        "person" => ("Người", "Person"),
        "agency" => ("Cơ quan", "Agency"),
        "division" => ("Phòng", "Division"),
        "rule" => ("Quy tắc", "Rule"),
        "rules" => ("Các quy tắc", "Rules"),
        "counts_from" => ("Tính từ", "Counted from"),
        "days" => ("Số ngày", "Days"),
        "counting" => ("Đếm theo", "Counted in"),
        "repeat_every" => ("Nhắc lại sau", "Again every"),
        "recipients" => ("Nhắc ai", "Whom"),
        "channel" => ("Cách gửi", "By"),
        "digest" => ("Gộp thư", "Gathered"),
        "active" => ("Đang dùng", "In force"),
        "value" => ("Giá trị", "Value"),
        "added" => ("Thêm", "Added"),
        "rows" => ("Số dòng", "Rows"),
        "query" => ("Bộ lọc", "Filter"),
        "changes" => ("Thay đổi", "Changes"),
        "stage" => ("Cấp đánh giá", "Stage"),
        "grade" => ("Mức", "Grade"),
        "suggested" => ("Mức gợi ý", "Suggested"),
        "coefficient" => ("Hệ số", "Coefficient"),
        "exceeded" => ("Vượt yêu cầu", "Beyond what was asked"),
        "objective_cause" => ("Nguyên nhân khách quan", "Objective cause"),
        "general" => ("Điểm tiêu chí chung", "General points"),
        "target" => ("Mục tiêu", "Target"),
        "version" => ("Phiên bản", "Version"),
        other => (other, other),
    };
    match lang {
        Language::Vietnamese => vi,
        Language::English => en,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn changes_are_told_before_and_after() {
        let details = json!({
            "event": 4, "from": "assigned", "to": "accepted", "files": [],
            "deadline": { "before": "2019-11-30", "after": "2019-12-14" },
        });
        let told = changes(&details, Language::Vietnamese);
        let told: Vec<String> = told.iter().map(|(name, words)| format!("{name}: {words}")).collect();
        assert_eq!(told, ["Trạng thái: Đã giao → Đã nhận", "Hạn: 30/11/2019 → 14/12/2019"]);
    }

    #[test]
    fn a_rule_of_reminding_is_told_in_words() {
        let details = json!({ "rule": { "counts_from": "deadline", "days": -5, "counting": "working", "digest": null, "recipients": ["officer", "leader"] } });
        let told = changes(&details, Language::Vietnamese);
        let (_, words) = told.first().unwrap();
        assert_eq!(
            words,
            "Đếm theo: ngày làm việc; Tính từ: hạn hoàn thành; Số ngày: -5; Nhắc ai: người thực hiện, lãnh đạo phụ trách"
        );
        let (words, page) = object_words("rule-before-7", Language::Vietnamese);
        assert_eq!((words.as_str(), page.as_deref()), ("Quy tắc nhắc before-7", Some("/quan-tri/nhac-viec")));
    }

    #[test]
    fn actions_and_records_have_words() {
        assert_eq!(action_words("task.accepted", Language::Vietnamese), "Tiếp nhận");
        assert_eq!(action_words("later.thing", Language::Vietnamese), "later.thing");
        let (words, page) = object_words("task-12", Language::Vietnamese);
        assert_eq!((words.as_str(), page.as_deref()), ("Nhiệm vụ mã số 12", Some("/nhiem-vu/12")));
    }
}
