//! Entering the figures of a period: the grid, what became of each cell, the form as a workbook, approving, closing.

use std::collections::BTreeMap;

use askama::Template;
use axum::Form;
use axum::body::Body;
use axum::extract::{Multipart, Query, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderValue};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use tt_app::AppError;
use tt_app::indicators::entry::{CellEntry, Entered, EntryNote, Grid, GridRow, Verdict};
use tt_app::indicators::form_file::read_form;
use tt_domain::id::{DivisionId, IndicatorId, ObservationId};
use tt_domain::indicator::ObservationKind;
use tt_domain::indicator::derived::plain;
use tt_domain::indicator::ledger::Point;
use tt_domain::reporting_period::ReportingPeriod;

use super::{as_file, page};
use crate::access::{Session, Visitor};
use crate::chrome::{Chrome, Section};
use crate::error::{WebError, lead_to, sentence};
use crate::forms::Fields;
use crate::routes::WebState;
use crate::show;
use crate::views::indicator_reading::{Choice, ReadingView};

/// Most cells taken at once.
const MOST: usize = 6000;

/// Which grid is looked at.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Which {
    #[serde(default)]
    ky: String,
    #[serde(default)]
    phong: String,
    /// How many cells were saved just now.
    da: Option<usize>,
    /// How many were approved just now.
    duyet: Option<usize>,
}

#[derive(Template)]
#[template(path = "figures_entry.html")]
struct EntryPage {
    t: Chrome,
    period: String,
    label: String,
    before: String,
    after: String,
    window: String,
    due: String,
    division: String,
    divisions: Vec<Choice>,
    rows: Vec<RowView>,
    closed: Option<String>,
    may_enter: bool,
    may_approve: bool,
    may_manage: bool,
    unapproved: Vec<i64>,
    document: String,
    note: String,
    told: Vec<(&'static str, String)>,
}

struct RowView {
    id: i64,
    code: String,
    name: String,
    unit: String,
    previous: String,
    cells: Vec<CellView>,
    fixed: bool,
    formula: Option<String>,
    ends: Option<String>,
    reading: ReadingView,
}

struct CellView {
    name: String,
    label: String,
    text: String,
    seen: Option<i64>,
    problem: Option<String>,
    /// Readings to choose from: value as sent back, as shown.
    choices: Vec<(String, String)>,
    /// What another person entered meanwhile, to be kept instead.
    theirs: Option<String>,
    approved: bool,
}

impl Which {
    fn period(&self) -> Option<ReportingPeriod> {
        ReportingPeriod::read(&self.ky)
    }

    fn division(&self) -> Option<DivisionId> {
        self.phong.trim().parse().ok().filter(|id| *id > 0).map(DivisionId)
    }
}

/// `GET /chi-tieu/nhap`.
pub(crate) async fn grid(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Query(which): Query<Which>,
) -> Result<Response, WebError> {
    let t = session.chrome(Section::Indicators);
    let division = if which.phong.is_empty() { own_division(&session) } else { which.division() };
    let grid = state.app.figures_grid(&session.current, which.period(), division).await?;
    let mut told = Vec::new();
    if !which.ky.trim().is_empty() && which.period().is_none() {
        let words = t.say(
            "không phải kỳ báo cáo; hãy nhập như 4/2019, quý I/2019 hoặc năm 2019",
            "is no period; write 4/2019 or 2019",
        );
        told.push(("note-bad", format!("“{}” {words}.", which.ky.trim())));
    }
    if let Some(saved) = which.da {
        let words = match saved {
            0 => t
                .say(
                    "Không có ô nào thay đổi nên không có gì để lưu.",
                    "No cell was changed; there was nothing to save.",
                )
                .to_owned(),
            _ => format!("{} {saved} {}.", t.say("Đã lưu", "Saved"), t.say("ô", "cells")),
        };
        told.push(("note-info", words));
    }
    if let Some(count) = which.duyet {
        told.push(("note-info", format!("{} {count} {}.", t.say("Đã duyệt", "Approved"), t.say("giá trị", "values"))));
    }
    page(&shown(t, &grid, None, told, &Fields::default()))
}

/// The division of one's own post, where there is one.
fn own_division(session: &Session) -> Option<DivisionId> {
    session.current.standing.posts.iter().find_map(|post| post.division)
}

fn address(grid: &Grid) -> String {
    let division = grid.division.map_or_else(|| "0".to_owned(), |id| id.to_string());
    format!("/chi-tieu/nhap?ky={}&phong={division}", grid.period.code())
}

/// `POST /chi-tieu/nhap`.
pub(crate) async fn save(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let fields = Fields::of(form);
    session.confirm(fields.text("csrf"))?;
    let period = ReportingPeriod::parse(fields.text("ky")).ok_or(AppError::NotFound)?;
    let division = fields.id("phong").filter(|id| *id > 0).map(DivisionId);
    let note = EntryNote {
        document: fields.filled("van_ban").map(str::to_owned),
        note: fields.filled("ghi_chu").map(|note| note.chars().take(500).collect()),
    };
    let cells = cells(&fields);
    let entered = state.app.enter_figures(&session.current, period, cells, &note, false, &session.origin).await?;
    let grid = state.app.figures_grid(&session.current, Some(period), division).await?;
    if entered.open() == 0 {
        return Ok(lead_to(&format!("{}&da={}", address(&grid), entered.saved), false));
    }
    let t = session.chrome(Section::Indicators);
    let told = vec![("note-warn", open_words(&t, &entered))];
    let shown = shown(t, &grid, Some(&entered), told, &fields);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&shown)?).into_response())
}

