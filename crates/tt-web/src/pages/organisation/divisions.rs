//! The divisions of an agency, and one division.

use axum::Form as SentForm;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use tt_app::organisation::Reorganisation;
use tt_app::organisation::divisions::{DivisionChange, DivisionDetails};
use tt_app::{AppError, Language};
use tt_domain::id::{AgencyId, DivisionId};
use tt_domain::organisation::{SuccessionKind, Validity};
use tt_domain::permission::Action;

use super::{Asked, Content, Outcome, fields, interval, kinds, known_day, outcome, shown, succession_words};
use crate::access::{Session, Visitor};
use crate::chrome::Section;
use crate::error::WebError;
use crate::forms::Fields;
use crate::routes::WebState;
use crate::show::{self, say};
use crate::views::organisation::{Attempt, Block, Cell, Form, Table, events};

const TAB: &str = "/quan-tri/phong";

/// `GET /quan-tri/phong`.
pub(crate) async fn index(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    session.current.require(Action::ManageOrganisation)?;
    let agency = asked.agency.map_or(session.current.agency.id, AgencyId);
    list(&state, &session, agency, None, asked.xong.is_some()).await
}

/// `POST /quan-tri/phong`.
pub(crate) async fn add(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    SentForm(values): SentForm<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let fields = fields(&session, values)?;
    let agency = fields.id("co-quan").map_or(session.current.agency.id, AgencyId);
    let done = async {
        let from = fields.day_at("ngay")?;
        let (symbol, name) = (fields.text("ky-hieu"), fields.text("ten"));
        state.app.add_division(&session.current, agency, symbol, name, from, &session.origin).await
    };
    let done = done.await.map(|_| format!("{TAB}?co-quan={agency}&xong=1"));
    match outcome(done, fields, &session)? {
        Outcome::Go(there) => Ok(there),
        Outcome::Again(attempt) => list(&state, &session, agency, Some(&attempt), false).await,
    }
}

async fn list(
    state: &WebState,
    session: &Session,
    agency: AgencyId,
    attempt: Option<&Attempt>,
    done: bool,
) -> Result<Response, WebError> {
    let lang = session.chrome(Section::Organisation).lang;
    let found = state.app.divisions_of(&session.current, agency).await?;
    let name = state.app.agency_details(&session.current, agency).await?.agency.name;
    let rows = found.iter().map(|division| {
        vec![
            Cell::link(division.name.clone(), format!("{TAB}/{}", division.id)),
            Cell::text(division.symbol.clone()),
            Cell::text(interval(division.validity(), lang)),
        ]
    });
    let heads = [say(lang, "Phòng", "Division"), say(lang, "Ký hiệu", "Symbol"), say(lang, "Hiệu lực", "Valid")];
    let table = Table {
        title: name,
        heads: heads.map(str::to_owned).to_vec(),
        rows: rows.collect(),
        empty: say(lang, "Cơ quan chưa có phòng nào.", "The agency has no divisions.").to_owned(),
    };
    let form = Form::new("them", say(lang, "Thêm phòng", "Add a division"), say(lang, "Thêm", "Add"), attempt)
        .hidden("co-quan", agency.to_string())
        .text("ten", say(lang, "Tên đầy đủ", "Full name"), "")
        .text("ky-hieu", say(lang, "Ký hiệu", "Symbol"), "")
        .date_opt("ngay", say(lang, "Hoạt động từ ngày", "Exists from"), "");
    let content = Content {
        title: say(lang, "Phòng", "Divisions").to_owned(),
        intro: String::new(),
        blocks: vec![super::file_links(TAB, "don-vi", lang), Block::Table(table), Block::Form(Box::new(form))],
    };
    shown(session, TAB, content, done, attempt.is_some())
}

/// `GET /quan-tri/phong/{id}`.
pub(crate) async fn show(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(id): Path<i64>,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    one(&state, &session, DivisionId(id), None, asked.xong.is_some()).await
}

/// `POST /quan-tri/phong/{id}`.
pub(crate) async fn change(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(id): Path<i64>,
    SentForm(values): SentForm<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let fields = fields(&session, values)?;
    let id = DivisionId(id);
    let done = act(&state, &session, id, &fields).await.map(|()| format!("{TAB}/{id}?xong=1"));
    match outcome(done, fields, &session)? {
        Outcome::Go(there) => Ok(there),
        Outcome::Again(attempt) => one(&state, &session, id, Some(&attempt), false).await,
    }
}

