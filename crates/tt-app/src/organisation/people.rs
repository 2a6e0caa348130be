//! People: their records, and what is shown of them.

use serde_json::json;
use tt_domain::id::{AgencyId, PersonId};
use tt_domain::organisation::{Agency, Division, User};
use tt_domain::people::{Delegation, NewPerson, Person, Post};
use tt_domain::permission::Action;
use tt_store::{Tx, agencies, delegations, divisions, persons, posts, users};

use super::{Differences, on_conflict, record, require};
use crate::app::App;
use crate::error::AppError;
use crate::{CurrentUser, organisation};

/// A person as lists show them.
#[derive(Clone, Debug)]
pub struct PersonShown {
    /// The person.
    pub person: Person,
    /// Posts held today.
    pub posts: Vec<PostShown>,
    /// Their account, if they have one.
    pub account: Option<User>,
}

/// A post with the names of where it is.
#[derive(Clone, Debug)]
pub struct PostShown {
    /// The post.
    pub post: Post,
    /// The agency.
    pub agency: String,
    /// The division.
    pub division: Option<String>,
}

/// A person with everything about them.
#[derive(Clone, Debug)]
pub struct PersonDetails {
    /// The person.
    pub person: Person,
    /// Every post they ever held, newest first.
    pub posts: Vec<PostShown>,
    /// Delegations by them.
    pub delegated: Vec<(Delegation, String)>,
    /// Delegations to them.
    pub received: Vec<(Delegation, String)>,
    /// Their account, if they have one.
    pub account: Option<User>,
    /// Agencies a post can be in, with their divisions.
    pub places: Vec<(Agency, Vec<Division>)>,
}

impl App {
    /// The people within someone's reach, by their last names as Vietnamese lists go; narrowed by words of their name,
    /// code or address.
    ///
    /// # Errors
    /// Not an administrator's, or the database failed.
    pub async fn people(&self, current: &CurrentUser, words: &str) -> Result<Vec<PersonShown>, AppError> {
        current.require(Action::ManageOrganisation)?;
        let today = organisation::today();
        let mut tx = self.db.begin_read().await?;
        let managed = organisation::within_reach(&mut tx, current, Action::ManageOrganisation).await?;
        let words = tt_text::fold(words);
        let mut found: Vec<PersonShown> = Vec::new();
        for person in reachable(&mut tx, &managed).await? {
            let NewPerson { full_name, code, email, .. } = &person.details;
            let text = [Some(full_name), code.as_ref(), email.as_ref()].into_iter().flatten();
            let text = tt_text::fold(&text.cloned().collect::<Vec<_>>().join(" "));
            if !words.split_whitespace().all(|word| text.contains(word)) {
                continue;
            }
            let held = posts::of_person(&mut tx, person.id).await?;
            let held = held.into_iter().filter(|post| post.details.validity.holds_on(today)).collect();
            let posts = named(&mut tx, held).await?;
            let account = users::find_by_person(&mut tx, person.id).await?;
            found.push(PersonShown { person, posts, account });
        }
        found.sort_by_cached_key(|shown| sort_key(&shown.person.details.full_name));
        Ok(found)
    }

    /// A person within someone's reach.
    ///
    /// # Errors
    /// No such person within reach, or the database failed.
    pub async fn person_details(&self, current: &CurrentUser, id: PersonId) -> Result<PersonDetails, AppError> {
        let mut tx = self.db.begin_read().await?;
        let person = within_reach(&mut tx, current, id).await?;
        let managed = organisation::within_reach(&mut tx, current, Action::ManageOrganisation).await?;
        let today = organisation::today();
        let mut places = Vec::new();
        for agency in managed.into_iter().filter(|agency| agency.valid_to.is_none_or(|to| today < to)) {
            let mut within = divisions::list(&mut tx, agency.id).await?;
            within.retain(|division| division.valid_to.is_none_or(|to| today < to));
            places.push((agency, within));
        }
        let mut held = posts::of_person(&mut tx, id).await?;
        held.sort_by_key(|post| std::cmp::Reverse((post.details.validity.from, post.id)));
        let mut delegated = Vec::new();
        for delegation in delegations::from_person(&mut tx, id).await? {
            let name = persons::get(&mut tx, delegation.details.to).await?.details.full_name;
            delegated.push((delegation, name));
        }
        let mut received = Vec::new();
        for delegation in delegations::to_person(&mut tx, id).await? {
            let name = persons::get(&mut tx, delegation.details.from).await?.details.full_name;
            received.push((delegation, name));
        }
        Ok(PersonDetails {
            posts: named(&mut tx, held).await?,
            account: users::find_by_person(&mut tx, id).await?,
            person,
            delegated,
            received,
            places,
        })
    }

