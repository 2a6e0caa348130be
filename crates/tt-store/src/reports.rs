//! Reports: of each agency and year one of key tasks, and of each regime and period one.

use jiff::civil::Date;
use tt_domain::id::{AgencyId, AttachmentId, DocumentId, RegimeId, ReportId, UserId};
use tt_domain::report::{NewReport, Report, ReportState};
use tt_domain::reporting_period::ReportingPeriod;

use crate::error::touched;
use crate::{StoreError, Tx, codec};

macro_rules! columns {
    () => {
        "id, agency_id, year, regime_id, period, occasion, key_tasks, due, replaces_id, document_id, state, frame, \
         source_id, created_at, updated_at, updated_by"
    };
}

#[derive(sqlx::FromRow)]
struct ReportRow {
    id: i64,
    agency_id: i64,
    year: i64,
    regime_id: Option<i64>,
    period: String,
    occasion: String,
    key_tasks: i64,
    due: Option<String>,
    replaces_id: Option<i64>,
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
            regime: row.regime_id.map(RegimeId),
            period: codec::coded(&row.period, ReportingPeriod::parse)?,
            occasion: row.occasion,
            key_tasks: row.key_tasks != 0,
            due: codec::day(row.due.as_deref())?,
            replaces: row.replaces_id.map(ReportId),
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
/// [`StoreError::Conflict`] on `reports_agency_id_year_key` for a second report of key tasks, on
/// `reports_regime_id_period_occasion_key` for a second one of a regime and period, on `reports_replaces_id_key`.
pub async fn insert(tx: &mut Tx, report: &NewReport) -> Result<ReportId, StoreError> {
    const SQL: &str = "insert into reports (agency_id, year, regime_id, period, occasion, key_tasks, due, replaces_id, \
                       document_id, state, frame, source_id, created_at, updated_at, updated_by) \
                       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13, $14) returning id";
    let NewReport { agency, regime, period, occasion, key_tasks, due, replaces, document, .. } = report;
    let NewReport { state, frame, source, created_at, updated_by, .. } = report;
    let (source, by) = (source.map(|source| source.0), updated_by.map(|user| user.0));
    let (year, at) = (i64::from(period.of_year()), codec::micros(*created_at));
    let (regime, replaces, due) = (regime.map(|id| id.0), replaces.map(|id| id.0), due.map(codec::day_text));
    let (period, key_tasks, state) = (period.code(), i64::from(*key_tasks), state.code());
    let (id,) = one!(
        tx,
        (i64,),
        SQL,
        agency.0,
        year,
        regime,
        period,
        occasion,
        key_tasks,
        due,
        replaces,
        document.0,
        state,
        frame,
        source,
        at,
        by
    )?;
    Ok(ReportId(id))
}

/// The agency's report of key tasks of that year, the one that took its place where one did.
pub async fn find(tx: &mut Tx, agency: AgencyId, year: i16) -> Result<Option<Report>, StoreError> {
    const SQL: &str = concat!(
        "select ",
        columns!(),
        " from reports where agency_id = $1 and year = $2 and key_tasks = 1 order by id desc limit 1"
    );
    optional!(tx, ReportRow, SQL, agency.0, i64::from(year))?.map(Report::try_from).transpose()
}

/// The report of a regime for a period, and for an occasion where it is made on demand; not one that took its place.
pub async fn find_for_regime(
    tx: &mut Tx,
    regime: RegimeId,
    period: ReportingPeriod,
    occasion: &str,
) -> Result<Option<Report>, StoreError> {
    const SQL: &str = concat!(
        "select ",
        columns!(),
        " from reports where regime_id = $1 and period = $2 and occasion = $3 and replaces_id is null"
    );
    optional!(tx, ReportRow, SQL, regime.0, period.code(), occasion)?.map(Report::try_from).transpose()
}

/// The report that took, or is to take, the place of another.
pub async fn replacing(tx: &mut Tx, replaced: ReportId) -> Result<Option<Report>, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from reports where replaces_id = $1");
    optional!(tx, ReportRow, SQL, replaced.0)?.map(Report::try_from).transpose()
}

/// The reports of an agency not issued yet, those due first first.
pub async fn open(tx: &mut Tx, agency: AgencyId) -> Result<Vec<Report>, StoreError> {
    const SQL: &str = concat!(
        "select ",
        columns!(),
        " from reports where agency_id = $1 and due is not null and state in \
         ('draft', 'with_heads', 'with_planning', 'submitted', 'returned', 'signed') order by due, id"
    );
    all!(tx, ReportRow, SQL, agency.0)?.into_iter().map(Report::try_from).collect()
}

/// Makes an existing report, brought in as a file, the one of a regime.
///
/// # Errors
/// [`StoreError::NotFound`], and [`StoreError::Conflict`] when the regime has one for that period.
pub async fn adopt(tx: &mut Tx, id: ReportId, regime: RegimeId, due: Date) -> Result<(), StoreError> {
    const SQL: &str = "update reports set regime_id = $2, due = $3 where id = $1 and regime_id is null";
    touched(execute!(tx, SQL, id.0, regime.0, codec::day_text(due))?)
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
    const SQL: &str = concat!("select ", columns!(), " from reports where agency_id = $1 order by year desc, id desc");
    all!(tx, ReportRow, SQL, agency.0)?.into_iter().map(Report::try_from).collect()
}

/// The reports recorded last, of all agencies, the latest first.
pub async fn recent(tx: &mut Tx, limit: u32) -> Result<Vec<Report>, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from reports order by id desc limit $1");
    all!(tx, ReportRow, SQL, i64::from(limit))?.into_iter().map(Report::try_from).collect()
}

/// Writes a report's document, state, frame, source and who changed it when; all else stays.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn update(tx: &mut Tx, report: &Report) -> Result<(), StoreError> {
    const SQL: &str = "update reports set document_id = $2, state = $3, frame = $4, source_id = $5, updated_at = $6, \
                       updated_by = $7 where id = $1";
    let Report { id, document, state, frame, source, updated_at, updated_by, .. } = report;
    let (source, by) = (source.map(|source| source.0), updated_by.map(|user| user.0));
    touched(execute!(tx, SQL, id.0, document.0, state.code(), frame, source, codec::micros(*updated_at), by)?)
}

/// The reports of all agencies below one for a period, by agency and in the order they were made.
pub async fn below(tx: &mut Tx, root: AgencyId, period: &ReportingPeriod) -> Result<Vec<Report>, StoreError> {
    const SQL: &str = concat!(
        below!(),
        "select ",
        columns!(),
        " from reports where agency_id in (select id from below) and year = $2 and period = $3 order by agency_id, id"
    );
    let (year, period) = (i64::from(period.of_year()), period.code());
    all!(tx, ReportRow, SQL, root.0, year, period)?.into_iter().map(Report::try_from).collect()
}

/// The periods the agencies below one have reports for.
pub async fn periods_below(tx: &mut Tx, root: AgencyId) -> Result<Vec<ReportingPeriod>, StoreError> {
    const SQL: &str = concat!(
        below!(),
        "select distinct period from reports where agency_id in (select id from below) order by period desc"
    );
    let found = all!(tx, (String,), SQL, root.0)?;
    found.into_iter().map(|(code,)| codec::coded(&code, ReportingPeriod::parse)).collect()
}
