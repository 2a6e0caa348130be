//! Issuing a report: number and date are taken, the facts frozen, the files made and digested, all in one transaction.
//!
//! Files take a tenth of a second to make, so they are made before the transaction, with the number that would be next. In
//! the transaction the series is locked, and number and content are compared with those the files were made of; where
//! another process was quicker, they are made again. Whatever fails, nothing of it lasts.

use jiff::civil::Date;
use serde_json::json;
use tt_document::Document;
use tt_domain::approval::Step;
use tt_domain::document::OfficialDocument;
use tt_domain::id::ReportId;
use tt_domain::permission::Action;
use tt_domain::report::ReportState;
use tt_store::issued::{IssuedFile, IssuedReport};
use tt_store::{StoreError, Tx, attachments, documents, issued, number_series, report_sections};
use tt_text::date::PartialDate;

use super::faults::blocking;
use super::signing::{Recorded as RecordedMethod, SigningMethod as _};
use super::{Standing, facts, frame_json, note, person, watch};
use crate::app::App;
use crate::compose;
use crate::error::AppError;
use crate::import::recorded::{self, Recorded};
use crate::outputs::{self, Format, Trace};
use crate::reports::blocking as off_threads;
use crate::sign_in::CurrentUser;
use crate::{search, token};

/// Formats that are issued.
const FORMATS: [Format; 3] = [Format::Docx, Format::Pdf, Format::Html];
/// How often files are made before the series is locked; then others wait while they are made.
const TRIES: u32 = 4;

/// An issue asked for.
#[derive(Clone, Copy, Debug)]
pub struct IssueAsked {
    /// Date of the document.
    pub on: Date,
    /// After how many steps it was decided on.
    pub seen: usize,
}

/// What is to be issued: the document with its number and date, and what it was made of.
struct Ready {
    standing: Standing,
    recorded: Recorded,
    document: Document,
    series: String,
    symbol: String,
}

/// A file made.
struct Made {
    format: Format,
    bytes: Vec<u8>,
    digest: String,
}

impl App {
    /// Issues a signed report.
    ///
    /// # Errors
    /// Not theirs to issue, not signed, something forbids it (withdrawn figures, content changed since the signature, a
    /// number that is gone), or the database failed: nothing has happened then.
    pub async fn issue_report(
        &self,
        current: &CurrentUser,
        id: ReportId,
        asked: IssueAsked,
        origin: &str,
    ) -> Result<IssuedReport, AppError> {
        person(current)?;
        let code = new_code()?;
        let trace =
            Trace { address: self.delivery.link(&format!("/xac-minh/{code}")), site: self.delivery.link(""), code };
        let _one_at_a_time = self.issuing.lock().await;
        for _ in 0..TRIES {
            let mut tx = self.db.begin_read().await?;
            let number = self.next_number(&mut tx, current, id, asked.on).await?;
            let ready = ready(&mut tx, current, id, asked, number).await?;
            drop(tx);
            let made = made(ready.document.clone(), trace.clone()).await?;
            let mut tx = self.db.begin_write().await?;
            let series = number_series::lock(&mut tx, current.agency.id, asked.on.year(), &ready.series).await?;
            if number_series::next(&mut tx, series).await? == number {
                let again = self::ready(&mut tx, current, id, asked, number).await?;
                if again.document == ready.document {
                    return self.seal(tx, current, (again, made, series), (number, asked, &trace), origin).await;
                }
            }
            tx.rollback().await?;
        }
        // Others were quicker each time: now they wait.
        let mut tx = self.db.begin_write().await?;
        let standing = Standing::own(&mut tx, current, id).await?;
        let name = series_of(&standing)?;
        let series = number_series::lock(&mut tx, current.agency.id, asked.on.year(), &name).await?;
        let number = number_series::next(&mut tx, series).await?;
        let ready = ready(&mut tx, current, id, asked, number).await?;
        let made = made(ready.document.clone(), trace.clone()).await?;
        self.seal(tx, current, (ready, made, series), (number, asked, &trace), origin).await
    }

