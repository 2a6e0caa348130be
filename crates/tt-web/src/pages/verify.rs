//! `/xac-minh/{code}`: for anyone who holds a file of an issued report: does it hold, and is this the file? Nothing else
//! of the report is told.

use askama::Template;
use axum::extract::{Multipart, Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use tt_app::AppError;
use tt_app::reporting::verify::{PublicAnswer, Standing};

use super::page;
use crate::chrome::Chrome;
use crate::error::WebError;
use crate::forms::Upload;
use crate::routes::WebState;

#[derive(Template)]
#[template(path = "verify.html")]
struct VerifyPage {
    t: Chrome,
    code: String,
    /// Whether a report was issued under that code.
    known: bool,
    standing: &'static str,
    class: &'static str,
    icon: &'static str,
    holds: bool,
    same: Option<bool>,
    /// Whether the form came without a file.
    empty: bool,
}

/// `GET /xac-minh/{code}`.
pub(crate) async fn show(
    State(state): State<WebState>,
    Path(code): Path<String>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    match state.app.verified(&code, None).await {
        Ok(answer) => page(&shown(Chrome::bare(&headers), code, answer, false)),
        Err(error) => unknown(Chrome::bare(&headers), code, error),
    }
}

/// `POST /xac-minh/{code}`: holds a file against those issued; it is not kept.
pub(crate) async fn hold(
    State(state): State<WebState>,
    Path(code): Path<String>,
    headers: HeaderMap,
    form: Multipart,
) -> Result<Response, WebError> {
    let upload = Upload::read(form).await?;
    let file = upload.file.as_ref().map(|(_, bytes)| bytes.as_slice());
    match state.app.verified(&code, file).await {
        Ok(answer) => page(&shown(Chrome::bare(&headers), code, answer, file.is_none())),
        Err(error) => unknown(Chrome::bare(&headers), code, error),
    }
}

/// The answer about a code nothing was issued under: what that means to whoever holds the paper.
fn unknown(t: Chrome, code: String, error: AppError) -> Result<Response, WebError> {
    let AppError::NotFound = error else { return Err(error.into()) };
    let shown = VerifyPage {
        standing: t.say("Không có văn bản nào mang mã này", "Nothing was issued under this code"),
        class: "st-late",
        icon: "circle-alert",
        known: false,
        holds: false,
        same: None,
        empty: false,
        code,
        t,
    };
    Ok((StatusCode::NOT_FOUND, page(&shown)?).into_response())
}

fn shown(t: Chrome, code: String, answer: PublicAnswer, empty: bool) -> VerifyPage {
    let (vi, en, class, icon) = match answer.standing {
        Standing::Valid => ("Đã phát hành, còn hiệu lực", "Issued and in force", "st-ok", "circle-check"),
        Standing::Corrected => {
            ("Đã phát hành, có đính chính bằng công văn", "Issued, corrected by a letter", "st-wait", "circle-alert")
        }
        Standing::Recalled => ("Đã bị thu hồi", "Recalled", "st-late", "circle-alert"),
        Standing::Replaced => {
            ("Đã được thay thế bằng văn bản khác", "Replaced by another document", "st-late", "circle-alert")
        }
    };
    VerifyPage {
        standing: t.say(vi, en),
        class,
        icon,
        known: true,
        holds: answer.standing.holds(),
        same: answer.same,
        empty,
        code,
        t,
    }
}
