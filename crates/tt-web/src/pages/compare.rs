//! `/bao-cao/so-sanh`: two texts of reports side by side, or one and a file brought from outside.

use askama::Template;
use axum::extract::{Multipart, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use tt_app::AppError;
use tt_app::comparing::{Compared, Edition};

use super::page;
use crate::access::{Session, Visitor};
use crate::chrome::{Chrome, Section};
use crate::error::{WebError, sentence};
use crate::forms::Fields;
use crate::routes::WebState;
use crate::views::comparison::ComparisonView;

#[derive(Template)]
#[template(path = "compare.html")]
struct ComparePage {
    t: Chrome,
    offered: Vec<Choice>,
    left: String,
    right: String,
    all: bool,
    shown: Option<ComparisonView>,
    problem: Option<String>,
}

/// A text to choose.
struct Choice {
    value: String,
    words: String,
}

/// Which texts, and whether what is the same is shown too.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Which {
    #[serde(default)]
    trai: String,
    #[serde(default)]
    phai: String,
    #[serde(default)]
    het: String,
}

/// `GET /bao-cao/so-sanh`.
pub(crate) async fn show(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Query(which): Query<Which>,
) -> Result<Response, WebError> {
    let (left, right) = (Edition::read(&which.trai), Edition::read(&which.phai));
    let mut problem = None;
    let compared = match (left, right) {
        (Some(left), Some(right)) => match state.app.compare_reports(&session.current, left, right).await {
            Ok(compared) => Some(compared),
            Err(AppError::Refused(message)) => {
                problem = Some(sentence(session.language().pick(&message)));
                None
            }
            Err(error) => return Err(error.into()),
        },
        _ => None,
    };
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let chosen = (which.trai, which.phai, !which.het.is_empty());
    Ok((status, shown(&state, &session, chosen, compared.as_ref(), problem).await?).into_response())
}

async fn shown(
    state: &WebState,
    session: &Session,
    (left, right, all): (String, String, bool),
    compared: Option<&Compared>,
    problem: Option<String>,
) -> Result<Response, WebError> {
    let t = session.chrome(Section::Reports);
    let offered = state.app.comparable_reports(&session.current).await?;
    let own = session.current.agency.id;
    page(&ComparePage {
        offered: offered
            .iter()
            .map(|one| Choice {
                value: one.edition.to_string(),
                words: format!("{}: {}", one.agency, t.lang.pick(&one.name)),
            })
            .collect(),
        shown: compared.map(|compared| ComparisonView::new(compared, all, own, t.lang)),
        left,
        right,
        all,
        problem,
        t,
    })
}

/// `POST /bao-cao/so-sanh`: a text on record and a file; nothing of the file is kept.
pub(crate) async fn with_file(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    form: Multipart,
) -> Result<Response, WebError> {
    let mut fields = Fields::read(form).await?;
    session.confirm(fields.text("csrf"))?;
    let chosen = (fields.text("trai").to_owned(), String::new(), fields.filled("het").is_some());
    let t = session.chrome(Section::Reports);
    let problem = match (Edition::read(&chosen.0), fields.files.pop()) {
        (Some(left), Some((name, bytes))) => {
            match state.app.compare_with_file(&session.current, left, &name, bytes).await {
                Ok(compared) => return shown(&state, &session, chosen, Some(&compared), None).await,
                Err(AppError::Refused(message)) => sentence(session.language().pick(&message)),
                Err(error) => return Err(error.into()),
            }
        }
        (None, _) => t.say("Chưa chọn báo cáo để so sánh.", "Choose a report to compare.").to_owned(),
        (_, None) => t.say("Chưa chọn tệp để so sánh.", "Choose a file to compare.").to_owned(),
    };
    let shown = shown(&state, &session, chosen, None, Some(problem)).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response())
}
