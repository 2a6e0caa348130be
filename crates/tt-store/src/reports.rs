//! Reports: one for each agency and year.

use tt_domain::id::{AgencyId, AttachmentId, DocumentId, ReportId, UserId};
use tt_domain::report::{NewReport, Report, ReportState};

use crate::error::touched;
use crate::{StoreError, Tx, codec};

macro_rules! columns {
    () => {
        "id, agency_id, year, document_id, state, frame, source_id, created_at, updated_at, updated_by"
    };
}

#[derive(sqlx::FromRow)]
struct ReportRow {
    id: i64,
    agency_id: i64,
    year: i64,
    document_id: i64,
    state: String,
    frame: String,
    source_id: Option<i64>,
    created_at: i64,
    updated_at: i64,
    updated_by: Option<i64>,
}

impl TryFrom<ReportRow> for Report {
    type Error = StoreError;

    fn try_from(row: ReportRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: ReportId(row.id),
            agency: AgencyId(row.agency_id),
            year: codec::narrow(row.year)?,
            document: DocumentId(row.document_id),
            state: codec::coded(&row.state, ReportState::from_code)?,
            frame: row.frame,
            source: row.source_id.map(AttachmentId),
            created_at: codec::timestamp(row.created_at)?,
            updated_at: codec::timestamp(row.updated_at)?,
            updated_by: row.updated_by.map(UserId),
        })
    }
}

/// Adds a report without blocks.
///
/// # Errors
/// [`StoreError::Conflict`] on `reports_agency_id_year_key`.
pub async fn insert(tx: &mut Tx, report: &NewReport) -> Result<ReportId, StoreError> {
    const SQL: &str = "insert into reports (agency_id, year, document_id, state, frame, source_id, created_at, \
                       updated_at, updated_by) values ($1, $2, $3, $4, $5, $6, $7, $7, $8) returning id";
    let NewReport { agency, year, document, state, frame, source, created_at, updated_by } = report;
    let (source, by) = (source.map(|source| source.0), updated_by.map(|user| user.0));
    let (year, at) = (i64::from(*year), codec::micros(*created_at));
    let (id,) = one!(tx, (i64,), SQL, agency.0, year, document.0, state.code(), frame, source, at, by)?;
    Ok(ReportId(id))
}

/// The agency's report on that year.
pub async fn find(tx: &mut Tx, agency: AgencyId, year: i16) -> Result<Option<Report>, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from reports where agency_id = $1 and year = $2");
    optional!(tx, ReportRow, SQL, agency.0, i64::from(year))?.map(Report::try_from).transpose()
}

/// The report of that identity.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn get(tx: &mut Tx, id: ReportId) -> Result<Report, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from reports where id = $1");
    one!(tx, ReportRow, SQL, id.0)?.try_into()
}

/// The reports of an agency, the latest year first.
pub async fn list(tx: &mut Tx, agency: AgencyId) -> Result<Vec<Report>, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from reports where agency_id = $1 order by year desc");
    all!(tx, ReportRow, SQL, agency.0)?.into_iter().map(Report::try_from).collect()
}

/// Writes a report's document, state, frame, source and who changed it when; its agency, year and first record stay.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn update(tx: &mut Tx, report: &Report) -> Result<(), StoreError> {
    const SQL: &str = "update reports set document_id = $2, state = $3, frame = $4, source_id = $5, updated_at = $6, \
                       updated_by = $7 where id = $1";
    let Report { id, agency: _, year: _, document, state, frame, source, created_at: _, updated_at, updated_by } =
        report;
    let (source, by) = (source.map(|source| source.0), updated_by.map(|user| user.0));
    touched(execute!(tx, SQL, id.0, document.0, state.code(), frame, source, codec::micros(*updated_at), by)?)
}
