//! Posts people hold (vị trí công tác), and someone's standing on a day.

use jiff::civil::Date;
use tt_domain::id::{AgencyId, DivisionId, PersonId, PostId};
use tt_domain::organisation::{Role, Validity};
use tt_domain::people::{Holding, NewPost, Post, standing};
use tt_domain::permission::Standing;

use crate::error::touched;
use crate::{StoreError, Tx, codec, delegations};

macro_rules! columns {
    () => {
        "id, person_id, agency_id, division_id, role, title, holding, valid_from, valid_to"
    };
}

#[derive(sqlx::FromRow)]
struct PostRow {
    id: i64,
    person_id: i64,
    agency_id: i64,
    division_id: Option<i64>,
    role: String,
    title: Option<String>,
    holding: String,
    valid_from: Option<String>,
    valid_to: Option<String>,
}

impl TryFrom<PostRow> for Post {
    type Error = StoreError;

    fn try_from(row: PostRow) -> Result<Self, StoreError> {
        let details = NewPost {
            person: PersonId(row.person_id),
            agency: AgencyId(row.agency_id),
            division: row.division_id.map(DivisionId),
            role: codec::coded(&row.role, Role::from_code)?,
            title: row.title,
            holding: codec::coded(&row.holding, Holding::from_code)?,
            validity: codec::validity(row.valid_from.as_deref(), row.valid_to.as_deref())?,
        };
        Ok(Self { id: PostId(row.id), details })
    }
}

/// Adds a post.
pub async fn insert(tx: &mut Tx, post: &NewPost) -> Result<PostId, StoreError> {
    const SQL: &str = "insert into posts (person_id, agency_id, division_id, role, title, holding, valid_from, \
                       valid_to) values ($1, $2, $3, $4, $5, $6, $7, $8) returning id";
    let NewPost { person, agency, division, role, title, holding, validity: Validity { from, to } } = post;
    let (from, to) = (from.map(codec::day_text), to.map(codec::day_text));
    let (division, role, holding) = (division.map(|division| division.0), role.code(), holding.code());
    let (id,) = one!(tx, (i64,), SQL, person.0, agency.0, division, role, title, holding, from, to)?;
    Ok(PostId(id))
}

/// The post of that identity.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn get(tx: &mut Tx, id: PostId) -> Result<Post, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from posts where id = $1");
    one!(tx, PostRow, SQL, id.0)?.try_into()
}

/// All posts a person ever held, in the order recorded.
pub async fn of_person(tx: &mut Tx, person: PersonId) -> Result<Vec<Post>, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from posts where person_id = $1 order by id");
    all!(tx, PostRow, SQL, person.0)?.into_iter().map(Post::try_from).collect()
}

/// All posts there ever were in an agency, in the order recorded.
pub async fn in_agency(tx: &mut Tx, agency: AgencyId) -> Result<Vec<Post>, StoreError> {
    const SQL: &str = concat!("select ", columns!(), " from posts where agency_id = $1 order by id");
    all!(tx, PostRow, SQL, agency.0)?.into_iter().map(Post::try_from).collect()
}

/// Says until when a post is held.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn set_end(tx: &mut Tx, id: PostId, until: Option<Date>) -> Result<(), StoreError> {
    const SQL: &str = "update posts set valid_to = $2 where id = $1";
    touched(execute!(tx, SQL, id.0, until.map(codec::day_text))?)
}

/// Takes away a post that was never held.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn delete(tx: &mut Tx, id: PostId) -> Result<(), StoreError> {
    touched(execute!(tx, "delete from posts where id = $1", id.0)?)
}

/// Someone's standing on a day: their posts, and the posts of those who delegate to them.
pub async fn standing_of(tx: &mut Tx, person: PersonId, day: Date) -> Result<Standing, StoreError> {
    let own = of_person(tx, person).await?;
    let lent = delegations::to_person(tx, person).await?;
    let mut theirs = Vec::new();
    for delegation in lent.iter().filter(|delegation| delegation.details.validity().holds_on(day)) {
        if !theirs.iter().any(|post: &Post| post.details.person == delegation.details.from) {
            theirs.extend(of_person(tx, delegation.details.from).await?);
        }
    }
    Ok(standing(person, &own, &lent, &theirs, day))
}
