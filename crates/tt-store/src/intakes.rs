//! Files of rows brought in, with what they made and what was not taken of them.

use jiff::Timestamp;
use tt_domain::id::{AgencyId, ImportId, UserId};
use tt_domain::intake::{Intake, IntakeCounts, IntakeKind, NewIntake};

use crate::error::touched;
use crate::{StoreError, Tx, codec};

macro_rules! columns {
    () => {
        "id, agency_id, user_id, kind, name, year, at, new_rows, changed_rows, same_rows, refused_rows, \
         undone_at, undone_by_id"
    };
}

#[derive(sqlx::FromRow)]
struct IntakeRow {
    id: i64,
    agency_id: i64,
    user_id: i64,
    kind: String,
    name: String,
    year: Option<i64>,
    at: i64,
    new_rows: i64,
    changed_rows: i64,
    same_rows: i64,
    refused_rows: i64,
    undone_at: Option<i64>,
    undone_by_id: Option<i64>,
}

impl IntakeRow {
    fn with(self, made: String, refused: String) -> Result<Intake, StoreError> {
        let undone = codec::timestamp_opt(self.undone_at)?.zip(self.undone_by_id.map(UserId));
        let details = NewIntake {
            agency: AgencyId(self.agency_id),
            user: UserId(self.user_id),
            kind: codec::coded(&self.kind, IntakeKind::from_code)?,
            name: self.name,
            year: self.year.map(codec::narrow).transpose()?,
            at: codec::timestamp(self.at)?,
            counts: IntakeCounts {
                new: codec::narrow(self.new_rows)?,
                changed: codec::narrow(self.changed_rows)?,
                same: codec::narrow(self.same_rows)?,
                refused: codec::narrow(self.refused_rows)?,
            },
            made,
            refused,
        };
        Ok(Intake { id: ImportId(self.id), details, undone })
    }
}

/// Notes that a file was brought in.
pub async fn insert(tx: &mut Tx, new: &NewIntake) -> Result<ImportId, StoreError> {
    const SQL: &str = "insert into intakes (agency_id, user_id, kind, name, year, at, new_rows, changed_rows, \
                       same_rows, refused_rows, made, refused) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, \
                       $12) returning id";
    let NewIntake { agency, user, kind, name, year, at, counts, made, refused } = new;
    let IntakeCounts { new, changed, same, refused: not_taken } = *counts;
    let (new, changed, same) = (i64::from(new), i64::from(changed), i64::from(same));
    let (year, at, not_taken) = (year.map(i64::from), codec::micros(*at), i64::from(not_taken));
    let (id,) = one!(
        tx,
        (i64,),
        SQL,
        agency.0,
        user.0,
        kind.code(),
        name,
        year,
        at,
        new,
        changed,
        same,
        not_taken,
        made,
        refused
    )?;
    Ok(ImportId(id))
}

/// The file of that identity, with everything kept of it.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn get(tx: &mut Tx, id: ImportId) -> Result<Intake, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from intakes where id = $1");
    let row = one!(tx, IntakeRow, SQL, id.0)?;
    let (made, refused) = one!(tx, (String, String), "select made, refused from intakes where id = $1", id.0)?;
    row.with(made, refused)
}

/// The latest files brought in by people of an agency, without what was made and refused.
pub async fn latest(tx: &mut Tx, agency: AgencyId, limit: u32) -> Result<Vec<Intake>, StoreError> {
    const SQL: &str =
        concat!("select ", columns!(), " from intakes where agency_id = $1 order by agency_id, id desc limit $2");
    let rows = all!(tx, IntakeRow, SQL, agency.0, i64::from(limit))?;
    rows.into_iter().map(|row| row.with(String::new(), String::new())).collect()
}

/// Notes that it was taken back.
///
/// # Errors
/// [`StoreError::NotFound`] when it was before.
pub async fn set_undone(tx: &mut Tx, id: ImportId, at: Timestamp, by: UserId) -> Result<(), StoreError> {
    const SQL: &str = "update intakes set undone_at = $2, undone_by_id = $3 where id = $1 and undone_at is null";
    touched(execute!(tx, SQL, id.0, codec::micros(at), by.0)?)
}
