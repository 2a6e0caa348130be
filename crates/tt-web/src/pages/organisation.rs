//! Administration: agencies, divisions, people, posts, delegations, places, accounts.
//!
//! Every page is made of the same blocks; a form is sent to the page it stands on, and comes back with what was typed
//! and the refusal at its field.

pub(crate) mod accounts;
pub(crate) mod agencies;
pub(crate) mod audit_log;
pub(crate) mod divisions;
pub(crate) mod people;
pub(crate) mod places;
pub(crate) mod posts;
pub(crate) mod reminders;
pub(crate) mod settings;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use jiff::civil::Date;
use tt_app::{AppError, Language};
use tt_domain::id::AgencyId;
use tt_domain::organisation::{Role, SuccessionKind, Validity};
use tt_domain::people::Holding;
use tt_domain::permission::Action;

use super::page;
use crate::access::{Session, Visitor};
use crate::chrome::{Chrome, Section, role_name};
use crate::error::{WebError, lead_to};
use crate::forms::Fields;
use crate::routes::WebState;
use crate::show::{self, say};
use crate::views::organisation::{Attempt, Block, Cell, Kind, Table};

#[derive(Template)]
#[template(path = "organisation.html")]
struct OrganisationPage {
    t: Chrome,
    title: String,
    intro: String,
    crumbs: Vec<(String, String)>,
    tabs: Vec<(&'static str, String, bool)>,
    done: Option<String>,
    blocks: Vec<Block>,
}

/// What the address may carry.
#[derive(Debug, Default, serde::Deserialize)]
pub(crate) struct Asked {
    /// Words to search by.
    #[serde(default)]
    tim: String,
    /// Set behind a change that was made.
    xong: Option<String>,
    /// An agency to look at.
    #[serde(rename = "co-quan")]
    agency: Option<i64>,
}

/// A page's own part.
struct Content {
    title: String,
    intro: String,
    blocks: Vec<Block>,
}

const TABS: [(&str, &str, &str); 11] = [
    ("/quan-tri", "Tổng quan", "Overview"),
    ("/quan-tri/co-quan", "Cơ quan", "Agencies"),
    ("/quan-tri/phong", "Phòng", "Divisions"),
    ("/quan-tri/nguoi", "Người", "People"),
    ("/quan-tri/chuc-vu", "Chức vụ", "Posts"),
    ("/quan-tri/uy-quyen", "Ủy quyền", "Delegations"),
    ("/quan-tri/dia-ban", "Địa bàn", "Places"),
    ("/quan-tri/nguoi-dung", "Tài khoản", "Accounts"),
    ("/quan-tri/cai-dat", "Cài đặt", "Settings"),
    ("/quan-tri/nhac-viec", "Quy tắc nhắc việc", "Rules of reminding"),
    ("/quan-tri/nhat-ky", "Nhật ký", "Audit log"),
];

/// Shows a page: as asked for, or with a refusal in it.
fn shown(session: &Session, tab: &str, content: Content, done: bool, refused: bool) -> Result<Response, WebError> {
    let t = session.chrome(Section::Organisation);
    let lang = t.lang;
    let at_top = TABS.iter().any(|(href, vi, en)| *href == tab && say(lang, vi, en) == content.title);
    let crumbs = TABS
        .iter()
        .filter(|(href, ..)| *href == "/quan-tri" || (*href == tab && !at_top))
        .filter(|(href, ..)| tab != "/quan-tri" || *href != "/quan-tri")
        .map(|(href, vi, en)| {
            let words =
                if *href == "/quan-tri" { say(lang, "Quản trị", "Administration") } else { say(lang, vi, en) };
            ((*href).to_owned(), words.to_owned())
        })
        .collect();
    let shown = page(&OrganisationPage {
        title: content.title,
        intro: content.intro,
        crumbs,
        tabs: TABS.iter().map(|(href, vi, en)| (*href, say(lang, vi, en).to_owned(), *href == tab)).collect(),
        done: done.then(|| say(lang, "Đã lưu.", "Saved.").to_owned()),
        blocks: content.blocks,
        t,
    })?;
    Ok(if refused { (StatusCode::UNPROCESSABLE_ENTITY, shown).into_response() } else { shown })
}

/// The way from a record to its events in the log.
fn history_link(object: &str, agency: Option<AgencyId>, lang: Language) -> Block {
    let agency = agency.map(|agency| format!("&co-quan={agency}")).unwrap_or_default();
    let words = say(lang, "Lịch sử trong nhật ký", "History in the audit log");
    Block::Links(vec![(format!("/quan-tri/nhat-ky?doi-tuong={object}{agency}"), words.to_owned())])
}

/// The ways from a list out to a file and in from one.
fn file_links(tab: &str, kind: &str, lang: Language) -> Block {
    let way = |href: String, words: &str| (href, words.to_owned());
    Block::Links(vec![
        way(format!("{tab}/tai-ve/xlsx"), say(lang, "Tải về XLSX", "Download XLSX")),
        way(format!("{tab}/tai-ve/csv"), say(lang, "Tải về CSV", "Download CSV")),
        way(format!("/nhap-tep?loai={kind}"), say(lang, "Nhập từ tệp", "Bring in a file")),
    ])
}

/// What came of a form: on to the page it leads to, or what was refused, to be shown with what was typed.
enum Outcome {
    Go(Response),
    Again(Box<Attempt>),
}

fn outcome(done: Result<String, AppError>, fields: Fields, session: &Session) -> Result<Outcome, WebError> {
    match done {
        Ok(place) => Ok(Outcome::Go(lead_to(&place, false))),
        Err(error) => {
            let lang = session.chrome(Section::Organisation).lang;
            Ok(Outcome::Again(Box::new(Attempt::of(fields, error, lang)?)))
        }
    }
}

/// Reads a form of a page and lets it pass if it is this session's.
fn fields(session: &Session, values: Vec<(String, String)>) -> Result<Fields, WebError> {
    let fields = Fields::of(values);
    session.confirm(fields.text("csrf"))?;
    Ok(fields)
}

/// A day that has to be given.
fn known_day(fields: &Fields, name: &'static str) -> Result<Date, AppError> {
    fields.day_at(name)?.ok_or_else(|| AppError::refused_at(name, "hãy ghi ngày", "give the day"))
}

/// Something that has to be chosen.
fn chosen(fields: &Fields, name: &'static str) -> Result<i64, AppError> {
    fields.id(name).ok_or_else(|| AppError::refused_at(name, "hãy chọn một mục", "choose one"))
}

/// `01/02/2020 – 31/12/2021`, the last day included.
fn interval(validity: Validity, lang: Language) -> String {
    let last = validity.to.and_then(|to| to.yesterday().ok());
    match (validity.from, last) {
        (None, None) => String::new(),
        (Some(from), None) => format!("{} {}", say(lang, "từ", "from"), show::date(from)),
        (None, Some(last)) => format!("{} {}", say(lang, "đến", "to"), show::date(last)),
        (Some(from), Some(last)) => format!("{} – {}", show::date(from), show::date(last)),
    }
}

fn holding_words(holding: Holding, lang: Language) -> &'static str {
    match holding {
        Holding::Regular => say(lang, "Chính nhiệm", "Regular"),
        Holding::Acting => say(lang, "Quyền, phụ trách", "Acting"),
        Holding::Concurrent => say(lang, "Kiêm nhiệm", "Concurrent"),
    }
}

