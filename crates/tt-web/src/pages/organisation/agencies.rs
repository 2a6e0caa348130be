//! The tree of agencies, and one agency.

use axum::Form as SentForm;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use tt_app::organisation::Reorganisation;
use tt_app::organisation::agencies::{AgencyChange, AgencyDetails};
use tt_app::{AppError, Language};
use tt_domain::id::AgencyId;
use tt_domain::organisation::{AgencyLevel, NewAgency, Succession, SuccessionKind, Validity};

use super::{Asked, Content, Outcome, chosen, fields, interval, kinds, known_day, outcome, shown, succession_words};
use crate::access::{Session, Visitor};
use crate::chrome::{Section, role_name};
use crate::error::WebError;
use crate::forms::Fields;
use crate::routes::WebState;
use crate::show::{self, say};
use crate::views::organisation::{Attempt, Block, Cell, Form, Table, events};

const TAB: &str = "/quan-tri/co-quan";

fn levels(lang: Language) -> Vec<(String, String)> {
    AgencyLevel::ALL.iter().map(|level| (level.code().to_owned(), level_words(*level, lang).to_owned())).collect()
}

fn level_words(level: AgencyLevel, lang: Language) -> &'static str {
    match level {
        AgencyLevel::Province => say(lang, "UBND tỉnh", "Province"),
        AgencyLevel::ProvinceOffice => say(lang, "Văn phòng UBND tỉnh", "Province’s office"),
        AgencyLevel::Department => say(lang, "Sở, ban, ngành", "Department"),
        AgencyLevel::Commune => say(lang, "UBND xã, phường, đặc khu", "Commune"),
        AgencyLevel::PublicUnit => say(lang, "Đơn vị sự nghiệp", "Public unit"),
        AgencyLevel::Other => say(lang, "Khác", "Other"),
    }
}

/// `GET /quan-tri/co-quan`.
pub(crate) async fn index(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    tree(&state, &session, None, asked.xong.is_some()).await
}

/// `POST /quan-tri/co-quan`.
pub(crate) async fn add(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    SentForm(values): SentForm<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let fields = fields(&session, values)?;
    let done = async {
        let new = NewAgency { parent: Some(AgencyId(chosen(&fields, "cap-tren")?)), ..typed(&fields)? };
        let new = NewAgency { valid_from: fields.day_at("ngay")?, ..new };
        state.app.add_agency(&session.current, &new, &session.origin).await
    };
    let done = done.await.map(|id| format!("{TAB}/{id}?xong=1"));
    match outcome(done, fields, &session)? {
        Outcome::Go(there) => Ok(there),
        Outcome::Again(attempt) => tree(&state, &session, Some(&attempt), false).await,
    }
}

fn typed(fields: &Fields) -> Result<NewAgency, AppError> {
    let level = AgencyLevel::from_code(fields.text("cap"))
        .ok_or_else(|| AppError::refused_at("cap", "hãy chọn cấp", "choose a level"))?;
    Ok(NewAgency {
        symbol: fields.text("ky-hieu").to_owned(),
        name: fields.text("ten").to_owned(),
        superior: fields.filled("ten-cap-tren").map(str::to_owned),
        place: fields.filled("dia-danh").map(str::to_owned),
        level,
        parent: fields.id("cap-tren").map(AgencyId),
        valid_from: None,
    })
}

