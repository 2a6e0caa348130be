//! Accounts: locked, opened, given a new first password. They are made on the page of their person.

use axum::Form as SentForm;
use axum::extract::{Query, State};
use axum::response::Response;
use tt_app::AppError;
use tt_app::organisation::accounts::FirstPassword;
use tt_domain::id::UserId;

use super::people::{password_block, post_words};
use super::{Asked, Content, Outcome, chosen, fields, outcome, shown};
use crate::access::{Session, Visitor};
use crate::chrome::Section;
use crate::error::WebError;
use crate::forms::Fields;
use crate::routes::WebState;
use crate::show::{self, say};
use crate::views::organisation::{Attempt, Block, Button, Cell, Table};

const TAB: &str = "/quan-tri/nguoi-dung";

/// `GET /quan-tri/nguoi-dung`.
pub(crate) async fn index(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    list(&state, &session, None, None, asked.xong.is_some()).await
}

/// `POST /quan-tri/nguoi-dung`.
pub(crate) async fn change(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    SentForm(values): SentForm<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let fields = fields(&session, values)?;
    let done = act(&state, &session, &fields).await;
    if let Ok(Some(first)) = done {
        return list(&state, &session, None, Some(first), false).await;
    }
    match outcome(done.map(|_| format!("{TAB}?xong=1")), fields, &session)? {
        Outcome::Go(there) => Ok(there),
        Outcome::Again(attempt) => list(&state, &session, Some(&attempt), None, false).await,
    }
}

async fn act(state: &WebState, session: &Session, fields: &Fields) -> Result<Option<FirstPassword>, AppError> {
    let id = UserId(chosen(fields, "tai-khoan")?);
    let (app, current, origin) = (&state.app, &session.current, session.origin.as_str());
    match fields.text("viec") {
        "khoa" => app.lock_account(current, id, true, origin).await.map(|()| None),
        "mo" => app.lock_account(current, id, false, origin).await.map(|()| None),
        "mat-khau" => app.reset_account(current, id, origin).await.map(Some),
        _ => Err(AppError::NotFound),
    }
}

async fn list(
    state: &WebState,
    session: &Session,
    attempt: Option<&Attempt>,
    first: Option<FirstPassword>,
    done: bool,
) -> Result<Response, WebError> {
    let lang = session.chrome(Section::Organisation).lang;
    let accounts = state.app.accounts(&session.current).await?;
    let rows = accounts.iter().map(|account| {
        let user = &account.user;
        let button = |code: &str, words: &str| Button {
            hidden: vec![("viec", code.to_owned()), ("tai-khoan", user.id.to_string())],
            words: words.to_owned(),
            about: user.login.clone(),
        };
        let posts: Vec<String> = account.posts.iter().map(|post| post_words(post, lang)).collect();
        let status = match (user.disabled_at, user.locked_until) {
            (Some(since), _) => format!("{} {}", say(lang, "Khóa từ", "Locked since"), show::moment(since)),
            (None, Some(until)) if until > jiff::Timestamp::now() => {
                format!("{} {}", say(lang, "Tạm khóa đến", "Locked until"), show::moment(until))
            }
            _ if user.must_change_password => say(lang, "Chờ đổi mật khẩu", "Must set a password").to_owned(),
            _ => say(lang, "Đang dùng", "In use").to_owned(),
        };
        let toggle = if user.disabled_at.is_some() {
            button("mo", say(lang, "Mở khóa", "Open"))
        } else {
            button("khoa", say(lang, "Khóa", "Lock"))
        };
        let mut buttons = vec![button("mat-khau", say(lang, "Cấp lại mật khẩu", "New password"))];
        if user.id != session.current.user.id {
            buttons.push(toggle);
        }
        let name = match user.person {
            Some(person) => Cell::link(user.full_name.clone(), format!("/quan-tri/nguoi/{person}")),
            None => Cell::text(user.full_name.clone()),
        };
        vec![
            Cell::text(user.login.clone()),
            name,
            Cell::text(posts.join("; ")),
            Cell::text(status),
            Cell { buttons, ..Cell::default() },
        ]
    });
    let heads = [
        say(lang, "Tên đăng nhập", "Sign-in name"),
        say(lang, "Người", "Who"),
        say(lang, "Chức vụ hiện nay", "Posts today"),
        say(lang, "Tình trạng", "State"),
        "",
    ];
    let table = Table { heads: heads.map(str::to_owned).to_vec(), rows: rows.collect(), ..Table::default() };
    let mut blocks: Vec<Block> = first.map(|first| password_block(first, lang)).into_iter().collect();
    if let Some(attempt) = attempt {
        // A button was refused: said above the table, there is nothing typed to keep.
        blocks.push(Block::Refused(attempt.words().to_owned()));
    }
    blocks.push(Block::Table(table));
    let content = Content {
        title: say(lang, "Tài khoản", "Accounts").to_owned(),
        intro: say(
            lang,
            "Quyền theo chức vụ đang giữ. Cấp tài khoản mới ở trang của từng người.",
            "Rights follow from the posts held. Accounts are made on the page of the person.",
        )
        .to_owned(),
        blocks,
    };
    shown(session, TAB, content, done, attempt.is_some())
}
