//! An agency's own templates: kept in versions, of which only one that renders on its records is ever taken into use.

use jiff::civil::Date;
use serde_json::json;
use tt_domain::audit::NewAuditEvent;
use tt_domain::id::{AgencyId, ReportId};
use tt_domain::organisation::Agency;
use tt_domain::permission::Action;
use tt_domain::regime::Frequency;
use tt_domain::report::Report;
use tt_domain::reporting_period::{PeriodKind, ReportingPeriod, WindowRule};
use tt_store::templates::{self as stored, KeptTemplate};
use tt_store::{Tx, audit, regimes, reports};

use super::facts::{self, Subject};
use super::shipped::{self, Shipped};
use super::{Fault, engine};
use crate::app::App;
use crate::error::AppError;
use crate::sign_in::CurrentUser;

/// A template in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateRow {
    /// Its name.
    pub name: String,
    /// What it is called.
    pub title: String,
    /// The same in English, where it comes with the program unchanged.
    pub title_en: Option<String>,
    /// Whether one of this name comes with the program.
    pub shipped: bool,
    /// The agency's own version in use.
    pub own: Option<KeptTemplate>,
    /// Names of the regimes made by it.
    pub used_by: Vec<String>,
}

/// A template with its versions.
#[derive(Clone, Debug)]
pub struct TemplatePage {
    /// As in the list.
    pub row: TemplateRow,
    /// Its text in use.
    pub source: String,
    /// The newest version; 0 where the agency never had one of its own. Who saves says which they saw.
    pub seen: i64,
    /// All versions, the newest first, without what is in use told apart.
    pub versions: Vec<KeptTemplate>,
    /// Reports it can be looked at with, the newest first.
    pub reports: Vec<(ReportId, String)>,
    /// Whether the person looking may change it.
    pub may_manage: bool,
}

/// A template about to be saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateDraft {
    /// What it is called; blank keeps what it was called.
    pub title: String,
    /// Its text.
    pub source: String,
    /// The version that was seen.
    pub seen: i64,
}

/// What became of a template about to be saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saved {
    /// Kept and in use, as this version.
    Kept(i64),
    /// Not kept: it has a fault, and the last good one stays in use.
    Faulty(Fault),
}

/// Longest title.
const TITLE: usize = 200;
/// Most reports offered to look at a template with.
const REPORTS: usize = 50;

impl App {
    /// The templates an agency can make reports by.
    ///
    /// # Errors
    /// Not theirs to see, or the database failed.
    pub async fn templates(&self, current: &CurrentUser) -> Result<(Vec<TemplateRow>, bool), AppError> {
        current.require(Action::ReadRecords)?;
        let mut tx = self.db.begin_read().await?;
        Ok((rows(&mut tx, current.agency.id).await?, current.may(Action::ManageRegimes)))
    }

    /// A template with its versions.
    ///
    /// # Errors
    /// Not theirs to see, no template of that name, or the database failed.
    pub async fn template(&self, current: &CurrentUser, name: &str) -> Result<TemplatePage, AppError> {
        current.require(Action::ReadRecords)?;
        let mut tx = self.db.begin_read().await?;
        let agency = current.agency.id;
        let row = rows(&mut tx, agency).await?.into_iter().find(|row| row.name == name).ok_or(AppError::NotFound)?;
        let versions = stored::versions(&mut tx, agency, name).await?;
        let own = row.own.as_ref().and_then(|own| own.source.clone());
        let source = own.or_else(|| shipped::named(name).map(|one| one.source.to_owned())).unwrap_or_default();
        let mut choices = Vec::new();
        for report in reports::list(&mut tx, agency).await?.into_iter().take(REPORTS) {
            choices.push((report.id, crate::reporting::names::report_name(&report, None).vi));
        }
        let seen = versions.first().map_or(0, |kept| kept.version);
        let may_manage = current.may(Action::ManageRegimes);
        Ok(TemplatePage { row, source, seen, versions, reports: choices, may_manage })
    }

