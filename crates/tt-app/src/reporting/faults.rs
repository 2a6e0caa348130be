//! What stands in the way of an issue: found before anything is issued, and told with the remedy.

use tt_check::{Finding, Message, Severity};
use tt_document::Document;
use tt_domain::approval::{Passage, open_parts};
use tt_domain::report::ReportBlockKind;

use crate::embedding::blocks::checked;
use crate::embedding::kept;
use crate::import::recorded::Recorded;
use crate::wording::say;

/// What the checker says of a report, and what forbids its issue.
#[derive(Clone, Debug, Default)]
pub struct Faults {
    /// Findings of the checker.
    pub findings: Vec<Finding>,
    /// What forbids the issue, with the remedy.
    pub blocking: Vec<Message>,
}

impl Faults {
    /// Those of a report as it stands.
    pub(super) fn of(recorded: &Recorded, document: &Document, passage: &Passage) -> Self {
        let (_, findings) = checked(document);
        Self { findings, blocking: blocking(recorded, passage) }
    }

    /// Severe findings.
    pub fn severe(&self) -> u32 {
        let severe = self.findings.iter().filter(|finding| finding.severity == Severity::Error).count();
        u32::try_from(severe).unwrap_or(u32::MAX)
    }
}

/// What forbids the issue of a report.
pub(super) fn blocking(recorded: &Recorded, passage: &Passage) -> Vec<Message> {
    let frame = &recorded.records.frame;
    let mut faults = Vec::new();
    let mut missing = |there: bool, vi: &str, en: &str| {
        if !there {
            faults.push(say(vi, en));
        }
    };
    let filled = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.trim().is_empty());
    missing(
        filled(&frame.symbol),
        "chưa có ký hiệu văn bản, ví dụ BC-SCT; hãy điền ở trang Soạn, mục Phần đầu và nơi nhận",
        "no symbol",
    );
    missing(
        filled(&frame.issuer),
        "chưa có tên cơ quan ban hành; hãy điền ở trang Soạn, mục Phần đầu và nơi nhận",
        "no issuing agency",
    );
    missing(filled(&frame.subject), "chưa có trích yếu; hãy điền ở trang Soạn, mục Phần đầu và nơi nhận", "no subject");
    missing(
        !recorded.records.blocks.is_empty(),
        "báo cáo chưa có nội dung; hãy soạn ở trang Soạn trước khi trình",
        "no text yet",
    );
    let waiting = open_parts(passage).count();
    if waiting > 0 {
        faults.push(say(
            format!("còn {waiting} phòng chưa gửi phần và chưa được bỏ qua; hãy chờ, hoặc bỏ qua và nêu lý do"),
            format!("{waiting} divisions have sent nothing and are not waived; wait, or waive them with a reason"),
        ));
    }
    faults.extend(withdrawn(recorded));
    faults.extend(undrawn(recorded));
    faults
}

/// Pictures and tables that have nothing to show: their record is gone, or nothing is on record.
fn undrawn(recorded: &Recorded) -> impl Iterator<Item = Message> {
    recorded.records.blocks.iter().filter_map(|block| {
        let ReportBlockKind::Embedded(embedding) = &block.kind else { return None };
        let (vi, en) = if embedding.shows.is_picture() { ("hình", "picture") } else { ("bảng", "table") };
        let Some(drawn) = block.drawn.as_deref().and_then(kept::read) else {
            return Some(say(
                format!("{vi} ở đoạn {} chưa được vẽ; hãy lưu lại mục ấy ở trang Soạn", block.position + 1),
                format!("the {en} in block {} was not drawn yet; save its section again", block.position + 1),
            ));
        };
        let (title, why) = (drawn.title.as_str(), drawn.trouble()?);
        Some(say(
            format!("{vi} “{title}” không có dữ liệu: {why}"),
            format!("the {en} “{title}” has nothing to show: {why}"),
        ))
    })
}

/// Figures whose record was taken back since.
fn withdrawn(recorded: &Recorded) -> impl Iterator<Item = Message> {
    recorded.figures.iter().filter_map(|figure| {
        let observation = recorded.records.observations.get(&figure.stated.observation?)?;
        observation.withdrawn.then(|| {
            let printed = &figure.stated.printed;
            let subject = figure.stated.subject.as_deref().unwrap_or_default();
            say(
                format!(
                    "số liệu “{printed}” ({subject}) dựa trên giá trị đã rút; hãy sửa số liệu ấy, xem /so-lieu/{}",
                    figure.id
                ),
                format!(
                    "the figure “{printed}” ({subject}) rests on a value that was taken back; mend it, see /so-lieu/{}",
                    figure.id
                ),
            )
        })
    })
}
