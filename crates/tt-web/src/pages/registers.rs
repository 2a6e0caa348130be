//! Registers (sổ theo dõi): the list of them, and making one from a preset or from nothing.

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use tt_app::AppError;
use tt_app::registers::Trouble;
use tt_domain::id::DivisionId;
use tt_domain::permission::Action;
use tt_domain::register::preset::PRESETS;

use super::page;
use crate::access::{Session, Visitor};
use crate::chrome::{Chrome, Section};
use crate::error::{WebError, lead_to, sentence};
use crate::forms::Fields;
use crate::routes::WebState;
use crate::show::say;

pub(crate) mod address;
pub(crate) mod define;
pub(crate) mod entry;
pub(crate) mod files;
pub(crate) mod form;
pub(crate) mod measures;
pub(crate) mod view;

/// The list of registers.
#[derive(Template)]
#[template(path = "registers.html")]
struct ListPage {
    t: Chrome,
    rows: Vec<Row>,
    may_manage: bool,
    presets: Vec<PresetView>,
    divisions: Vec<Offered>,
    name: String,
    one: String,
    problem: Option<String>,
}

struct Row {
    key: String,
    name: String,
    about: String,
    one: String,
    count: u64,
    owner: String,
    closed: bool,
}

struct PresetView {
    key: &'static str,
    name: String,
    about: String,
    sector: &'static str,
    size: String,
    made: bool,
}

/// One of a list to choose from.
pub(crate) struct Offered {
    pub(crate) code: String,
    pub(crate) words: String,
    pub(crate) chosen: bool,
}

/// What is said of a field of a form.
pub(crate) struct TroubleView {
    pub(crate) words: String,
}

/// What is said, in the language of the page.
pub(crate) fn troubles(session: &Session, all: &[Trouble]) -> Vec<TroubleView> {
    let one = |trouble: &Trouble| TroubleView { words: sentence(session.language().pick(&trouble.message)) };
    all.iter().map(one).collect()
}

/// The divisions of one's agency, to choose who keeps a register.
pub(crate) async fn divisions(
    state: &WebState,
    session: &Session,
    chosen: Option<DivisionId>,
) -> Result<Vec<Offered>, WebError> {
    let all = state.app.choices(&session.current).await?.divisions;
    let own = all.into_iter().filter(|division| division.agency == session.current.agency.id);
    let one = |division: tt_domain::organisation::Division| Offered {
        code: division.id.to_string(),
        chosen: chosen == Some(division.id),
        words: format!("{} ({})", division.name, division.symbol),
    };
    Ok(own.map(one).collect())
}

async fn list(
    state: &WebState,
    session: &Session,
    fields: &Fields,
    problem: Option<String>,
) -> Result<ListPage, WebError> {
    let t = session.chrome(Section::Registers);
    let lang = t.lang;
    let found = state.app.registers(&session.current).await?;
    let divisions = divisions(state, session, fields.text("phong").parse().ok()).await?;
    let owner = |id: Option<DivisionId>| {
        let code = id.map(|id| id.to_string());
        divisions.iter().find(|one| Some(&one.code) == code.as_ref()).map(|one| one.words.clone()).unwrap_or_default()
    };
    let presets = PRESETS.iter().map(|preset| {
        let definition = preset.definition();
        let (fields, stages) = (definition.fields.len(), definition.stages.len());
        PresetView {
            key: preset.key,
            made: found.iter().any(|(register, _)| register.key == preset.key),
            sector: say(lang, preset.sector.0, preset.sector.1),
            size: match lang {
                tt_app::Language::Vietnamese => {
                    format!("{fields} cột, {stages} bước, {} số liệu", definition.measures.len())
                }
                tt_app::Language::English => {
                    format!("{fields} fields, {stages} stages, {} measures", definition.measures.len())
                }
            },
            name: definition.name,
            about: definition.about,
        }
    });
    let rows = found.iter().map(|(register, count)| Row {
        key: register.key.clone(),
        name: register.name.clone(),
        about: register.about.clone(),
        one: register.one.clone(),
        count: *count,
        owner: owner(register.owner),
        closed: register.closed,
    });
    Ok(ListPage {
        rows: rows.collect(),
        may_manage: session.current.may(Action::ManageRegisters),
        presets: presets.collect(),
        divisions,
        name: fields.text("ten").to_owned(),
        one: fields.text("mot").to_owned(),
        problem,
        t,
    })
}

/// `GET /so-theo-doi`.
pub(crate) async fn index(State(state): State<WebState>, Visitor(session): Visitor) -> Result<Response, WebError> {
    page(&list(&state, &session, &Fields::default(), None).await?)
}

/// `POST /so-theo-doi`: makes a register.
pub(crate) async fn make(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let fields = Fields::of(form);
    session.confirm(fields.text("csrf"))?;
    let owner = fields.text("phong").parse().ok();
    let made = match fields.filled("mau") {
        Some(key) => {
            let made = state.app.make_preset(&session.current, key, owner, &session.origin).await;
            made.map(|_| key.to_owned())
        }
        None => {
            let names = (fields.text("ten"), fields.text("mot"));
            state.app.make_register(&session.current, names, owner, &session.origin).await
        }
    };
    match made {
        Ok(key) if fields.filled("mau").is_some() => Ok(lead_to(&format!("/so-theo-doi/{key}"), false)),
        Ok(key) => Ok(lead_to(&format!("/so-theo-doi/{key}/sua"), false)),
        Err(AppError::Refused(message) | AppError::RefusedAt { message, .. }) => {
            let problem = Some(sentence(session.language().pick(&message)));
            let shown = list(&state, &session, &fields, problem).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&shown)?).into_response())
        }
        Err(error) => Err(error.into()),
    }
}