    /// The text of a version of an agency's own template; of the one that comes with the program for 0.
    ///
    /// # Errors
    /// Not theirs to see, or no such version.
    pub async fn template_version(&self, current: &CurrentUser, name: &str, version: i64) -> Result<String, AppError> {
        current.require(Action::ReadRecords)?;
        if version == 0 {
            return shipped::named(name).map(|one| one.source.to_owned()).ok_or(AppError::NotFound);
        }
        let mut tx = self.db.begin_read().await?;
        let versions = stored::versions(&mut tx, current.agency.id, name).await?;
        versions.into_iter().find(|kept| kept.version == version).and_then(|kept| kept.source).ok_or(AppError::NotFound)
    }

    /// Saves an agency's own template, once it renders on the agency's records.
    ///
    /// # Errors
    /// Not theirs to change, a name or title that does not fit, or someone saved another version meanwhile.
    pub async fn save_template(
        &self,
        current: &CurrentUser,
        name: &str,
        draft: &TemplateDraft,
        origin: &str,
    ) -> Result<Saved, AppError> {
        current.require(Action::ManageRegimes)?;
        let source = draft.source.replace("\r\n", "\n").replace('\r', "\n");
        let mut tx = self.db.begin_read().await?;
        let known = stored::find(&mut tx, current.agency.id, name).await?;
        let title = title_of(name, &draft.title, known.as_ref())?;
        let today = self.clock.today();
        let subject = usual_subject(&mut tx, &current.agency, name, today).await?;
        let tried = tried(&mut tx, &current.agency, &subject, &source, today).await?;
        drop(tx);
        if let Err(fault) = tried {
            return Ok(Saved::Faulty(fault));
        }
        let version = self.keep(current, (name, draft.seen), (&title, Some(&source)), origin).await?;
        Ok(Saved::Kept(version))
    }

    /// Goes back to the template that comes with the program, or puts one of the agency's own out of use.
    ///
    /// # Errors
    /// Not theirs to change, nothing to go back from, or someone saved another version meanwhile.
    pub async fn restore_template(
        &self,
        current: &CurrentUser,
        name: &str,
        seen: i64,
        origin: &str,
    ) -> Result<(), AppError> {
        current.require(Action::ManageRegimes)?;
        let mut tx = self.db.begin_read().await?;
        let known = stored::find(&mut tx, current.agency.id, name).await?.ok_or(AppError::NotFound)?;
        let used: Vec<String> = used_by(&mut tx, current.agency.id, name).await?;
        drop(tx);
        if shipped::named(name).is_none() && !used.is_empty() {
            let used = used.join(", ");
            return Err(AppError::refused(
                format!("mẫu đang được dùng cho chế độ báo cáo: {used}; hãy chọn mẫu khác cho chế độ ấy trước"),
                format!("regimes are made by this template: {used}; choose another for them first"),
            ));
        }
        self.keep(current, (name, seen), (&known.title, None), origin).await?;
        Ok(())
    }