async fn act(state: &WebState, session: &Session, id: DivisionId, fields: &Fields) -> Result<(), AppError> {
    let basis = fields.filled("can-cu").map(str::to_owned);
    match fields.text("viec") {
        "sua" => {
            let change = DivisionChange {
                version: fields.id("ban").unwrap_or(-1),
                symbol: fields.text("ky-hieu").to_owned(),
                name: fields.text("ten").to_owned(),
                on: fields.day_at("ngay")?,
                basis,
            };
            state.app.change_division(&session.current, id, &change, &session.origin).await
        }
        "sap-xep" => {
            let kind = SuccessionKind::from_code(fields.text("kieu"))
                .ok_or_else(|| AppError::refused_at("kieu", "hãy chọn hình thức", "choose how"))?;
            let new = fields.all("phong-moi").filter_map(|id| id.parse().ok()).map(DivisionId).collect();
            let plan = Reorganisation { kind, old: vec![id], new, on: known_day(fields, "ngay")?, basis };
            state.app.reorganise_divisions(&session.current, &plan, &session.origin).await
        }
        _ => Err(AppError::NotFound),
    }
}

async fn one(
    state: &WebState,
    session: &Session,
    id: DivisionId,
    attempt: Option<&Attempt>,
    done: bool,
) -> Result<Response, WebError> {
    let lang = session.chrome(Section::Organisation).lang;
    let found = state.app.division_details(&session.current, id).await?;
    let history = state.app.record_history(&session.current, &format!("division-{id}")).await?;
    let mut blocks = vec![properties(&found, lang)];
    if found.division.valid_to.is_none() {
        blocks.extend(forms(&found, lang, attempt).map(|form| Block::Form(Box::new(form))));
    }
    blocks.push(events(history, lang));
    blocks.push(super::history_link(&format!("division-{id}"), Some(found.division.agency), lang));
    let content = Content { title: found.division.name.clone(), intro: String::new(), blocks };
    shown(session, TAB, content, done, attempt.is_some())
}

fn properties(found: &DivisionDetails, lang: Language) -> Block {
    let division = &found.division;
    let mut rows = vec![
        (say(lang, "Ký hiệu", "Symbol").to_owned(), Cell::text(division.symbol.clone())),
        (
            say(lang, "Cơ quan", "Agency").to_owned(),
            Cell::link(found.agency_name.clone(), format!("/quan-tri/co-quan/{}", division.agency)),
        ),
        (say(lang, "Hiệu lực", "Valid").to_owned(), Cell::text(interval(division.validity(), lang))),
    ];
    for past in &found.past {
        let validity = Validity { from: past.from, to: Some(past.until) };
        let words = format!("{} ({})", past.name, past.symbol);
        rows.push((say(lang, "Trước đây", "Before").to_owned(), Cell::text(words).noted(interval(validity, lang))));
    }
    for edge in &found.successions {
        let other = if edge.old == division.id { edge.new } else { Some(edge.old) };
        let name = other.and_then(|id| found.all.iter().find(|one| one.id == id && id != division.id));
        let name = name.map(|one| one.name.clone()).unwrap_or_default();
        let words = format!("{} {name}", show::date(edge.on));
        let basis = edge.basis.clone().unwrap_or_default();
        rows.push((succession_words(edge.kind, lang).to_owned(), Cell::text(words).noted(basis)));
    }
    Block::Props { title: say(lang, "Thông tin", "Particulars").to_owned(), rows }
}

fn forms(found: &DivisionDetails, lang: Language, attempt: Option<&Attempt>) -> [Form; 2] {
    let division = &found.division;
    let others = found
        .all
        .iter()
        .filter(|other| other.valid_to.is_none())
        .map(|other| (other.id.to_string(), format!("{} ({})", other.name, other.symbol)))
        .collect();
    let keep = say(
        lang,
        "Để trống nếu chỉ sửa sai sót; có ngày thì tên cũ được giữ cho thời gian trước đó.",
        "Leave blank to correct a mistake; with a day the old name is kept for the time before.",
    );
    let how = say(
        lang,
        "Sáp nhập: một; chia tách: từ hai; giải thể: không chọn.",
        "A merger: one; a split: two or more; an abolition: none.",
    );
    [
        Form::new("sua", say(lang, "Sửa, đổi tên", "Change, rename"), say(lang, "Lưu", "Save"), attempt)
            .hidden("ban", division.version.to_string())
            .text("ten", say(lang, "Tên đầy đủ", "Full name"), &division.name)
            .text("ky-hieu", say(lang, "Ký hiệu", "Symbol"), &division.symbol)
            .date_opt("ngay", say(lang, "Áp dụng từ ngày", "Valid from"), "")
            .hint(keep)
            .text_opt("can-cu", say(lang, "Căn cứ", "Basis"), ""),
        Form::new(
            "sap-xep",
            say(lang, "Sáp nhập, chia tách, giải thể", "Merge, split, abolish"),
            say(lang, "Thực hiện", "Do it"),
            attempt,
        )
        .choice("kieu", say(lang, "Hình thức", "How"), kinds(lang), "")
        .date("ngay", say(lang, "Từ ngày", "From"), "")
        .text_opt("can-cu", say(lang, "Căn cứ", "Basis"), "")
        .ticks("phong-moi", say(lang, "Phòng tiếp nhận", "What follows"), others)
        .hint(how),
    ]
}
