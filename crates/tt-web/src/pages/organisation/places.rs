//! Places, and one place.

use axum::Form as SentForm;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use tt_app::organisation::places::PlaceChange;
use tt_app::{AppError, Language};
use tt_domain::id::PlaceId;
use tt_domain::organisation::Validity;
use tt_domain::place::{AdminUnit, NewAdminUnit, PlaceKind};

use super::{Asked, Content, Outcome, fields, interval, known_day, outcome, shown};
use crate::access::{Session, Visitor};
use crate::chrome::Section;
use crate::error::WebError;
use crate::forms::Fields;
use crate::routes::WebState;
use crate::show::{self, say};
use crate::views::organisation::{Attempt, Block, Cell, Form, Table, events};

const TAB: &str = "/quan-tri/dia-ban";
/// How many units a page lists; a search narrows more.
const LISTED: usize = 500;

fn kind_words(kind: PlaceKind, lang: Language) -> &'static str {
    match kind {
        PlaceKind::Province => say(lang, "Tỉnh, thành phố", "Province"),
        PlaceKind::District => say(lang, "Cấp huyện (đến 30/6/2025)", "District (to 30/6/2025)"),
        PlaceKind::Commune => say(lang, "Xã", "Commune"),
        PlaceKind::Ward => say(lang, "Phường", "Ward"),
        PlaceKind::Township => say(lang, "Thị trấn (đến 30/6/2025)", "Township (to 30/6/2025)"),
        PlaceKind::SpecialZone => say(lang, "Đặc khu", "Special zone"),
    }
}

/// `GET /quan-tri/dia-ban`.
pub(crate) async fn index(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    list(&state, &session, &asked.tim, None, asked.xong.is_some()).await
}

/// `POST /quan-tri/dia-ban`.
pub(crate) async fn add(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    SentForm(values): SentForm<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let fields = fields(&session, values)?;
    let done = async {
        let kind = PlaceKind::from_code(fields.text("loai"))
            .ok_or_else(|| AppError::refused_at("loai", "hãy chọn loại", "choose a kind"))?;
        let new = NewAdminUnit {
            code: fields.filled("ma").map(str::to_owned),
            name: fields.text("ten").to_owned(),
            kind,
            parent: fields.id("thuoc").map(PlaceId),
            validity: Validity { from: fields.day_at("tu-ngay")?, to: None },
        };
        state.app.add_place(&session.current, &new, &session.origin).await
    };
    let done = done.await.map(|id| format!("{TAB}/{id}?xong=1"));
    match outcome(done, fields, &session)? {
        Outcome::Go(there) => Ok(there),
        Outcome::Again(attempt) => list(&state, &session, "", Some(&attempt), false).await,
    }
}

fn options(units: &[AdminUnit], lang: Language) -> Vec<(String, String)> {
    let words = |unit: &AdminUnit| {
        let when = interval(unit.details.validity, lang);
        if when.is_empty() { unit.details.name.clone() } else { format!("{} ({when})", unit.details.name) }
    };
    units.iter().map(|unit| (unit.id.to_string(), words(unit))).collect()
}

async fn list(
    state: &WebState,
    session: &Session,
    words: &str,
    attempt: Option<&Attempt>,
    done: bool,
) -> Result<Response, WebError> {
    let lang = session.chrome(Section::Organisation).lang;
    let units = state.app.places(&session.current, words).await?;
    let all = state.app.places(&session.current, "").await?;
    let rows = units.iter().take(LISTED).map(|unit| {
        vec![
            Cell::link(unit.details.name.clone(), format!("{TAB}/{}", unit.id)),
            Cell::text(unit.details.code.clone().unwrap_or_default()),
            Cell::text(kind_words(unit.details.kind, lang)),
            Cell::text(interval(unit.details.validity, lang)),
        ]
    });
    let heads = [
        say(lang, "Đơn vị hành chính", "Unit"),
        say(lang, "Mã", "Code"),
        say(lang, "Loại", "Kind"),
        say(lang, "Hiệu lực", "Valid"),
    ];
    let title = if units.len() > LISTED {
        format!("{LISTED} / {} – {}", units.len(), say(lang, "tìm để thu hẹp", "search to narrow"))
    } else {
        String::new()
    };
    let table = Table {
        title,
        heads: heads.map(str::to_owned).to_vec(),
        rows: rows.collect(),
        empty: say(lang, "Chưa có địa bàn nào khớp.", "No place matches.").to_owned(),
    };
    let kinds = PlaceKind::ALL.iter().map(|kind| (kind.code().to_owned(), kind_words(*kind, lang).to_owned()));
    let none = (String::new(), say(lang, "Không ghi", "Not given").to_owned());
    let within = all.into_iter().filter(|unit| matches!(unit.details.kind, PlaceKind::Province | PlaceKind::District));
    let parents = std::iter::once(none).chain(options(&within.collect::<Vec<_>>(), lang)).collect();
    let form = Form::new("them", say(lang, "Thêm địa bàn", "Add a place"), say(lang, "Thêm", "Add"), attempt)
        .text("ten", say(lang, "Tên kèm loại", "Name with its kind"), "")
        .hint(say(lang, "Ví dụ: xã Vân Mộng.", "Such as: xã Vân Mộng."))
        .choice("loai", say(lang, "Loại", "Kind"), kinds.collect(), PlaceKind::Commune.code())
        .text_opt("ma", say(lang, "Mã", "Code"), "")
        .hint(say(lang, "Tỉnh 2, huyện 3, xã 5 chữ số.", "2 digits for a province, 3 a district, 5 a commune."))
        .choice("thuoc", say(lang, "Thuộc", "Lies in"), parents, "")
        .date_opt("tu-ngay", say(lang, "Từ ngày", "From"), "");
    let search = Block::Search { label: say(lang, "Tên, mã", "Name, code").to_owned(), value: words.to_owned() };
    let content = Content {
        title: say(lang, "Địa bàn", "Places").to_owned(),
        intro: String::new(),
        blocks: vec![search, Block::Table(table), Block::Form(Box::new(form))],
    };
    shown(session, TAB, content, done, attempt.is_some())
}

