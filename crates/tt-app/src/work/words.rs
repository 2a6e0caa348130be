//! Why a command on a task is refused, in words that say what to do.

use jiff::civil::Date;
use tt_check::Message;
use tt_domain::life::{CommandKind, Field, Part, Refusal};
use tt_domain::task::TaskState;

use crate::wording::say;

/// A state's name.
pub fn state(state: TaskState) -> Message {
    match state {
        TaskState::Draft => say("dự kiến", "draft"),
        TaskState::Assigned => say("đã giao", "assigned"),
        TaskState::Accepted => say("đã tiếp nhận", "accepted"),
        TaskState::InProgress => say("đang thực hiện", "in progress"),
        TaskState::ResultSubmitted => say("chờ xác nhận", "awaiting confirmation"),
        TaskState::Returned => say("đã trả lại", "returned"),
        TaskState::Completed => say("hoàn thành", "completed"),
        TaskState::Cancelled => say("đã hủy", "cancelled"),
        TaskState::CarriedOver => say("chuyển năm sau", "carried over"),
    }
}

/// A command's name, as on its button.
pub fn command(kind: CommandKind) -> Message {
    match kind {
        CommandKind::Assign => say("Giao nhiệm vụ", "Assign"),
        CommandKind::Accept => say("Tiếp nhận", "Accept"),
        CommandKind::ReturnTask => say("Trả lại nhiệm vụ", "Return as not ours"),
        CommandKind::Progress => say("Báo cáo tiến độ", "Report progress"),
        CommandKind::Direct => say("Chỉ đạo", "Give a directive"),
        CommandKind::Opine => say("Góp ý phối hợp", "Give an opinion"),
        CommandKind::AskExtension => say("Xin gia hạn", "Ask for an extension"),
        CommandKind::WithdrawExtension => say("Rút đề nghị gia hạn", "Withdraw the request"),
        CommandKind::DecideExtension => say("Quyết định gia hạn", "Decide on the extension"),
        CommandKind::AcceptCounter => say("Đồng ý ngày được đề xuất", "Accept the day offered"),
        CommandKind::Submit => say("Báo cáo kết quả", "Submit the result"),
        CommandKind::Confirm => say("Xác nhận hoàn thành", "Confirm completion"),
        CommandKind::SendBack => say("Trả lại kết quả", "Send the result back"),
        CommandKind::Cancel => say("Hủy nhiệm vụ", "Cancel the task"),
        CommandKind::CarryOver => say("Chuyển sang năm sau", "Carry over to next year"),
        CommandKind::Urge => say("Đôn đốc", "Urge"),
        CommandKind::Comment => say("Bình luận", "Comment"),
    }
}

/// A refusal in both languages, with its remedy.
pub fn refusal(refusal: &Refusal) -> Message {
    let day = |day: &Date| day.strftime("%d/%m/%Y").to_string();
    match refusal {
        Refusal::WrongState { state: now, .. } => {
            let now = state(*now);
            say(
                format!("nhiệm vụ đang ở trạng thái “{}” nên không làm được việc này; hãy tải lại trang", now.vi),
                format!("the task is {}, so this cannot be done; load the page again", now.en),
            )
        }
        Refusal::NotYours { needed } => {
            let who: Vec<Message> = needed.iter().map(|part| part_name(*part)).collect();
            let join = |of: fn(&Message) -> &str, or: &str| who.iter().map(of).collect::<Vec<_>>().join(or);
            say(
                format!("chỉ {} làm được việc này", join(|m| m.vi.as_ref(), " hoặc ")),
                format!("only {} can do this", join(|m| m.en.as_ref(), " or ")),
            )
        }
        Refusal::NotAccepted => {
            say("chưa tiếp nhận nhiệm vụ; hãy bấm Tiếp nhận trước", "the task is not accepted yet; accept it first")
        }
        Refusal::Blank(field) => blank(*field),
        Refusal::PercentTooHigh { percent } => say(
            format!("tỷ lệ {percent}% lớn hơn 100%; hãy nhập từ 0 đến 100"),
            format!("{percent}% is over 100%; give 0 to 100"),
        ),
        Refusal::BeforeAssignment { day: on, assigned_on } => say(
            format!("ngày {} trước ngày giao {}; hãy xem lại ngày", day(on), day(assigned_on)),
            format!("{} lies before the assignment on {}; check the day", day(on), day(assigned_on)),
        ),
        Refusal::AssignedInFuture { on, day: today } => say(
            format!("ngày giao {} sau hôm nay {}; hãy nhập ngày của văn bản giao", day(on), day(today)),
            format!("assigned on {}, after today {}; give the day of the document", day(on), day(today)),
        ),
        Refusal::DeadlineBeforeAssignment { deadline, assigned_on } => say(
            format!("hạn {} trước ngày giao {}; hãy chọn hạn từ ngày giao trở đi", day(deadline), day(assigned_on)),
            format!(
                "the deadline {} lies before the assignment on {}; choose a later one",
                day(deadline),
                day(assigned_on)
            ),
        ),
        Refusal::DeadlineMissing => say("nhiệm vụ có thời hạn phải nêu hạn", "a dated task needs a deadline"),
        Refusal::ReviewDayMissing => say(
            "nhiệm vụ không thời hạn phải nêu ngày xem xét lại",
            "a task without a deadline needs a day on which it is looked at again",
        ),
        Refusal::NoDeadline => say("nhiệm vụ không có hạn nên không cần gia hạn", "the task has no deadline to extend"),
        Refusal::NotLater { until, deadline } => say(
            format!("ngày {} không sau hạn hiện nay {}; hãy chọn ngày sau", day(until), day(deadline)),
            format!("{} is not later than the deadline {}; choose a later day", day(until), day(deadline)),
        ),
        Refusal::InPast { until, day: today } => say(
            format!("ngày {} đã qua (hôm nay {}); hãy chọn ngày khác", day(until), day(today)),
            format!("{} is past (today is {}); choose another day", day(until), day(today)),
        ),
        other => request_or_result(other),
    }
}

