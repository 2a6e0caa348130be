//! `/xac-minh/{code}`: for anyone who holds a file of an issued report: does it hold, and is this the file? Nothing else
//! of the report is told.

use askama::Template;
use axum::extract::{Multipart, Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
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
    let answer = state.app.verified(&code, None).await?;
    page(&shown(Chrome::bare(&headers), code, answer, false))
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
    let answer = state.app.verified(&code, file).await?;
    page(&shown(Chrome::bare(&headers), code, answer, file.is_none()))
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
        holds: answer.standing.holds(),
        same: answer.same,
        empty,
        code,
        t,
    }
}
