//! "Soát báo cáo": any text or Word file is checked, and nothing of it is kept.

use askama::Template;
use axum::extract::Multipart;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use tt_app::reading;
use tt_check::{Finding, Message, Selection};
use tt_domain::permission::Action;

use super::page;
use crate::access::Visitor;
use crate::chrome::{Chrome, Section};
use crate::error::{WebError, sentence};
use crate::forms::Upload;
use crate::views::finding::{self, FindingView, Tally};
use crate::views::prose::{Part, Prose};

/// The page with the form.
#[derive(Template)]
#[template(path = "check_form.html")]
struct FormPage {
    t: Chrome,
    problem: Option<String>,
    text: String,
}

/// `GET /soat`.
pub(crate) async fn form(Visitor(session): Visitor) -> Result<Response, WebError> {
    page(&FormPage { t: session.chrome(Section::Check), problem: None, text: String::new() })
}

/// The page with what was found.
#[derive(Template)]
#[template(path = "check_result.html")]
struct ResultPage {
    t: Chrome,
    name: String,
    prose: Prose,
    findings: Vec<FindingView>,
    tally: Tally,
    figures: usize,
    citations: usize,
    tasks: usize,
}

/// `POST /soat`.
pub(crate) async fn run(Visitor(session): Visitor, form: Multipart) -> Result<Response, WebError> {
    session.current.require(Action::CheckText)?;
    let upload = Upload::read(form).await?;
    session.confirm(&upload.csrf)?;
    let t = session.chrome(Section::Check);
    let pasted = upload.text.clone();
    let (name, bytes) = match upload.file {
        Some(file) => file,
        None => (t.say("Văn bản dán vào", "Pasted text").to_owned(), upload.text.into_bytes()),
    };
    let file = name.clone();
    let read = tokio::task::spawn_blocking(move || {
        reading::read(&file, &bytes).map(|reading| (reading.check(&Selection::default()), reading))
    });
    let result: Result<(Vec<Finding>, reading::Reading), Message> =
        read.await.map_err(|fault| WebError::Internal(format!("check stopped: {fault}")))?;
    match result {
        Ok((findings, reading)) => page(&ResultPage {
            name,
            prose: Prose::new(&reading.document, &findings, Part::Everything),
            findings: finding::views(&findings, &reading.document, &reading.found.outline, t.lang),
            tally: Tally::of(&findings),
            figures: reading.found.figures.len(),
            citations: reading.found.citations.len(),
            tasks: reading.found.tasks.len(),
            t,
        }),
        Err(message) => {
            let problem = Some(sentence(t.lang.pick(&message)));
            let shown = page(&FormPage { t, problem, text: pasted })?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response())
        }
    }
}
