//! Briefings: the list, preparing one, the meeting screen, its conclusions and their notice.

use askama::Template;
use axum::Form;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderValue};
use axum::response::{IntoResponse as _, Response};
use jiff::civil::Date;
use serde::Deserialize;
use tt_app::briefings::{BriefingDraft, BriefingShown, title};
use tt_app::outputs::Format;
use tt_app::{AppError, Language};
use tt_domain::briefing::{BriefingKind, BriefingState, ConclusionKind, NewConclusion};
use tt_domain::id::{AgendaItemId, BriefingId};
use tt_domain::permission::Action;

use super::{as_file, page};
use crate::access::{Session, Visitor};
use crate::chrome::{Chrome, Section};
use crate::error::{WebError, lead_to, sentence};
use crate::forms::Fields;
use crate::routes::WebState;
use crate::show;
use crate::views::briefing::{Item, Row, capital, kind_words, rows};

/// One of a list to choose from.
struct Choice {
    code: String,
    words: String,
    chosen: bool,
}

/// The list of briefings.
#[derive(Template)]
#[template(path = "briefings.html")]
struct ListPage {
    t: Chrome,
    rows: Vec<(i64, String, String, bool)>,
    may_hold: bool,
    kinds: Vec<Choice>,
    chairs: Vec<Choice>,
    day: String,
    place: String,
    problem: Option<String>,
}

/// A briefing: agenda and conclusions.
#[derive(Template)]
#[template(path = "briefing.html")]
struct BriefingPage {
    t: Chrome,
    id: i64,
    title: String,
    chair: Option<String>,
    place: Option<String>,
    open: bool,
    may_hold: bool,
    items: Vec<Item>,
    rows: Vec<Row>,
    problem: Option<String>,
}

/// One matter on the screen of the meeting.
#[derive(Template)]
#[template(path = "meeting.html")]
struct MeetingPage {
    t: Chrome,
    id: i64,
    title: String,
    may_hold: bool,
    at: usize,
    count: usize,
    item: Option<Item>,
    statement: String,
    rows: Vec<Row>,
    text: String,
    deadline: String,
    kinds: Vec<Choice>,
    divisions: Vec<Choice>,
    people: Vec<Choice>,
    problem: Option<String>,
}

/// Where the meeting is.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct At {
    #[serde(default, rename = "muc")]
    at: usize,
}

/// `GET /giao-ban`.
pub(crate) async fn index(State(state): State<WebState>, Visitor(session): Visitor) -> Result<Response, WebError> {
    page(&list(&state, &session, &Fields::default()).await?)
}

async fn list(state: &WebState, session: &Session, fields: &Fields) -> Result<ListPage, WebError> {
    let t = session.chrome(Section::Briefings);
    let found = state.app.briefings(&session.current, None).await?;
    let words = |kind| match kind {
        BriefingKind::Weekly => t.say("Tuần", "Weekly"),
        BriefingKind::Monthly => t.say("Tháng", "Monthly"),
        BriefingKind::Quarterly => t.say("Quý", "Quarterly"),
    };
    let choice = |field: &str, code: String, words: String| Choice { chosen: fields.text(field) == code, code, words };
    let people = state.app.choices(&session.current).await?.people;
    let kinds = BriefingKind::ALL.iter().map(|&kind| choice("loai", kind.code().to_owned(), words(kind).to_owned()));
    let chairs = people.iter().map(|(one, _)| choice("chu-tri", one.id.to_string(), one.details.full_name.clone()));
    Ok(ListPage {
        rows: found
            .iter()
            .map(|one| (one.id.0, capital(&title(one)), show::date(one.day), one.state == BriefingState::Open))
            .collect(),
        may_hold: session.current.may(Action::HoldBriefing),
        kinds: kinds.collect(),
        chairs: chairs.collect(),
        day: fields.filled("ngay").map_or_else(|| state.app.clock().today().to_string(), str::to_owned),
        place: fields.text("noi").to_owned(),
        problem: None,
        t,
    })
}

