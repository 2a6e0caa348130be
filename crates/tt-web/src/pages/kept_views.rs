//! Views of the working list under a name: kept and forgotten.

use axum::extract::{Path, State};
use axum::response::Response;
use tt_app::work::kept::ViewToKeep;
use tt_domain::id::SavedViewId;
use tt_domain::saved_view::Sharing;

use super::work_address::Asked;
use crate::access::Visitor;
use crate::error::{WebError, lead_to};
use crate::forms::Fields;
use crate::routes::WebState;

/// `POST /cong-viec/bo-loc`: keeps the list as it is asked for.
pub(crate) async fn keep(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    axum::Form(form): axum::Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let fields = Fields::of(form);
    session.confirm(fields.text("csrf"))?;
    let asked = Asked::read(&fields);
    let view = ViewToKeep {
        name: fields.text("ten").to_owned(),
        query: asked.query(),
        filter: asked.filter.clone(),
        shared: Sharing::from_code(fields.text("chia-se")).unwrap_or(Sharing::Own),
    };
    state.app.keep_view(&session.current, &view, &session.origin).await?;
    Ok(lead_to(&asked.address(), false))
}

/// `POST /cong-viec/bo-loc/{id}/bo`: forgets one's own.
pub(crate) async fn forget(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(id): Path<String>,
    axum::Form(form): axum::Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    session.confirm(Fields::of(form).text("csrf"))?;
    let id: SavedViewId = id.parse().map_err(|_| WebError::NotFound)?;
    state.app.forget_view(&session.current, id, &session.origin).await?;
    Ok(lead_to("/cong-viec", false))
}