async fn tree(
    state: &WebState,
    session: &Session,
    attempt: Option<&Attempt>,
    done: bool,
) -> Result<Response, WebError> {
    let lang = session.chrome(Section::Organisation).lang;
    let nodes = state.app.agency_tree(&session.current).await?;
    let today = tt_app::clock::today();
    let rows = nodes.iter().map(|node| {
        let agency = &node.agency;
        let ended = agency.valid_to.filter(|to| *to <= today);
        let note = ended.map(|_| interval(agency.validity(), lang)).unwrap_or_default();
        let codes: Vec<&str> = node.codes.iter().map(|code| code.code.as_str()).collect();
        vec![
            Cell::link(agency.name.clone(), format!("{TAB}/{}", agency.id)).deep(node.depth).noted(note),
            Cell::text(agency.symbol.clone()),
            Cell::text(level_words(agency.level, lang)),
            Cell::text(codes.join(", ")),
            Cell::text(node.divisions.to_string()),
            Cell::text(node.people.to_string()),
        ]
    });
    let heads = [
        say(lang, "Cơ quan", "Agency"),
        say(lang, "Ký hiệu", "Symbol"),
        say(lang, "Cấp", "Level"),
        say(lang, "Mã định danh", "Identifier"),
        say(lang, "Phòng", "Divisions"),
        say(lang, "Người", "People"),
    ];
    let table = Table { heads: heads.map(str::to_owned).to_vec(), rows: rows.collect(), ..Table::default() };
    let parents = nodes
        .iter()
        .filter(|node| node.manageable && node.agency.valid_to.is_none())
        .map(|node| (node.agency.id.to_string(), node.agency.name.clone()))
        .collect();
    let form = Form::new("them", say(lang, "Thêm cơ quan, đơn vị", "Add an agency"), say(lang, "Thêm", "Add"), attempt)
        .text("ten", say(lang, "Tên đầy đủ", "Full name"), "")
        .text("ky-hieu", say(lang, "Ký hiệu", "Symbol"), "")
        .hint(say(lang, "Ví dụ SCT, dùng trong số văn bản.", "Such as SCT, used in document numbers."))
        .choice("cap", say(lang, "Cấp", "Level"), levels(lang), AgencyLevel::PublicUnit.code())
        .choice("cap-tren", say(lang, "Cơ quan cấp trên", "Superior agency"), parents, "")
        .text_opt("ten-cap-tren", say(lang, "Tên cấp trên in trên văn bản", "Superior as printed"), "")
        .text_opt("dia-danh", say(lang, "Địa danh", "Place"), "")
        .date_opt("ngay", say(lang, "Hoạt động từ ngày", "Exists from"), "");
    let content = Content {
        title: say(lang, "Cơ quan", "Agencies").to_owned(),
        intro: String::new(),
        blocks: vec![super::file_links(TAB, "don-vi", lang), Block::Table(table), Block::Form(Box::new(form))],
    };
    shown(session, TAB, content, done, attempt.is_some())
}

/// `GET /quan-tri/co-quan/{id}`.
pub(crate) async fn show(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(id): Path<i64>,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    one(&state, &session, AgencyId(id), None, asked.xong.is_some()).await
}

/// `POST /quan-tri/co-quan/{id}`.
pub(crate) async fn change(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(id): Path<i64>,
    SentForm(values): SentForm<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let fields = fields(&session, values)?;
    let id = AgencyId(id);
    let done = act(&state, &session, id, &fields).await.map(|()| format!("{TAB}/{id}?xong=1"));
    match outcome(done, fields, &session)? {
        Outcome::Go(there) => Ok(there),
        Outcome::Again(attempt) => one(&state, &session, id, Some(&attempt), false).await,
    }
}

async fn act(state: &WebState, session: &Session, id: AgencyId, fields: &Fields) -> Result<(), AppError> {
    let (app, current, origin) = (&state.app, &session.current, session.origin.as_str());
    let basis = fields.filled("can-cu").map(str::to_owned);
    match fields.text("viec") {
        "sua" => {
            let version = fields.id("ban").unwrap_or(-1);
            let change = AgencyChange { version, to: typed(fields)?, on: fields.day_at("ngay")?, basis };
            app.change_agency(current, id, &change, origin).await
        }
        "ma" => app.add_agency_code(current, id, fields.text("ma"), fields.day_at("tu-ngay")?, origin).await,
        "sap-xep" => {
            let kind = SuccessionKind::from_code(fields.text("kieu"))
                .ok_or_else(|| AppError::refused_at("kieu", "hãy chọn hình thức", "choose how"))?;
            let new = fields.all("co-quan-moi").filter_map(|id| id.parse().ok()).map(AgencyId).collect();
            let plan = Reorganisation { kind, old: vec![id], new, on: known_day(fields, "ngay")?, basis };
            app.reorganise_agencies(current, &plan, origin).await
        }
        _ => Err(AppError::NotFound),
    }
}

