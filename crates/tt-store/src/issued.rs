//! What was signed and issued: frozen, with the digest of every file, and found again by code or digest.

use jiff::Timestamp;
use jiff::civil::Date;
use tt_domain::id::{AgencyId, AttachmentId, PersonId, ReportId, SeriesId, UserId};
use tt_domain::reporting_period::ReportingPeriod;

use crate::{StoreError, Tx, codec};

/// The signature that stands on a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptSignature {
    /// How it was taken.
    pub method: String,
    /// Digest of the file put before the signer.
    pub digest: String,
    /// That file.
    pub file: AttachmentId,
    /// What a token or service gave; empty for one recorded by the system.
    pub mark: Vec<u8>,
    /// Who signed.
    pub by: PersonId,
    /// On which day.
    pub on: Date,
    /// When it was recorded.
    pub at: Timestamp,
}

/// A report as issued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuedReport {
    /// Which report.
    pub report: ReportId,
    /// Code of its public address.
    pub code: String,
    /// Series its number was taken from.
    pub series: SeriesId,
    /// Its number.
    pub number: u32,
    /// Number and symbol as printed: `12/BC-SCT`.
    pub symbol: String,
    /// Its date.
    pub dated: Date,
    /// The facts it rests on, as JSON.
    pub facts: String,
    /// Digest of the facts.
    pub facts_digest: String,
    /// Who issued it.
    pub by: Option<UserId>,
    /// When.
    pub at: Timestamp,
}

/// A file as issued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuedFile {
    /// Which report.
    pub report: ReportId,
    /// `docx`, `pdf`, `html`.
    pub format: String,
    /// Its name.
    pub name: String,
    /// SHA-256 in hex.
    pub digest: String,
    /// Its bytes.
    pub file: AttachmentId,
}

/// Makes this the signature of a report.
pub async fn put_signature(tx: &mut Tx, report: ReportId, signature: &KeptSignature) -> Result<(), StoreError> {
    const SQL: &str = "insert into report_signatures (report_id, method, digest, file_id, mark, person_id, signed_on, \
                       at) values ($1, $2, $3, $4, $5, $6, $7, $8)";
    remove_signature(tx, report).await?;
    let KeptSignature { method, digest, file, mark, by, on, at } = signature;
    let (on, at) = (codec::day_text(*on), codec::micros(*at));
    execute!(tx, SQL, report.0, method, digest, file.0, mark, by.0, on, at)?;
    Ok(())
}

/// Takes the signature of a report that was sent back away; its steps keep that it was signed.
pub async fn remove_signature(tx: &mut Tx, report: ReportId) -> Result<(), StoreError> {
    execute!(tx, "delete from report_signatures where report_id = $1", report.0)?;
    Ok(())
}

/// The signature of a report.
pub async fn signature(tx: &mut Tx, report: ReportId) -> Result<Option<KeptSignature>, StoreError> {
    const SQL: &str = "select method, digest, file_id, mark, person_id, signed_on, at from report_signatures \
                       where report_id = $1";
    let row = optional!(tx, (String, String, i64, Vec<u8>, i64, String, i64), SQL, report.0)?;
    let Some((method, digest, file, mark, by, on, at)) = row else { return Ok(None) };
    Ok(Some(KeptSignature {
        method,
        digest,
        file: AttachmentId(file),
        mark,
        by: PersonId(by),
        on: codec::known_day(&on)?,
        at: codec::timestamp(at)?,
    }))
}

/// Records an issue.
///
/// # Errors
/// [`StoreError::Conflict`] when the code or the number is gone.
pub async fn insert(tx: &mut Tx, issued: &IssuedReport) -> Result<(), StoreError> {
    const SQL: &str = "insert into issued_reports (report_id, code, series_id, number, symbol, dated, facts, \
                       facts_digest, issued_by, issued_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let IssuedReport { report, code, series, number, symbol, dated, facts, facts_digest, by, at } = issued;
    let (number, dated, at) = (i64::from(*number), codec::day_text(*dated), codec::micros(*at));
    let by = by.map(|user| user.0);
    execute!(tx, SQL, report.0, code, series.0, number, symbol, dated, facts, facts_digest, by, at)?;
    Ok(())
}

