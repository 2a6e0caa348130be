//! What the composer's page asks for while someone writes: JSON in, JSON out, faults with a sentence.

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequestParts, Path, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tt_app::composing::RemarkAsked;
use tt_app::composing::writing::{Changed, NotWritten};
use tt_app::reporting::names::report_name;
use tt_app::{AppError, Language, StoreError};
use tt_domain::composing::{CommentKind, CommentState};
use tt_domain::id::{CommentId, SectionId};

use super::json::{BlockJson, FindingJson, RemarkJson, SectionJson, VersionJson, blocks_json, blocks_of};
use super::number;
use crate::access::{Session, Visitor, same};
use crate::error::{WebError, sentence};
use crate::routes::WebState;
use crate::show::{report_state, say};

/// The header that carries the session's token.
const TOKEN: &str = "x-csrf";

/// Someone signed in who asks for JSON.
pub(crate) struct Caller(pub(super) Session);

/// Someone signed in who changes something: the request carries the session's token.
pub(crate) struct Writer(Session);

impl FromRequestParts<WebState> for Caller {
    type Rejection = Told;

    async fn from_request_parts(parts: &mut Parts, state: &WebState) -> Result<Self, Told> {
        match Visitor::from_request_parts(parts, state).await {
            Ok(Visitor(session)) => Ok(Self(session)),
            Err(WebError::Internal(cause)) => Err(Told::of(AppError::Internal(cause), Language::default())),
            Err(_) => Err(Told::new(
                StatusCode::UNAUTHORIZED,
                "Phiên làm việc đã hết; hãy đăng nhập lại ở một thẻ khác rồi bấm lưu, nội dung vẫn còn ở đây.",
            )),
        }
    }
}

impl FromRequestParts<WebState> for Writer {
    type Rejection = Told;

    async fn from_request_parts(parts: &mut Parts, state: &WebState) -> Result<Self, Told> {
        let token = parts.headers.get(TOKEN).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
        let Caller(session) = Caller::from_request_parts(parts, state).await?;
        if same(&token, &session.current.csrf_token) {
            return Ok(Self(session));
        }
        Err(Told::new(
            StatusCode::FORBIDDEN,
            "Trang này thuộc một phiên làm việc khác; hãy sao chép phần chưa lưu rồi tải lại trang.",
        ))
    }
}

/// A fault in a sentence.
pub(crate) struct Told {
    status: StatusCode,
    message: String,
    section: Option<Box<SectionJson>>,
}

impl Told {
    fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, message: message.into(), section: None }
    }

    pub(super) fn of(error: AppError, lang: Language) -> Self {
        let words = |status, vi: &str, en: &str| Self::new(status, say(lang, vi, en));
        match error {
            AppError::Refused(message) | AppError::RefusedAt { message, .. } => {
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, sentence(lang.pick(&message)))
            }
            AppError::Forbidden => words(
                StatusCode::FORBIDDEN,
                "Phần này không thuộc quyền sửa của bạn, hoặc đã gửi đi; hãy liên hệ người chủ trì báo cáo.",
                "This part is not yours to change, or was handed in.",
            ),
            AppError::NotFound => words(
                StatusCode::NOT_FOUND,
                "Mục này không còn trong báo cáo; hãy tải lại trang.",
                "This section is no longer in the report; reload the page.",
            ),
            AppError::Store(StoreError::Stale | StoreError::Busy) => words(
                StatusCode::CONFLICT,
                "Người khác vừa sửa cùng lúc; hãy thử lại.",
                "Someone changed it at the same moment; try again.",
            ),
            AppError::Store(StoreError::DiskFull) => {
                tracing::error!("no room is left on the disk of the database");
                Self::new(StatusCode::INSUFFICIENT_STORAGE, sentence(lang.pick(&error.message())))
            }
            other => {
                tracing::error!(cause = %other, "composing failed");
                words(
                    StatusCode::INTERNAL_SERVER_ERROR,
                    "Máy chủ gặp lỗi, chưa lưu được; nội dung vẫn còn ở đây, sẽ thử lại.",
                    "The server failed; what you wrote is still here and will be tried again.",
                )
            }
        }
    }
}

impl IntoResponse for Told {
    fn into_response(self) -> Response {
        let body = match self.section {
            Some(section) => json!({ "message": self.message, "section": section }),
            None => json!({ "message": self.message }),
        };
        (self.status, Json(body)).into_response()
    }
}

fn not_written(error: NotWritten, lang: Language) -> Told {
    match error {
        NotWritten::Refused(error) => Told::of(error, lang),
        NotWritten::Meanwhile(section) => Told {
            status: StatusCode::CONFLICT,
            message: say(
                lang,
                "Người khác đã sửa mục này sau khi bạn mở; hãy xem hai bản rồi chọn.",
                "Someone changed this section after you opened it; look at both and choose.",
            )
            .to_owned(),
            section: Some(Box::new(SectionJson::new(&section))),
        },
    }
}

pub(super) type Answer<T> = Result<Json<T>, Told>;