async fn one(
    state: &WebState,
    session: &Session,
    id: AgencyId,
    attempt: Option<&Attempt>,
    done: bool,
) -> Result<Response, WebError> {
    let lang = session.chrome(Section::Organisation).lang;
    let found = state.app.agency_details(&session.current, id).await?;
    let history = state.app.record_history(&session.current, &format!("agency-{id}")).await?;
    let mut blocks = vec![properties(&found, lang)];
    if found.manageable {
        blocks.push(Block::Links(vec![(
            format!("/quan-tri/phong?co-quan={id}"),
            say(lang, "Các phòng của cơ quan", "The agency’s divisions").to_owned(),
        )]));
    }
    let heads = [say(lang, "Người", "Who"), say(lang, "Vai trò", "Role"), say(lang, "Thời gian", "When")];
    blocks.push(Block::Table(Table {
        title: say(lang, "Chức vụ đang giữ", "Posts held today").to_owned(),
        heads: heads.map(str::to_owned).to_vec(),
        rows: found
            .posts
            .iter()
            .map(|(post, person, name)| {
                let title = post.details.title.clone();
                vec![
                    Cell::link(name.clone(), format!("/quan-tri/nguoi/{person}")),
                    Cell::text(title.unwrap_or_else(|| role_name(post.details.role, lang).to_owned())),
                    Cell::text(interval(post.details.validity, lang)),
                ]
            })
            .collect(),
        empty: say(lang, "Chưa có ai giữ chức vụ ở đây.", "Nobody holds a post here.").to_owned(),
    }));
    if !found.past.is_empty() {
        blocks.push(former(&found, lang));
    }
    if found.manageable && found.agency.valid_to.is_none() {
        blocks.extend(forms(&found, lang, attempt).into_iter().map(|form| Block::Form(Box::new(form))));
    }
    blocks.push(events(history, lang));
    blocks.push(super::history_link(&format!("agency-{id}"), Some(id), lang));
    let content = Content { title: found.agency.name.clone(), intro: String::new(), blocks };
    shown(session, TAB, content, done, attempt.is_some())
}

fn properties(found: &AgencyDetails, lang: Language) -> Block {
    let agency = &found.agency;
    let dash = |text: &Option<String>| Cell::text(text.clone().unwrap_or_else(|| "–".to_owned()));
    let mut rows = vec![
        (say(lang, "Ký hiệu", "Symbol").to_owned(), Cell::text(agency.symbol.clone())),
        (say(lang, "Cấp", "Level").to_owned(), Cell::text(level_words(agency.level, lang))),
    ];
    for superior in &found.superiors {
        let name = say(lang, "Cấp trên", "Superior").to_owned();
        rows.push((name, Cell::link(superior.name.clone(), format!("{TAB}/{}", superior.id))));
    }
    rows.push((say(lang, "Địa danh", "Place").to_owned(), dash(&agency.place)));
    rows.push((say(lang, "Hiệu lực", "Valid").to_owned(), Cell::text(interval(agency.validity(), lang))));
    for code in &found.codes {
        let name = say(lang, "Mã định danh", "Identifier").to_owned();
        rows.push((name, Cell::text(code.code.to_string()).noted(interval(code.validity, lang))));
    }
    let name_of = |id: AgencyId| {
        found.all.iter().find(|agency| agency.id == id).map(|agency| agency.name.clone()).unwrap_or_default()
    };
    for Succession { old, new, kind, on, basis } in &found.successions {
        let other = if *old == agency.id { *new } else { Some(*old) };
        let arrow = if *old == agency.id { "→" } else { "←" };
        let words =
            other.filter(|id| *id != agency.id).map(|id| format!("{arrow} {}", name_of(id))).unwrap_or_default();
        let basis = basis.as_ref().map(|basis| format!(" ({basis})")).unwrap_or_default();
        let name = succession_words(*kind, lang).to_owned();
        rows.push((name, Cell::text(format!("{} {words}{basis}", show::date(*on)))));
    }
    Block::Props { title: say(lang, "Thông tin", "Particulars").to_owned(), rows }
}