    async fn keep(
        &self,
        current: &CurrentUser,
        (name, seen): (&str, i64),
        (title, source): (&str, Option<&str>),
        origin: &str,
    ) -> Result<i64, AppError> {
        let (agency, at, by) = (current.agency.id, self.moment(), Some(current.user.id));
        let mut tx = self.db.begin_write().await?;
        let version = stored::append(&mut tx, agency, (name, seen), (title, source), (by, at)).await?;
        let action = if source.is_some() { "template.saved" } else { "template.restored" };
        let event = NewAuditEvent {
            agency,
            at,
            user: by,
            origin: origin.to_owned(),
            action: action.to_owned(),
            object: format!("template-{name}"),
            details: json!({ "title": title, "version": version, "bytes": source.map(str::len) }).to_string(),
        };
        audit::append(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(version)
    }
}

/// What is in use, what comes with the program first.
async fn rows(tx: &mut Tx, agency: AgencyId) -> Result<Vec<TemplateRow>, AppError> {
    let kept = stored::newest(tx, agency).await?;
    let regimes = regimes::list(tx, agency).await?;
    let using = |name: &str| -> Vec<String> {
        regimes.iter().filter(|one| one.terms.template == name).map(|one| one.terms.name.clone()).collect()
    };
    let own = |name: &str| kept.iter().find(|one| one.name == name && one.source.is_some()).cloned();
    let mut rows: Vec<TemplateRow> = shipped::ALL
        .iter()
        .map(|one: &Shipped| {
            let own = own(one.name);
            TemplateRow {
                name: one.name.to_owned(),
                title: own.as_ref().map_or_else(|| one.title.to_owned(), |own| own.title.clone()),
                title_en: own.is_none().then(|| one.title_en.to_owned()),
                shipped: true,
                used_by: using(one.name),
                own,
            }
        })
        .collect();
    for one in kept.iter().filter(|one| one.source.is_some() && shipped::named(&one.name).is_none()) {
        rows.push(TemplateRow {
            name: one.name.clone(),
            title: one.title.clone(),
            title_en: None,
            shipped: false,
            used_by: using(&one.name),
            own: Some(one.clone()),
        });
    }
    Ok(rows)
}

/// Names and titles of the templates an agency can choose from.
///
/// # Errors
/// The database failed.
pub(crate) async fn choices(tx: &mut Tx, agency: AgencyId) -> Result<Vec<(String, String)>, AppError> {
    Ok(rows(tx, agency).await?.into_iter().map(|row| (row.name, row.title)).collect())
}

async fn used_by(tx: &mut Tx, agency: AgencyId, name: &str) -> Result<Vec<String>, AppError> {
    let regimes = regimes::list(tx, agency).await?;
    Ok(regimes.into_iter().filter(|one| one.terms.template == name).map(|one| one.terms.name).collect())
}

/// The name and title of a template to save, if they fit.
fn title_of(name: &str, title: &str, known: Option<&KeptTemplate>) -> Result<String, AppError> {
    let sign = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if name.is_empty()
        || name.len() > 60
        || !name.chars().all(sign)
        || !name.starts_with(|c: char| c.is_ascii_alphanumeric())
    {
        return Err(AppError::refused_at(
            "ten",
            "tên mẫu chỉ gồm chữ thường không dấu, chữ số và dấu “-”, ví dụ bao-cao-rieng",
            "a template's name takes small letters a to z, digits and “-”, such as bao-cao-rieng",
        ));
    }
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    let usual =
        || known.map(|kept| kept.title.clone()).or_else(|| shipped::named(name).map(|one| one.title.to_owned()));
    let title = if title.is_empty() { usual().unwrap_or_default() } else { title };
    if title.is_empty() || title.chars().count() > TITLE {
        return Err(AppError::refused_at(
            "tieu-de",
            "mẫu cần một tên gọi, từ 1 đến 200 ký tự",
            "the template needs a title of 1 to 200 letters",
        ));
    }
    Ok(title)
}

/// What a template is tried on: the agency's newest report of its kind, else the period it is for, the last that began.
pub(super) async fn usual_subject(tx: &mut Tx, agency: &Agency, name: &str, today: Date) -> Result<Subject, AppError> {
    let frequency = shipped::named(name).and_then(|one| one.frequency);
    let fits = |report: &&Report| match frequency {
        Some(_) => shipped::fitting(report) == name,
        None => true,
    };
    if let Some(report) = reports::list(tx, agency.id).await?.iter().find(fits) {
        return Subject::of_report(tx, report).await;
    }
    let kind = match frequency {
        Some(Frequency::Week) => PeriodKind::Week,
        Some(Frequency::Month) => PeriodKind::Month,
        Some(Frequency::Quarter) => PeriodKind::Quarter,
        Some(Frequency::Half | Frequency::NineMonths) => PeriodKind::Half,
        _ => PeriodKind::Year,
    };
    let period = match kind {
        PeriodKind::Half => Some(ReportingPeriod::FirstHalf { year: today.year() }),
        kind => ReportingPeriod::of_day(kind, today, WindowRule::default()),
    };
    let title = shipped::named(name).map_or("Báo cáo", |one| one.title);
    Ok(Subject::of_period(title, period.unwrap_or_else(|| ReportingPeriod::year(today.year()))))
}

/// Whether a template renders.
async fn tried(
    tx: &mut Tx,
    agency: &Agency,
    subject: &Subject,
    source: &str,
    today: Date,
) -> Result<Result<(), Fault>, AppError> {
    let facts = Box::pin(facts::load(tx, agency, subject, source, today)).await?;
    let source = source.to_owned();
    let rendered = tokio::task::spawn_blocking(move || engine::render(&source, &facts))
        .await
        .map_err(|error| AppError::Internal(format!("trying a template ({error})")))?;
    Ok(rendered.map(|_| ()))
}
