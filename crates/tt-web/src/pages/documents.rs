//! The list of documents, and a document's page.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;
use tt_app::records::{DOCUMENTS_PER_PAGE, DocumentFilter, DocumentKey};
use tt_domain::id::DocumentId;

use super::page;
use crate::access::Visitor;
use crate::chrome::{Chrome, Section};
use crate::error::{WebError, percent_encoded};
use crate::routes::WebState;
use crate::views::document::{DocumentView, MentionView};

/// The list of documents.
#[derive(Template)]
#[template(path = "documents.html", blocks = ["rows"])]
struct DocumentListPage {
    t: Chrome,
    query: String,
    rows: Vec<(DocumentView, u32)>,
    /// Whether this is the first page.
    is_first: bool,
    next: Option<String>,
}

/// What the list shows, from its address.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Listing {
    #[serde(default, rename = "tim")]
    query: String,
    #[serde(default, rename = "sau")]
    after: String,
}

/// `GET /van-ban`.
pub(crate) async fn index(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Query(listing): Query<Listing>,
) -> Result<Response, WebError> {
    let t = session.chrome(Section::Documents);
    let query = listing.query.trim().to_owned();
    let filter = DocumentFilter { query: (!query.is_empty()).then(|| query.clone()), ..DocumentFilter::default() };
    let after: Option<DocumentKey> = match listing.after.as_str() {
        "" => None,
        key => Some(key.parse().map_err(|_| WebError::NotFound)?),
    };
    let found = state.app.documents(&session.current, &filter, after.as_ref()).await?;
    let is_full = u32::try_from(found.len()).is_ok_and(|count| count >= DOCUMENTS_PER_PAGE);
    let next = found.last().filter(|_| is_full).map(|last| {
        let key = percent_encoded(&DocumentKey::of(&last.document).to_string());
        let query = if query.is_empty() { String::new() } else { format!("tim={}&", percent_encoded(&query)) };
        format!("/van-ban?{query}sau={key}")
    });
    let rows = found.iter().map(|one| (DocumentView::new(&one.document, t.lang), one.mentions)).collect();
    let list = DocumentListPage { t, query, rows, is_first: after.is_none(), next };
    if session.htmx { page(&list.as_rows()) } else { page(&list) }
}

/// A document's page.
#[derive(Template)]
#[template(path = "document.html")]
struct DocumentPage {
    t: Chrome,
    document: DocumentView,
    mentions: Vec<MentionView>,
}

/// `GET /van-ban/{id}`.
pub(crate) async fn show(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(id): Path<String>,
) -> Result<Response, WebError> {
    let t = session.chrome(Section::Documents);
    let id: DocumentId = id.parse().map_err(|_| WebError::NotFound)?;
    let details = state.app.document(&session.current, id).await?;
    page(&DocumentPage {
        document: DocumentView::new(&details.document, t.lang),
        mentions: details.mentions.iter().map(MentionView::new).collect(),
        t,
    })
}