fn former(found: &AgencyDetails, lang: Language) -> Block {
    let heads =
        [say(lang, "Tên trước đây", "Former name"), say(lang, "Ký hiệu", "Symbol"), say(lang, "Thời gian", "When")];
    let rows = found.past.iter().map(|past| {
        let validity = Validity { from: past.was.valid_from, to: Some(past.until) };
        vec![
            Cell::text(past.was.name.clone()),
            Cell::text(past.was.symbol.clone()),
            Cell::text(interval(validity, lang)),
        ]
    });
    Block::Table(Table {
        title: say(lang, "Trước đây", "Before").to_owned(),
        heads: heads.map(str::to_owned).to_vec(),
        rows: rows.collect(),
        empty: String::new(),
    })
}

fn forms(found: &AgencyDetails, lang: Language, attempt: Option<&Attempt>) -> Vec<Form> {
    let agency = &found.agency;
    let today = tt_app::clock::today();
    let others: Vec<(String, String)> = found
        .all
        .iter()
        .filter(|other| other.valid_to.is_none_or(|to| today < to))
        .map(|other| (other.id.to_string(), other.name.clone()))
        .collect();
    let parent = agency.parent.map(|id| id.to_string()).unwrap_or_default();
    let parents = if agency.parent.is_none() {
        vec![(String::new(), say(lang, "Không có", "None").to_owned())]
    } else {
        Vec::new()
    };
    let parents = parents.into_iter().chain(others.iter().filter(|(id, _)| *id != agency.id.to_string()).cloned());
    let opt = |text: &Option<String>| text.clone().unwrap_or_default();
    vec![
        Form::new(
            "sua",
            say(lang, "Sửa, đổi tên, chuyển cấp trên", "Change, rename, move"),
            say(lang, "Lưu", "Save"),
            attempt,
        )
        .hidden("ban", agency.version.to_string())
        .text("ten", say(lang, "Tên đầy đủ", "Full name"), &agency.name)
        .text("ky-hieu", say(lang, "Ký hiệu", "Symbol"), &agency.symbol)
        .choice("cap", say(lang, "Cấp", "Level"), levels(lang), agency.level.code())
        .choice("cap-tren", say(lang, "Cơ quan cấp trên", "Superior agency"), parents.collect(), &parent)
        .text_opt(
            "ten-cap-tren",
            say(lang, "Tên cấp trên in trên văn bản", "Superior as printed"),
            &opt(&agency.superior),
        )
        .text_opt("dia-danh", say(lang, "Địa danh", "Place"), &opt(&agency.place))
        .date_opt("ngay", say(lang, "Áp dụng từ ngày", "Valid from"), "")
        .hint(say(
            lang,
            "Để trống nếu chỉ sửa sai sót; có ngày thì bản cũ được giữ cho thời gian trước đó.",
            "Leave blank to correct a mistake; with a day what was before is kept.",
        ))
        .text_opt("can-cu", say(lang, "Căn cứ", "Basis"), ""),
        Form::new(
            "ma",
            say(lang, "Gán mã định danh", "Give an identifier code"),
            say(lang, "Gán mã", "Give the code"),
            attempt,
        )
        .text("ma", say(lang, "Mã định danh", "Identifier code"), "")
        .hint(say(
            lang,
            "QĐ 20/2020: H37.06; mẫu cũ QCVN 102: 000.00.06.H37.",
            "Decision 20/2020: H37.06; the older form: 000.00.06.H37.",
        ))
        .date_opt("tu-ngay", say(lang, "Từ ngày", "From"), ""),
        Form::new(
            "sap-xep",
            say(lang, "Sáp nhập, chia tách, giải thể", "Merge, split, abolish"),
            say(lang, "Thực hiện", "Do it"),
            attempt,
        )
        .choice("kieu", say(lang, "Hình thức", "How"), kinds(lang), "")
        .date("ngay", say(lang, "Từ ngày", "From"), "")
        .text_opt("can-cu", say(lang, "Căn cứ", "Basis"), "")
        .ticks("co-quan-moi", say(lang, "Cơ quan tiếp nhận", "What follows"), others)
        .hint(say(
            lang,
            "Sáp nhập: một; chia tách: từ hai, có thể gồm cả cơ quan này; giải thể: không chọn.",
            "A merger: one; a split: two or more, this one may be among them; an abolition: none.",
        )),
    ]
}
