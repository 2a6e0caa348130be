//! Notices in words: a sentence for the application in both languages, a subject and a letter for mail in Vietnamese.

use std::fmt::Write as _;

use jiff::civil::Date;
use tt_check::Message;
use tt_domain::notice::NoticeKind;

use crate::telling::{FactList, NoticeFacts};
use crate::wording::say;

/// A notice as mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailWords {
    /// Subject.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// The same as a page.
    pub html: String,
}

/// Whom a mail is written to, and where it leads.
#[derive(Clone, Debug)]
pub(crate) struct Addressed<'a> {
    /// Name.
    pub(crate) name: &'a str,
    /// Address of the page it is about, where the site's own address is known.
    pub(crate) link: Option<String>,
}

/// A kind of notice, named.
pub fn kind_name(kind: NoticeKind) -> Message {
    let (vi, en) = match kind {
        NoticeKind::DueSoon => ("Sắp đến hạn", "Due soon"),
        NoticeKind::DueToday => ("Đến hạn hôm nay", "Due today"),
        NoticeKind::Overdue => ("Quá hạn", "Overdue"),
        NoticeKind::ReviewDue => ("Đến ngày rà soát", "Review day"),
        NoticeKind::NotAccepted => ("Chưa tiếp nhận", "Not accepted"),
        NoticeKind::AwaitingConfirmation => ("Kết quả chờ xác nhận", "Result to confirm"),
        NoticeKind::ExtensionWaiting => ("Gia hạn chờ quyết định", "Extension to decide"),
        NoticeKind::DigestDay => ("Tổng hợp trong ngày", "Daily digest"),
        NoticeKind::DigestWeek => ("Tổng hợp trong tuần", "Weekly digest"),
        NoticeKind::Assigned => ("Được giao nhiệm vụ", "Task assigned"),
        NoticeKind::TaskReturned => ("Nhiệm vụ bị trả lại", "Task returned"),
        NoticeKind::Directive => ("Ý kiến chỉ đạo", "Directive"),
        NoticeKind::ExtensionAsked => ("Xin gia hạn", "Extension asked"),
        NoticeKind::ExtensionDecided => ("Quyết định về gia hạn", "Extension decided"),
        NoticeKind::Submitted => ("Đã trình kết quả", "Result submitted"),
        NoticeKind::Confirmed => ("Kết quả được xác nhận", "Result confirmed"),
        NoticeKind::SentBack => ("Kết quả bị trả lại", "Result sent back"),
        NoticeKind::Mentioned => ("Được nhắc tên", "Mentioned"),
        NoticeKind::Urged => ("Đôn đốc", "Urged"),
        NoticeKind::Closed => ("Hủy hoặc chuyển năm sau", "Cancelled or carried over"),
        NoticeKind::Test => ("Tin thử", "Test message"),
        NoticeKind::Warning => ("Cảnh báo sớm", "Early warning"),
        NoticeKind::AuditBroken => ("Nhật ký kiểm toán bị đứt", "The audit log is damaged"),
        NoticeKind::PartAsked => ("Yêu cầu gửi phần báo cáo", "Part of a report asked for"),
        NoticeKind::PartDue => ("Hạn gửi phần báo cáo", "Part of a report due"),
        NoticeKind::ReportDue => ("Hạn gửi báo cáo", "Report due"),
        NoticeKind::ReportMoved => ("Báo cáo chuyển bước", "Report moved on"),
    };
    say(vi, en)
}

