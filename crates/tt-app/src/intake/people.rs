//! Rows of people, each with one post; who holds several has several rows.

use std::collections::HashMap;

use jiff::civil::Date;
use tt_domain::id::{AgencyId, DivisionId, PersonId};
use tt_domain::organisation::{Agency, Division, Role, Validity};
use tt_domain::people::{Holding, NewPerson, NewPost, Person, Post};
use tt_domain::permission::Action;
use tt_store::{Tx, agencies, divisions, posts};

use super::columns::{Field, Head, plain};
use super::units::{agency_named, division_named};
use super::verdict::{JudgedRow, Judging, same_text};
use super::words;
use crate::error::AppError;
use crate::organisation::people::{checked, reachable};
use crate::organisation::posts::{checked as checked_post, once};
use crate::organisation::{self, shown};
use crate::sheet::{Row, Sheet};
use crate::sign_in::CurrentUser;
use crate::wording::say;

/// Whom a row is about.
#[derive(Clone, Debug)]
pub(super) enum Who {
    /// Someone new.
    New(NewPerson),
    /// Someone on record, with their record as it is to be where it changes.
    Known(Box<Person>, Option<NewPerson>),
    /// The one an earlier row makes: that row's number.
    Row(usize),
}

/// What a row does about a post.
#[derive(Clone, Debug)]
pub(super) enum PostPlan {
    Nothing,
    Give(NewPost),
    End(Box<Post>, Date),
}

/// What a row that is taken does.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    pub(super) row: usize,
    pub(super) who: Who,
    pub(super) post: PostPlan,
}

/// Everything rows of people are held against.
pub(super) struct People<'a> {
    current: &'a CurrentUser,
    today: Date,
    all: Vec<Agency>,
    divisions: HashMap<AgencyId, Vec<Division>>,
    known: Vec<Person>,
    held: HashMap<PersonId, Vec<Post>>,
    by_record: HashMap<PersonId, usize>,
    by_code: HashMap<String, Vec<usize>>,
    by_email: HashMap<String, Vec<usize>>,
    by_name: HashMap<String, Vec<usize>>,
    /// People whom earlier rows make: by name and code, with the row and what it gives of them.
    made: HashMap<(String, String), (usize, NewPerson)>,
    seen: HashMap<String, usize>,
    /// Regular posts that earlier rows give, by whom they are given to.
    regular: HashMap<String, usize>,
}

impl<'a> People<'a> {
    pub(super) async fn load(tx: &mut Tx, current: &'a CurrentUser, today: Date) -> Result<Self, AppError> {
        let managed = organisation::within_reach(tx, current, Action::ManageOrganisation).await?;
        let people = reachable(tx, &managed).await?;
        let all = agencies::list(tx).await?;
        let mut within = HashMap::new();
        let mut held: HashMap<PersonId, Vec<Post>> = HashMap::new();
        for agency in &all {
            within.insert(agency.id, divisions::list(tx, agency.id).await?);
            for post in posts::in_agency(tx, agency.id).await? {
                held.entry(post.details.person).or_default().push(post);
            }
        }
        let by = |key: fn(&NewPerson) -> Option<&str>| {
            let mut found: HashMap<String, Vec<usize>> = HashMap::new();
            for (place, person) in people.iter().enumerate() {
                if let Some(key) = key(&person.details) {
                    found.entry(plain(key)).or_default().push(place);
                }
            }
            found
        };
        Ok(Self {
            current,
            today,
            divisions: within,
            held,
            by_record: people.iter().enumerate().map(|(place, person)| (person.id, place)).collect(),
            by_code: by(|person| person.code.as_deref()),
            by_email: by(|person| person.email.as_deref()),
            by_name: by(|person| Some(&person.full_name)),
            made: HashMap::new(),
            seen: HashMap::new(),
            regular: HashMap::new(),
            known: people,
            all,
        })
    }

    /// Judges every row below the headings.
    pub(super) async fn judge(
        mut self,
        tx: &mut Tx,
        head: &Head,
        sheet: &Sheet,
    ) -> Result<Vec<(JudgedRow, Option<Plan>)>, AppError> {
        let mut judged = Vec::with_capacity(sheet.rows.len());
        for row in head.below(sheet) {
            judged.push(self.row(tx, head, row).await?);
        }
        Ok(judged)
    }

