//! An agency's settings and everyone's special days, as the administrator keeps them.

use jiff::civil::Date;
use tt_domain::calendar::SpecialDay;
use tt_domain::calendar::holiday::{self, YearlyChoices};
use tt_domain::permission::Action;
use tt_store::settings;

use crate::app::App;
use crate::error::AppError;
use crate::sign_in::CurrentUser;
use crate::work::rules::{SETTINGS, Values};

/// A setting with what the agency chose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingShown {
    /// Its name.
    pub name: &'static str,
    /// What it means, in Vietnamese and English.
    pub words: (&'static str, &'static str),
    /// What it can be.
    pub values: Values,
    /// What holds unless chosen.
    pub usual: &'static str,
    /// What the agency chose; `None` for the usual.
    pub chosen: Option<String>,
}

/// The special days of a year.
#[derive(Clone, Debug, Default)]
pub struct CalendarYear {
    /// By law (Bộ luật Lao động 2019, Điều 112), worked out.
    pub statutory: Vec<SpecialDay>,
    /// Entered by hand: swapped days, make-up days, days off given by decision.
    pub entered: Vec<SpecialDay>,
}

impl App {
    /// The agency's settings.
    ///
    /// # Errors
    /// Not the administrator's, or the database failed.
    pub async fn settings(&self, current: &CurrentUser) -> Result<Vec<SettingShown>, AppError> {
        current.require(Action::ManageSettings)?;
        let mut tx = self.db.begin_read().await?;
        let chosen = settings::list(&mut tx, current.agency.id).await?;
        let shown = SETTINGS.iter().map(|setting| SettingShown {
            name: setting.name,
            words: (setting.vi, setting.en),
            values: setting.values,
            usual: setting.usual,
            chosen: chosen.iter().find(|(name, _)| name == setting.name).map(|(_, value)| value.clone()),
        });
        Ok(shown.collect())
    }

    /// Chooses a setting; `None` goes back to the usual.
    ///
    /// # Errors
    /// Not the administrator's, no such setting, or a value it cannot be.
    pub async fn choose_setting(
        &self,
        current: &CurrentUser,
        name: &str,
        value: Option<&str>,
        origin: &str,
    ) -> Result<(), AppError> {
        current.require(Action::ManageSettings)?;
        let setting = SETTINGS.iter().find(|setting| setting.name == name).ok_or(AppError::NotFound)?;
        if let Some(value) = value
            && !setting.values.holds(value)
        {
            return Err(AppError::refused(
                format!(
                    "“{value}” không dùng được cho “{}”; hãy nhập số nguyên từ 0 đến 365, hoặc để trống để theo mức chung",
                    setting.vi
                ),
                format!(
                    "“{value}” cannot be “{}”; give a whole number from 0 to 365, or nothing for the usual",
                    setting.en
                ),
            ));
        }
        let mut tx = self.db.begin_write().await?;
        let before = settings::list(&mut tx, current.agency.id).await?;
        let before = before.into_iter().find(|(known, _)| known == name).map(|(_, value)| value);
        if before.as_deref() == value {
            return Ok(());
        }
        settings::put(&mut tx, current.agency.id, name, value).await?;
        let details = serde_json::json!({ "before": before, "after": value });
        self.noted(&mut tx, current, origin, "setting.changed", &format!("setting-{name}"), &details).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The special days of a year.
    ///
    /// # Errors
    /// Not the administrator's, or the database failed.
    pub async fn calendar_year(&self, current: &CurrentUser, year: i16) -> Result<CalendarYear, AppError> {
        current.require(Action::ManageSettings)?;
        let mut tx = self.db.begin_read().await?;
        let entered = settings::calendar_days(&mut tx).await?;
        Ok(CalendarYear {
            statutory: holiday::statutory(year, YearlyChoices::default()),
            entered: entered.into_iter().filter(|special| special.day.year() == year).collect(),
        })
    }

    /// Says what a day is, whatever its weekday and the law say.
    ///
    /// # Errors
    /// Not the administrator's, or a day without a name.
    pub async fn enter_day(&self, current: &CurrentUser, special: &SpecialDay, origin: &str) -> Result<(), AppError> {
        current.require(Action::ManageSettings)?;
        let name = special.name.trim();
        if name.is_empty() || name.chars().count() > 200 {
            return Err(AppError::refused(
                "tên ngày phải có từ 1 đến 200 ký tự, ví dụ Làm bù ngày 29/4",
                "a day's name has 1 to 200 letters",
            ));
        }
        let mut tx = self.db.begin_write().await?;
        settings::put_calendar_day(&mut tx, &SpecialDay { name: name.to_owned(), ..special.clone() }).await?;
        let details = serde_json::json!({ "kind": special.kind.code(), "name": name });
        self.noted(&mut tx, current, origin, "calendar_day.put", &format!("day-{}", special.day), &details).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Lets a day be again what its weekday and the law say.
    ///
    /// # Errors
    /// Not the administrator's, or the database failed.
    pub async fn forget_day(&self, current: &CurrentUser, day: Date, origin: &str) -> Result<(), AppError> {
        current.require(Action::ManageSettings)?;
        let mut tx = self.db.begin_write().await?;
        settings::remove_calendar_day(&mut tx, day).await?;
        self.noted(&mut tx, current, origin, "calendar_day.removed", &format!("day-{day}"), &serde_json::json!({}))
            .await?;
        tx.commit().await?;
        Ok(())
    }
}
