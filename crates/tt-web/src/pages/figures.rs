//! Where a figure comes from: a panel beside the report, or a page of its own without JavaScript.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use tt_domain::id::FigureId;

use super::page;
use crate::access::Visitor;
use crate::chrome::{Chrome, Section};
use crate::error::WebError;
use crate::routes::WebState;
use crate::views::figure::ProvenanceView;

/// The page, of which htmx takes the panel.
#[derive(Template)]
#[template(path = "figure.html", blocks = ["panel"])]
struct FigurePage {
    t: Chrome,
    figure: ProvenanceView,
    /// Whether it stands beside the report, with a way to close it.
    is_panel: bool,
}

/// `GET /so-lieu/{id}`.
pub(crate) async fn show(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(id): Path<String>,
) -> Result<Response, WebError> {
    let t = session.chrome(Section::Reports);
    let id: FigureId = id.parse().map_err(|_| WebError::NotFound)?;
    let provenance = state.app.figure(&session.current, id).await?;
    let shown = FigurePage { figure: ProvenanceView::new(&provenance, t.lang), t, is_panel: session.htmx };
    if session.htmx { page(&shown.as_panel()) } else { page(&shown) }
}
