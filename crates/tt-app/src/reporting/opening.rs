//! Opening a report for a period, by hand or by the calendar.

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::json;
use tt_document::Frame;
use tt_document::frame::Signer;
use tt_domain::approval::{Passage, Step};
use tt_domain::document::NewDocument;
use tt_domain::id::{PersonId, RegimeId, ReportId};
use tt_domain::organisation::Agency;
use tt_domain::permission::{Action, Scope};
use tt_domain::regime::{Frequency, Regime};
use tt_domain::report::{NewReport, ReportState};
use tt_domain::reporting_period::ReportingPeriod;
use tt_store::{Tx, agencies, documents, regimes, reports};
use tt_text::date::PartialDate;

use super::{Standing, frame_json, names, note, person};
use crate::app::{Actor, App};
use crate::clock::day_of;
use crate::error::AppError;
use crate::sign_in::CurrentUser;
use crate::work::rules;

/// A report to open by hand.
#[derive(Clone, Debug)]
pub struct ReportToOpen {
    /// By which regime.
    pub regime: RegimeId,
    /// For which period.
    pub period: ReportingPeriod,
    /// What it was asked for, of one made on demand.
    pub occasion: String,
    /// Day by which it is due, of one made on demand.
    pub due: Option<Date>,
}

/// Longest name of an occasion.
const OCCASION: usize = 200;

impl App {
    /// Opens a report by hand, before its day or on demand, and asks the divisions of its regime for their parts.
    ///
    /// # Errors
    /// Not theirs to open, a period the regime does not report on, a report that is open already, or no day to be due.
    pub async fn open_report(
        &self,
        current: &CurrentUser,
        asked: &ReportToOpen,
        origin: &str,
    ) -> Result<ReportId, AppError> {
        let by = person(current)?;
        let at = self.moment();
        let mut tx = self.db.begin_write().await?;
        let regime = regimes::get(&mut tx, asked.regime).await?;
        if regime.agency != current.agency.id {
            return Err(AppError::NotFound);
        }
        let scope = Scope { lead: regime.terms.lead, ..current.own_agency() };
        current.require_on(Action::DraftReport, &scope)?;
        let occasion = checked(&regime, asked)?;
        let due = due_of(&mut tx, &regime, asked, day_of(at)).await?;
        let opening = Opening { regime: &regime, period: asked.period, occasion, due };
        let Some(id) = open(&mut tx, &opening, (Some(by), &current.actor(origin), at)).await? else {
            let label = asked.period.label();
            return Err(AppError::refused(
                format!("{} {label} đã được mở; hãy xem ở danh sách báo cáo", regime.terms.name),
                format!("the report of {} is open already; see the list of reports", asked.period.label_en()),
            ));
        };
        super::watch::tell_asked(&mut tx, &self.delivery, id, (Some(by), at)).await?;
        tx.commit().await?;
        Ok(id)
    }
}

/// The occasion of a report to open, if all about it fits its regime.
fn checked(regime: &Regime, asked: &ReportToOpen) -> Result<String, AppError> {
    if !regime.terms.reports_on(asked.period) {
        return Err(AppError::refused_at(
            "ky",
            format!(
                "chế độ “{}” không báo cáo theo kỳ “{}”; hãy chọn kỳ đúng tần suất ({})",
                regime.terms.name,
                asked.period.label(),
                names::frequency_name(regime.terms.frequency).vi.to_lowercase()
            ),
            format!(
                "“{}” does not report on {}; choose a period of its own",
                regime.terms.name,
                asked.period.label_en()
            ),
        ));
    }
    if regime.terms.frequency != Frequency::OnDemand {
        return Ok(String::new());
    }
    let occasion = asked.occasion.trim();
    if occasion.is_empty() || occasion.chars().count() > OCCASION {
        return Err(AppError::refused_at(
            "viec",
            "báo cáo đột xuất phải nêu về việc gì, từ 1 đến 200 ký tự",
            "a report on demand says what it is about, in 1 to 200 letters",
        ));
    }
    Ok(occasion.to_owned())
}

async fn due_of(tx: &mut Tx, regime: &Regime, asked: &ReportToOpen, today: Date) -> Result<Date, AppError> {
    if regime.terms.frequency == Frequency::OnDemand {
        return asked.due.filter(|due| *due >= today).ok_or_else(|| {
            AppError::refused_at(
                "han",
                "chưa chọn hạn gửi báo cáo, hoặc hạn đã qua; hãy chọn từ hôm nay trở đi",
                "the day it is due is missing or past; choose today or later",
            )
        });
    }
    let calendar = rules::calendar(tx, regime.terms.window(asked.period).1).await?;
    Ok(regime.terms.due(asked.period, &calendar))
}

