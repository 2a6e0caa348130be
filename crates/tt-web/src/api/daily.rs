//! What one looks at every day: notices and the search; and the audit log.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use tt_app::search::Target;
use tt_domain::id::NoticeId;
use utoipa::{IntoParams, ToSchema};

use super::caller::{AuditRead, Caller, Notifications, SearchRead};
use super::input::{Asked, Body, Words};
use super::problem::Problem;
use super::types::limit;
use crate::routes::WebState;

/// A notice.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct NoticeOut {
    /// Identity; later notices have greater ones.
    id: i64,
    /// Why.
    kind: &'static str,
    /// What it says.
    text: String,
    /// Page it leads to.
    page: String,
    /// When.
    at: String,
    /// Whether it was read.
    read: bool,
}

/// Which notices.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct WhichNotices {
    /// Only those before this one.
    #[param(minimum = 1)]
    before: Option<i64>,
    /// Only unread ones.
    #[serde(default)]
    unread: Option<bool>,
    /// How many, 50 unless told.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// One's own notices, the newest first.
#[utoipa::path(get, path = "/api/v1/notices", tag = "daily", params(WhichNotices), responses((status = 200, body = Vec<NoticeOut>)))]
pub(super) async fn notices(
    State(state): State<WebState>,
    caller: Caller<Notifications>,
    Asked(which): Asked<WhichNotices>,
) -> Result<Json<Vec<NoticeOut>>, Problem> {
    if which.before.is_some_and(|before| before < 1) {
        return Err(Problem::unreadable("before"));
    }
    let before = which.before.map(NoticeId);
    let limit = limit(which.limit)?;
    let all = state.app.notices(&caller.current, before, which.unread.unwrap_or_default(), limit).await?;
    let out = all.into_iter().map(|notice| NoticeOut {
        id: notice.id.0,
        kind: notice.kind.code(),
        text: notice.headline.vi,
        page: notice.page,
        at: notice.at.to_string(),
        read: notice.read,
    });
    Ok(Json(out.collect()))
}

/// Up to where notices were read.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ReadTo {
    /// The newest notice that was read.
    #[schema(minimum = 1)]
    last: i64,
}

/// How many notices were marked.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Marked {
    /// How many.
    marked: u64,
}

/// Marks one's own notices as read, up to one of them.
#[utoipa::path(post, path = "/api/v1/notices/read", tag = "daily", request_body = ReadTo, responses((status = 200, body = Marked)))]
pub(super) async fn mark_read(
    State(state): State<WebState>,
    caller: Caller<Notifications>,
    Body(asked): Body<ReadTo>,
) -> Result<Json<Marked>, Problem> {
    if asked.last < 1 {
        return Err(Problem::unreadable("last"));
    }
    let marked = state.app.mark_notices_read(&caller.current, NoticeId(asked.last)).await?;
    Ok(Json(Marked { marked }))
}

/// What is looked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct WhatFor {
    /// Words as typed on the page Tìm: `"vật liệu nổ"`, `số:230`.
    #[param(value_type = String, max_length = 400, pattern = "^[^\\u0000]*$")]
    q: Words,
    /// `next` of the page before.
    #[param(value_type = Option<String>, max_length = 40, pattern = "^([0-9]\\.[0-9]{1,18})?$")]
    after: Option<Words>,
}

/// Something found.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct HitOut {
    /// `task`, `document` or `other`.
    kind: &'static str,
    /// Identity of the task or document.
    id: Option<i64>,
    /// What it is called.
    title: String,
    /// The piece of its text that says most.
    text: String,
    /// Its day as far as known.
    date: Option<String>,
    /// Whether it holds the words as written; else it only folds alike.
    exact: bool,
}

/// What was found.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FoundOut {
    /// Hits, the best first.
    hits: Vec<HitOut>,
    /// What `after` has to be for the next page; null at the end.
    next: Option<String>,
}

