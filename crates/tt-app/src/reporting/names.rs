//! What the life of a report is told in: states, steps, and why a step is refused.

use tt_check::Message;
use tt_domain::approval::{PartState, Refusal, StepKind};
use tt_domain::id::DivisionId;
use tt_domain::regime::{Fault, Frequency};
use tt_domain::report::{Report, ReportState};
use tt_domain::signing;
use tt_store::{Tx, divisions};

use crate::error::AppError;
use crate::notice_words::shown;
use crate::wording::say;

/// A state of a report, named.
pub fn state_name(state: ReportState) -> Message {
    let (vi, en) = match state {
        ReportState::Draft => ("đang soạn", "draft"),
        ReportState::WithHeads => ("chờ phần của các phòng", "waiting for divisions"),
        ReportState::WithPlanning => ("chờ thẩm định", "with planning"),
        ReportState::Submitted => ("chờ ký", "to be signed"),
        ReportState::Returned => ("bị trả lại", "sent back"),
        ReportState::Signed => ("đã ký, chờ phát hành", "signed, to be issued"),
        ReportState::Issued => ("đã phát hành", "issued"),
        ReportState::Recalled => ("đã thu hồi", "recalled"),
        ReportState::Replaced => ("đã được thay thế", "replaced"),
    };
    say(vi, en)
}

/// A step, named as what someone does.
pub fn step_name(kind: StepKind) -> Message {
    let (vi, en) = match kind {
        StepKind::AskParts => ("Yêu cầu các phòng gửi phần", "Ask divisions for parts"),
        StepKind::HandPart => ("Trình trưởng phòng phần của phòng", "Hand the part to the head"),
        StepKind::ApprovePart => ("Duyệt phần của phòng", "Approve the part"),
        StepKind::ReturnPart => ("Trả lại phần của phòng", "Send the part back"),
        StepKind::WaivePart => ("Bỏ qua phần của phòng", "Go on without the part"),
        StepKind::ToPlanning => ("Trình bộ phận kế hoạch", "Submit to planning"),
        StepKind::ToLeader => ("Trình lãnh đạo ký", "Submit for signature"),
        StepKind::Return => ("Trả lại để soạn tiếp", "Send back"),
        StepKind::Sign => ("Ký", "Sign"),
        StepKind::Issue => ("Phát hành", "Issue"),
        StepKind::Recall => ("Thu hồi", "Recall"),
        StepKind::Correct => ("Đính chính", "Correct"),
        StepKind::Replace => ("Thay thế", "Replace"),
    };
    say(vi, en)
}

/// A state of a part, named.
pub fn part_name(state: PartState) -> Message {
    let (vi, en) = match state {
        PartState::Asked => ("chưa gửi", "not sent"),
        PartState::Handed => ("chờ trưởng phòng duyệt", "with the head"),
        PartState::Approved => ("đã duyệt", "approved"),
        PartState::Returned => ("bị trả lại", "sent back"),
        PartState::Waived => ("bỏ qua", "waived"),
    };
    say(vi, en)
}

/// What a report waits for, and what follows: for whoever has nothing to do with it now.
pub fn waits_for(state: ReportState) -> (Message, Message) {
    let ((vi, en), (then_vi, then_en)) = match state {
        ReportState::Draft | ReportState::Returned => (
            ("Báo cáo đang được soạn", "The report is being written"),
            ("Người soạn trình bộ phận kế hoạch khi xong.", "Its author submits it to planning when done."),
        ),
        ReportState::WithHeads => (
            ("Báo cáo chờ phần của các phòng", "The report waits for divisions"),
            ("Xem phòng nào chưa gửi ở bảng bên dưới.", "The table below says whose part is missing."),
        ),
        ReportState::WithPlanning => (
            ("Báo cáo ở bộ phận kế hoạch", "The report is with planning"),
            ("Bộ phận kế hoạch thẩm định rồi trình lãnh đạo ký.", "Planning reviews it and submits it for signature."),
        ),
        ReportState::Submitted => (
            ("Báo cáo chờ lãnh đạo ký", "The report waits for the leader"),
            ("Lãnh đạo ký hoặc trả lại để soạn tiếp.", "The leader signs it or sends it back."),
        ),
        ReportState::Signed => (
            ("Báo cáo đã ký, chờ văn thư phát hành", "The report is signed and waits for the clerk"),
            ("Văn thư lấy số và phát hành.", "The clerk takes its number and issues it."),
        ),
        ReportState::Issued => (
            ("Báo cáo đã phát hành", "The report is issued"),
            (
                "Thu hồi, đính chính hay thay thế do lãnh đạo cơ quan quyết định.",
                "Recalling, correcting or replacing it is the leader’s to decide.",
            ),
        ),
        ReportState::Recalled | ReportState::Replaced => (
            ("Báo cáo không còn hiệu lực", "The report is no longer in force"),
            ("Lý do ở lịch sử bên dưới.", "The history below says why."),
        ),
    };
    (say(vi, en), say(then_vi, then_en))
}

