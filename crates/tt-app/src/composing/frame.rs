//! What surrounds the body: subject, addressees, recipients, urgency, the head who signs.

use serde_json::json;
use tt_domain::document::OfficialDocument;
use tt_domain::id::ReportId;
use tt_store::{StoreError, documents, reports};

use crate::app::App;
use crate::error::AppError;
use crate::reporting::{frame_json, frame_of, note};
use crate::search;
use crate::sign_in::CurrentUser;

/// Longest line of a frame, in letters.
const LINE: usize = 500;
/// Most addressees, and most recipients.
const LINES: usize = 60;

/// What someone writes around the body; lists a line each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FrameAsked {
    /// Trích yếu.
    pub subject: String,
    /// Ký hiệu.
    pub symbol: String,
    /// Nơi ban hành.
    pub place: String,
    /// Kính gửi.
    pub addressees: String,
    /// Nơi nhận.
    pub recipients: String,
    /// Mức độ khẩn; empty for none.
    pub urgency: String,
}

impl App {
    /// Writes what surrounds the body of a report, as someone who saw it last changed then (in microseconds).
    ///
    /// # Errors
    /// Not theirs to write, no longer open, changed meanwhile, or a line too long.
    pub async fn write_frame(
        &self,
        current: &CurrentUser,
        report: ReportId,
        (asked, seen): (&FrameAsked, i64),
        origin: &str,
    ) -> Result<(), AppError> {
        let (actor, at) = (current.actor(origin), self.moment());
        let mut tx = self.db.begin_write().await?;
        let mut desk = self.desk(&mut tx, current, report).await?;
        desk.require_all()?;
        if desk.standing.report.updated_at.as_microsecond() != seen {
            return Err(AppError::Store(StoreError::Stale));
        }
        let lines = |text: &str| -> Vec<String> {
            text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
        };
        let one =
            |text: &str| Some(text.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|text| !text.is_empty());
        let mut frame = frame_of(&desk.standing.report)?;
        frame.subject = one(&asked.subject);
        frame.symbol = one(&asked.symbol);
        frame.place = one(&asked.place);
        frame.addressees = lines(&asked.addressees);
        frame.recipients = lines(&asked.recipients);
        frame.urgency = one(&asked.urgency);
        let all = frame.addressees.iter().chain(&frame.recipients).chain(&frame.subject).chain(&frame.symbol);
        let too_long = all.chain(&frame.place).any(|line| line.chars().count() > LINE);
        if too_long || frame.addressees.len() > LINES || frame.recipients.len() > LINES {
            return Err(AppError::refused(
                "phần đầu, phần cuối báo cáo: mỗi dòng tối đa 500 ký tự, mỗi danh sách tối đa 60 dòng",
                "lines around the body have at most 500 letters, lists at most 60 lines",
            ));
        }
        let document = documents::get(&mut tx, desk.standing.report.document).await?;
        let document = OfficialDocument { subject: frame.subject.clone(), ..document };
        documents::update(&mut tx, &document).await?;
        desk.standing.report.frame = frame_json(&frame)?;
        desk.standing.report.updated_at = at;
        desk.standing.report.updated_by = actor.user;
        reports::update(&mut tx, &desk.standing.report).await?;
        let details = json!({ "subject": frame.subject });
        note(&mut tx, current.agency.id, (&actor, at), "report.frame_changed", report, &details).await?;
        search::index_report(&mut tx, desk.standing.report.clone()).await?;
        tx.commit().await?;
        Ok(())
    }
}
