//! One's notices, how one wants to be told, and the address of one's calendar.

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use tt_app::AppError;
use tt_app::notice_words::{kind_name, list_name};
use tt_app::notices::NoticeShown;
use tt_domain::id::UserId;
use tt_domain::notice::{Digest, NoticeKind, NoticePreferences};

use super::account::Token;
use super::page;
use crate::access::{Session, Visitor};
use crate::chrome::{Chrome, Section};
use crate::error::{WebError, lead_to, sentence};
use crate::forms::Fields;
use crate::routes::WebState;
use crate::show;

/// Notices on one page.
const PER_PAGE: u32 = 50;

struct Row {
    id: i64,
    kind: String,
    headline: String,
    statement: String,
    said: String,
    lists: Vec<(String, Vec<Line>)>,
    at: String,
    read: bool,
}

/// A line of a digest: the task, its code, its text, what of it.
type Line = (String, String, String, String);

struct Tick {
    code: &'static str,
    words: String,
    ticked: bool,
}

/// The page of notices.
#[derive(Template)]
#[template(path = "notices.html")]
#[expect(clippy::struct_excessive_bools, reason = "what a page shows, each on its own")]
struct NoticesPage {
    t: Chrome,
    rows: Vec<Row>,
    unread_only: bool,
    last: Option<i64>,
    next: Option<String>,
    email: String,
    by_email: bool,
    mail_set: bool,
    digests: Vec<Tick>,
    kinds: Vec<Tick>,
    calendar_since: Option<String>,
    calendar_address: Option<String>,
    problem: Option<String>,
    saved: bool,
}

/// Which notices.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Listing {
    #[serde(default, rename = "loc")]
    filter: String,
    #[serde(default, rename = "truoc")]
    before: String,
    #[serde(default, rename = "da-luu")]
    saved: String,
}

/// `GET /thong-bao`.
pub(crate) async fn index(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Query(listing): Query<Listing>,
) -> Result<Response, WebError> {
    let shown = build(&state, &session, &listing, None).await?;
    page(&shown)
}

async fn build(
    state: &WebState,
    session: &Session,
    listing: &Listing,
    typed: Option<NoticePreferences>,
) -> Result<NoticesPage, WebError> {
    let t = session.chrome(Section::Notices);
    let lang = t.lang;
    let before = match listing.before.as_str() {
        "" => None,
        id => Some(id.parse().map_err(|_| WebError::NotFound)?),
    };
    let unread_only = listing.filter == "chua-doc";
    let found = state.app.notices(&session.current, before, unread_only, PER_PAGE).await?;
    let chosen = match typed {
        Some(typed) => typed,
        None => state.app.notice_preferences(&session.current).await?,
    };
    let full = u32::try_from(found.len()).is_ok_and(|count| count >= PER_PAGE);
    let filter = if unread_only { "loc=chua-doc&" } else { "" };
    let digest_words = |digest| match digest {
        Digest::Never => t.say("Không tổng hợp", "No digest"),
        Digest::Daily => t.say("Mỗi ngày làm việc", "Every working day"),
        Digest::Weekly => t.say("Sáng thứ Hai hằng tuần", "Monday mornings"),
    };
    Ok(NoticesPage {
        last: found.first().map(|notice| notice.id.0),
        next: found.last().filter(|_| full).map(|last| format!("/thong-bao?{filter}truoc={}", last.id)),
        rows: found.iter().map(|notice| row(notice, lang)).collect(),
        unread_only,
        email: chosen.email.clone().unwrap_or_default(),
        by_email: chosen.by_email,
        mail_set: state.app.delivery().mail.is_some(),
        digests: Digest::ALL
            .iter()
            .map(|&digest| Tick {
                code: digest.code(),
                words: digest_words(digest).to_owned(),
                ticked: digest == chosen.digest,
            })
            .collect(),
        kinds: NoticeKind::ALL
            .iter()
            .filter(|kind| can_be_muted(**kind))
            .map(|&kind| Tick {
                code: kind.code(),
                words: lang.pick(&kind_name(kind)).to_owned(),
                ticked: chosen.wants(kind),
            })
            .collect(),
        calendar_since: state.app.calendar_since(&session.current).await?.map(show::day),
        calendar_address: None,
        problem: None,
        saved: !listing.saved.is_empty(),
        t,
    })
}

