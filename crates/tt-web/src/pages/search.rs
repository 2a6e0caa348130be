//! Search over everything on record.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use tt_app::search::{Found, Kind, Place};

use super::page;
use crate::access::Visitor;
use crate::chrome::{Chrome, Section};
use crate::error::{WebError, percent_encoded};
use crate::routes::WebState;
use crate::views::hit::{HitGroup, kind_name, kind_word};

/// What was found.
#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage {
    t: Chrome,
    query: String,
    /// Whether there was anything to look for.
    asked: bool,
    groups: Vec<HitGroup>,
    /// Address, name and whether it is chosen, of each kind and of all.
    kinds: Vec<(String, String, bool)>,
    is_first: bool,
    first: String,
    next: Option<String>,
}

/// What is looked for, from the address.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default, rename = "tu")]
    words: String,
    #[serde(default, rename = "loai")]
    kind: String,
    #[serde(default, rename = "sau")]
    after: String,
}

/// `GET /tim`.
pub(crate) async fn show(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let t = session.chrome(Section::None);
    let kind = match asked.kind.as_str() {
        "" => None,
        word => Some(Kind::ALL.into_iter().find(|kind| kind_word(*kind) == word).ok_or(WebError::NotFound)?),
    };
    let after: Option<Place> = match asked.after.as_str() {
        "" => None,
        place => Some(place.parse().map_err(|_| WebError::NotFound)?),
    };
    let found = state.app.search(&session.current, &asked.words, kind, after).await?;
    let Found { hits, next, asked: looked } = found;
    let kinds = std::iter::once(None).chain(Kind::ALL.into_iter().map(Some)).map(|one| {
        let name = one.map_or_else(|| t.say("Tất cả", "All").to_owned(), |one| kind_name(one, t.lang).to_owned());
        (address(&asked.words, one, None), name, one == kind)
    });
    page(&SearchPage {
        kinds: kinds.collect(),
        groups: HitGroup::of(&hits, t.lang),
        is_first: after.is_none(),
        first: address(&asked.words, kind, None),
        next: next.map(|place| address(&asked.words, kind, Some(place))),
        query: asked.words,
        asked: looked,
        t,
    })
}

/// The address of a search.
fn address(words: &str, kind: Option<Kind>, after: Option<Place>) -> String {
    let mut address = format!("/tim?tu={}", percent_encoded(words));
    if let Some(kind) = kind {
        address.push_str("&loai=");
        address.push_str(kind_word(kind));
    }
    if let Some(after) = after {
        address = format!("{address}&sau={after}");
    }
    address
}
