//! How messages leave the house, for the administrator: the outbox and webhooks.

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use tt_app::AppError;
use tt_app::Language;
use tt_app::notice_words::kind_name;
use tt_domain::notice::NoticeKind;
use tt_domain::outgoing::{Channel, Outgoing, OutgoingState};

use super::page;
use crate::access::{Session, Visitor};
use crate::chrome::{Chrome, Section};
use crate::error::{WebError, lead_to, sentence};
use crate::forms::Fields;
use crate::routes::WebState;
use crate::show::{self, Status, say};

/// Messages on one page.
const PER_PAGE: u32 = 50;

struct MessageRow {
    id: i64,
    status: Status,
    channel: &'static str,
    recipient: String,
    address: String,
    subject: String,
    attempts: u32,
    error: String,
    written: String,
    moment: String,
    retry: bool,
}

struct HookRow {
    id: i64,
    url: String,
    secret: String,
    events: String,
    active: bool,
}

/// The page of outgoing messages.
#[derive(Template)]
#[template(path = "post.html")]
struct PostPage {
    t: Chrome,
    mail: Option<(String, String)>,
    hooks_sent: bool,
    counts: Vec<(Status, &'static str, u64)>,
    state: String,
    rows: Vec<MessageRow>,
    next: Option<String>,
    reminded: Option<String>,
    hooks: Vec<HookRow>,
    events: Vec<(&'static str, String)>,
    problem: Option<String>,
    typed_to: String,
    typed_url: String,
}

/// One message and its tries.
#[derive(Template)]
#[template(path = "outgoing.html")]
struct OutgoingPage {
    t: Chrome,
    row: MessageRow,
    body: String,
    tries: Vec<(u32, String, Status, String, String)>,
}

/// Which messages.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Listing {
    #[serde(default, rename = "trang-thai")]
    state: String,
    #[serde(default, rename = "truoc")]
    before: String,
}

/// `GET /quan-tri/thong-bao`.
pub(crate) async fn index(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Query(listing): Query<Listing>,
) -> Result<Response, WebError> {
    page(&build(&state, &session, &listing).await?)
}

async fn build(state: &WebState, session: &Session, listing: &Listing) -> Result<PostPage, WebError> {
    let t = session.chrome(Section::Post);
    let lang = t.lang;
    let wanted = match listing.state.as_str() {
        "" => None,
        code => Some(OutgoingState::from_code(code).ok_or(WebError::NotFound)?),
    };
    let before = match listing.before.as_str() {
        "" => None,
        id => Some(id.parse().map_err(|_| WebError::NotFound)?),
    };
    let post = state.app.post(&session.current, wanted, before, PER_PAGE).await?;
    let full = u32::try_from(post.messages.len()).is_ok_and(|count| count >= PER_PAGE);
    let filter = if listing.state.is_empty() { String::new() } else { format!("trang-thai={}&", listing.state) };
    Ok(PostPage {
        mail: post.mail,
        hooks_sent: post.webhooks_sent,
        counts: post.counts.iter().map(|&(state, count)| (status(state, lang), state.code(), count)).collect(),
        state: listing.state.clone(),
        next: post
            .messages
            .last()
            .filter(|_| full)
            .map(|last| format!("/quan-tri/thong-bao?{filter}truoc={}", last.id)),
        rows: post.messages.iter().map(|message| message_row(message, lang)).collect(),
        reminded: post.reminded.map(|(_, at)| show::moment(at)),
        hooks: post
            .webhooks
            .into_iter()
            .map(|hook| HookRow {
                id: hook.id.0,
                events: names(&hook.events, lang),
                url: hook.url,
                secret: hook.secret,
                active: hook.active,
            })
            .collect(),
        events: NoticeKind::ALL
            .iter()
            .filter(|kind| !matches!(kind, NoticeKind::Test | NoticeKind::DigestDay | NoticeKind::DigestWeek))
            .map(|&kind| (kind.code(), lang.pick(&kind_name(kind)).to_owned()))
            .collect(),
        problem: None,
        typed_to: String::new(),
        typed_url: String::new(),
        t,
    })
}

/// `GET /quan-tri/thong-bao/{id}`.
pub(crate) async fn show(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(id): Path<String>,
) -> Result<Response, WebError> {
    let t = session.chrome(Section::Post);
    let id = id.parse().map_err(|_| WebError::NotFound)?;
    let (message, tries) = state.app.outgoing(&session.current, id).await?;
    let tries = tries
        .into_iter()
        .map(|one| {
            (one.attempt, show::moment(one.at), status(one.state, t.lang), one.by, one.detail.unwrap_or_default())
        })
        .collect();
    page(&OutgoingPage { row: message_row(&message, t.lang), body: message.message.body.clone(), tries, t })
}

/// `POST /quan-tri/thong-bao`: whichever thing its button asks for.
pub(crate) async fn act(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let fields = Fields::of(form);
    session.confirm(fields.text("csrf"))?;
    match carry_out(&state, &session, &fields).await {
        Ok(place) => Ok(lead_to(place, false)),
        Err(AppError::Refused(message)) => {
            let mut shown = build(&state, &session, &Listing::default()).await?;
            shown.problem = Some(sentence(session.language().pick(&message)));
            fields.text("den").clone_into(&mut shown.typed_to);
            fields.text("url").clone_into(&mut shown.typed_url);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&shown)?).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

async fn carry_out(state: &WebState, session: &Session, fields: &Fields) -> Result<&'static str, AppError> {
    let (app, current, origin) = (&state.app, &session.current, session.origin.as_str());
    let hook = || fields.text("id").parse().map_err(|_| AppError::NotFound);
    let on = fields.text("bat") == "1";
    Ok(match fields.text("viec") {
        "thu" => {
            app.send_test_mail(current, fields.text("den"), origin).await?;
            "/quan-tri/thong-bao#hop-di"
        }
        "gui-lai" => {
            let id = fields.text("id").parse().map_err(|_| AppError::NotFound)?;
            app.send_again(current, id, origin).await?;
            "/quan-tri/thong-bao#hop-di"
        }
        "them-moc" => {
            let events: Vec<NoticeKind> = fields.all("su-kien").filter_map(NoticeKind::from_code).collect();
            app.add_webhook(current, fields.text("url"), &events, origin).await?;
            "/quan-tri/thong-bao#moc"
        }
        "bat-moc" => {
            app.set_webhook_active(current, hook()?, on, origin).await?;
            "/quan-tri/thong-bao#moc"
        }
        "thu-moc" => {
            app.test_webhook(current, hook()?, origin).await?;
            "/quan-tri/thong-bao#hop-di"
        }
        "bo-moc" => {
            app.remove_webhook(current, hook()?, origin).await?;
            "/quan-tri/thong-bao#moc"
        }
        _ => return Err(AppError::NotFound),
    })
}

fn message_row(outgoing: &Outgoing, lang: Language) -> MessageRow {
    let message = &outgoing.message;
    let again = || format!("{} {}", say(lang, "thử lại lúc", "again at"), show::moment(outgoing.next_at));
    MessageRow {
        id: outgoing.id.0,
        status: status(outgoing.state, lang),
        channel: match message.channel {
            Channel::Email => say(lang, "Thư", "Mail"),
            Channel::Webhook => "Webhook",
        },
        recipient: message.recipient.clone(),
        address: message.address.clone(),
        subject: message.subject.clone(),
        attempts: outgoing.attempts,
        error: outgoing.last_error.clone().unwrap_or_default(),
        written: show::moment(message.created_at),
        moment: match (outgoing.state, outgoing.sent_at) {
            (_, Some(sent)) => show::moment(sent),
            (OutgoingState::Failed, _) => again(),
            _ => String::new(),
        },
        retry: matches!(outgoing.state, OutgoingState::Failed | OutgoingState::GivenUp),
    }
}

fn status(state: OutgoingState, lang: Language) -> Status {
    let (vi, en, class, icon) = match state {
        OutgoingState::Pending => ("Chờ gửi", "Waiting", "st-todo", "clock"),
        OutgoingState::Sending => ("Đang gửi", "Being sent", "st-wait", "hourglass"),
        OutgoingState::Failed => ("Chưa gửi được", "Not sent yet", "st-soon", "triangle-alert"),
        OutgoingState::Sent => ("Đã gửi", "Sent", "st-ok", "circle-check"),
        OutgoingState::GivenUp => ("Thôi không gửi", "Given up", "st-late", "circle-alert"),
    };
    Status { words: say(lang, vi, en), class, icon }
}

fn names(kinds: &[NoticeKind], lang: Language) -> String {
    kinds.iter().map(|&kind| lang.pick(&kind_name(kind)).to_owned()).collect::<Vec<_>>().join(", ")
}
