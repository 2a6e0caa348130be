//! What consolidation is told in: how far a report is, why a value was left out, how values go together.

use tt_check::Message;
use tt_domain::consolidation::{Consolidated, Why};
use tt_domain::indicator::Aggregation;
use tt_domain::task::Cause;

use super::Consolidation;
use super::reporters::Reporting;
use crate::wording::say;

/// How far the report of an agency is.
pub fn reporting(reporting: Reporting) -> Message {
    match reporting {
        Reporting::NotOwed => say("Không phải gửi", "Not owed"),
        Reporting::Missing => say("Chưa có", "None yet"),
        Reporting::Writing => say("Đang soạn", "Being written"),
        Reporting::AsFile => say("Đã nhận bằng tệp", "Came in as a file"),
        Reporting::Issued => say("Đã phát hành", "Issued"),
        Reporting::Recalled => say("Đã thu hồi", "Recalled"),
    }
}

/// How values of agencies go together.
pub fn rule(rule: Aggregation) -> Message {
    match rule {
        Aggregation::Sum => say("Cộng", "Sum"),
        Aggregation::Average => say("Bình quân", "Average"),
        Aggregation::Highest => say("Lớn nhất", "Highest"),
        Aggregation::Lowest => say("Nhỏ nhất", "Lowest"),
        Aggregation::Last | Aggregation::None => say("Không tổng hợp", "Not put together"),
    }
}

/// The cause of a difficulty.
pub fn cause(cause: Option<Cause>) -> Message {
    match cause {
        Some(Cause::Objective) => say("Nguyên nhân khách quan", "Objective causes"),
        Some(Cause::Subjective) => say("Nguyên nhân chủ quan", "Subjective causes"),
        None => say("Chưa nêu rõ nguyên nhân", "Cause not told"),
    }
}

impl Consolidation {
    /// Why a value is not in a total.
    pub fn why(&self, why: Why) -> Message {
        match why {
            Why::OtherPopulation => say("khác phạm vi", "another population"),
            Why::OtherUnit => say("khác đơn vị tính", "another unit"),
            Why::Contained(above) => {
                let above = self.name(above);
                say(format!("đã nằm trong số của {above}"), format!("within the value of {above}"))
            }
            Why::Repeated => say("cơ quan đã có số khác", "the agency has another value"),
            Why::NotPutTogether => say("không tổng hợp giữa các cơ quan", "not put together over agencies"),
        }
    }

    /// Who was left out of a total and why, one an agency and reason: `Sở A (khác phạm vi)`.
    pub fn left_out(&self, of: &Consolidated) -> Vec<Message> {
        let mut found: Vec<Message> = of
            .left_out
            .iter()
            .map(|one| {
                let (name, why) = (self.name(one.agency), self.why(one.why));
                say(format!("{name} ({})", why.vi), format!("{name} ({})", why.en))
            })
            .collect();
        found.dedup_by(|one, other| one.vi == other.vi);
        found
    }
}