/// A frequency, named.
pub fn frequency_name(frequency: Frequency) -> Message {
    let (vi, en) = match frequency {
        Frequency::Week => ("Hằng tuần", "Weekly"),
        Frequency::Month => ("Hằng tháng", "Monthly"),
        Frequency::Quarter => ("Hằng quý", "Quarterly"),
        Frequency::Half => ("6 tháng đầu năm", "First half of the year"),
        Frequency::NineMonths => ("9 tháng đầu năm", "First nine months"),
        Frequency::Year => ("Hằng năm", "Yearly"),
        Frequency::Term => ("Nhiệm kỳ, giai đoạn", "Term of years"),
        Frequency::OnDemand => ("Đột xuất", "On demand"),
    };
    say(vi, en)
}

/// A name with the period behind it, a word both have said once: `Báo cáo quý` of `quý I/2019` is `Báo cáo quý I/2019`.
pub fn with_period(name: &str, label: &str) -> String {
    let (words, period): (Vec<&str>, Vec<&str>) =
        (name.split_whitespace().collect(), label.split_whitespace().collect());
    let same = |count: &usize| {
        let end = words.get(words.len().saturating_sub(*count)..).unwrap_or_default();
        let start = period.get(..*count).unwrap_or_default();
        end.iter().zip(start).all(|(one, other)| one.to_lowercase() == other.to_lowercase())
    };
    let shared = (0..=words.len().min(period.len())).rev().find(same).unwrap_or_default();
    let head = words.get(..words.len() - shared).unwrap_or_default();
    head.iter().chain(&period).copied().collect::<Vec<_>>().join(" ")
}

/// Words with a capital at their head.
pub fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// What a report is called in lists and notices.
pub fn report_name(report: &Report, regime: Option<&str>) -> Message {
    let (label, label_en) = (report.period.label(), report.period.label_en());
    let name = match regime {
        Some(regime) => say(with_period(regime, &label), format!("{regime} {label_en}")),
        None if report.key_tasks => {
            say(format!("Báo cáo nhiệm vụ trọng tâm {label}"), format!("Key tasks report of {label_en}"))
        }
        None => say(format!("Báo cáo {label}"), format!("Report of {label_en}")),
    };
    if report.occasion.is_empty() {
        return name;
    }
    say(format!("{}: {}", name.vi, report.occasion), format!("{}: {}", name.en, report.occasion))
}

/// What is wrong with a regime, and the remedy.
pub fn fault(fault: Fault) -> AppError {
    let at = |field, vi: &str, en: &str| AppError::refused_at(field, vi, en);
    match fault {
        Fault::NameMissing => at("ten", "chưa nhập tên chế độ báo cáo", "the regime has no name"),
        Fault::OpensOn => at(
            "ngay-mo",
            "ngày mở kỳ số liệu phải từ 1 đến 28, là ngày tháng nào cũng có",
            "the data window opens on a day from 1 to 28, which every month has",
        ),
        Fault::Years => at(
            "tu-nam",
            "chế độ theo giai đoạn cần năm đầu và năm cuối, năm cuối sau năm đầu",
            "a term needs its first and last year, the last after the first",
        ),
        Fault::Series => {
            at("so", "ký hiệu sổ số chỉ gồm chữ và số, ví dụ BC", "the series is letters and digits only, such as BC")
        }
        Fault::PartsBeforeOpening => at(
            "han-phong",
            "hạn của phòng phải sau ngày mở báo cáo: số ngày trước hạn của phòng không lớn hơn của ngày mở",
            "parts must be due after the report is opened: fewer days before the deadline than its opening",
        ),
        Fault::KeyTasks => at(
            "tan-suat",
            "báo cáo nhiệm vụ trọng tâm là báo cáo năm; hãy chọn tần suất hằng năm",
            "the report on key tasks is yearly; choose that frequency",
        ),
    }
}