/// Looks for words in everything the user may see.
#[utoipa::path(get, path = "/api/v1/search", tag = "daily", params(WhatFor), responses((status = 200, body = FoundOut)))]
pub(super) async fn search(
    State(state): State<WebState>,
    caller: Caller<SearchRead>,
    Asked(what): Asked<WhatFor>,
) -> Result<Json<FoundOut>, Problem> {
    let after = match what.after.as_ref().map(|words| words.0.as_str()).filter(|text| !text.is_empty()) {
        Some(place) => Some(place.parse().map_err(|_| Problem::unreadable("after"))?),
        None => None,
    };
    let found = state.app.search(&caller.current, &what.q.0, None, after).await?;
    let text = |pieces: &[tt_app::search::Piece]| pieces.iter().map(|piece| piece.text.as_str()).collect::<String>();
    let hits = found.hits.iter().map(|hit| {
        let (kind, id) = match hit.target {
            Target::Task(id) => ("task", Some(id.0)),
            Target::Document(id) => ("document", Some(id.0)),
            _ => ("other", None),
        };
        HitOut { kind, id, title: text(&hit.title), text: text(&hit.text), date: hit.date.clone(), exact: hit.exact }
    });
    Ok(Json(FoundOut { hits: hits.collect(), next: found.next.map(|place| place.to_string()) }))
}

/// An event of the audit log.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AuditOut {
    /// Its number in the agency's chain.
    sequence: i64,
    /// When.
    at: String,
    /// Account; null for the program itself and the command line.
    user: Option<i64>,
    /// From where.
    origin: String,
    /// What: `task.created`.
    action: String,
    /// Record it is about: `task-12`.
    object: String,
    /// Before and after, or particulars.
    #[schema(value_type = Object)]
    details: serde_json::Value,
}

/// Which events.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct WhichEvents {
    /// Only those before this number.
    #[param(minimum = 1)]
    before: Option<i64>,
    /// How many, 50 unless told.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// The agency's audit log, the newest first; for administrators.
#[utoipa::path(get, path = "/api/v1/audit", tag = "daily", params(WhichEvents), responses((status = 200, body = Vec<AuditOut>)))]
pub(super) async fn audit(
    State(state): State<WebState>,
    caller: Caller<AuditRead>,
    Asked(which): Asked<WhichEvents>,
) -> Result<Json<Vec<AuditOut>>, Problem> {
    if which.before.is_some_and(|before| before < 1) {
        return Err(Problem::unreadable("before"));
    }
    let events = state.app.audit_events(&caller.current, which.before, limit(which.limit)?).await?;
    let out = events.into_iter().map(|event| AuditOut {
        sequence: event.sequence,
        at: event.event.at.to_string(),
        user: event.event.user.map(|id| id.0),
        origin: event.event.origin,
        action: event.event.action,
        object: event.event.object,
        details: serde_json::from_str(&event.event.details).unwrap_or_default(),
    });
    Ok(Json(out.collect()))
}

/// Whether the audit chains hold.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct VerificationOut {
    /// Chains read.
    agencies: u64,
    /// Events read.
    events: u64,
    /// Whether every one follows from the one before it.
    holds: bool,
    /// The first that does not: agency and number.
    broken: Option<String>,
}

/// Proves every chain from its first event to its end; for administrators.
#[utoipa::path(get, path = "/api/v1/audit/verification", tag = "daily", responses((status = 200, body = VerificationOut)))]
pub(super) async fn verify(
    State(state): State<WebState>,
    caller: Caller<AuditRead>,
) -> Result<Json<VerificationOut>, Problem> {
    if !caller.current.may(tt_domain::permission::Action::ReadAudit) {
        return Err(Problem::new(
            StatusCode::FORBIDDEN,
            "việc này của quản trị hệ thống",
            "this is the administrator's",
        ));
    }
    let found = state.app.verify_audit().await?;
    Ok(Json(VerificationOut {
        agencies: found.agencies,
        events: found.events,
        holds: found.broken.is_none(),
        broken: found.broken.map(|link| format!("{} {}", link.agency, link.sequence)),
    }))
}
