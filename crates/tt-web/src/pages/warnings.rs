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
use crate::error::{WebError, percent_encoded};
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
    /// How many pass the filter.
    total: usize,
    items: Vec<WarningView>,
    /// What of them is shown, said in words, where that is not all.
    span: Option<String>,
    earlier: Option<String>,
    later: Option<String>,
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
    /// How many stand before the first one shown.
    tu: String,
}

impl Asked {
    /// The address of the same question, from another place on.
    fn address(&self, from: usize) -> String {
        let fields = [
            ("ngay", &self.ngay),
            ("loai", &self.loai),
            ("muc", &self.muc),
            ("phong", &self.phong),
            ("cua-toi", &self.cua_toi),
            ("doi", &self.doi),
        ];
        let asked = fields.into_iter().filter(|(_, value)| !value.is_empty());
        let query =
            asked.fold(String::new(), |query, (name, value)| format!("{query}{name}={}&", percent_encoded(value)));
        format!("/canh-bao?{query}tu={from}#h-cb")
    }
}

/// Most warnings on one page.
const SHOWN: usize = 100;

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
    let total = found.items.len();
    let from = asked.tu.parse().unwrap_or(0).min(total.saturating_sub(1)) / SHOWN * SHOWN;
    let to = (from + SHOWN).min(total);
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
        total,
        span: (total > SHOWN).then(|| format!("{}–{to}", from + 1)),
        earlier: (from > 0).then(|| asked.address(from.saturating_sub(SHOWN))),
        later: (to < total).then(|| asked.address(to)),
        items: found.items.iter().skip(from).take(SHOWN).map(|one| WarningView::new(one, lang)).collect(),
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
