//! People, and one person: their record, posts, delegations and account.

use axum::Form as SentForm;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse as _, Response};
use tt_app::organisation::accounts::FirstPassword;
use tt_app::organisation::people::{PersonDetails, PostShown};
use tt_app::{AppError, Language};
use tt_domain::id::{AgencyId, DivisionId, PersonId, PostId};
use tt_domain::organisation::{Role, Validity};
use tt_domain::people::{Holding, NewPerson, NewPost, Person};

use super::{Asked, Content, Outcome, fields, holdings, interval, known_day, outcome, roles, shown};
use crate::access::{Session, Visitor};
use crate::chrome::{Section, role_name};
use crate::error::{WebError, lead_to};
use crate::forms::Fields;
use crate::routes::WebState;
use crate::show::say;
use crate::views::organisation::{Attempt, Block, Cell, Form, Table, events};

const TAB: &str = "/quan-tri/nguoi";

/// `GET /quan-tri/nguoi`.
pub(crate) async fn index(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    list(&state, &session, &asked.tim, None, asked.xong.is_some()).await
}

/// `POST /quan-tri/nguoi`.
pub(crate) async fn add(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    SentForm(values): SentForm<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let fields = fields(&session, values)?;
    let new = typed(&fields, session.current.agency.id);
    let done = state.app.add_person(&session.current, &new, &session.origin).await;
    let done = done.map(|id| format!("{TAB}/{id}?xong=1"));
    match outcome(done, fields, &session)? {
        Outcome::Go(there) => Ok(there),
        Outcome::Again(attempt) => list(&state, &session, "", Some(&attempt), false).await,
    }
}

fn typed(fields: &Fields, keeper: AgencyId) -> NewPerson {
    let opt = |name: &str| fields.filled(name).map(str::to_owned);
    NewPerson {
        keeper,
        full_name: fields.text("ho-ten").to_owned(),
        code: opt("ma-can-bo"),
        email: opt("thu-dien-tu"),
        phone: opt("dien-thoai"),
    }
}

/// A post in words: `Trưởng phòng, Phòng Quản lý Thương mại, Sở Công Thương`.
pub(super) fn post_words(post: &PostShown, lang: Language) -> String {
    let details = &post.post.details;
    let title = details.title.clone().unwrap_or_else(|| role_name(details.role, lang).to_owned());
    let holding = match details.holding {
        Holding::Regular => String::new(),
        other => format!(" ({})", super::holding_words(other, lang).to_lowercase()),
    };
    let place = post.division.as_ref().map(|division| format!(", {division}")).unwrap_or_default();
    format!("{title}{holding}{place}, {}", post.agency)
}

async fn list(
    state: &WebState,
    session: &Session,
    words: &str,
    attempt: Option<&Attempt>,
    done: bool,
) -> Result<Response, WebError> {
    let lang = session.chrome(Section::Organisation).lang;
    let people = state.app.people(&session.current, words).await?;
    let rows = people.iter().map(|person| {
        let posts: Vec<String> = person.posts.iter().map(|post| post_words(post, lang)).collect();
        let account = person.account.as_ref().map(|user| user.login.clone()).unwrap_or_default();
        vec![
            Cell::link(person.person.details.full_name.clone(), format!("{TAB}/{}", person.person.id)),
            Cell::text(person.person.details.code.clone().unwrap_or_default()),
            Cell::text(posts.join("; ")),
            Cell::text(account),
        ]
    });
    let heads = [
        say(lang, "Họ tên", "Name"),
        say(lang, "Mã cán bộ", "Staff code"),
        say(lang, "Chức vụ hiện nay", "Posts today"),
        say(lang, "Tài khoản", "Account"),
    ];
    let table = Table {
        heads: heads.map(str::to_owned).to_vec(),
        rows: rows.collect(),
        empty: say(lang, "Không có ai khớp.", "Nobody matches.").to_owned(),
        ..Table::default()
    };
    let form = record_form("them", say(lang, "Thêm người", "Add a person"), None, lang, attempt);
    let content = Content {
        title: say(lang, "Người", "People").to_owned(),
        intro: String::new(),
        blocks: vec![
            Block::Search {
                label: say(lang, "Họ tên, mã, thư điện tử", "Name, code, e-mail").to_owned(),
                value: words.to_owned(),
            },
            super::file_links(TAB, "nguoi", lang),
            Block::Table(table),
            Block::Form(Box::new(form)),
        ],
    };
    shown(session, TAB, content, done, attempt.is_some())
}

