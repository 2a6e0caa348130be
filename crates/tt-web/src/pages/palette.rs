//! The command palette (Ctrl+K), the map of keys, and names to mention.

use askama::Template;
use axum::Json;
use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;
use tt_app::search::Kind;
use tt_domain::permission::Action;
use tt_text::fold::fold;

use super::page;
use crate::access::Visitor;
use crate::chrome::{Chrome, Section};
use crate::error::{WebError, percent_encoded};
use crate::routes::WebState;
use crate::views::hit::HitGroup;

/// How many records of a kind the palette shows.
const SHOWN: usize = 6;

/// What the palette offers for the words typed.
#[derive(Template)]
#[template(path = "palette.html")]
struct PalettePage {
    t: Chrome,
    words: String,
    places: Vec<Place>,
    groups: Vec<HitGroup>,
}

/// A page or an action.
struct Place {
    words: &'static str,
    href: &'static str,
    icon: &'static str,
    keys: &'static str,
}

/// The map of keys.
#[derive(Template)]
#[template(path = "keys.html")]
struct KeysPage {
    t: Chrome,
}

/// What was typed.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    tu: String,
}

/// `GET /lenh`: pages, actions and records for the words typed.
pub(crate) async fn show(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    if !session.htmx {
        return Ok(Redirect::to(&format!("/tim?tu={}", percent_encoded(&asked.tu))).into_response());
    }
    let t = session.chrome(Section::None);
    let wanted = fold(asked.tu.trim());
    let may = |action| session.current.may(action);
    let consolidates = state.app.consolidates(&session.current).await?;
    let mut places: Vec<Place> = PLACES
        .iter()
        .filter(|(_, _, href, ..)| *href != DIVISION || session.current.has_division())
        .filter(|(_, _, href, ..)| *href != CONSOLIDATION || consolidates)
        .filter(|(_, _, _, _, _, action)| action.is_none_or(may))
        .map(|(vi, en, href, icon, keys, _)| Place { words: t.say(vi, en), href, icon, keys })
        .collect();
    places.retain(|place| wanted.split_whitespace().all(|word| fold(place.words).contains(word)));
    let mut hits = Vec::new();
    for kind in [Kind::Task, Kind::Document] {
        let found = state.app.search(&session.current, &asked.tu, Some(kind), None).await?;
        hits.extend(found.hits.into_iter().take(SHOWN));
    }
    page(&PalettePage { places, groups: HitGroup::of(&hits, t.lang), words: asked.tu, t })
}

/// Where one's division is shown, to who has one.
const DIVISION: &str = "/?xem=phong";

/// Where the reports of agencies below are brought together, to who does so.
const CONSOLIDATION: &str = "/tong-hop";

type KnownPlace = (&'static str, &'static str, &'static str, &'static str, &'static str, Option<Action>);

/// Pages and actions, with their keys and the right each needs.
const PLACES: &[KnownPlace] = &[
    ("Việc của tôi", "My work", "/", "circle-user", "g v", None),
    ("Phòng tôi", "My division", DIVISION, "users", "g p", None),
    ("Cơ quan tôi", "My agency", "/?xem=co-quan", "building", "g q", None),
    ("Tổng quan năm", "The year at a glance", "/tong-quan", "layout-dashboard", "g t", None),
    ("Công việc", "Work", "/cong-viec", "table-2", "g c", None),
    ("Công việc: thẻ", "Work: board", "/cong-viec?dang=bang", "square-kanban", "", None),
    ("Công việc: thời gian", "Work: timeline", "/cong-viec?dang=thoi-gian", "chart-gantt", "", None),
    ("Công việc: lịch", "Work: calendar", "/cong-viec?dang=lich", "calendar-days", "g l", None),
    ("Việc quá hạn", "Overdue work", "/cong-viec?loc=state:overdue", "circle-alert", "", None),
    ("Giao nhiệm vụ", "Assign a task", "/giao-viec", "plus", "", Some(Action::AssignTask)),
    ("Nhiệm vụ trọng tâm", "Key tasks", "/nhiem-vu", "list-checks", "g n", None),
    ("Văn bản", "Documents", "/van-ban", "file-text", "", None),
    ("Giao ban", "Briefings", "/giao-ban", "users", "", None),
    ("Sổ theo dõi", "Registers", "/so-theo-doi", "columns-3", "", None),
    ("Công văn đôn đốc", "Urging letters", "/don-doc", "file-pen-line", "", Some(Action::UrgeTask)),
    ("Thông báo", "Notices", "/thong-bao", "bell", "g h", None),
    ("Báo cáo", "Reports", "/bao-cao", "file-pen-line", "g b", None),
    ("Tổng hợp báo cáo", "Consolidated reports", CONSOLIDATION, "columns-3", "", None),
    ("Soát báo cáo", "Report check", "/soat", "scan-search", "g s", None),
    ("Nhập báo cáo", "Import a report", "/nhap", "file-input", "", Some(Action::ImportReport)),
    ("Quản trị tổ chức, con người", "Organisation", "/quan-tri", "building", "", Some(Action::ManageOrganisation)),
    ("Tài khoản của tôi", "My account", "/tai-khoan", "circle-user", "", None),
    ("Phím tắt", "Keys", "/phim-tat", "keyboard", "?", None),
];

/// `GET /phim-tat`.
pub(crate) async fn keys(Visitor(session): Visitor) -> Result<Response, WebError> {
    page(&KeysPage { t: session.chrome(Section::None) })
}

/// `GET /nhac`: sign-in names and full names that fit what was typed after `@`.
pub(crate) async fn names(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let names = state.app.mentionable(&session.current, &asked.tu).await?;
    Ok(Json(names).into_response())
}