/// Refusals about extensions, results and what a task waits for.
fn request_or_result(refusal: &Refusal) -> Message {
    let day = |day: &Date| day.strftime("%d/%m/%Y").to_string();
    match refusal {
        Refusal::TooLateToAsk { deadline, notice, last_day } => say(
            format!(
                "phải xin gia hạn trước hạn {} ít nhất {notice} ngày làm việc, chậm nhất {}; hãy báo cáo người giao",
                day(deadline),
                day(last_day)
            ),
            format!(
                "an extension of {} had to be asked for {notice} working days before, by {}; speak to who assigned it",
                day(deadline),
                day(last_day)
            ),
        ),
        Refusal::TooManyExtensions { granted, max } => say(
            format!("đã gia hạn {granted} lần, quy định tối đa {max} lần; hãy báo cáo người giao"),
            format!("extended {granted} times of at most {max}; speak to who assigned it"),
        ),
        Refusal::ExtensionOpen { until, asked_on } => say(
            format!(
                "đang chờ quyết định đề nghị gia hạn đến {} (gửi {}); hãy quyết định hoặc rút đề nghị đó trước",
                day(until),
                day(asked_on)
            ),
            format!(
                "an extension until {} (asked {}) is still open; decide or withdraw it first",
                day(until),
                day(asked_on)
            ),
        ),
        Refusal::NoExtensionOpen => say("không có đề nghị gia hạn nào đang chờ", "no extension is asked for"),
        Refusal::NoCounter => say("người giao chưa đề xuất ngày khác", "no other day was offered"),
        Refusal::OwnRequest => say(
            "người xin gia hạn không tự quyết định; cần người khác có thẩm quyền",
            "who asked does not decide; someone else has to",
        ),
        Refusal::OwnResult => say(
            "người báo cáo kết quả không tự xác nhận; cần người khác có thẩm quyền",
            "who submitted the result does not confirm it; someone else has to",
        ),
        Refusal::SubmissionUnknown => say(
            "không rõ ai báo cáo kết quả, ngày nào; hãy trả lại để báo cáo lại",
            "it is not known who submitted the result, nor when; send it back to be submitted again",
        ),
        Refusal::BeforeSubmission { day: on, submitted_on } => say(
            format!("ngày {} trước ngày báo cáo kết quả {}", day(on), day(submitted_on)),
            format!("{} lies before the submission on {}", day(on), day(submitted_on)),
        ),
        Refusal::OpenChildren { count } => say(
            format!("còn {count} việc thành phần chưa xong; hãy hoàn thành hoặc hủy trước"),
            format!("{count} sub-tasks are open; finish or cancel them first"),
        ),
        Refusal::UnfinishedDependencies { count } => say(
            format!("còn {count} nhiệm vụ phải chờ chưa xong"),
            format!("{count} tasks it waits for are not finished"),
        ),
        Refusal::YearNotLater { year, programme } => say(
            format!("năm {year} không sau năm {programme} của nhiệm vụ; hãy chọn năm sau"),
            format!("{year} is not later than {programme}; choose a later year"),
        ),
        other => say("không thực hiện được việc này", other.to_string()),
    }
}

fn blank(field: Field) -> Message {
    match field {
        Field::Reason => say("chưa nêu lý do", "the reason is missing"),
        Field::Text => say("chưa nhập nội dung", "the text is missing"),
        Field::Result => say("chưa nêu kết quả đạt được", "what was reached is missing"),
        Field::Product => say("chưa nêu tên sản phẩm", "the product's name is missing"),
        Field::ReasonWithoutProduct => say("chưa nêu vì sao không có sản phẩm", "why there is no product is missing"),
    }
}

fn part_name(part: Part) -> Message {
    match part {
        Part::Assigner => say("người giao", "who assigned it"),
        Part::Lead => say("đơn vị chủ trì", "the lead"),
        Part::Coordinator => say("đơn vị phối hợp", "a coordinator"),
        Part::Tracker => say("người theo dõi", "who follows it"),
        Part::Leader => say("lãnh đạo phụ trách", "the leader in charge"),
    }
}