    async fn row(&mut self, tx: &mut Tx, head: &Head, row: &Row) -> Result<(JudgedRow, Option<Plan>), AppError> {
        let mut judging = Judging::new(head, row);
        let text = |judging: &Judging<'_>, field| judging.text(field).map(str::to_owned);
        let given = NewPerson {
            keeper: self.current.agency.id,
            full_name: text(&judging, Field::Name).unwrap_or_default(),
            code: text(&judging, Field::StaffCode),
            email: text(&judging, Field::Email),
            phone: text(&judging, Field::Phone),
        };
        if let Err(error) = checked(&given) {
            let field = match &error {
                AppError::RefusedAt { field: "thu-dien-tu", .. } => Field::Email,
                AppError::RefusedAt { field: "dien-thoai", .. } => Field::Phone,
                AppError::RefusedAt { field: "ma-can-bo", .. } => Field::StaffCode,
                _ => Field::Name,
            };
            judging.refused(field, error)?;
        }
        let known = self.known(&given, &mut judging).cloned();
        let name = given.full_name.clone();
        let made_by = (plain(&given.full_name), given.code.as_deref().map(plain).unwrap_or_default());
        let (who, key) = match &known {
            Some(person) => {
                let after = compared(person, &given, &mut judging);
                (Who::Known(Box::new(person.clone()), after), format!("person {}", person.id))
            }
            None => {
                let key = format!("new {} {}", made_by.0, made_by.1);
                match self.made.get(&made_by) {
                    Some((first, same)) => {
                        if same.email != given.email || same.phone != given.phone {
                            judging.fault(Field::Name, another_of_that_name(*first));
                        }
                        (Who::Row(*first), key)
                    }
                    None => (Who::New(given), key),
                }
            }
        };
        let post = self.post(tx, &key, known.as_ref(), &mut judging).await?;
        let place = match &post {
            PostPlan::Give(post) => format!("{key} {:?} {:?} {:?}", post.agency, post.division, post.role),
            PostPlan::End(post, _) => format!("{key} post {}", post.id),
            PostPlan::Nothing => format!("{key} {}", judging.text(Field::Role).map(plain).unwrap_or_default()),
        };
        judging.once(Field::Name, &mut self.seen, place);
        let new = known.is_none() || (matches!(post, PostPlan::Give(_)) && judging.changes.is_empty());
        if let (true, Who::New(new)) = (judging.faults.is_empty(), &who) {
            self.made.insert(made_by, (row.number, new.clone()));
        }
        Ok((judging.done(&name, new), Some(Plan { row: row.number, who, post })))
    }

    /// The person on record a row is about: by the number of the record, the staff code, the address, the name.
    fn known(&self, given: &NewPerson, judging: &mut Judging<'_>) -> Option<&Person> {
        if let Some(text) = judging.text(Field::Record) {
            let found = text.parse().ok().and_then(|id| self.by_record.get(&PersonId(id)));
            if found.is_none() {
                let message = say(
                    "không có hồ sơ mang số này trong phạm vi của bạn; hãy để trống để thêm người mới",
                    "no record has this number within your reach; leave it empty to add someone new",
                );
                judging.fault(Field::Record, message);
            }
            return found.and_then(|place| self.known.get(*place));
        }
        let code = given.code.as_deref().map(plain);
        let another = |place: &&usize| {
            let theirs = self.known.get(**place).and_then(|person| person.details.code.as_deref()).map(plain);
            // Whoever has another code is someone else.
            code.is_none() || theirs.is_none() || theirs == code
        };
        let by_code = code.as_ref().and_then(|code| self.by_code.get(code));
        let by_email = given.email.as_deref().and_then(|email| self.by_email.get(&plain(email)));
        let by_name = self.by_name.get(&plain(&given.full_name));
        let same_name = |place: &&usize| {
            self.known.get(**place).is_some_and(|one| plain(&one.details.full_name) == plain(&given.full_name))
        };
        let found: Vec<usize> = match (by_code, by_email, by_name) {
            (Some(places), ..) => places.clone(),
            (None, Some(places), _) if places.iter().any(|place| same_name(&place)) => {
                places.iter().filter(same_name).filter(another).copied().collect()
            }
            (None, _, Some(places)) => places.iter().filter(another).copied().collect(),
            _ => Vec::new(),
        };
        if found.len() > 1 {
            let message = say(
                format!("có {} người cùng tên; hãy ghi Mã cán bộ hoặc Số hồ sơ (có trong tệp tải về)", found.len()),
                format!("{} people have this name; give the staff code or the record's number", found.len()),
            );
            judging.fault(Field::Name, message);
        }
        found.first().and_then(|place| self.known.get(*place))
    }