/// A body, or the sentence that says it cannot be read.
fn read<T>(body: Result<Json<T>, JsonRejection>, lang: Language) -> Result<T, Told> {
    body.map(|Json(body)| body).map_err(|rejection| {
        let words = say(
            lang,
            "Nội dung gửi lên không đọc được; hãy tải lại trang rồi thử lại.",
            "What was sent cannot be read; reload the page and try again.",
        );
        Told::new(rejection.status(), words)
    })
}

pub(super) fn report_of(id: &str, lang: Language) -> Result<tt_domain::id::ReportId, Told> {
    number(id).map_err(|_| Told::of(AppError::NotFound, lang))
}

fn section_of(id: &str, lang: Language) -> Result<SectionId, Told> {
    id.parse().map_err(|_| Told::of(AppError::NotFound, lang))
}

/// `GET …/du-lieu`.
pub(crate) async fn data(
    State(state): State<WebState>,
    Caller(session): Caller,
    Path(id): Path<String>,
) -> Answer<serde_json::Value> {
    let lang = session.language();
    let composer = state.app.composer(&session.current, report_of(&id, lang)?).await.map_err(|e| Told::of(e, lang))?;
    let sections: Vec<SectionJson> = composer.sections.iter().map(SectionJson::new).collect();
    let remarks: Vec<RemarkJson> = composer.remarks.iter().map(RemarkJson::new).collect();
    let findings: Vec<FindingJson> = composer.findings.iter().map(|one| FindingJson::new(one, lang)).collect();
    Ok(Json(json!({
        "report": {
            "id": composer.report.id.0,
            "title": lang.pick(&report_name(&composer.report, composer.regime.as_deref())),
            "editable": composer.may_write_all,
            "state": report_state(composer.report.state, lang).words,
        },
        "sections": sections,
        "comments": remarks,
        "findings": findings,
        "me": session.current.user.full_name,
    })))
}

/// What a change of a section answers.
#[derive(Debug, Serialize)]
pub(crate) struct ChangedJson {
    section: SectionJson,
    findings: Vec<FindingJson>,
}

impl ChangedJson {
    fn new(changed: &Changed, lang: Language) -> Self {
        Self {
            section: SectionJson::new(&changed.section),
            findings: changed.findings.iter().map(|one| FindingJson::new(one, lang)).collect(),
        }
    }
}

/// Words of a section, as someone left them.
#[derive(Debug, Deserialize)]
pub(crate) struct WrittenJson {
    version: u32,
    blocks: Vec<BlockJson>,
}

/// `PUT …/muc/{section}`.
pub(crate) async fn write(
    State(state): State<WebState>,
    Writer(session): Writer,
    Path((id, section)): Path<(String, String)>,
    body: Result<Json<WrittenJson>, JsonRejection>,
) -> Answer<ChangedJson> {
    let lang = session.language();
    let (report, section) = (report_of(&id, lang)?, section_of(&section, lang)?);
    let WrittenJson { version, blocks } = read(body, lang)?;
    let blocks = blocks_of(blocks).ok_or_else(|| {
        let words = say(
            lang,
            "Có số liệu tự động không nhận ra; hãy xóa thẻ ấy và chèn lại.",
            "A fact is not known; take it out and put it in again.",
        );
        Told::new(StatusCode::UNPROCESSABLE_ENTITY, words)
    })?;
    let changed = state
        .app
        .write_section(&session.current, (report, section, version), blocks, &session.origin)
        .await
        .map_err(|error| not_written(error, lang))?;
    Ok(Json(ChangedJson::new(&changed, lang)))
}

/// The version someone saw.
#[derive(Debug, Deserialize)]
pub(crate) struct SeenJson {
    version: u32,
    /// The block that is settled.
    #[serde(default)]
    origin: String,
    /// Whether it stays as the person left it.
    #[serde(default)]
    keep: bool,
    /// The section another goes behind.
    #[serde(default)]
    after: Option<i64>,
}

/// `POST …/muc/{section}/{what}`: generate again, settle a waiting block, take out, move.
pub(crate) async fn change(
    State(state): State<WebState>,
    Writer(session): Writer,
    Path((id, section, what)): Path<(String, String, String)>,
    body: Result<Json<SeenJson>, JsonRejection>,
) -> Result<Response, Told> {
    let lang = session.language();
    let (report, section) = (report_of(&id, lang)?, section_of(&section, lang)?);
    let SeenJson { version, origin, keep, after } = read(body, lang)?;
    let place = (report, section, version);
    let (current, from) = (&session.current, session.origin.as_str());
    let changed = match what.as_str() {
        "lam-moi" => state.app.refresh_section(current, place, from).await,
        "lay" => state.app.take_generated(current, place, (&origin, keep), from).await,
        "bo" => {
            state.app.remove_section(current, place, from).await.map_err(|error| not_written(error, lang))?;
            return Ok(Json(json!({})).into_response());
        }
        "chuyen" => {
            let moved = state.app.move_section(current, (report, section), after.map(SectionId), from).await;
            let order: Vec<i64> = moved.map_err(|error| Told::of(error, lang))?.into_iter().map(|id| id.0).collect();
            return Ok(Json(json!({ "order": order })).into_response());
        }
        _ => return Err(Told::of(AppError::NotFound, lang)),
    };
    let changed = changed.map_err(|error| not_written(error, lang))?;
    Ok(Json(ChangedJson::new(&changed, lang)).into_response())
}

