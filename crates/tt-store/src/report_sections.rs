//! Sections of reports being composed, and every version of them.

use tt_domain::composing::{Made, Section, SectionVersion};
use tt_domain::id::{DivisionId, ReportId, SectionId, TaskId, UserId};

use crate::{StoreError, Tx, codec, section_content};

macro_rules! columns {
    () => {
        "id, report_id, position, key, title, task_id, division_id, content, base, version, removed, updated_at, \
         updated_by"
    };
}

#[derive(sqlx::FromRow)]
struct SectionRow {
    id: i64,
    report_id: i64,
    position: i64,
    key: String,
    title: String,
    task_id: Option<i64>,
    division_id: Option<i64>,
    content: String,
    base: String,
    version: i64,
    removed: i64,
    updated_at: i64,
    updated_by: Option<i64>,
}

impl TryFrom<SectionRow> for Section {
    type Error = StoreError;

    fn try_from(row: SectionRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: SectionId(row.id),
            report: ReportId(row.report_id),
            position: codec::narrow(row.position)?,
            key: row.key,
            title: row.title,
            task: row.task_id.map(TaskId),
            division: row.division_id.map(DivisionId),
            blocks: section_content::from_json(&row.content)?,
            base: section_content::from_json(&row.base)?,
            version: codec::narrow(row.version)?,
            removed: row.removed != 0,
            updated_at: codec::timestamp(row.updated_at)?,
            updated_by: row.updated_by.map(UserId),
        })
    }
}

/// Adds a section with its first version; the identity it comes with is not looked at.
///
/// # Errors
/// [`StoreError::Conflict`] when the report has one of that key.
pub async fn insert(tx: &mut Tx, section: &Section, made: Made) -> Result<SectionId, StoreError> {
    const SQL: &str = "insert into report_sections (report_id, position, key, title, task_id, division_id, content, \
                       base, version, removed, updated_at, updated_by) \
                       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning id";
    let Section { report, position, key, title, task, division, blocks, base, version, .. } = section;
    let (content, base) = (section_content::to_json(blocks)?, section_content::to_json(base)?);
    let (task, division) = (task.map(|id| id.0), division.map(|id| id.0));
    let (at, by) = (codec::micros(section.updated_at), section.updated_by.map(|id| id.0));
    let (position, version, removed) = (i64::from(*position), i64::from(*version), i64::from(section.removed));
    #[rustfmt::skip]
    let (id,) = one!(
        tx, (i64,), SQL, report.0, position, key, title, task, division, content.as_str(), base, version, removed, at, by,
    )?;
    keep_version(tx, SectionId(id), version, (made, &content), (at, by)).await?;
    Ok(SectionId(id))
}

/// Writes a section whose version was counted up by one, and keeps that version.
///
/// # Errors
/// [`StoreError::Stale`] when someone changed it meanwhile, or it is gone.
pub async fn update(tx: &mut Tx, section: &Section, made: Made) -> Result<(), StoreError> {
    const SQL: &str = "update report_sections set title = $2, content = $3, base = $4, version = $5, removed = $6, \
                       updated_at = $7, updated_by = $8, division_id = $9 where id = $1 and version = $5 - 1";
    let (content, base) = (section_content::to_json(&section.blocks)?, section_content::to_json(&section.base)?);
    let (at, by) = (codec::micros(section.updated_at), section.updated_by.map(|id| id.0));
    let (version, removed) = (i64::from(section.version), i64::from(section.removed));
    let (title, division) = (&section.title, section.division.map(|id| id.0));
    #[rustfmt::skip]
    let rows = execute!(
        tx, SQL, section.id.0, title, content.as_str(), base, version, removed, at, by, division,
    )?;
    if rows == 0 {
        return Err(StoreError::Stale);
    }
    keep_version(tx, section.id, version, (made, &content), (at, by)).await
}

async fn keep_version(
    tx: &mut Tx,
    section: SectionId,
    version: i64,
    (made, content): (Made, &str),
    (at, by): (i64, Option<i64>),
) -> Result<(), StoreError> {
    const SQL: &str = "insert into section_versions (section_id, version, made, content, at, by_id) \
                       values ($1, $2, $3, $4, $5, $6)";
    execute!(tx, SQL, section.0, version, made.code(), content, at, by)?;
    Ok(())
}

/// Puts a section at another place; this is no version of it.
pub async fn place(tx: &mut Tx, section: SectionId, position: u32) -> Result<(), StoreError> {
    const SQL: &str = "update report_sections set position = $2 where id = $1";
    execute!(tx, SQL, section.0, i64::from(position))?;
    Ok(())
}

/// Says which division writes a section; this is no version of it.
pub async fn give(tx: &mut Tx, section: SectionId, division: Option<DivisionId>) -> Result<(), StoreError> {
    const SQL: &str = "update report_sections set division_id = $2 where id = $1";
    execute!(tx, SQL, section.0, division.map(|id| id.0))?;
    Ok(())
}

/// All sections of a report in order, those taken out too.
pub async fn list(tx: &mut Tx, report: ReportId) -> Result<Vec<Section>, StoreError> {
    const SQL: &str =
        concat!("select ", columns!(), " from report_sections where report_id = $1 order by position, id");
    all!(tx, SectionRow, SQL, report.0)?.into_iter().map(Section::try_from).collect()
}

/// The section of that identity.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn get(tx: &mut Tx, id: SectionId) -> Result<Section, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from report_sections where id = $1");
    one!(tx, SectionRow, SQL, id.0)?.try_into()
}

#[derive(sqlx::FromRow)]
struct VersionRow {
    version: i64,
    made: String,
    content: String,
    at: i64,
    by_id: Option<i64>,
}

impl TryFrom<VersionRow> for SectionVersion {
    type Error = StoreError;

    fn try_from(row: VersionRow) -> Result<Self, StoreError> {
        Ok(Self {
            version: codec::narrow(row.version)?,
            made: codec::coded(&row.made, Made::from_code)?,
            blocks: section_content::from_json(&row.content)?,
            at: codec::timestamp(row.at)?,
            by: row.by_id.map(UserId),
        })
    }
}

/// The newest versions of a section, the newest first.
pub async fn versions(tx: &mut Tx, section: SectionId, most: u32) -> Result<Vec<SectionVersion>, StoreError> {
    const SQL: &str = "select version, made, content, at, by_id from section_versions where section_id = $1 \
                       order by version desc limit $2";
    all!(tx, VersionRow, SQL, section.0, i64::from(most))?.into_iter().map(SectionVersion::try_from).collect()
}

/// One version of a section.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn version(tx: &mut Tx, section: SectionId, version: u32) -> Result<SectionVersion, StoreError> {
    const SQL: &str = "select version, made, content, at, by_id from section_versions \
                       where section_id = $1 and version = $2";
    one!(tx, VersionRow, SQL, section.0, i64::from(version))?.try_into()
}