/// Records a file of an issue.
pub async fn add_file(tx: &mut Tx, file: &IssuedFile) -> Result<(), StoreError> {
    const SQL: &str = "insert into issued_files (report_id, format, name, digest, attachment_id) \
                       values ($1, $2, $3, $4, $5)";
    let IssuedFile { report, format, name, digest, file } = file;
    execute!(tx, SQL, report.0, format, name, digest, file.0)?;
    Ok(())
}

type IssuedRow = (i64, String, i64, i64, String, String, String, String, Option<i64>, i64);

fn issued_of(row: IssuedRow) -> Result<IssuedReport, StoreError> {
    let (report, code, series, number, symbol, dated, facts, facts_digest, by, at) = row;
    Ok(IssuedReport {
        report: ReportId(report),
        code,
        series: SeriesId(series),
        number: codec::narrow(number)?,
        symbol,
        dated: codec::known_day(&dated)?,
        facts,
        facts_digest,
        by: by.map(UserId),
        at: codec::timestamp(at)?,
    })
}

macro_rules! issued_columns {
    () => {
        "report_id, code, series_id, number, symbol, dated, facts, facts_digest, issued_by, issued_at"
    };
}

/// A report as issued.
pub async fn find(tx: &mut Tx, report: ReportId) -> Result<Option<IssuedReport>, StoreError> {
    const SQL: &str = concat!("select ", issued_columns!(), " from issued_reports where report_id = $1");
    optional!(tx, IssuedRow, SQL, report.0)?.map(issued_of).transpose()
}

/// The issue with that public code.
pub async fn by_code(tx: &mut Tx, code: &str) -> Result<Option<IssuedReport>, StoreError> {
    const SQL: &str = concat!("select ", issued_columns!(), " from issued_reports where code = $1");
    optional!(tx, IssuedRow, SQL, code)?.map(issued_of).transpose()
}

fn file_of((report, format, name, digest, file): (i64, String, String, String, i64)) -> IssuedFile {
    IssuedFile { report: ReportId(report), format, name, digest, file: AttachmentId(file) }
}

/// Which of the reports from this identity on were issued.
pub async fn issued_since(tx: &mut Tx, from: ReportId) -> Result<Vec<ReportId>, StoreError> {
    const SQL: &str = "select report_id from issued_reports where report_id >= $1 order by report_id";
    Ok(all!(tx, (i64,), SQL, from.0)?.into_iter().map(|(id,)| ReportId(id)).collect())
}

/// The files of an issue.
pub async fn files(tx: &mut Tx, report: ReportId) -> Result<Vec<IssuedFile>, StoreError> {
    const SQL: &str = "select report_id, format, name, digest, attachment_id from issued_files where report_id = $1 \
                       order by format";
    Ok(all!(tx, (i64, String, String, String, i64), SQL, report.0)?.into_iter().map(file_of).collect())
}

/// The issued files with that digest.
pub async fn by_digest(tx: &mut Tx, digest: &str) -> Result<Vec<IssuedFile>, StoreError> {
    const SQL: &str = "select report_id, format, name, digest, attachment_id from issued_files where digest = $1 \
                       order by report_id, format";
    Ok(all!(tx, (i64, String, String, String, i64), SQL, digest)?.into_iter().map(file_of).collect())
}

/// The dates under which reports of agencies below one were issued for a period.
pub async fn dates_below(
    tx: &mut Tx,
    root: AgencyId,
    period: &ReportingPeriod,
) -> Result<Vec<(ReportId, Date)>, StoreError> {
    const SQL: &str = concat!(
        below!(),
        "select report_id, dated from issued_reports where report_id in ",
        reports_below!(),
        " order by report_id"
    );
    let (year, period) = (i64::from(period.of_year()), period.code());
    let rows = all!(tx, (i64, String), SQL, root.0, year, period)?;
    rows.into_iter().map(|(report, dated)| Ok((ReportId(report), codec::known_day(&dated)?))).collect()
}