fn succession_words(kind: SuccessionKind, lang: Language) -> &'static str {
    match kind {
        SuccessionKind::Rename => say(lang, "Đổi tên", "Renamed"),
        SuccessionKind::Merge => say(lang, "Sáp nhập, hợp nhất", "Merged"),
        SuccessionKind::Split => say(lang, "Chia, tách", "Split"),
        SuccessionKind::Abolish => say(lang, "Giải thể", "Abolished"),
    }
}

fn roles(lang: Language) -> Vec<(String, String)> {
    Role::ALL.into_iter().map(|role| (role.code().to_owned(), role_name(role, lang).to_owned())).collect()
}

fn holdings(lang: Language) -> Vec<(String, String)> {
    Holding::ALL.iter().map(|one| (one.code().to_owned(), holding_words(*one, lang).to_owned())).collect()
}

/// The forms of reorganising that a body can take.
fn kinds(lang: Language) -> Vec<(String, String)> {
    [SuccessionKind::Merge, SuccessionKind::Split, SuccessionKind::Abolish]
        .into_iter()
        .map(|kind| (kind.code().to_owned(), succession_words(kind, lang).to_owned()))
        .collect()
}

/// `GET /quan-tri`.
pub(crate) async fn overview(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    session.current.require(Action::ManageOrganisation)?;
    let lang = session.chrome(Section::Organisation).lang;
    let tree = state.app.agency_tree(&session.current).await?;
    let people = state.app.people(&session.current, "").await?;
    let delegations = state.app.delegations(&session.current).await?;
    let places = state.app.places(&session.current, "").await?;
    let accounts = state.app.accounts(&session.current).await?;
    let today = tt_app::clock::today();
    let in_force = delegations.iter().filter(|one| one.delegation.details.validity().holds_on(today)).count();
    let idle = people.iter().filter(|person| person.posts.is_empty()).count();
    let locked = accounts.iter().filter(|account| account.user.disabled_at.is_some()).count();
    let row = |href: &str, words: &str, count: usize, note: String| {
        vec![Cell::link(words, href.to_owned()), Cell::text(count.to_string()), Cell::text(note)]
    };
    let managed = tree.iter().filter(|node| node.manageable);
    let divisions = managed.clone().map(|node| node.divisions).sum();
    let rows = vec![
        row("/quan-tri/co-quan", say(lang, "Cơ quan", "Agencies"), managed.count(), String::new()),
        row("/quan-tri/phong", say(lang, "Phòng", "Divisions"), divisions, String::new()),
        row(
            "/quan-tri/nguoi",
            say(lang, "Người", "People"),
            people.len(),
            format!("{idle} {}", say(lang, "chưa giữ chức vụ nào", "without a post")),
        ),
        row(
            "/quan-tri/uy-quyen",
            say(lang, "Ủy quyền", "Delegations"),
            delegations.len(),
            format!("{in_force} {}", say(lang, "đang có hiệu lực", "in force")),
        ),
        row("/quan-tri/dia-ban", say(lang, "Địa bàn", "Places"), places.len(), String::new()),
        row(
            "/quan-tri/nguoi-dung",
            say(lang, "Tài khoản", "Accounts"),
            accounts.len(),
            format!("{locked} {}", say(lang, "đang khóa", "locked")),
        ),
    ];
    let heads = [say(lang, "Mục", "Part"), say(lang, "Số lượng", "Count"), say(lang, "Ghi chú", "Remark")];
    let table = Table { heads: heads.map(str::to_owned).to_vec(), rows, ..Table::default() };
    let content = Content {
        title: say(lang, "Quản trị", "Administration").to_owned(),
        intro: say(
            lang,
            "Tổ chức, con người và quyền. Mọi thay đổi đều ghi ngày, giữ bản cũ và có trong lịch sử.",
            "Organisation, people and rights. Every change has its day, keeps what was before and shows in the history.",
        )
        .to_owned(),
        blocks: vec![Block::Table(table)],
    };
    shown(&session, "/quan-tri", content, asked.xong.is_some(), false)
}