    /// What a row says of a post, held against the posts the person has.
    async fn post(
        &mut self,
        tx: &mut Tx,
        key: &str,
        known: Option<&Person>,
        judging: &mut Judging<'_>,
    ) -> Result<PostPlan, AppError> {
        if judging.text(Field::Role).is_none() {
            if judging.text(Field::Division).is_some() || judging.text(Field::Title).is_some() {
                let message = say("chưa ghi vai trò; hãy ghi, ví dụ Chuyên viên", "give the role, such as Officer");
                judging.fault(Field::Role, message);
            }
            return Ok(PostPlan::Nothing);
        }
        let Some(mut post) = self.given_post(judging)? else { return Ok(PostPlan::Nothing) };
        let held = known.and_then(|person| self.held.get(&person.id)).map(Vec::as_slice).unwrap_or_default();
        let same = |one: &&Post| {
            let of = |post: &NewPost| (post.agency, post.division, post.role);
            of(&one.details) == of(&post) && one.details.validity.to.is_none_or(|to| self.today < to)
        };
        if let Some(theirs) = held.iter().find(same) {
            return Ok(compared_post(theirs, &post, judging));
        }
        if post.holding == Holding::Regular && judging.faults.is_empty() {
            if let Some(first) = self.regular.get(key) {
                let message = say(
                    format!("dòng {first} đã giao một chức vụ chính cho người này; hãy ghi Kiêm nhiệm ở cột Cách giữ"),
                    format!("row {first} gives this person a regular post; write Concurrent for how this one is held"),
                );
                judging.fault(Field::Holding, message);
            }
            self.regular.insert(key.to_owned(), judging.row.number);
        }
        if let Some(person) = known {
            post.person = person.id;
        }
        match checked_post(tx, self.current, &post).await {
            Err(error) => refused_post(judging, error)?,
            Ok(_) if known.is_some() => {
                if let Err(error) = once(tx, &post).await {
                    refused_post(judging, error)?;
                }
            }
            Ok(_) => {}
        }
        if known.is_some() && !judging.changes.is_empty() {
            let role = words::role(post.role).vi;
            judging.change(Field::Role, "", role);
        }
        Ok(PostPlan::Give(post))
    }

    /// A post as a row words it; its person is filled in later.
    fn given_post(&self, judging: &mut Judging<'_>) -> Result<Option<NewPost>, AppError> {
        let agency = match judging.text(Field::Agency) {
            None => Ok(&self.current.agency),
            Some(text) => agency_named(&self.all, text, self.today),
        };
        let agency = match agency {
            Ok(agency) => agency.clone(),
            Err(error) => {
                judging.refused(Field::Agency, error)?;
                return Ok(None);
            }
        };
        let within = self.divisions.get(&agency.id).map(Vec::as_slice).unwrap_or_default();
        let division: Option<DivisionId> = match judging.text(Field::Division) {
            None => None,
            Some(text) => match division_named(&agency, within, text, self.today) {
                Ok(id) => Some(id),
                Err(error) => {
                    judging.refused(Field::Division, error)?;
                    return Ok(None);
                }
            },
        };
        let role = judging.text(Field::Role).unwrap_or_default();
        let Some(role) = words::meant(&Role::ALL, role, words::role, Role::code) else {
            let offered = words::offered(&Role::ALL, words::role);
            let message = say(
                format!("không có vai trò này; hãy ghi: {}", offered.vi),
                format!("no such role; one of: {}", offered.en),
            );
            judging.fault(Field::Role, message);
            return Ok(None);
        };
        let holding = match judging.text(Field::Holding) {
            None => Some(Holding::Regular),
            Some(text) => words::meant(Holding::ALL, text, words::holding, Holding::code),
        };
        let Some(holding) = holding else {
            let offered = words::offered(Holding::ALL, words::holding);
            let message = say(format!("không rõ cách giữ; hãy ghi: {}", offered.vi), format!("one of: {}", offered.en));
            judging.fault(Field::Holding, message);
            return Ok(None);
        };
        let (from, last) = (judging.day(Field::From), judging.day(Field::To));
        let validity = Validity { from, to: last.and_then(|last| last.tomorrow().ok()) };
        let title = judging.text(Field::Title).map(str::to_owned);
        Ok(Some(NewPost { person: PersonId(0), agency: agency.id, division, role, title, holding, validity }))
    }
}