    /// The number the report would get if it were issued now.
    async fn next_number(&self, tx: &mut Tx, current: &CurrentUser, id: ReportId, on: Date) -> Result<u32, AppError> {
        let standing = Standing::own(tx, current, id).await?;
        let name = series_of(&standing)?;
        match number_series::find(tx, current.agency.id, on.year(), &name).await? {
            Some(series) => Ok(number_series::next(tx, series).await?),
            None => Ok(1),
        }
    }

    /// Writes everything an issue is, and makes it last.
    async fn seal(
        &self,
        mut tx: Tx,
        current: &CurrentUser,
        (ready, made, series): (Ready, Vec<Made>, tt_domain::id::SeriesId),
        (number, asked, trace): (u32, IssueAsked, &Trace),
        origin: &str,
    ) -> Result<IssuedReport, AppError> {
        let Ready { mut standing, recorded, document, symbol, .. } = ready;
        let (by, actor, at) = (person(current)?, current.actor(origin), self.moment());
        let id = standing.report.id;
        standing.report.frame = frame_json(&document.frame)?;
        number_series::take(&mut tx, series, number, id, (actor.user, at)).await?;
        standing.record(&mut tx, Step::Issue { number, on: asked.on }, (by, &actor, at)).await?;
        put_document(&mut tx, &standing, &document, (&symbol, asked.on)).await?;
        let sections = report_sections::list(&mut tx, id).await?;
        let facts = facts::frozen(&recorded, &sections).to_string();
        let issue = IssuedReport {
            report: id,
            code: trace.code.clone(),
            series,
            number,
            dated: asked.on,
            facts_digest: token::sha256(facts.as_bytes()),
            facts,
            by: actor.user,
            at,
            symbol,
        };
        issued::insert(&mut tx, &issue).await?;
        let mut digests = serde_json::Map::new();
        for Made { format, bytes, digest } in made {
            let name = file_name(&issue.symbol, asked.on, format);
            let file = attachments::put(&mut tx, &digest, &name, format.media_type(), &bytes).await?;
            digests.insert(format.extension().to_owned(), json!(digest));
            let format = format.extension().to_owned();
            issued::add_file(&mut tx, &IssuedFile { report: id, format, name, digest, file }).await?;
        }
        let details = json!({ "number": issue.symbol, "facts": issue.facts_digest, "files": digests });
        note(&mut tx, standing.report.agency, (&actor, at), "report.frozen", id, &details).await?;
        if let Some(old) = standing.report.replaces {
            let mut old = Standing::load(&mut tx, old).await?;
            // What was recalled stays so.
            if old.report.state == ReportState::Issued {
                let step = Step::Replace { by: id, reason: standing.report.occasion.clone() };
                old.record(&mut tx, step, (by, &actor, at)).await?;
            }
        }
        search::index_report(&mut tx, standing.report.clone()).await?;
        watch::tell_moved(&mut tx, &self.delivery, &standing, (by, at)).await?;
        tx.commit().await?;
        Ok(issue)
    }
}

/// The report with its number and date, if it may be issued by whoever asks.
async fn ready(
    tx: &mut Tx,
    current: &CurrentUser,
    id: ReportId,
    asked: IssueAsked,
    number: u32,
) -> Result<Ready, AppError> {
    let standing = Standing::own(tx, current, id).await?;
    current.require_on(Action::IssueReport, &standing.scope(current, None))?;
    standing.require_seen(asked.seen)?;
    let series = series_of(&standing)?;
    let mut recorded = recorded::load_report(tx, standing.report.clone()).await?;
    if let Some(fault) = blocking(&recorded, &standing.passage).into_iter().next() {
        return Err(AppError::Refused(fault));
    }
    if standing.report.state == ReportState::Signed {
        require_as_signed(tx, &standing, &recorded).await?;
    }
    let symbol = recorded.records.frame.symbol.clone().unwrap_or_default();
    let frame = &mut recorded.records.frame;
    // Numbers below ten have a nought before them (Decree 30/2020, Annex I).
    frame.number = Some(format!("{number:02}"));
    let on = asked.on;
    frame.date = PartialDate::whole(on);
    frame.draft = false;
    let document = compose::compose(&recorded.records);
    Ok(Ready { standing, recorded, document, series, symbol: format!("{number:02}/{symbol}") })
}