/// `POST /giao-ban`.
pub(crate) async fn create(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let fields = Fields::of(form);
    session.confirm(fields.text("csrf"))?;
    let made = match fields.text("ngay").parse::<Date>() {
        Ok(day) => {
            let draft = BriefingDraft {
                kind: BriefingKind::from_code(fields.text("loai")).unwrap_or(BriefingKind::Weekly),
                day,
                chair: fields.text("chu-tri").parse().ok(),
                place: fields.filled("noi").map(str::to_owned),
            };
            state.app.prepare_briefing(&session.current, &draft, &session.origin).await
        }
        Err(_) => Err(AppError::refused("chưa nhập ngày họp đúng dạng", "the day is missing or not a day")),
    };
    match made {
        Ok(id) => Ok(lead_to(&format!("/giao-ban/{id}"), false)),
        Err(AppError::Refused(message)) => {
            let mut shown = list(&state, &session, &fields).await?;
            shown.problem = Some(sentence(session.language().pick(&message)));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&shown)?).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

fn number(id: &str) -> Result<BriefingId, WebError> {
    id.parse().map_err(|_| WebError::NotFound)
}

/// `GET /giao-ban/{id}`.
pub(crate) async fn show(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(id): Path<String>,
) -> Result<Response, WebError> {
    let shown = state.app.briefing(&session.current, number(&id)?).await?;
    page(&whole(&session, &shown, None))
}

fn whole(session: &Session, shown: &BriefingShown, problem: Option<String>) -> BriefingPage {
    let t = session.chrome(Section::Briefings);
    let open = shown.briefing.state == BriefingState::Open;
    BriefingPage {
        id: shown.briefing.id.0,
        title: capital(&title(&shown.briefing)),
        chair: shown.chair.clone(),
        place: shown.briefing.place.clone(),
        open,
        may_hold: shown.may_hold && open,
        items: shown.items.iter().enumerate().map(|(index, one)| Item::new(index, one, t.lang)).collect(),
        rows: rows(shown, t.lang),
        problem,
        t,
    }
}

/// `GET /giao-ban/{id}/hop`.
pub(crate) async fn meeting(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(id): Path<String>,
    Query(at): Query<At>,
) -> Result<Response, WebError> {
    let shown = state.app.briefing(&session.current, number(&id)?).await?;
    page(&on_screen(&state, &session, &shown, at.at, &Fields::default(), None).await?)
}

async fn on_screen(
    state: &WebState,
    session: &Session,
    shown: &BriefingShown,
    at: usize,
    fields: &Fields,
    problem: Option<String>,
) -> Result<MeetingPage, WebError> {
    let t = session.chrome(Section::Briefings);
    let lang: Language = t.lang;
    let count = shown.items.len();
    let at = at.clamp(1, count.max(1));
    let here = shown.items.get(at - 1);
    let task = here.and_then(|one| one.task.as_ref()).map(|(task, _)| task);
    let mine = here.map(|one| one.item.id.0);
    let choices = state.app.choices(&session.current).await?;
    let choice = |field: &str, code: String, words: String, otherwise: bool| Choice {
        chosen: fields.filled(field).map_or(otherwise, |typed| typed == code),
        code,
        words,
    };
    let usual = if task.is_some() { ConclusionKind::Directive } else { ConclusionKind::Task };
    let kinds = ConclusionKind::ALL.iter().filter(|kind| task.is_some() || **kind != ConclusionKind::Directive);
    let lead = task.and_then(|task| task.lead);
    Ok(MeetingPage {
        id: shown.briefing.id.0,
        title: capital(&title(&shown.briefing)),
        may_hold: shown.may_hold && shown.briefing.state == BriefingState::Open,
        at,
        count,
        statement: match (task, here) {
            (Some(task), _) => task.statement.clone(),
            (None, Some(one)) => one.item.title.clone(),
            (None, None) => String::new(),
        },
        item: here.map(|one| Item::new(at - 1, one, lang)),
        rows: rows(shown, lang).into_iter().filter(|row| row.item == mine).collect(),
        text: fields.text("ket-luan").to_owned(),
        deadline: fields.text("han").to_owned(),
        kinds: kinds
            .map(|&kind| choice("loai", kind.code().to_owned(), kind_words(kind, lang).to_owned(), kind == usual))
            .collect(),
        divisions: choices
            .divisions
            .iter()
            .map(|one| choice("phong", one.id.to_string(), one.name.clone(), lead == Some(one.id)))
            .collect(),
        people: choices
            .people
            .iter()
            .map(|(one, _)| choice("nguoi", one.id.to_string(), one.details.full_name.clone(), false))
            .collect(),
        problem,
        t,
    })
}

/// `POST /giao-ban/{id}`: whichever thing its button asks for.
pub(crate) async fn act(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(id): Path<String>,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let fields = Fields::of(form);
    session.confirm(fields.text("csrf"))?;
    let id = number(&id)?;
    let at = fields.text("muc").parse().unwrap_or(0);
    match carry_out(&state, &session, id, &fields).await {
        Ok(()) if at > 0 => Ok(lead_to(&format!("/giao-ban/{id}/hop?muc={at}"), false)),
        Ok(()) => Ok(lead_to(&format!("/giao-ban/{id}"), false)),
        Err(AppError::Refused(message)) => {
            let problem = Some(sentence(session.language().pick(&message)));
            let shown = state.app.briefing(&session.current, id).await?;
            let answer = if at > 0 {
                page(&on_screen(&state, &session, &shown, at, &fields, problem).await?)?
            } else {
                page(&whole(&session, &shown, problem))?
            };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, answer).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

async fn carry_out(state: &WebState, session: &Session, id: BriefingId, fields: &Fields) -> Result<(), AppError> {
    let (app, current, origin) = (&state.app, &session.current, session.origin.as_str());
    let named: Option<AgendaItemId> = fields.text("id").parse().ok();
    match fields.text("viec") {
        "them" => app.add_agenda_item(current, id, fields.text("ten"), origin).await,
        "dong" => app.close_briefing(current, id, origin).await,
        move_to @ ("bo" | "len" | "xuong") => {
            let shown = app.briefing(current, id).await?;
            let mut order: Vec<AgendaItemId> = shown.items.iter().map(|one| one.item.id).collect();
            let index = order.iter().position(|one| Some(*one) == named).ok_or(AppError::NotFound)?;
            match move_to {
                "bo" => {
                    order.remove(index);
                }
                "len" if index > 0 => order.swap(index, index - 1),
                "xuong" if index + 1 < order.len() => order.swap(index, index + 1),
                _ => {}
            }
            app.order_agenda(current, id, &order, origin).await
        }
        "ket-luan" => {
            let deadline =
                match fields.filled("han") {
                    Some(day) => Some(day.parse().map_err(|_| {
                        AppError::refused(format!("{day}: không phải ngày"), format!("{day}: not a day"))
                    })?),
                    None => None,
                };
            let new = NewConclusion {
                item: named,
                kind: ConclusionKind::from_code(fields.text("loai")).unwrap_or(ConclusionKind::Note),
                text: fields.text("ket-luan").to_owned(),
                division: fields.text("phong").parse().ok(),
                person: fields.text("nguoi").parse().ok(),
                deadline,
                task: None,
            };
            app.conclude(current, id, &new, origin).await
        }
        _ => Err(AppError::NotFound),
    }
}

/// `GET /giao-ban/{id}/tai-ve/{format}`.
pub(crate) async fn download(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path((id, format)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let format = Format::from_extension(&format).ok_or(WebError::NotFound)?;
    let (name, bytes) = state.app.briefing_notice(&session.current, number(&id)?, format).await?;
    file(&name, format, bytes)
}

/// An answer that is a file.
pub(super) fn file(name: &str, format: Format, bytes: Vec<u8>) -> Result<Response, WebError> {
    let mut response = Response::new(Body::from(bytes));
    response.headers_mut().insert(CONTENT_DISPOSITION, as_file(name)?);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(format.media_type()));
    Ok(response)
}