fn record_form(
    code: &'static str,
    title: &str,
    person: Option<&Person>,
    lang: Language,
    attempt: Option<&Attempt>,
) -> Form {
    let details = person.map(|person| &person.details);
    let opt = |text: Option<&Option<String>>| text.cloned().flatten().unwrap_or_default();
    Form::new(code, title, say(lang, "Lưu", "Save"), attempt)
        .hidden("ban", person.map(|person| person.version.to_string()).unwrap_or_default())
        .text("ho-ten", say(lang, "Họ và tên", "Full name"), details.map_or("", |details| details.full_name.as_str()))
        .text_opt("ma-can-bo", say(lang, "Mã cán bộ", "Staff code"), &opt(details.map(|details| &details.code)))
        .text_opt("thu-dien-tu", say(lang, "Thư điện tử", "E-mail"), &opt(details.map(|details| &details.email)))
        .text_opt("dien-thoai", say(lang, "Điện thoại", "Telephone"), &opt(details.map(|details| &details.phone)))
}

/// `GET /quan-tri/nguoi/{id}`.
pub(crate) async fn show(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(id): Path<i64>,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    one(&state, &session, PersonId(id), None, None, asked.xong.is_some()).await
}

/// `POST /quan-tri/nguoi/{id}`.
pub(crate) async fn change(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(id): Path<i64>,
    SentForm(values): SentForm<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let fields = fields(&session, values)?;
    let id = PersonId(id);
    match act(&state, &session, id, &fields).await {
        Ok(Some(first)) => one(&state, &session, id, None, Some(first), false).await,
        Ok(None) => Ok(lead_to(&format!("{TAB}/{id}?xong=1"), false).into_response()),
        Err(error) => match outcome(Err(error), fields, &session)? {
            Outcome::Go(there) => Ok(there),
            Outcome::Again(attempt) => one(&state, &session, id, Some(&attempt), None, false).await,
        },
    }
}

async fn act(
    state: &WebState,
    session: &Session,
    id: PersonId,
    fields: &Fields,
) -> Result<Option<FirstPassword>, AppError> {
    let (app, current, origin) = (&state.app, &session.current, session.origin.as_str());
    match fields.text("viec") {
        "sua" => {
            let details = typed(fields, current.agency.id);
            let person = Person { id, details, version: fields.id("ban").unwrap_or(-1) };
            app.change_person(current, &person, origin).await?;
        }
        "giao" => {
            app.assign_post(current, &post(fields, id)?, origin).await?;
        }
        "chuyen" => {
            let from = PostId(super::chosen(fields, "chuc-vu")?);
            app.transfer(current, from, &post(fields, id)?, origin).await?;
        }
        "thoi" => {
            let from = PostId(super::chosen(fields, "chuc-vu")?);
            let last = known_day(fields, "den-ngay")?;
            app.end_post(current, from, last.tomorrow().unwrap_or(last), origin).await?;
        }
        "tai-khoan" => return app.create_account(current, id, fields.text("ten-dang-nhap"), origin).await.map(Some),
        _ => return Err(AppError::NotFound),
    }
    Ok(None)
}