/// What a notice says, in one line.
pub fn headline(kind: NoticeKind, facts: &NoticeFacts) -> Message {
    let code = facts.code.as_deref().unwrap_or_default();
    let day = facts.day.map(|day| shown(day.0)).unwrap_or_default();
    let days = facts.days.unwrap_or(0);
    let count: usize = facts.lists.iter().map(|list| list.tasks.len()).sum();
    let by = facts.by.as_deref().unwrap_or_default();
    match kind {
        NoticeKind::DueSoon => {
            let left = -days;
            say(
                format!("{code} đến hạn ngày {day}, còn {left} ngày"),
                format!("{code} is due on {day}, {left} days left"),
            )
        }
        NoticeKind::DueToday => say(format!("{code} đến hạn hôm nay ({day})"), format!("{code} is due today ({day})")),
        NoticeKind::Overdue => {
            say(format!("{code} quá hạn {days} ngày (hạn {day})"), format!("{code} is {days} days late (due {day})"))
        }
        NoticeKind::ReviewDue => {
            say(format!("{code} đến ngày rà soát {day}"), format!("{code} is to be reviewed on {day}"))
        }
        NoticeKind::NotAccepted => say(
            format!("{code} giao ngày {day} chưa được tiếp nhận"),
            format!("{code}, assigned on {day}, is not accepted yet"),
        ),
        NoticeKind::AwaitingConfirmation => say(
            format!("{code} trình kết quả ngày {day}, chờ xác nhận {days} ngày"),
            format!("{code}: the result of {day} has waited {days} days for confirmation"),
        ),
        NoticeKind::ExtensionWaiting => say(
            format!("{code} xin gia hạn ngày {day}, chờ quyết định {days} ngày"),
            format!("{code}: the extension asked for on {day} has waited {days} days"),
        ),
        NoticeKind::DigestDay => {
            say(format!("Việc cần xử lý ngày {day}: {count} nhiệm vụ"), format!("{count} tasks need you on {day}"))
        }
        NoticeKind::DigestWeek => say(
            format!("Việc cần xử lý tuần từ {day}: {count} nhiệm vụ"),
            format!("{count} tasks need you in the week from {day}"),
        ),
        NoticeKind::Assigned if day.is_empty() => {
            say(format!("{code} được giao, không thời hạn"), format!("{code} was assigned, without a deadline"))
        }
        NoticeKind::Assigned => say(format!("{code} được giao, hạn {day}"), format!("{code} was assigned, due {day}")),
        NoticeKind::ExtensionAsked => {
            say(format!("{code}: {by} xin gia hạn đến {day}"), format!("{code}: {by} asks for an extension to {day}"))
        }
        NoticeKind::ExtensionDecided => say(
            format!("{code}: đã quyết định về yêu cầu gia hạn, hạn {day}"),
            format!("{code}: the extension was decided, due {day}"),
        ),
        NoticeKind::Warning => say(
            format!("Cảnh báo sớm ngày {day}: {count} nội dung đổi trạng thái"),
            format!("Early warning of {day}: {count} things changed state"),
        ),
        NoticeKind::AuditBroken => say(
            format!("Nhật ký kiểm toán của {code} bị đứt; hãy giữ nguyên dữ liệu và đối chiếu với bản sao lưu"),
            format!("The audit log of {code} is damaged; keep the data as it is and compare with a backup"),
        ),
        NoticeKind::PartAsked => say(
            format!("{code}: gửi phần của phòng trước hết ngày {day}"),
            format!("{code}: your part is due on {day}"),
        ),
        NoticeKind::PartDue | NoticeKind::ReportDue => report_due(kind, code, &day, days),
        NoticeKind::Test => say("Tin thử từ Trọng Tâm", "A test message from Trọng Tâm"),
        other => {
            let name = kind_name(other);
            let who = |join: &str| if by.is_empty() { String::new() } else { format!(" ({join}{by})") };
            say(format!("{code}: {}{}", name.vi, who("")), format!("{code}: {}{}", name.en, who("by ")))
        }
    }
}

/// How long a report, or the part of a division, has until it is due, or how late it is.
fn report_due(kind: NoticeKind, code: &str, day: &str, days: i32) -> Message {
    let (what, what_en) =
        if kind == NoticeKind::PartDue { ("phần của phòng", "your part") } else { ("báo cáo", "the report") };
    match days {
        late if late > 0 => say(
            format!("{code}: {what} quá hạn {late} ngày (hạn {day})"),
            format!("{code}: {what_en} is {late} days late (due {day})"),
        ),
        0 => say(format!("{code}: {what} đến hạn hôm nay ({day})"), format!("{code}: {what_en} is due today ({day})")),
        left => say(
            format!("{code}: {what} đến hạn ngày {day}, còn {} ngày", -left),
            format!("{code}: {what_en} is due on {day}, {} days left", -left),
        ),
    }
}

