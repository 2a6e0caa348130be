//! `/bao-cao/{id}/soan`: composing a report. The page reads without scripts; with them its sections are written in place
//! through [`answers`].

use askama::Template;
use axum::Form;
use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use tt_app::composing::{Composer, FrameAsked, Start};
use tt_app::reporting::names::report_name;
use tt_app::{AppError, StoreError};
use tt_domain::id::ReportId;

use super::page;
use crate::access::{Session, Visitor};
use crate::chrome::{Chrome, Section};
use crate::error::{WebError, lead_to};
use crate::forms::Fields;
use crate::routes::WebState;
use crate::show;
use crate::views::prose::{Part, Prose};
use crate::views::report::FrameView;

pub(crate) mod answers;
mod drawn;
pub(crate) mod finding;
pub(crate) mod json;

/// The composer.
#[derive(Template)]
#[template(path = "composer.html")]
struct ComposerPage {
    t: Chrome,
    id: i64,
    name: String,
    /// When the report was last changed, to tell who comes too late.
    seen: i64,
    sections: usize,
    may_write: bool,
    may_write_all: bool,
    template: String,
    has_words: bool,
    frame: FrameFields,
    printed: FrameView,
    prose: Prose,
    problem: Option<String>,
}

/// What surrounds the body, in the fields of its form.
struct FrameFields {
    subject: String,
    symbol: String,
    place: String,
    addressees: String,
    recipients: String,
    urgency: String,
}

/// Degrees of urgency (Nghị định 30/2020/NĐ-CP, Phụ lục I).
const URGENCY: [&str; 3] = ["KHẨN", "THƯỢNG KHẨN", "HỎA TỐC"];

impl ComposerPage {
    fn degrees(&self) -> [(&'static str, bool); 3] {
        URGENCY.map(|degree| (degree, self.frame.urgency.eq_ignore_ascii_case(degree)))
    }
}

/// `GET /bao-cao/{id}/soan`.
pub(crate) async fn show(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(id): Path<String>,
) -> Result<Response, WebError> {
    shown(&state, &session, number(&id)?, None).await
}

async fn shown(
    state: &WebState,
    session: &Session,
    id: ReportId,
    problem: Option<String>,
) -> Result<Response, WebError> {
    let composer = state.app.composer(&session.current, id).await?;
    let view = state.app.report(&session.current, id).await?;
    let t = session.chrome(Section::Reports);
    let Composer { report, frame, sections, .. } = &composer;
    let text = |one: &Option<String>| one.clone().unwrap_or_default();
    let mut prose = Prose::new(&view.document, &[], Part::Body);
    prose.draw_narrow(&view.drawn);
    let refused = problem.is_some();
    let mut response = page(&ComposerPage {
        id: id.0,
        name: t.lang.pick(&report_name(report, composer.regime.as_deref())).to_owned(),
        seen: report.updated_at.as_microsecond(),
        sections: sections.len(),
        may_write: sections.iter().any(|one| one.may_write),
        may_write_all: composer.may_write_all,
        template: composer.template.clone(),
        has_words: composer.has_words,
        frame: FrameFields {
            subject: text(&frame.subject),
            symbol: text(&frame.symbol),
            place: text(&frame.place),
            addressees: frame.addressees.join("\n"),
            recipients: frame.recipients.join("\n"),
            urgency: text(&frame.urgency),
        },
        printed: FrameView::new(frame),
        prose,
        problem,
        t,
    })?;
    if refused {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// `POST /bao-cao/{id}/soan/bat-dau`: begins from a template, from the words there are, or from a file.
pub(crate) async fn start(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(id): Path<String>,
    form: Multipart,
) -> Result<Response, WebError> {
    let fields = Fields::read(form).await?;
    session.confirm(fields.text("csrf"))?;
    let id = number(&id)?;
    let seen = fields.text("sua-luc").parse().map_err(|_| WebError::BadForm)?;
    let start = match fields.text("tu") {
        "mau" => Start::Template,
        "noi-dung" => Start::Words,
        "tep" => match fields.files.first() {
            Some((name, bytes)) => Start::File(name.clone(), bytes.clone()),
            None => {
                let words = show::say(
                    session.language(),
                    "Chưa chọn tệp; hãy chọn tệp DOCX, TXT hoặc MD.",
                    "No file is chosen.",
                );
                return shown(&state, &session, id, Some(words.to_owned())).await;
            }
        },
        _ => return Err(WebError::BadForm),
    };
    let begun = state.app.start_composing(&session.current, id, (start, seen), &session.origin).await;
    answered(&state, &session, id, begun).await
}

/// `POST /bao-cao/{id}/soan/khung`: what surrounds the body.
pub(crate) async fn frame(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(id): Path<String>,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let fields = Fields::of(form);
    session.confirm(fields.text("csrf"))?;
    let id = number(&id)?;
    let seen = fields.text("sua-luc").parse().map_err(|_| WebError::BadForm)?;
    let text = |name: &str| fields.text(name).to_owned();
    let asked = FrameAsked {
        subject: text("trich-yeu"),
        symbol: text("ky-hieu"),
        place: text("noi-ban-hanh"),
        addressees: text("kinh-gui"),
        recipients: text("noi-nhan"),
        urgency: Some(text("do-khan")).filter(|one| URGENCY.contains(&one.as_str())).unwrap_or_default(),
    };
    let written = state.app.write_frame(&session.current, id, (&asked, seen), &session.origin).await;
    answered(&state, &session, id, written).await
}

/// Leads back to the composer, or shows it with what was wrong.
async fn answered(
    state: &WebState,
    session: &Session,
    id: ReportId,
    done: Result<(), AppError>,
) -> Result<Response, WebError> {
    let lang = session.language();
    let problem = match done {
        Ok(()) => return Ok(lead_to(&format!("/bao-cao/{id}/soan"), session.htmx)),
        Err(AppError::Refused(message) | AppError::RefusedAt { message, .. }) => {
            crate::error::sentence(lang.pick(&message))
        }
        Err(AppError::Store(StoreError::Stale)) => show::say(
            lang,
            "Báo cáo vừa được người khác sửa; dưới đây là bản mới nhất, hãy xem lại rồi làm lại.",
            "Someone changed the report meanwhile; below is its newest state, look and try again.",
        )
        .to_owned(),
        Err(other) => return Err(other.into()),
    };
    shown(state, session, id, Some(problem)).await
}

pub(super) fn number(text: &str) -> Result<ReportId, WebError> {
    text.parse().map_err(|_| WebError::NotFound)
}