/// Whether a kind is one to choose: duties cannot be muted, digests have a choice of their own.
fn can_be_muted(kind: NoticeKind) -> bool {
    let without = NoticePreferences { muted: vec![kind], ..NoticePreferences::of_nobody(UserId(0)) };
    !without.wants(kind) && !matches!(kind, NoticeKind::DigestDay | NoticeKind::DigestWeek | NoticeKind::Test)
}

fn row(notice: &NoticeShown, lang: tt_app::Language) -> Row {
    let facts = &notice.facts;
    let line = |line: &tt_app::telling::FactLine| {
        let page = line.page.clone().unwrap_or_else(|| format!("/nhiem-vu/{}", line.task));
        (page, line.code.clone(), line.statement.clone(), show::date(line.day.0))
    };
    Row {
        id: notice.id.0,
        kind: lang.pick(&kind_name(notice.kind)).to_owned(),
        headline: lang.pick(&notice.headline).to_owned(),
        statement: facts.statement.clone().unwrap_or_default(),
        said: facts.text.clone().unwrap_or_default(),
        lists: facts
            .lists
            .iter()
            .map(|list| (lang.pick(&list_name(&list.name)).to_owned(), list.tasks.iter().map(line).collect()))
            .collect(),
        at: show::moment(notice.at),
        read: notice.read,
    }
}

/// `POST /thong-bao/{id}/mo`.
pub(crate) async fn open(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(id): Path<String>,
    Form(form): Form<Token>,
) -> Result<Response, WebError> {
    session.confirm(&form.csrf)?;
    let id = id.parse().map_err(|_| WebError::NotFound)?;
    Ok(lead_to(&state.app.open_notice(&session.current, id).await?, false))
}

/// `POST /thong-bao/da-doc`.
pub(crate) async fn mark_read(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let fields = Fields::of(form);
    session.confirm(fields.text("csrf"))?;
    let last = fields.text("den").parse().map_err(|_| WebError::NotFound)?;
    state.app.mark_notices_read(&session.current, last).await?;
    Ok(lead_to("/thong-bao", false))
}

/// `POST /thong-bao/lua-chon`.
pub(crate) async fn choose(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let fields = Fields::of(form);
    session.confirm(fields.text("csrf"))?;
    let wanted: Vec<&str> = fields.all("loai").collect();
    let offered: Vec<&str> = fields.all("co").collect();
    let muted =
        NoticeKind::ALL.iter().copied().filter(|kind| offered.contains(&kind.code()) && !wanted.contains(&kind.code()));
    let chosen = NoticePreferences {
        user: session.current.user.id,
        email: fields.filled("email").map(str::to_owned),
        by_email: fields.text("qua-thu") == "1",
        digest: Digest::from_code(fields.text("tong-hop")).unwrap_or(Digest::Never),
        muted: muted.collect(),
    };
    match state.app.choose_notices(&session.current, &chosen).await {
        Ok(()) => Ok(lead_to("/thong-bao?da-luu=1#lua-chon", false)),
        Err(AppError::Refused(message)) => {
            let mut shown = build(&state, &session, &Listing::default(), Some(chosen)).await?;
            shown.problem = Some(sentence(session.language().pick(&message)));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&shown)?).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /thong-bao/lich`: a new address, or none any more.
pub(crate) async fn calendar(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    headers: HeaderMap,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let fields = Fields::of(form);
    session.confirm(fields.text("csrf"))?;
    if fields.text("viec") == "bo" {
        state.app.close_calendar(&session.current, &session.origin).await?;
        return Ok(lead_to("/thong-bao#lich", false));
    }
    let token = state.app.open_calendar(&session.current, &session.origin).await?;
    let path = format!("/lich/{token}.ics");
    let host = headers.get("host").and_then(|host| host.to_str().ok()).unwrap_or_default();
    let address = state.app.delivery().link(&path).unwrap_or_else(|| format!("http://{host}{path}"));
    let mut shown = build(&state, &session, &Listing::default(), None).await?;
    shown.calendar_address = Some(address);
    page(&shown)
}
