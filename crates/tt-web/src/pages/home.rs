//! The first screen: my work, then my division's, then my agency's.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use tt_app::Language;
use tt_app::reporting::waiting::ReportWaiting;
use tt_app::work::desk::Whose;

use super::page;
use crate::access::Visitor;
use crate::chrome::{Chrome, Section};
use crate::error::WebError;
use crate::routes::WebState;
use crate::show::{self, say};
use crate::views::desk::DayView;
use crate::views::warning::WarningView;
use crate::views::workload::WorkloadView;

/// Most changes of the morning shown; the list of warnings has all.
const CHANGES: usize = 8;

/// My work today.
#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    t: Chrome,
    tabs: Vec<Tab>,
    day: DayView,
    /// What changed state this morning, of what the person is responsible for.
    changes: Vec<WarningView>,
    /// How many there are in all.
    changed: usize,
    /// Reports that wait for the person.
    reports: Vec<ReportToDo>,
}

/// A report that waits for a step of the person looking.
struct ReportToDo {
    href: String,
    name: String,
    step: String,
    due: Option<String>,
    late: bool,
}

/// How my division or agency stands.
#[derive(Template)]
#[template(path = "workload.html")]
struct WorkloadPage {
    t: Chrome,
    tabs: Vec<Tab>,
    title: &'static str,
    w: WorkloadView,
}

/// Whose work is looked at.
struct Tab {
    words: &'static str,
    href: &'static str,
    is_current: bool,
}

/// Whose work, and of which year.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    xem: String,
    #[serde(default)]
    nam: String,
}

const DIVISION: &str = "phong";
const AGENCY: &str = "co-quan";

/// `GET /`.
pub(crate) async fn show(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let t = session.chrome(Section::Home);
    let lang = t.lang;
    let current = &session.current;
    let whose = match asked.xem.as_str() {
        DIVISION => Some(Whose::Division),
        AGENCY => Some(Whose::Agency),
        _ => None,
    };
    let tabs = tabs(whose, current.has_division(), lang);
    let Some(whose) = whose else {
        let day = state.app.my_day(current).await?;
        let changed = state.app.changed_today(current).await?;
        let waiting = state.app.reports_waiting(current).await?;
        let to_do = |one: &ReportWaiting| ReportToDo {
            href: format!("/bao-cao/{}/qua-trinh", one.report),
            name: lang.pick(&one.name).to_owned(),
            step: lang.pick(&one.step).to_owned(),
            due: one.due.map(show::date),
            late: one.late,
        };
        return page(&HomePage {
            tabs,
            day: DayView::new(&day, lang),
            changes: changed.iter().take(CHANGES).map(|one| WarningView::new(one, lang)).collect(),
            changed: changed.len(),
            reports: waiting.iter().map(to_do).collect(),
            t,
        });
    };
    let workload = state.app.workload(current, whose, asked.nam.trim().parse().ok()).await?;
    let title = match whose {
        Whose::Division => say(lang, "Phòng tôi", "My division"),
        Whose::Agency => say(lang, "Cơ quan tôi", "My agency"),
    };
    page(&WorkloadPage { tabs, title, w: WorkloadView::new(&workload, whose, lang), t })
}

fn tabs(whose: Option<Whose>, has_division: bool, lang: Language) -> Vec<Tab> {
    let mut tabs =
        vec![Tab { words: say(lang, "Việc của tôi", "My work"), href: "/", is_current: whose.is_none() }];
    if has_division {
        tabs.push(Tab {
            words: say(lang, "Phòng tôi", "My division"),
            href: "/?xem=phong",
            is_current: whose == Some(Whose::Division),
        });
    }
    tabs.push(Tab {
        words: say(lang, "Cơ quan tôi", "My agency"),
        href: "/?xem=co-quan",
        is_current: whose == Some(Whose::Agency),
    });
    tabs
}
