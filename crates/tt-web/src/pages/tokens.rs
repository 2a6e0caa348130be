//! One's own tokens for programs: made, listed, revoked.

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use tt_app::api_tokens::{LONGEST_DAYS, TokenToMake};
use tt_app::{AppError, Language};
use tt_domain::api_token::{ApiToken, TokenScope};
use tt_domain::id::ApiTokenId;

use super::page;
use crate::access::{Session, Visitor};
use crate::chrome::{Chrome, Section};
use crate::error::{WebError, lead_to, sentence};
use crate::forms::Fields;
use crate::routes::WebState;
use crate::show::{self, say};

#[derive(Template)]
#[template(path = "tokens.html")]
struct TokensPage {
    t: Chrome,
    problem: Option<String>,
    /// The token just made: shown once.
    made: Option<String>,
    name: String,
    days: String,
    longest: u16,
    scopes: Vec<ScopeChoice>,
    tokens: Vec<TokenRow>,
}

struct ScopeChoice {
    code: &'static str,
    words: &'static str,
    chosen: bool,
}

struct TokenRow {
    id: i64,
    name: String,
    scopes: String,
    made: String,
    until: String,
    used: String,
    state: &'static str,
    in_force: bool,
}

/// `GET /tai-khoan/the-truy-cap`.
pub(crate) async fn index(State(state): State<WebState>, Visitor(session): Visitor) -> Result<Response, WebError> {
    let fields = Fields::of(vec![("ngay".to_owned(), "90".to_owned())]);
    shown(&state, &session, &fields, None, None).await
}

/// `POST /tai-khoan/the-truy-cap`: makes a token, or revokes one.
pub(crate) async fn act(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let fields = Fields::of(form);
    session.confirm(fields.text("csrf"))?;
    if let Some(id) = fields.id("thu-hoi") {
        state.app.revoke_api_token(&session.current, ApiTokenId(id), &session.origin).await?;
        return Ok(lead_to("/tai-khoan/the-truy-cap", false));
    }
    let make = TokenToMake {
        name: fields.text("ten").to_owned(),
        scopes: fields.all("pham-vi").filter_map(TokenScope::from_code).collect(),
        // A time that is no number is turned down like one that is not allowed.
        days: fields.text("ngay").parse().unwrap_or_default(),
    };
    match state.app.make_api_token(&session.current, &make, &session.origin).await {
        Ok((_, secret)) => {
            let empty = Fields::of(vec![("ngay".to_owned(), "90".to_owned())]);
            shown(&state, &session, &empty, None, Some(secret)).await
        }
        Err(AppError::Refused(message)) => {
            let problem = sentence(session.language().pick(&message));
            let page = shown(&state, &session, &fields, Some(problem), None).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

async fn shown(
    state: &WebState,
    session: &Session,
    fields: &Fields,
    problem: Option<String>,
    made: Option<String>,
) -> Result<Response, WebError> {
    let t = session.chrome(Section::Account);
    let lang = t.lang;
    let now = state.app.clock().now();
    let chosen: Vec<&str> = fields.all("pham-vi").collect();
    let scopes = TokenScope::ALL.iter().map(|scope| ScopeChoice {
        code: scope.code(),
        words: words(*scope, lang),
        chosen: chosen.contains(&scope.code()),
    });
    let tokens = state.app.api_tokens(&session.current).await?;
    page(&TokensPage {
        problem,
        made,
        name: fields.text("ten").to_owned(),
        days: fields.text("ngay").to_owned(),
        longest: LONGEST_DAYS,
        scopes: scopes.collect(),
        tokens: tokens.iter().map(|token| row(token, now, lang)).collect(),
        t,
    })
}

fn row(token: &ApiToken, now: jiff::Timestamp, lang: Language) -> TokenRow {
    let in_force = token.holds_at(now);
    let state = match (token.revoked_at.is_some(), in_force) {
        (true, _) => say(lang, "Đã thu hồi", "Revoked"),
        (false, true) => say(lang, "Đang dùng", "In force"),
        (false, false) => say(lang, "Hết hạn", "Expired"),
    };
    TokenRow {
        id: token.id.0,
        name: token.token.name.clone(),
        scopes: token.token.scopes.iter().map(|scope| words(*scope, lang)).collect::<Vec<_>>().join(", "),
        made: show::moment(token.token.created_at),
        until: token.token.expires_at.map(show::moment).unwrap_or_default(),
        used: token.last_used_at.map_or_else(|| say(lang, "chưa dùng", "never").to_owned(), show::moment),
        state,
        in_force,
    }
}

fn words(scope: TokenScope, lang: Language) -> &'static str {
    match scope {
        TokenScope::TasksRead => say(lang, "Xem nhiệm vụ", "Read tasks"),
        TokenScope::TasksWrite => say(lang, "Giao, sửa, cập nhật nhiệm vụ", "Change tasks"),
        TokenScope::DocumentsRead => say(lang, "Xem văn bản", "Read documents"),
        TokenScope::ReportsRead => say(lang, "Xem báo cáo", "Read reports"),
        TokenScope::ReportsWrite => {
            say(lang, "Soạn, trình, ban hành báo cáo (không ký)", "Write, pass on and issue reports (not sign)")
        }
        TokenScope::OrganisationRead => say(lang, "Xem cơ quan, phòng, người", "Read the organisation"),
        TokenScope::OrganisationWrite => {
            say(lang, "Sửa cơ quan, phòng, người, cài đặt", "Change the organisation and settings")
        }
        TokenScope::BriefingsWrite => say(lang, "Chuẩn bị, ghi kết luận giao ban", "Prepare and hold briefings"),
        TokenScope::AuditRead => say(lang, "Xem nhật ký", "Read the audit log"),
        TokenScope::BriefingsRead => say(lang, "Xem giao ban", "Read briefings"),
        TokenScope::Notifications => say(lang, "Xem và đánh dấu thông báo", "Read and mark notices"),
        TokenScope::FiguresWrite => say(lang, "Nhập số liệu", "Enter figures"),
        TokenScope::RegistersRead => say(lang, "Xem sổ theo dõi", "Read registers"),
        TokenScope::RegistersWrite => say(lang, "Ghi sổ theo dõi", "Write in registers"),
        TokenScope::SearchRead => say(lang, "Tìm kiếm", "Search"),
    }
}
