//! Programmes of key tasks: agency × year.

use tt_domain::id::{AgencyId, DocumentId, ProgrammeId};
use tt_domain::programme::{Programme, ProgrammeState};

use crate::error::touched;
use crate::{StoreError, Tx, codec};

macro_rules! columns {
    () => {
        "id, agency_id, year, state, decision_id"
    };
}

#[derive(sqlx::FromRow)]
struct ProgrammeRow {
    id: i64,
    agency_id: i64,
    year: i64,
    state: String,
    decision_id: Option<i64>,
}

impl TryFrom<ProgrammeRow> for Programme {
    type Error = StoreError;

    fn try_from(row: ProgrammeRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: ProgrammeId(row.id),
            agency: AgencyId(row.agency_id),
            year: codec::narrow(row.year)?,
            state: codec::coded(&row.state, ProgrammeState::from_code)?,
            decision: row.decision_id.map(DocumentId),
        })
    }
}

/// The programme of that year, added if new. A proposed one becomes approved when asked for as approved; an approved
/// one stays so.
pub async fn ensure(
    tx: &mut Tx,
    agency: AgencyId,
    year: i16,
    state: ProgrammeState,
) -> Result<ProgrammeId, StoreError> {
    const SQL: &str = "insert into programmes (agency_id, year, state) values ($1, $2, $3) \
                       on conflict (agency_id, year) do update set state = \
                       case when programmes.state = 'approved' then programmes.state else excluded.state end \
                       returning id";
    let (id,) = one!(tx, (i64,), SQL, agency.0, i64::from(year), state.code())?;
    Ok(ProgrammeId(id))
}

/// The programme of that identity.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn get(tx: &mut Tx, id: ProgrammeId) -> Result<Programme, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from programmes where id = $1");
    one!(tx, ProgrammeRow, SQL, id.0)?.try_into()
}

/// The agency's programme of that year.
pub async fn find(tx: &mut Tx, agency: AgencyId, year: i16) -> Result<Option<Programme>, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from programmes where agency_id = $1 and year = $2");
    optional!(tx, ProgrammeRow, SQL, agency.0, i64::from(year))?.map(Programme::try_from).transpose()
}

/// Names the approving decision.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn set_decision(tx: &mut Tx, id: ProgrammeId, decision: Option<DocumentId>) -> Result<(), StoreError> {
    let decision = decision.map(|decision| decision.0);
    touched(execute!(tx, "update programmes set decision_id = $2 where id = $1", id.0, decision)?)
}

/// The years an agency has a programme of, the latest first.
pub async fn years(tx: &mut Tx, agency: AgencyId) -> Result<Vec<i16>, StoreError> {
    const SQL: &str = "select year from programmes where agency_id = $1 order by year desc";
    all!(tx, (i64,), SQL, agency.0)?.into_iter().map(|(year,)| codec::narrow(year)).collect()
}

/// The programmes of all agencies below one for a year, by agency.
pub async fn below(tx: &mut Tx, root: AgencyId, year: i16) -> Result<Vec<Programme>, StoreError> {
    const SQL: &str = concat!(
        below!(),
        "select ",
        columns!(),
        " from programmes where agency_id in (select id from below) and year = $2 order by agency_id"
    );
    all!(tx, ProgrammeRow, SQL, root.0, i64::from(year))?.into_iter().map(Programme::try_from).collect()
}