/// A section to add.
#[derive(Debug, Deserialize)]
pub(crate) struct NewSectionJson {
    title: String,
    #[serde(default)]
    after: Option<i64>,
}

/// `POST …/muc`.
pub(crate) async fn add(
    State(state): State<WebState>,
    Writer(session): Writer,
    Path(id): Path<String>,
    body: Result<Json<NewSectionJson>, JsonRejection>,
) -> Answer<ChangedJson> {
    let lang = session.language();
    let report = report_of(&id, lang)?;
    let NewSectionJson { title, after } = read(body, lang)?;
    let added = state
        .app
        .add_section(&session.current, report, (&title, after.map(SectionId)), &session.origin)
        .await
        .map_err(|error| Told::of(error, lang))?;
    Ok(Json(ChangedJson::new(&added, lang)))
}

/// `GET …/muc/{section}/phien-ban`.
pub(crate) async fn versions(
    State(state): State<WebState>,
    Caller(session): Caller,
    Path((id, section)): Path<(String, String)>,
) -> Answer<serde_json::Value> {
    let lang = session.language();
    let (report, section) = (report_of(&id, lang)?, section_of(&section, lang)?);
    let versions =
        state.app.section_versions(&session.current, report, section).await.map_err(|error| Told::of(error, lang))?;
    let versions: Vec<VersionJson> = versions.iter().map(|one| VersionJson::new(one, lang)).collect();
    Ok(Json(json!({ "versions": versions })))
}

/// `GET …/muc/{section}/phien-ban/{version}`.
pub(crate) async fn version(
    State(state): State<WebState>,
    Caller(session): Caller,
    Path((id, section, version)): Path<(String, String, String)>,
) -> Answer<serde_json::Value> {
    let lang = session.language();
    let (report, section) = (report_of(&id, lang)?, section_of(&section, lang)?);
    let version = version.parse().map_err(|_| Told::of(AppError::NotFound, lang))?;
    let words = state
        .app
        .section_version(&session.current, report, (section, version))
        .await
        .map_err(|error| Told::of(error, lang))?;
    Ok(Json(json!({ "blocks": blocks_json(&words.blocks, (&words.shown, &words.drawn)) })))
}

/// A remark to make.
#[derive(Debug, Deserialize)]
pub(crate) struct NewRemarkJson {
    section: i64,
    kind: String,
    #[serde(default)]
    quote: String,
    #[serde(default)]
    text: String,
    #[serde(default)]
    replacement: Option<String>,
}

/// `POST …/gop-y`.
pub(crate) async fn remark(
    State(state): State<WebState>,
    Writer(session): Writer,
    Path(id): Path<String>,
    body: Result<Json<NewRemarkJson>, JsonRejection>,
) -> Answer<serde_json::Value> {
    let lang = session.language();
    let report = report_of(&id, lang)?;
    let new = read(body, lang)?;
    let kind = CommentKind::from_code(&new.kind).ok_or_else(|| Told::of(AppError::NotFound, lang))?;
    let words = (new.quote.as_str(), new.text.as_str(), new.replacement);
    let made = state
        .app
        .remark(&session.current, report, (SectionId(new.section), kind), words)
        .await
        .map_err(|error| Told::of(error, lang))?;
    Ok(Json(json!({ "comment": RemarkJson::new(&made) })))
}

/// What becomes of a remark.
#[derive(Debug, Deserialize)]
pub(crate) struct SettledJson {
    what: String,
    #[serde(default)]
    text: String,
}

/// `POST …/gop-y/{remark}`.
pub(crate) async fn settle(
    State(state): State<WebState>,
    Writer(session): Writer,
    Path((id, remark)): Path<(String, String)>,
    body: Result<Json<SettledJson>, JsonRejection>,
) -> Answer<serde_json::Value> {
    let lang = session.language();
    let missing = || Told::of(AppError::NotFound, lang);
    let report = report_of(&id, lang)?;
    let remark: CommentId = remark.parse().map_err(|_| missing())?;
    let SettledJson { what, text } = read(body, lang)?;
    let asked = match what.as_str() {
        "reply" => RemarkAsked::Reply(text),
        state => RemarkAsked::Settle(CommentState::from_code(state).ok_or_else(missing)?),
    };
    let (made, changed) = state
        .app
        .settle_remark(&session.current, (report, remark), &asked, &session.origin)
        .await
        .map_err(|error| Told::of(error, lang))?;
    let mut answer = json!({ "comment": RemarkJson::new(&made) });
    if let (Some(changed), Some(answer)) = (changed, answer.as_object_mut()) {
        answer.insert("section".to_owned(), json!(SectionJson::new(&changed.section)));
    }
    Ok(Json(answer))
}
