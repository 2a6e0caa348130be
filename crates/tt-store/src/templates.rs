//! Agencies' own templates of reports (mẫu báo cáo), each version kept.

use jiff::Timestamp;
use tt_domain::id::{AgencyId, UserId};

use crate::{StoreError, Tx, codec};

/// A version of an agency's own template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptTemplate {
    /// Its name, in addresses and regimes.
    pub name: String,
    /// Counts its versions from 1.
    pub version: i64,
    /// What it is called.
    pub title: String,
    /// Its text; `None` where the agency went back to the one that comes with the program.
    pub source: Option<String>,
    /// Who saved it.
    pub by: Option<UserId>,
    /// Their name.
    pub by_name: Option<String>,
    /// When.
    pub at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct TemplateRow {
    name: String,
    version: i64,
    title: String,
    source: Option<String>,
    saved_by: Option<i64>,
    full_name: Option<String>,
    saved_at: i64,
}

impl TryFrom<TemplateRow> for KeptTemplate {
    type Error = StoreError;

    fn try_from(row: TemplateRow) -> Result<Self, StoreError> {
        Ok(Self {
            name: row.name,
            version: row.version,
            title: row.title,
            source: row.source,
            by: row.saved_by.map(UserId),
            by_name: row.full_name,
            at: codec::timestamp(row.saved_at)?,
        })
    }
}

macro_rules! selected {
    ($rest:literal) => {
        concat!(
            "select t.name, t.version, t.title, t.source, t.saved_by, users.full_name, t.saved_at \
             from report_templates t left join users on users.id = t.saved_by where t.agency_id = $1 ",
            $rest
        )
    };
}

/// The newest version of every template an agency has of its own, by name.
pub async fn newest(tx: &mut Tx, agency: AgencyId) -> Result<Vec<KeptTemplate>, StoreError> {
    const SQL: &str = selected!(
        "and t.version = (select max(version) from report_templates o where o.agency_id = t.agency_id \
         and o.name = t.name) order by t.name"
    );
    all!(tx, TemplateRow, SQL, agency.0)?.into_iter().map(KeptTemplate::try_from).collect()
}

/// All versions of an agency's own template of that name, the newest first.
pub async fn versions(tx: &mut Tx, agency: AgencyId, name: &str) -> Result<Vec<KeptTemplate>, StoreError> {
    const SQL: &str = selected!("and t.name = $2 order by t.version desc");
    all!(tx, TemplateRow, SQL, agency.0, name)?.into_iter().map(KeptTemplate::try_from).collect()
}

/// The newest version of an agency's own template of that name.
pub async fn find(tx: &mut Tx, agency: AgencyId, name: &str) -> Result<Option<KeptTemplate>, StoreError> {
    const SQL: &str = selected!("and t.name = $2 order by t.version desc limit 1");
    optional!(tx, TemplateRow, SQL, agency.0, name)?.map(KeptTemplate::try_from).transpose()
}

/// Keeps the version after the one that was seen; 0 where there was none.
///
/// # Errors
/// [`StoreError::Stale`] when that version is there already.
pub async fn append(
    tx: &mut Tx,
    agency: AgencyId,
    (name, seen): (&str, i64),
    (title, source): (&str, Option<&str>),
    (by, at): (Option<UserId>, Timestamp),
) -> Result<i64, StoreError> {
    const SQL: &str = "insert into report_templates (agency_id, name, version, title, source, saved_by, saved_at) \
                       values ($1, $2, $3, $4, $5, $6, $7)";
    let known = find(tx, agency, name).await?.map_or(0, |kept| kept.version);
    if known != seen {
        return Err(StoreError::Stale);
    }
    let version = seen + 1;
    let by = by.map(|user| user.0);
    match execute!(tx, SQL, agency.0, name, version, title, source, by, codec::micros(at)).map_err(StoreError::from) {
        Ok(_) => Ok(version),
        // Someone else kept this version between the look and the insert.
        Err(StoreError::Conflict(_)) => Err(StoreError::Stale),
        Err(error) => Err(error),
    }
}