fn another_of_that_name(first: usize) -> tt_check::Message {
    say(
        format!("cùng họ tên với dòng {first} mà thư điện tử, điện thoại khác; nếu là người khác hãy ghi Mã cán bộ"),
        format!("the name of row {first} with another address or telephone; for someone else give the staff code"),
    )
}

fn refused_post(judging: &mut Judging<'_>, error: AppError) -> Result<(), AppError> {
    let field = match &error {
        AppError::RefusedAt { field, .. } => match *field {
            "phong" => Field::Division,
            "cach-giu" => Field::Holding,
            "den-ngay" => Field::To,
            "tu-ngay" => Field::From,
            "chuc-danh" => Field::Title,
            "vai-tro" => Field::Role,
            _ => Field::Agency,
        },
        _ => Field::Agency,
    };
    judging.refused(field, error)
}

/// The record with what the row changes; an empty cell leaves things as they are.
fn compared(person: &Person, given: &NewPerson, judging: &mut Judging<'_>) -> Option<NewPerson> {
    let mut after = person.details.clone();
    if !same_text(&given.full_name, &after.full_name) && !given.full_name.is_empty() {
        judging.change(Field::Name, after.full_name.clone(), given.full_name.clone());
        after.full_name.clone_from(&given.full_name);
    }
    for (field, given, place) in [
        (Field::StaffCode, &given.code, &mut after.code),
        (Field::Email, &given.email, &mut after.email),
        (Field::Phone, &given.phone, &mut after.phone),
    ] {
        if let Some(text) = given.as_deref().filter(|text| !same_text(text, place.as_deref().unwrap_or_default())) {
            judging.change(field, place.clone().unwrap_or_default(), text);
            *place = Some(text.to_owned());
        }
    }
    (after != person.details).then_some(after)
}

/// A post the person holds, held against what the row says of it: it can be ended, no more.
fn compared_post(theirs: &Post, given: &NewPost, judging: &mut Judging<'_>) -> PostPlan {
    let details = &theirs.details;
    let title = details.title.as_deref().unwrap_or_default();
    let elsewhere = say(
        "chức vụ đang giữ không sửa bằng tệp; hãy kết thúc chức vụ cũ (Đến hết ngày) rồi giao chức vụ mới",
        "a post held is not changed by a file; end it and give another",
    );
    if given.title.as_deref().is_some_and(|text| !same_text(text, title)) {
        judging.fault(Field::Title, elsewhere.clone());
    }
    if judging.text(Field::Holding).is_some() && given.holding != details.holding {
        judging.fault(Field::Holding, elsewhere.clone());
    }
    if given.validity.from.is_some() && given.validity.from != details.validity.from {
        judging.fault(Field::From, elsewhere);
    }
    match given.validity.to {
        Some(until) if details.validity.to != Some(until) => {
            if details.validity.from.is_some_and(|from| until <= from) {
                judging.fault(Field::To, say("trước ngày bắt đầu giữ; hãy chọn ngày sau", "before the post began"));
            }
            let last = |to: Option<Date>| to.and_then(|to| to.yesterday().ok()).map(shown).unwrap_or_default();
            judging.change(Field::To, last(details.validity.to), last(Some(until)));
            PostPlan::End(Box::new(theirs.clone()), until)
        }
        _ => PostPlan::Nothing,
    }
}
