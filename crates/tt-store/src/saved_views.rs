//! Views of the working list that people keep and share.

use tt_domain::id::{AgencyId, DivisionId, SavedViewId, UserId};
use tt_domain::saved_view::{NewSavedView, SavedView, Sharing};

use crate::{StoreError, Tx, codec};

macro_rules! columns {
    () => {
        "id, owner_id, agency_id, division_id, name, query, shared, created_at"
    };
}

#[derive(sqlx::FromRow)]
struct ViewRow {
    id: i64,
    owner_id: i64,
    agency_id: i64,
    division_id: Option<i64>,
    name: String,
    query: String,
    shared: String,
    created_at: i64,
}

impl TryFrom<ViewRow> for SavedView {
    type Error = StoreError;

    fn try_from(row: ViewRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: SavedViewId(row.id),
            view: NewSavedView {
                owner: UserId(row.owner_id),
                agency: AgencyId(row.agency_id),
                division: row.division_id.map(DivisionId),
                name: row.name,
                query: row.query,
                shared: codec::coded(&row.shared, Sharing::from_code)?,
                created_at: codec::timestamp(row.created_at)?,
            },
        })
    }
}

/// Keeps a view; one of the same owner and name is replaced.
pub async fn put(tx: &mut Tx, view: &NewSavedView) -> Result<SavedViewId, StoreError> {
    const SQL: &str = "insert into saved_views (owner_id, agency_id, division_id, name, query, shared, created_at) \
                       values ($1, $2, $3, $4, $5, $6, $7) on conflict (owner_id, name) do update set \
                       agency_id = excluded.agency_id, division_id = excluded.division_id, query = excluded.query, \
                       shared = excluded.shared returning id";
    let NewSavedView { owner, agency, division, name, query, shared, created_at } = view;
    let (division, at) = (division.map(|id| id.0), codec::micros(*created_at));
    let (id,) = one!(tx, (i64,), SQL, owner.0, agency.0, division, name, query, shared.code(), at)?;
    Ok(SavedViewId(id))
}

/// The view of that identity.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn get(tx: &mut Tx, id: SavedViewId) -> Result<SavedView, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from saved_views where id = $1");
    one!(tx, ViewRow, SQL, id.0)?.try_into()
}

/// A user's own views, and those shared with or within an agency, by name. Which of those shared with divisions are
/// for the user is the caller's to say.
pub async fn list(tx: &mut Tx, owner: UserId, agency: AgencyId) -> Result<Vec<SavedView>, StoreError> {
    const SQL: &str = concat!(
        "select ",
        columns!(),
        " from saved_views where owner_id = $1 or (agency_id = $2 and shared <> 'own') order by name, id"
    );
    all!(tx, ViewRow, SQL, owner.0, agency.0)?.into_iter().map(SavedView::try_from).collect()
}

/// Forgets a view.
pub async fn delete(tx: &mut Tx, id: SavedViewId) -> Result<(), StoreError> {
    execute!(tx, "delete from saved_views where id = $1", id.0)?;
    Ok(())
}
