//! Early warning: what stands badly on a day, why, and what changed.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use tt_app::warnings::{WarningsAsked, kind_name, level_name};
use tt_domain::warning::{Level, Watched};

use super::page;
use crate::access::Visitor;
use crate::chrome::{Chrome, Section};
use crate::error::WebError;
use crate::routes::WebState;
use crate::show;
use crate::views::warning::WarningView;

/// The page.
#[derive(Template)]
#[template(path = "warnings.html")]
struct WarningsPage {
    t: Chrome,
    /// The day as a form has it.
    day: String,
    day_words: String,
    /// What was typed that is no day.
    odd_day: Option<String>,
    computed: Option<(String, String)>,
    sentence: Vec<(usize, String)>,
    changed: usize,
    items: Vec<WarningView>,
    levels: Vec<Choice>,
    kinds: Vec<Choice>,
    divisions: Vec<Choice>,
    mine: bool,
    only_changed: bool,
    is_narrowed: bool,
}

/// An option of the filter.
struct Choice {
    code: String,
    words: String,
    chosen: bool,
}

/// What is asked.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    ngay: String,
    loai: String,
    muc: String,
    phong: String,
    #[serde(rename = "cua-toi")]
    cua_toi: String,
    doi: String,
}

/// `GET /canh-bao`.
pub(crate) async fn show(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let t = session.chrome(Section::Warnings);
    let lang = t.lang;
    let typed = asked.ngay.trim();
    let as_of = day(typed);
    let wanted = WarningsAsked {
        as_of,
        kind: Watched::from_code(&asked.loai),
        level: Level::from_code(&asked.muc),
        division: asked.phong.parse().ok(),
        mine: !asked.cua_toi.is_empty(),
        changed: !asked.doi.is_empty(),
    };
    let found = state.app.warnings(&session.current, &wanted).await?;
    let choice =
        |code: &str, words: String, given: &str| Choice { code: code.to_owned(), words, chosen: code == given };
    let levels = found.counts.iter().map(|(level, count)| {
        choice(level.code(), format!("{} ({count})", lang.pick(&level_name(*level))), &asked.muc)
    });
    let kinds =
        Watched::ALL.iter().map(|kind| choice(kind.code(), lang.pick(&kind_name(*kind)).to_owned(), &asked.loai));
    let divisions = found.divisions.iter().map(|(id, symbol)| choice(&id.to_string(), symbol.clone(), &asked.phong));
    let counted = found.counts.iter().filter(|(_, count)| *count > 0);
    page(&WarningsPage {
        day: found.as_of.to_string(),
        day_words: show::date(found.as_of),
        odd_day: (as_of.is_none() && !typed.is_empty()).then(|| typed.to_owned()),
        computed: found.computed.map(|(day, at)| (show::date(day), show::moment(at))),
        sentence: counted.map(|(level, count)| (*count, lang.pick(&level_name(*level)).to_lowercase())).collect(),
        changed: found.changed,
        levels: levels.collect(),
        kinds: kinds.collect(),
        divisions: divisions.collect(),
        mine: wanted.mine,
        only_changed: wanted.changed,
        is_narrowed: WarningsAsked { as_of: None, ..wanted } != WarningsAsked::default(),
        items: found.items.iter().map(|one| WarningView::new(one, lang)).collect(),
        t,
    })
}

/// A day as a form sends it or as people write it.
fn day(typed: &str) -> Option<jiff::civil::Date> {
    typed.parse().ok().or_else(|| {
        let found = tt_text::date::scan(typed);
        found.first().and_then(|found| found.value.date.date())
    })
}