    /// Adds a person, kept by that agency.
    ///
    /// # Errors
    /// [`AppError::RefusedAt`] with the field.
    pub async fn add_person(
        &self,
        current: &CurrentUser,
        person: &NewPerson,
        origin: &str,
    ) -> Result<PersonId, AppError> {
        let mut tx = self.db.begin_write().await?;
        let id = insert_person(&mut tx, current, person, origin).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Changes a person's record.
    ///
    /// # Errors
    /// [`AppError::RefusedAt`] with the field; [`tt_store::StoreError::Stale`] when changed meanwhile.
    pub async fn change_person(&self, current: &CurrentUser, person: &Person, origin: &str) -> Result<(), AppError> {
        let mut tx = self.db.begin_write().await?;
        change(&mut tx, current, person, origin).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// Changes a person's record within a transaction: also what an import does.
pub(crate) async fn change(tx: &mut Tx, current: &CurrentUser, person: &Person, origin: &str) -> Result<(), AppError> {
    let found = within_reach(tx, current, person.id).await?;
    let before = found.details;
    let after = checked(&NewPerson { keeper: before.keeper, ..person.details.clone() })?;
    let details = Differences::default()
        .note("full_name", &before.full_name, &after.full_name)
        .note("code", &before.code, &after.code)
        .note("email", &before.email, &after.email)
        .note("phone", &before.phone, &after.phone);
    // What says the same is nothing to do, but was it what they had before them?
    if found.version != person.version {
        return Err(tt_store::StoreError::Stale.into());
    }
    if details.is_empty() {
        return Ok(());
    }
    let keeper = after.keeper;
    if let Some(account) = users::find_by_person(tx, person.id).await? {
        let User { id, agency, division, role, .. } = account;
        users::set_place(tx, id, agency, division, role, &after.full_name).await?;
    }
    let after = Person { details: after, ..person.clone() };
    persons::update(tx, &after).await.map_err(code_taken)?;
    record(tx, current, origin, keeper, "person.changed", format!("person-{}", person.id), details).await?;
    Ok(())
}

/// Adds a person within a transaction: also what an import does.
pub(crate) async fn insert_person(
    tx: &mut Tx,
    current: &CurrentUser,
    person: &NewPerson,
    origin: &str,
) -> Result<PersonId, AppError> {
    require(tx, current, Action::ManageOrganisation, person.keeper).await?;
    let new = checked(person)?;
    let id = persons::insert(tx, &new).await.map_err(code_taken)?;
    let details = json!({ "full_name": new.full_name, "code": new.code, "email": new.email, "phone": new.phone });
    record(tx, current, origin, new.keeper, "person.added", format!("person-{id}"), details).await?;
    Ok(id)
}

/// The person, if someone may manage the agency that keeps their record or one they hold a post in.
pub(crate) async fn within_reach(tx: &mut Tx, current: &CurrentUser, id: PersonId) -> Result<Person, AppError> {
    let person = persons::get(tx, id).await?;
    let mut near = vec![person.details.keeper];
    near.extend(posts::of_person(tx, id).await?.iter().map(|post| post.details.agency));
    for agency in near {
        match require(tx, current, Action::ManageOrganisation, agency).await {
            Err(AppError::Forbidden) => {}
            Err(error) => return Err(error),
            Ok(_) => return Ok(person),
        }
    }
    Err(if current.may(Action::ManageOrganisation) { AppError::NotFound } else { AppError::Forbidden })
}

/// The people kept by these agencies or with a post in them.
pub(crate) async fn reachable(tx: &mut Tx, managed: &[Agency]) -> Result<Vec<Person>, AppError> {
    let mut people: Vec<Person> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for agency in managed {
        for person in persons::list(tx, agency.id).await? {
            if seen.insert(person.id) {
                people.push(person);
            }
        }
    }
    Ok(people)
}

/// Posts with the names of where they are; a name is looked up once.
pub(crate) async fn named(tx: &mut Tx, held: Vec<Post>) -> Result<Vec<PostShown>, AppError> {
    let mut shown: Vec<PostShown> = Vec::with_capacity(held.len());
    for post in held {
        let agency = match shown.iter().find(|known| known.post.details.agency == post.details.agency) {
            Some(known) => known.agency.clone(),
            None => agencies::get(tx, post.details.agency).await?.name,
        };
        let division = match post.details.division {
            Some(id) => Some(divisions::get(tx, id).await?.name),
            None => None,
        };
        shown.push(PostShown { post, agency, division });
    }
    Ok(shown)
}

/// Vietnamese lists go by the given name, which comes last, then by the rest.
pub(crate) fn sort_key(name: &str) -> (String, String) {
    let folded = tt_text::fold(name);
    let (rest, given) = folded.trim().rsplit_once(' ').unwrap_or(("", folded.trim()));
    (given.to_owned(), rest.to_owned())
}

pub(crate) fn checked(person: &NewPerson) -> Result<NewPerson, AppError> {
    let email = organisation::words_opt("thu-dien-tu", person.email.as_deref(), 200)?;
    if email.as_deref().is_some_and(|email| !is_address(email)) {
        return Err(AppError::refused_at(
            "thu-dien-tu",
            "không phải địa chỉ thư điện tử; ví dụ nguyenvana@langson.gov.vn",
            "not an e-mail address, such as nguyenvana@langson.gov.vn",
        ));
    }
    let phone = organisation::words_opt("dien-thoai", person.phone.as_deref(), 30)?;
    let dialled = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '.' | '-' | '+' | '(' | ')');
    if phone.as_deref().is_some_and(|phone| !phone.chars().all(dialled)) {
        return Err(AppError::refused_at(
            "dien-thoai",
            "số điện thoại chỉ gồm chữ số, khoảng trắng và các dấu . - + ( )",
            "a telephone number has digits, blanks and . - + ( ) only",
        ));
    }
    Ok(NewPerson {
        keeper: person.keeper,
        full_name: organisation::words("ho-ten", &person.full_name, 100)?,
        code: organisation::words_opt("ma-can-bo", person.code.as_deref(), 30)?,
        email,
        phone,
    })
}

/// Whether this can be an e-mail address: one `@` between words, a dot in the host, no blanks.
fn is_address(text: &str) -> bool {
    let Some((account, host)) = text.split_once('@') else { return false };
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
    let good = |part: &str| !part.is_empty() && !part.starts_with('.') && !part.ends_with('.') && !part.contains("..");
    good(account) && good(host) && host.contains('.') && account.chars().all(plain) && host.chars().all(plain)
}

fn code_taken(error: tt_store::StoreError) -> AppError {
    let taken = AppError::refused_at(
        "ma-can-bo",
        "đã có người mang mã cán bộ này trong cơ quan; hãy kiểm tra lại",
        "there is already someone with this staff code in the agency; check again",
    );
    on_conflict(error, "persons_keeper_id_code_key", taken)
}

/// The agency that keeps records entered by someone, unless they choose another: their own.
pub fn default_keeper(current: &CurrentUser) -> AgencyId {
    current.agency.id
}