/// Why a step is refused, with the remedy.
pub(super) async fn refusal(tx: &mut Tx, refusal: &Refusal) -> Result<AppError, AppError> {
    let said = |vi: String, en: String| Ok(AppError::refused(vi, en));
    match refusal {
        Refusal::WrongState { state, allowed } => {
            let names: Vec<Message> = allowed.iter().map(|&state| state_name(state)).collect();
            let join = |words: Vec<&str>| words.join(", ");
            let state = state_name(*state);
            said(
                format!(
                    "báo cáo {}, việc này chỉ làm khi báo cáo {}; hãy tải lại trang",
                    state.vi,
                    join(names.iter().map(|name| name.vi.as_str()).collect())
                ),
                format!(
                    "the report is {}; this is done only when it is {}; reload the page",
                    state.en,
                    join(names.iter().map(|name| name.en.as_str()).collect())
                ),
            )
        }
        Refusal::ReasonMissing => said("chưa nêu lý do".to_owned(), "no reason is given".to_owned()),
        Refusal::NobodyAsked => {
            said("chưa chọn phòng nào để yêu cầu gửi phần".to_owned(), "no division is chosen".to_owned())
        }
        Refusal::DueInPast { due, .. } => said(
            format!("hạn {} đã qua; hãy chọn từ hôm nay trở đi", shown(*due)),
            format!("{} is past; choose today or later", shown(*due)),
        ),
        Refusal::NotAsked(division) => {
            let name = name_of(tx, *division).await?;
            said(format!("{name} không được yêu cầu gửi phần"), format!("{name} was not asked for a part"))
        }
        Refusal::WrongPartState { division, state } => {
            let (name, state) = (name_of(tx, *division).await?, part_name(*state));
            said(
                format!("phần của {name} {}; hãy tải lại trang", state.vi),
                format!("the part of {name} is {}; reload the page", state.en),
            )
        }
        Refusal::PartsMissing(divisions) => {
            let mut names = Vec::new();
            for &division in divisions {
                names.push(name_of(tx, division).await?);
            }
            let names = names.join(", ");
            said(
                format!("còn thiếu phần của {names}; hãy chờ phòng gửi, hoặc bỏ qua phần ấy và nêu lý do"),
                format!("the parts of {names} are missing; wait for them, or go on without and say why"),
            )
        }
        Refusal::SevereFindings { severe } => said(
            format!("còn {severe} điểm nghiêm trọng khi soát; hãy sửa, hoặc nêu lý do vẫn trình"),
            format!("{severe} errors are left; mend them, or say why it goes on"),
        ),
        Refusal::Form(form) => Ok(form_refusal(form)),
        Refusal::NumberMissing => said("số văn bản phải từ 1".to_owned(), "a number is 1 or more".to_owned()),
        Refusal::DateOutside { on, signed_on, today } => said(
            format!("ngày văn bản {} phải từ ngày ký {} đến hôm nay {}", shown(*on), shown(*signed_on), shown(*today)),
            format!("dated {}, which is not from {} to {}", shown(*on), shown(*signed_on), shown(*today)),
        ),
    }
}

fn form_refusal(form: &signing::Refusal) -> AppError {
    match form {
        signing::Refusal::PositionMissing => {
            AppError::refused("chưa nhập chức vụ của người ký", "the signer's position is missing")
        }
        signing::Refusal::NotAuthorised { from, until } => AppError::refused(
            format!(
                "văn bản ủy quyền có hiệu lực từ {} đến {}, hôm nay ngoài thời hạn ấy",
                shown(*from),
                shown(*until)
            ),
            format!("the authorisation holds from {} to {}, not today", shown(*from), shown(*until)),
        ),
    }
}

async fn name_of(tx: &mut Tx, division: DivisionId) -> Result<String, AppError> {
    Ok(divisions::get(tx, division).await?.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_not_said_twice() {
        for (name, label, expected) in [
            ("công tác tháng", "tháng 4/2019", "công tác tháng 4/2019"),
            (
                "kết quả thực hiện nhiệm vụ 6 tháng",
                "6 tháng đầu năm 2019",
                "kết quả thực hiện nhiệm vụ 6 tháng đầu năm 2019",
            ),
            ("Giao ban tuần", "tuần 20/2019", "Giao ban tuần 20/2019"),
            ("Báo cáo quý", "quý II/2019", "Báo cáo quý II/2019"),
            ("nhiệm vụ trọng tâm năm", "năm 2019", "nhiệm vụ trọng tâm năm 2019"),
            ("Báo cáo nhanh", "tháng 4/2019", "Báo cáo nhanh tháng 4/2019"),
            ("Báo cáo nhiệm vụ năm", "quý I/2019", "Báo cáo nhiệm vụ năm quý I/2019"),
        ] {
            assert_eq!(with_period(name, label), expected);
        }
    }
}