/// A report to be opened, with everything decided.
pub(super) struct Opening<'a> {
    pub(super) regime: &'a Regime,
    pub(super) period: ReportingPeriod,
    pub(super) occasion: String,
    pub(super) due: Date,
}

/// Opens a report and asks for its parts in the name of a person; `None` when it is open already.
pub(super) async fn open(
    tx: &mut Tx,
    opening: &Opening<'_>,
    (by, actor, at): (Option<PersonId>, &Actor, Timestamp),
) -> Result<Option<ReportId>, AppError> {
    let Opening { regime, period, occasion, due } = opening;
    if reports::find_for_regime(tx, regime.id, *period, occasion).await?.is_some() {
        return Ok(None);
    }
    let agency = agencies::get(tx, regime.agency).await?;
    // The annual report of key tasks may have come in as a file before.
    let known = if regime.terms.key_tasks { reports::find(tx, agency.id, period.of_year()).await? } else { None };
    let id = match known {
        Some(report) if report.regime.is_none() => {
            reports::adopt(tx, report.id, regime.id, *due).await?;
            report.id
        }
        Some(_) => return Ok(None),
        None => make(tx, &agency, opening, (actor, at)).await?,
    };
    let details = json!({ "regime": regime.id.0, "period": period.code(), "due": due.to_string() });
    note(tx, agency.id, (actor, at), "report.opened", id, &details).await?;
    if let (Some(by), false) = (by, regime.terms.divisions.is_empty()) {
        let today = day_of(at);
        let calendar = rules::calendar(tx, *due).await?;
        let step = Step::AskParts {
            divisions: regime.terms.divisions.clone(),
            due: regime.terms.parts_due(*due, &calendar).max(today),
        };
        let mut standing = Standing::load(tx, id).await?;
        // One that came in as a file may be on its way already.
        if standing.passage == Passage::default() {
            standing.record(tx, step, (by, actor, at)).await?;
        }
    }
    Ok(Some(id))
}

async fn make(
    tx: &mut Tx,
    agency: &Agency,
    opening: &Opening<'_>,
    (actor, at): (&Actor, Timestamp),
) -> Result<ReportId, AppError> {
    let Opening { regime, period, occasion, due } = opening;
    let frame = first_frame(agency, opening, day_of(at));
    let document = NewDocument {
        agency: agency.id,
        kind: frame.kind.clone(),
        number: None,
        date: frame.date,
        issuer: frame.issuer.clone(),
        subject: frame.subject.clone(),
    };
    let new = NewReport {
        agency: agency.id,
        regime: Some(regime.id),
        period: *period,
        occasion: occasion.clone(),
        key_tasks: regime.terms.key_tasks,
        due: Some(*due),
        replaces: None,
        document: documents::add(tx, &document).await?,
        state: ReportState::Draft,
        frame: frame_json(&frame)?,
        source: None,
        created_at: at,
        updated_by: actor.user,
    };
    Ok(reports::insert(tx, &new).await?)
}

/// The frame a report begins with, from its agency and regime; number and day are left for the issue.
fn first_frame(agency: &Agency, opening: &Opening<'_>, today: Date) -> Frame {
    let Opening { regime, period, occasion, .. } = opening;
    let terms = &regime.terms;
    // The kind stands above the subject already.
    let name = terms.name.trim();
    let bare = ["Báo cáo ", "báo cáo "].iter().find_map(|kind| name.strip_prefix(kind)).unwrap_or(name);
    let label = period.label();
    let subject = match names::with_period(bare, &label) {
        _ if !occasion.is_empty() => occasion.clone(),
        only if only.to_lowercase() == label.to_lowercase() => format!("Công tác {label}"),
        named => named,
    };
    let addressees: Vec<String> =
        terms.reports_to.split(';').map(str::trim).filter(|one| !one.is_empty()).map(str::to_owned).collect();
    let first = if addressees.is_empty() { format!("Lãnh đạo {}", agency.name) } else { "Như trên".to_owned() };
    Frame {
        kind: Some("Báo cáo".to_owned()),
        superior: agency.superior.clone(),
        issuer: Some(agency.name.clone()),
        symbol: Some(format!("{}-{}", terms.series, agency.symbol)),
        place: agency.place.clone(),
        date: PartialDate { year: Some(today.year()), month: Some(today.month()), day: None },
        subject: Some(names::capital(&subject)),
        addressees,
        recipients: vec![first, "Lưu: VT".to_owned()],
        signer: Signer::default(),
        ..Frame::default()
    }
}