/// A post as typed: its place is an agency or a division of it, `3` or `3.7`; the last day given is held.
fn post(fields: &Fields, person: PersonId) -> Result<NewPost, AppError> {
    let missing = || AppError::refused_at("co-quan", "hãy chọn nơi giữ chức vụ", "choose where the post is");
    let place = fields.text("co-quan");
    let (agency, division) = place.split_once('.').map_or((place, None), |(agency, division)| (agency, Some(division)));
    let role = Role::from_code(fields.text("vai-tro"))
        .ok_or_else(|| AppError::refused_at("vai-tro", "hãy chọn vai trò", "choose a role"))?;
    let holding = Holding::from_code(fields.text("cach-giu"))
        .ok_or_else(|| AppError::refused_at("cach-giu", "hãy chọn cách giữ", "choose how it is held"))?;
    let last = fields.day_at("den-ngay")?;
    Ok(NewPost {
        person,
        agency: AgencyId(agency.parse().map_err(|_| missing())?),
        division: match division {
            Some(division) => Some(DivisionId(division.parse().map_err(|_| missing())?)),
            None => None,
        },
        role,
        title: fields.filled("chuc-danh").map(str::to_owned),
        holding,
        validity: Validity { from: fields.day_at("tu-ngay")?, to: last.map(|last| last.tomorrow().unwrap_or(last)) },
    })
}

async fn one(
    state: &WebState,
    session: &Session,
    id: PersonId,
    attempt: Option<&Attempt>,
    first: Option<FirstPassword>,
    done: bool,
) -> Result<Response, WebError> {
    let lang = session.chrome(Section::Organisation).lang;
    let found = state.app.person_details(&session.current, id).await?;
    let history = state.app.record_history(&session.current, &format!("person-{id}")).await?;
    let mut blocks = Vec::new();
    if let Some(first) = first {
        blocks.push(password_block(first, lang));
    }
    blocks.push(properties(&found, lang));
    blocks.push(posts(&found, lang));
    blocks.push(Block::Form(Box::new(record_form(
        "sua",
        say(lang, "Sửa thông tin", "Change the record"),
        Some(&found.person),
        lang,
        attempt,
    ))));
    blocks.extend(post_forms(&found, lang, attempt).into_iter().map(|form| Block::Form(Box::new(form))));
    if found.account.is_none() {
        let form = Form::new(
            "tai-khoan",
            say(lang, "Cấp tài khoản", "Make an account"),
            say(lang, "Cấp tài khoản", "Make the account"),
            attempt,
        )
        .text("ten-dang-nhap", say(lang, "Tên đăng nhập", "Sign-in name"), "")
        .hint(say(
            lang,
            "Chữ không dấu, chữ số, dấu chấm, gạch ngang.",
            "Unaccented letters, digits, dots, hyphens.",
        ));
        blocks.push(Block::Form(Box::new(form)));
    }
    blocks.push(events(history, lang));
    blocks.push(super::history_link(&format!("person-{id}"), None, lang));
    let content = Content { title: found.person.details.full_name.clone(), intro: String::new(), blocks };
    shown(session, TAB, content, done, attempt.is_some())
}

/// A first password, shown this once.
pub(super) fn password_block(first: FirstPassword, lang: Language) -> Block {
    let words = say(
        lang,
        "Mật khẩu này chỉ hiện một lần. Hãy trao tận tay; người dùng phải đổi khi đăng nhập lần đầu.",
        "This password is shown only once. Hand it over in person; it must be changed at the first sign-in.",
    );
    Block::Password { words: words.to_owned(), login: first.login, password: first.password }
}

