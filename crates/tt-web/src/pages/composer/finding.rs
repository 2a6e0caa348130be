//! What can be put into a report: facts, pictures and tables found by words, and one picture or table as it would stand.

use std::collections::HashMap;

use axum::Json;
use axum::extract::{Path, Query, State};
use serde::Deserialize;
use serde_json::json;
use tt_app::AppError;
use tt_domain::composing::Embedded;

use super::answers::{Answer, Caller, Told, report_of};
use super::drawn::{BlockShownJson, FoundBlockJson};
use super::json::{FoundJson, blocks_json};
use crate::routes::WebState;

/// Words to find facts by.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Wanted {
    #[serde(default)]
    q: String,
    /// `khoi`: pictures and tables alone.
    #[serde(default)]
    loai: String,
}

/// `GET …/tim?q=`.
pub(crate) async fn find(
    State(state): State<WebState>,
    Caller(session): Caller,
    Path(id): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Answer<serde_json::Value> {
    let lang = session.language();
    let (report, current) = (report_of(&id, lang)?, &session.current);
    let told = |error| Told::of(error, lang);
    let blocks_alone = wanted.loai == "khoi";
    let chips =
        if blocks_alone { Vec::new() } else { state.app.find_chips(current, report, &wanted.q).await.map_err(told)? };
    // Where facts are looked for, pictures and tables are told once there are words to find them by.
    let blocks = if blocks_alone || !wanted.q.trim().is_empty() {
        state.app.find_blocks(current, report, &wanted.q).await.map_err(told)?
    } else {
        Vec::new()
    };
    let found: Vec<FoundJson> = chips.iter().map(|one| FoundJson::new(one, lang)).collect();
    let blocks: Vec<FoundBlockJson> = blocks.iter().map(|one| FoundBlockJson::new(one, lang)).collect();
    Ok(Json(json!({ "found": found, "blocks": blocks })))
}

/// What a picture or table shows, by its code.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Shows {
    #[serde(default)]
    ma: String,
}

/// `GET …/khoi?ma=`: a picture or table as it would stand in the report.
pub(crate) async fn block(
    State(state): State<WebState>,
    Caller(session): Caller,
    Path(id): Path<String>,
    Query(wanted): Query<Shows>,
) -> Answer<BlockShownJson> {
    let lang = session.language();
    let missing = || Told::of(AppError::NotFound, lang);
    let shows = Embedded::parse(&wanted.ma).ok_or_else(missing)?;
    let report = report_of(&id, lang)?;
    let shown = state.app.block_shown(&session.current, report, &shows).await.map_err(|error| Told::of(error, lang))?;
    let drawn = HashMap::from([(shows, shown.drawn.clone())]);
    let block = blocks_json(std::slice::from_ref(&shown.block), (&HashMap::new(), &drawn)).into_iter().next();
    BlockShownJson::new(&shown, block).map(Json).ok_or_else(missing)
}