/// A notice as a letter to someone.
pub(crate) fn mail(kind: NoticeKind, facts: &NoticeFacts, to: &Addressed<'_>) -> MailWords {
    let headline = headline(kind, facts).vi;
    let subject = format!("[Trọng Tâm] {headline}");
    let mut text = format!("Kính gửi đồng chí {},\n\n{headline}.\n", to.name);
    let mut html = format!("<p>Kính gửi đồng chí {},</p>\n<p><b>{}.</b></p>\n", escaped(to.name), escaped(&headline));
    if let Some(statement) = &facts.statement {
        let _ = write!(text, "\nNội dung: {statement}\n");
        let _ = writeln!(html, "<p>Nội dung: {}</p>", escaped(statement));
    }
    if let Some(said) = &facts.text {
        let _ = write!(text, "\nÝ kiến: {said}\n");
        let _ = writeln!(html, "<p>Ý kiến: {}</p>", escaped(said));
    }
    for list in &facts.lists {
        write_list(list, &mut text, &mut html);
    }
    if let Some(link) = &to.link {
        let _ = write!(text, "\nXem và xử lý: {link}\n");
        let _ = writeln!(html, "<p><a href=\"{0}\">{0}</a></p>", escaped(link));
    }
    let foot = "Thư này do hệ thống Trọng Tâm gửi tự động, xin không trả lời. Để chọn loại tin nhận qua thư, vào mục Thông báo của hệ thống.";
    let _ = write!(text, "\n-- \n{foot}\n");
    let _ = writeln!(html, "<hr>\n<p><small>{foot}</small></p>");
    let html = format!(
        "<!doctype html>\n<html lang=\"vi\"><head><meta charset=\"utf-8\"><title>{}</title></head><body>\n{html}</body></html>\n",
        escaped(&subject)
    );
    MailWords { subject, text, html }
}

/// Name of a list of a digest.
pub fn list_name(name: &str) -> Message {
    match name {
        "overdue" => say("Quá hạn", "Overdue"),
        "due" => say("Đến hạn", "Due"),
        "to_review" => say("Đến ngày rà soát", "To review"),
        "worse" => say("Chuyển xấu", "Got worse"),
        "better" => say("Đã tốt lên hoặc không còn theo dõi", "Got better, or no more watched"),
        "to_confirm" => say("Chờ xác nhận kết quả", "To confirm"),
        _ => say("Chờ quyết định gia hạn", "To decide"),
    }
}

fn write_list(list: &FactList, text: &mut String, html: &mut String) {
    let name = list_name(&list.name).vi;
    let _ = write!(text, "\n{name} ({}):\n", list.tasks.len());
    let _ = writeln!(html, "<h3>{name} ({})</h3>\n<ul>", list.tasks.len());
    for line in &list.tasks {
        let day = shown(line.day.0);
        let late = if list.name == "overdue" { format!(", quá {} ngày", line.days) } else { String::new() };
        let _ = writeln!(text, "- {}: {} ({day}{late})", line.code, line.statement);
        let _ = writeln!(html, "<li>{}: {} ({day}{late})</li>", escaped(&line.code), escaped(&line.statement));
    }
    html.push_str("</ul>\n");
}

/// `05/12/2019`.
pub(crate) fn shown(day: Date) -> String {
    day.strftime("%d/%m/%Y").to_string()
}

/// A text of at most so many letters, cut at a blank.
pub(crate) fn shortened(text: &str, limit: usize) -> String {
    let one_line = tt_text::one_line(text);
    if one_line.chars().count() <= limit {
        return one_line;
    }
    let cut: String = one_line.chars().take(limit).collect();
    let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(head, _)| head);
    format!("{}…", whole.trim_end_matches([',', ';', '.', ':']))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