/// `GET /quan-tri/dia-ban/{id}`.
pub(crate) async fn show(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(id): Path<i64>,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    one(&state, &session, PlaceId(id), None, asked.xong.is_some()).await
}

/// `POST /quan-tri/dia-ban/{id}`.
pub(crate) async fn change(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(id): Path<i64>,
    SentForm(values): SentForm<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let fields = fields(&session, values)?;
    let old = PlaceId(id);
    let done = act(&state, &session, old, &fields).await.map(|()| format!("{TAB}/{old}?xong=1"));
    match outcome(done, fields, &session)? {
        Outcome::Go(there) => Ok(there),
        Outcome::Again(attempt) => one(&state, &session, old, Some(&attempt), false).await,
    }
}

async fn act(state: &WebState, session: &Session, old: PlaceId, fields: &Fields) -> Result<(), AppError> {
    let change = PlaceChange {
        old,
        new: fields.all("dia-ban-moi").filter_map(|id| id.parse().ok()).map(PlaceId).collect(),
        goes_on: fields.filled("con-lai").is_some(),
        on: known_day(fields, "ngay")?,
        basis: fields.filled("can-cu").map(str::to_owned),
    };
    state.app.replace_place(&session.current, &change, &session.origin).await
}

async fn one(
    state: &WebState,
    session: &Session,
    id: PlaceId,
    attempt: Option<&Attempt>,
    done: bool,
) -> Result<Response, WebError> {
    let lang = session.chrome(Section::Organisation).lang;
    let found = state.app.place_details(&session.current, id).await?;
    let history = state.app.record_history(&session.current, &format!("place-{id}")).await?;
    let unit = &found.unit.details;
    let name_of = |id: PlaceId| {
        found.all.iter().find(|unit| unit.id == id).map(|unit| unit.details.name.clone()).unwrap_or_default()
    };
    let link = |id: PlaceId| Cell::link(name_of(id), format!("{TAB}/{id}"));
    let mut rows = vec![
        (say(lang, "Mã", "Code").to_owned(), Cell::text(unit.code.clone().unwrap_or_else(|| "–".to_owned()))),
        (say(lang, "Loại", "Kind").to_owned(), Cell::text(kind_words(unit.kind, lang))),
        (say(lang, "Hiệu lực", "Valid").to_owned(), Cell::text(interval(unit.validity, lang))),
    ];
    rows.extend(unit.parent.map(|parent| (say(lang, "Thuộc", "Lies in").to_owned(), link(parent))));
    for edge in &found.successions {
        let (words, other) = if edge.old == id {
            (say(lang, "Sau đó thuộc", "Then in"), edge.new)
        } else {
            (say(lang, "Từ", "Out of"), edge.old)
        };
        let part = if edge.part { say(lang, ", một phần", ", in part") } else { "" };
        let basis = edge.basis.as_ref().map(|basis| format!(", {basis}")).unwrap_or_default();
        rows.push((words.to_owned(), link(other).noted(format!("{}{part}{basis}", show::date(edge.on)))));
    }
    for now in found.today.iter().filter(|now| **now != id) {
        rows.push((say(lang, "Hiện nay", "Today").to_owned(), link(*now)));
    }
    let mut blocks = vec![Block::Props { title: say(lang, "Thông tin", "Particulars").to_owned(), rows }];
    if unit.validity.to.is_none() {
        let others: Vec<AdminUnit> =
            found.all.iter().filter(|other| other.id != id && other.details.validity.to.is_none()).cloned().collect();
        let goes_on = say(lang, "Đơn vị này còn tồn tại, chỉ mất một phần", "This unit goes on, having lost a part");
        let form = Form::new(
            "thay-the",
            say(lang, "Sáp nhập, chia tách địa giới", "Merge, split"),
            say(lang, "Ghi nhận", "Record"),
            attempt,
        )
        .date("ngay", say(lang, "Từ ngày", "From"), "")
        .text_opt("can-cu", say(lang, "Căn cứ", "Basis"), "")
        .ticks("con-lai", say(lang, "Phần còn lại", "What remains"), vec![("1".to_owned(), goes_on.to_owned())])
        .ticks("dia-ban-moi", say(lang, "Đơn vị tiếp nhận", "What follows"), options(&others, lang));
        blocks.push(Block::Form(Box::new(form)));
    }
    blocks.push(events(history, lang));
    let content = Content { title: unit.name.clone(), intro: String::new(), blocks };
    shown(session, TAB, content, done, attempt.is_some())
}