fn open_words(t: &Chrome, entered: &Entered) -> String {
    format!(
        "{} {} {}; {} {}",
        t.say("Đã lưu", "Saved"),
        entered.saved,
        t.say("ô", "cells"),
        entered.open(),
        t.say("ô chưa lưu, lý do ghi dưới từng ô.", "are not saved yet; the reason stands under each.")
    )
}

/// The cells that were sent: `o.12.actual` with what stands in it, `t.…` what stood there, `c.…` the answer to a question,
/// `g.…` where another's value is kept.
fn cells(fields: &Fields) -> Vec<CellEntry> {
    let sent: BTreeMap<&str, &str> =
        fields.values().iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let mut cells = Vec::new();
    for (name, text) in fields.values().iter().take(MOST * 3) {
        let Some((id, kind)) = name.strip_prefix("o.").and_then(|rest| rest.split_once('.')) else { continue };
        let (Ok(id), Some(kind)) = (id.parse(), ObservationKind::from_code(kind)) else { continue };
        let beside = |letter: &str| sent.get(format!("{letter}.{id}.{}", kind.code()).as_str()).copied();
        if beside("g").is_some() {
            continue;
        }
        cells.push(CellEntry {
            indicator: IndicatorId(id),
            kind,
            text: text.clone(),
            seen: beside("t").and_then(|id| id.parse().ok()).map(ObservationId),
            confirmed: beside("c").and_then(|value| value.parse().ok()),
        });
    }
    cells
}

/// `POST /chi-tieu/nhap/tep`: a filled-in form is shown in the grid, to be looked at and saved.
pub(crate) async fn from_file(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    form: Multipart,
) -> Result<Response, WebError> {
    let fields = Fields::read(form).await?;
    session.confirm(fields.text("csrf"))?;
    let t = session.chrome(Section::Indicators);
    let period = ReportingPeriod::parse(fields.text("ky")).ok_or(AppError::NotFound)?;
    let division = fields.id("phong").filter(|id| *id > 0).map(DivisionId);
    let grid = state.app.figures_grid(&session.current, Some(period), division).await?;
    let Some((name, bytes)) = fields.files.first() else {
        let words = t
            .say("Chưa chọn tệp; hãy chọn tệp mẫu đã điền.", "No file was chosen; choose the filled-in form.")
            .to_owned();
        let shown = shown(t, &grid, None, vec![("note-bad", words)], &fields);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&shown)?).into_response());
    };
    let read = match read_form(name, bytes, &grid) {
        Ok(read) => read,
        Err(error) => {
            let words = sentence(session.language().pick(&error.message()));
            let shown = shown(t, &grid, None, vec![("note-bad", words)], &fields);
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&shown)?).into_response());
        }
    };
    let trial = state
        .app
        .enter_figures(&session.current, period, read.cells, &EntryNote::default(), true, &session.origin)
        .await?;
    let words = t.say(
        "ô đọc được từ tệp, chưa lưu. Hãy xem lại rồi bấm Lưu.",
        "cells read from the file, not saved yet. Look at them and save.",
    );
    let mut told = vec![("note-info", format!("{} {words}", trial.cells.len()))];
    told.extend(read.faults.iter().map(|fault| ("note-warn", sentence(session.language().pick(fault)))));
    page(&shown(t, &grid, Some(&trial), told, &fields))
}