fn properties(found: &PersonDetails, lang: Language) -> Block {
    let details = &found.person.details;
    let dash = |text: &Option<String>| Cell::text(text.clone().unwrap_or_else(|| "–".to_owned()));
    let mut rows = vec![
        (say(lang, "Mã cán bộ", "Staff code").to_owned(), dash(&details.code)),
        (say(lang, "Thư điện tử", "E-mail").to_owned(), dash(&details.email)),
        (say(lang, "Điện thoại", "Telephone").to_owned(), dash(&details.phone)),
        (
            say(lang, "Tài khoản", "Account").to_owned(),
            found.account.as_ref().map_or_else(
                || Cell::text(say(lang, "chưa có", "none")),
                |user| Cell::link(user.login.clone(), "/quan-tri/nguoi-dung".to_owned()),
            ),
        ),
    ];
    for (delegation, name) in &found.delegated {
        let when = interval(delegation.details.validity(), lang);
        rows.push((say(lang, "Ủy quyền cho", "Delegates to").to_owned(), Cell::text(name.clone()).noted(when)));
    }
    for (delegation, name) in &found.received {
        let when = interval(delegation.details.validity(), lang);
        rows.push((say(lang, "Nhận ủy quyền của", "Stands in for").to_owned(), Cell::text(name.clone()).noted(when)));
    }
    Block::Props { title: say(lang, "Thông tin", "Particulars").to_owned(), rows }
}

fn posts(found: &PersonDetails, lang: Language) -> Block {
    let rows = found
        .posts
        .iter()
        .map(|post| vec![Cell::text(post_words(post, lang)), Cell::text(interval(post.post.details.validity, lang))]);
    let heads = [say(lang, "Chức vụ", "Post"), say(lang, "Thời gian", "When")];
    Block::Table(Table {
        title: say(lang, "Quá trình công tác", "Posts held").to_owned(),
        heads: heads.map(str::to_owned).to_vec(),
        rows: rows.collect(),
        empty: say(lang, "Chưa giữ chức vụ nào.", "No posts yet.").to_owned(),
    })
}

fn post_forms(found: &PersonDetails, lang: Language, attempt: Option<&Attempt>) -> Vec<Form> {
    let today = tt_app::clock::today();
    let mut places = Vec::new();
    for (agency, divisions) in &found.places {
        places.push((agency.id.to_string(), agency.name.clone()));
        for division in divisions {
            places.push((format!("{}.{}", agency.id, division.id), format!("{} – {}", agency.symbol, division.name)));
        }
    }
    let open: Vec<(String, String)> = found
        .posts
        .iter()
        .filter(|post| post.post.details.validity.to.is_none_or(|to| today < to))
        .map(|post| (post.post.id.to_string(), post_words(post, lang)))
        .collect();
    let with_post = |form: Form| {
        form.choice("co-quan", say(lang, "Nơi giữ chức vụ", "Where"), places.clone(), "")
            .choice("vai-tro", say(lang, "Vai trò", "Role"), roles(lang), Role::Officer.code())
            .text_opt("chuc-danh", say(lang, "Chức danh in trên văn bản", "Title as printed"), "")
            .choice("cach-giu", say(lang, "Cách giữ", "Held as"), holdings(lang), Holding::Regular.code())
            .date_opt("tu-ngay", say(lang, "Từ ngày", "From"), "")
            .date_opt("den-ngay", say(lang, "Đến hết ngày", "To the end of"), "")
    };
    let mut forms = vec![with_post(Form::new(
        "giao",
        say(lang, "Giao chức vụ", "Assign a post"),
        say(lang, "Giao", "Assign"),
        attempt,
    ))];
    if !open.is_empty() {
        let transfer = Form::new(
            "chuyen",
            say(lang, "Điều động, chuyển chức vụ", "Transfer"),
            say(lang, "Chuyển", "Transfer"),
            attempt,
        )
        .choice("chuc-vu", say(lang, "Chức vụ thôi giữ", "Post left"), open.clone(), "");
        forms.push(with_post(transfer));
        forms.push(
            Form::new("thoi", say(lang, "Kết thúc chức vụ", "End a post"), say(lang, "Kết thúc", "End"), attempt)
                .choice("chuc-vu", say(lang, "Chức vụ", "Post"), open, "")
                .date("den-ngay", say(lang, "Giữ đến hết ngày", "Held to the end of"), ""),
        );
    }
    forms
}