/// Lets pass what still is what was signed.
async fn require_as_signed(tx: &mut Tx, standing: &Standing, recorded: &Recorded) -> Result<(), AppError> {
    let Some(signature) = issued::signature(tx, standing.report.id).await? else {
        return Err(AppError::Internal(format!("finding the signature of report {}", standing.report.id)));
    };
    let document = compose::compose(&recorded.records);
    let prepared = off_threads(move || RecordedMethod.prepare(&document)).await??;
    if prepared.digest == signature.digest {
        return Ok(());
    }
    Err(AppError::refused(
        "nội dung báo cáo đã khác bản được ký (một số liệu hay văn bản được dẫn vừa thay đổi); hãy trả lại để ký lại bản mới",
        "the report is no longer what was signed (a figure or a cited document changed since); send it back to be signed anew",
    ))
}

/// The series a report's number comes from: that of its regime, else the kind in its symbol.
fn series_of(standing: &Standing) -> Result<String, AppError> {
    if let Some(regime) = &standing.regime {
        return Ok(regime.terms.series.clone());
    }
    let frame = super::frame_of(&standing.report)?;
    if frame.kind.as_deref() == Some("Công văn") {
        return Ok("CV".to_owned());
    }
    let symbol = frame.symbol.unwrap_or_default();
    let kind = symbol.split('-').next().unwrap_or_default().trim();
    Ok(if kind.is_empty() { "BC".to_owned() } else { kind.to_owned() })
}

/// The report's own record as a document gets number and date.
async fn put_document(
    tx: &mut Tx,
    standing: &Standing,
    document: &Document,
    (symbol, on): (&str, Date),
) -> Result<(), AppError> {
    let known = documents::get(tx, standing.report.document).await?;
    let frame = &document.frame;
    let record = OfficialDocument {
        number: Some(symbol.to_owned()),
        date: frame.date,
        kind: frame.kind.clone(),
        issuer: frame.issuer.clone(),
        subject: frame.subject.clone(),
        ..known
    };
    documents::update(tx, &record).await.map_err(|error| match error {
        StoreError::Conflict(_) => AppError::refused(
            format!(
                "số {symbol} năm {} đã có ở một văn bản khác trong sổ; hãy đánh dấu số này là đã dùng ngoài hệ thống ở trang /so-van-ban rồi phát hành lại",
                on.year()
            ),
            format!(
                "number {symbol} of {} belongs to another document on record; mark it as used outside on /so-van-ban and issue again",
                on.year()
            ),
        ),
        other => other.into(),
    })
}

/// Makes the files, off the request threads.
async fn made(document: Document, trace: Trace) -> Result<Vec<Made>, AppError> {
    off_threads(move || {
        FORMATS
            .into_iter()
            .map(|format| {
                let bytes = outputs::issued(&document, format, &trace)?;
                Ok(Made { format, digest: token::sha256(&bytes), bytes })
            })
            .collect()
    })
    .await?
}

/// `12-bc-sct-2026.pdf`: letters of ASCII only, as names in headers are.
fn file_name(symbol: &str, on: Date, format: Format) -> String {
    let plain: String = tt_text::fold(symbol)
        .chars()
        .map(|letter| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '-' })
        .collect();
    format!("{plain}-{}.{}", on.year(), format.extension())
}

/// A code for a public address: twelve letters that are not mistaken for one another, sixty bits drawn at random.
fn new_code() -> Result<String, AppError> {
    const LETTERS: [char; 32] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'j', 'k', 'm', 'n',
        'p', 'q', 'r', 's', 't', 'v', 'w', 'x', 'y', 'z',
    ];
    let mut bytes = [0_u8; 12];
    getrandom::fill(&mut bytes).map_err(|error| AppError::Internal(format!("drawing a code ({error})")))?;
    Ok(bytes.iter().filter_map(|byte| LETTERS.get(usize::from(byte & 31))).collect())
}