/// `GET /chi-tieu/nhap/mau.xlsx`.
pub(crate) async fn form_file(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Query(which): Query<Which>,
) -> Result<Response, WebError> {
    let period = which.period().ok_or(AppError::NotFound)?;
    let bytes = state.app.figures_form(&session.current, period, which.division()).await?;
    let media = HeaderValue::from_static("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    let name = as_file(&format!("so-lieu-{}.xlsx", period.code()))?;
    Ok(([(CONTENT_TYPE, media), (CONTENT_DISPOSITION, name)], Body::from(bytes)).into_response())
}

/// `POST /chi-tieu/nhap/viec`: approves, closes, opens.
pub(crate) async fn act(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let fields = Fields::of(form);
    session.confirm(fields.text("csrf"))?;
    let period = ReportingPeriod::parse(fields.text("ky")).ok_or(AppError::NotFound)?;
    let here = format!("/chi-tieu/nhap?ky={}&phong={}", period.code(), fields.id("phong").unwrap_or_default());
    match fields.text("viec") {
        "duyet" => {
            let ids: Vec<ObservationId> = fields.all("id").filter_map(|id| id.parse().ok()).collect();
            let count = state.app.approve_figures(&session.current, period, &ids, &session.origin).await?;
            Ok(lead_to(&format!("{here}&duyet={count}"), false))
        }
        "khoa" | "mo" => {
            let close = fields.text("viec") == "khoa";
            state.app.set_period_closed(&session.current, period, close, &session.origin).await?;
            Ok(lead_to(&here, false))
        }
        _ => Err(WebError::NotFound),
    }
}

fn shown(
    t: Chrome,
    grid: &Grid,
    entered: Option<&Entered>,
    told: Vec<(&'static str, String)>,
    fields: &Fields,
) -> EntryPage {
    let mut verdicts = BTreeMap::new();
    for (cell, verdict) in entered.iter().flat_map(|entered| &entered.cells) {
        verdicts.insert((cell.indicator, cell.kind.code()), (cell, verdict));
    }
    let rows: Vec<RowView> = grid.rows.iter().map(|row| row_view(&t, row, grid.may_enter, &verdicts)).collect();
    let points = |row: &GridRow| {
        let reading = &row.reading;
        [&reading.plan, &reading.estimate, &reading.actual]
            .into_iter()
            .flatten()
            .filter_map(Point::observation)
            .cloned()
            .collect()
    };
    let unapproved = grid.rows.iter().flat_map(|row| -> Vec<tt_domain::indicator::Observation> { points(row) });
    let unapproved = unapproved.filter(|one| one.approved.is_none()).map(|one| one.id.0).collect();
    let division = grid.division.map_or_else(|| "0".to_owned(), |id| id.to_string());
    let none = Choice {
        code: "0".to_owned(),
        words: t.say("Chưa giao phòng nào", "Of no division").to_owned(),
        chosen: division == "0",
    };
    let listed = grid.divisions.iter().map(|one| Choice {
        chosen: one.id.to_string() == division,
        code: one.id.to_string(),
        words: one.name.clone(),
    });
    EntryPage {
        period: grid.period.code(),
        label: if t.lang == tt_app::Language::Vietnamese { grid.period.label() } else { grid.period.label_en() },
        before: grid.period.previous().code(),
        after: grid.period.next().code(),
        window: format!("{}–{}", show::date(grid.window.0), show::date(grid.window.1)),
        due: show::date(grid.due_on),
        divisions: std::iter::once(none).chain(listed).collect(),
        division,
        rows,
        closed: grid.closed.as_ref().map(|(by, at)| format!("{by}, {}", show::moment(*at))),
        may_enter: grid.may_enter,
        may_approve: grid.may_approve,
        may_manage: grid.may_manage,
        unapproved,
        document: fields.text("van_ban").to_owned(),
        note: fields.text("ghi_chu").to_owned(),
        told,
        t,
    }
}

type Verdicts<'a> = BTreeMap<(IndicatorId, &'static str), (&'a CellEntry, &'a Verdict)>;

fn row_view(t: &Chrome, row: &GridRow, may_enter: bool, verdicts: &Verdicts<'_>) -> RowView {
    let terms = &row.indicator.terms;
    let reading = &row.reading;
    let cells = [
        (ObservationKind::Plan, &reading.plan),
        (ObservationKind::Estimate, &reading.estimate),
        (ObservationKind::Actual, &reading.actual),
    ];
    RowView {
        id: row.indicator.id.0,
        code: terms.code.clone(),
        name: terms.full_name(),
        unit: terms.unit.clone().unwrap_or_default(),
        previous: reading.previous.as_ref().map(|point| plain(point.value)).unwrap_or_default(),
        cells: cells.into_iter().map(|(kind, point)| cell_view(t, row, kind, point.as_ref(), verdicts)).collect(),
        fixed: !may_enter || terms.formula.is_some(),
        formula: terms.formula.clone(),
        ends: row.ends.map(show::date),
        reading: ReadingView::new(reading, t.lang),
    }
}

fn cell_view(
    t: &Chrome,
    row: &GridRow,
    kind: ObservationKind,
    point: Option<&Point>,
    verdicts: &Verdicts<'_>,
) -> CellView {
    let stated = point.and_then(Point::observation);
    let mut cell = CellView {
        name: format!("{}.{}", row.indicator.id, kind.code()),
        label: format!("{}, {}", row.indicator.terms.name, show::observation_kind(kind, t.lang)),
        text: stated.map(|one| plain(one.value)).or_else(|| point.map(|point| plain(point.value))).unwrap_or_default(),
        seen: stated.map(|one| one.id.0),
        problem: None,
        choices: Vec::new(),
        theirs: None,
        approved: stated.is_some_and(|one| one.approved.is_some()),
    };
    if stated.is_none() && row.indicator.terms.formula.is_none() {
        // What is put together from parts is shown elsewhere; the cell is for what someone states.
        cell.text.clear();
    }
    let Some((sent, verdict)) = verdicts.get(&(row.indicator.id, kind.code())) else { return cell };
    let typed = || sent.text.clone();
    match verdict {
        Verdict::Same | Verdict::Withdrawn => {}
        Verdict::Saved(Some(_), _) => {}
        Verdict::Saved(None, value) => cell.text = plain(*value),
        Verdict::Ask(question) => {
            let (vi, en) = question.words();
            cell.problem = Some(sentence(t.say(&vi, &en)));
            cell.choices = question.choices.iter().map(|value| (value.to_string(), plain(*value))).collect();
            cell.text = typed();
        }
        Verdict::Refused(message) => {
            cell.problem = Some(sentence(t.say(&message.vi, &message.en)));
            cell.text = typed();
        }
        Verdict::Changed(meanwhile) => {
            let (value, at) = (plain(meanwhile.observation.value), show::moment(meanwhile.observation.recorded_at));
            cell.problem = Some(format!(
                "{} {} {value} ({at}); {} {}. {}",
                meanwhile.by,
                t.say("vừa ghi", "just entered"),
                t.say("bạn nhập", "you entered"),
                sent.text.trim(),
                t.say(
                    "Bấm Lưu để thay bằng số của bạn, hoặc chọn giữ số kia.",
                    "Save to put yours in its place, or keep theirs."
                )
            ));
            cell.theirs = Some(value);
            cell.text = typed();
        }
    }
    cell
}
