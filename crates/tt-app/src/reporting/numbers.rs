//! The series of numbers (sổ số văn bản): what is taken, and numbers marked as used outside the system or left out.

use serde_json::json;
use tt_domain::permission::Action;
use tt_store::number_series::TakenNumber;
use tt_store::{audit, number_series};

use crate::app::App;
use crate::error::AppError;
use crate::sign_in::CurrentUser;

/// Numbers of a series on its page.
const SHOWN: u32 = 200;
/// Numbers marked in one go.
const MOST: u32 = 2_000;

/// A series with its last numbers.
#[derive(Clone, Debug)]
pub struct SeriesShown {
    /// Year.
    pub year: i16,
    /// Name: `BC`.
    pub name: String,
    /// The number that is next.
    pub next: u32,
    /// Numbers that are gone, the highest first.
    pub taken: Vec<TakenNumber>,
}

/// Numbers that are gone without a report of ours.
#[derive(Clone, Debug)]
pub struct NumbersToMark {
    /// Year.
    pub year: i16,
    /// Name of the series.
    pub series: String,
    /// The first.
    pub from: u32,
    /// The last, counted in.
    pub to: u32,
    /// Why.
    pub reason: String,
}

impl App {
    /// The series of the agency, the newest year first.
    ///
    /// # Errors
    /// Not theirs to see, or the database failed.
    pub async fn number_series(&self, current: &CurrentUser) -> Result<Vec<SeriesShown>, AppError> {
        current.require(Action::ReadRecords)?;
        let mut tx = self.db.begin_read().await?;
        let mut all = Vec::new();
        for (year, name, id) in number_series::list(&mut tx, current.agency.id).await? {
            let next = number_series::next(&mut tx, id).await?;
            all.push(SeriesShown { year, name, next, taken: number_series::taken(&mut tx, id, SHOWN).await? });
        }
        Ok(all)
    }

    /// Marks numbers as gone; all of them or none.
    ///
    /// # Errors
    /// Not theirs to keep, no reason, no range, or one of them is gone already.
    pub async fn mark_numbers(
        &self,
        current: &CurrentUser,
        asked: &NumbersToMark,
        origin: &str,
    ) -> Result<(), AppError> {
        current.require(Action::IssueReport)?;
        let (series, reason) = (asked.series.trim(), asked.reason.trim());
        if series.is_empty() || !series.chars().all(char::is_alphanumeric) {
            return Err(AppError::refused_at(
                "so",
                "ký hiệu sổ số chỉ gồm chữ và số, ví dụ BC",
                "the series is letters and digits only, such as BC",
            ));
        }
        if reason.is_empty() {
            return Err(AppError::refused_at("ly-do", "chưa nêu lý do", "no reason is given"));
        }
        if asked.from == 0 || asked.to < asked.from || asked.to - asked.from >= MOST {
            return Err(AppError::refused_at(
                "tu",
                format!(
                    "khoảng số không đúng: từ 1 trở lên, số cuối không nhỏ hơn số đầu, mỗi lần không quá {MOST} số"
                ),
                format!("not a range of numbers: from 1, the last not below the first, at most {MOST} at once"),
            ));
        }
        let at = self.moment();
        let by = Some(current.user.id);
        let mut tx = self.db.begin_write().await?;
        let id = number_series::lock(&mut tx, current.agency.id, asked.year, series).await?;
        for number in asked.from..=asked.to {
            if !number_series::mark(&mut tx, id, number, reason, (by, at)).await? {
                return Err(AppError::refused_at(
                    "tu",
                    format!(
                        "số {number} của sổ {series} năm {} đã được dùng hoặc đã đánh dấu; chưa ghi số nào",
                        asked.year
                    ),
                    format!("number {number} of {series} in {} is gone already; nothing was marked", asked.year),
                ));
            }
        }
        let details = json!({ "from": asked.from, "to": asked.to, "reason": reason });
        let event =
            current.actor(origin).event(current.agency.id, at, ("number.marked", format!("series-{id}")), &details);
        audit::append(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(())
    }
}
