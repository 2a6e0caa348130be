//! `/mau-bao-cao`: templates of reports; `/mau-bao-cao/{name}`: one, changed with its faults beside, looked at as a document.

use askama::Template;
use axum::body::Body;
use axum::extract::{Multipart, Path, Query, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderValue};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use tt_app::AppError;
use tt_app::templates::catalogue::{self, Callable, Fact};
use tt_app::templates::{Fault, PreviewOf, Previewed, Saved, TemplateDraft, TemplatePage, TemplateRow};
use tt_domain::id::ReportId;
use tt_domain::reporting_period::ReportingPeriod;

use super::{as_file, page};
use crate::access::{Session, Visitor};
use crate::chrome::{Chrome, Section};
use crate::error::{WebError, lead_to, sentence};
use crate::forms::Fields;
use crate::routes::WebState;
use crate::show;
use crate::views::prose::{Part, Prose};
use crate::views::report::FrameView;

#[derive(Template)]
#[template(path = "templates.html")]
struct ListPage {
    t: Chrome,
    rows: Vec<RowView>,
    may_manage: bool,
    fields: Fields,
    problem: Option<String>,
    /// The first lines of a fault in an uploaded file.
    fault: Option<FaultView>,
}

impl ListPage {
    fn text(&self, name: &str) -> &str {
        self.fields.text(name)
    }
}

struct RowView {
    name: String,
    title: String,
    /// Version, day and person of the agency's own.
    own: Option<(i64, String, String)>,
    shipped: bool,
    used_by: String,
}

impl RowView {
    fn new(row: &TemplateRow, t: &Chrome) -> Self {
        let english = row.title_en.as_deref().filter(|_| t.lang == tt_app::Language::English);
        Self {
            name: row.name.clone(),
            title: english.unwrap_or(&row.title).to_owned(),
            own: row
                .own
                .as_ref()
                .map(|own| (own.version, show::moment(own.at), own.by_name.clone().unwrap_or_default())),
            shipped: row.shipped,
            used_by: row.used_by.join(", "),
        }
    }
}

/// A fault with the lines around it.
struct FaultView {
    line: usize,
    column: usize,
    words: String,
    /// Number, text, whether it is the line of the fault.
    lines: Vec<(usize, String, bool)>,
}

impl FaultView {
    fn new(fault: &Fault, source: &str, t: &Chrome) -> Self {
        let first = fault.line.saturating_sub(2).max(1);
        let lines = (1..).zip(source.lines()).skip(first - 1).take(fault.line + 2 - first);
        Self {
            line: fault.line,
            column: fault.column,
            words: sentence(t.lang.pick(&fault.message)),
            lines: lines.map(|(number, text)| (number, text.to_owned(), number == fault.line)).collect(),
        }
    }
}

struct VersionView {
    version: i64,
    at: String,
    by: String,
    restored: bool,
}

struct FactGroup {
    path: &'static str,
    words: &'static str,
    facts: Vec<(&'static str, &'static str)>,
}

#[derive(Template)]
#[template(path = "template.html")]
struct EditPage {
    t: Chrome,
    row: RowView,
    title: String,
    source: String,
    seen: i64,
    versions: Vec<VersionView>,
    may_manage: bool,
    saved: bool,
    problem: Option<String>,
    fault: Option<FaultView>,
    preview: Option<PreviewView>,
    /// Report or period looked at: reports to choose from, and a period as typed.
    reports: Vec<(String, String, bool)>,
    period: String,
    groups: Vec<FactGroup>,
    functions: Vec<(&'static str, &'static str)>,
    filters: Vec<(&'static str, &'static str)>,
}

struct PreviewView {
    period: String,
    missing: usize,
    frame: FrameView,
    prose: Prose,
}

impl PreviewView {
    fn new(previewed: &Previewed) -> Self {
        Self {
            period: previewed.period.clone(),
            missing: previewed.missing,
            frame: FrameView::new(&previewed.document.frame),
            prose: Prose::new(&previewed.document, &[], Part::Body),
        }
    }
}

/// `GET /mau-bao-cao`.
pub(crate) async fn index(State(state): State<WebState>, Visitor(session): Visitor) -> Result<Response, WebError> {
    page(&list(&state, &session, Fields::default()).await?)
}

async fn list(state: &WebState, session: &Session, fields: Fields) -> Result<ListPage, WebError> {
    let t = session.chrome(Section::Regimes);
    let (rows, may_manage) = state.app.templates(&session.current).await?;
    let rows = rows.iter().map(|row| RowView::new(row, &t)).collect();
    Ok(ListPage { rows, may_manage, fields, problem: None, fault: None, t })
}

/// `POST /mau-bao-cao`: adds a template of the agency's own from a file, or as a copy of another.
pub(crate) async fn add(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    form: Multipart,
) -> Result<Response, WebError> {
    let fields = Fields::read(form).await?;
    session.confirm(fields.text("csrf"))?;
    let name = fields.text("ten").to_owned();
    let source = match file_text(&fields) {
        Some(Ok(text)) => text,
        Some(Err(error)) => return refused_list(&state, &session, fields, &error).await,
        None => match state.app.template(&session.current, fields.text("tu")).await {
            Ok(copied) => copied.source,
            Err(AppError::NotFound) => String::new(),
            Err(error) => return Err(error.into()),
        },
    };
    let draft = TemplateDraft { title: fields.text("tieu-de").to_owned(), source: source.clone(), seen: 0 };
    match state.app.save_template(&session.current, &name, &draft, &session.origin).await {
        Ok(Saved::Kept(_)) => Ok(lead_to(&format!("/mau-bao-cao/{name}?xong=1"), false)),
        Ok(Saved::Faulty(fault)) => {
            let mut shown = list(&state, &session, fields).await?;
            shown.fault = Some(FaultView::new(&fault, &source, &shown.t));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&shown)?).into_response())
        }
        Err(error) if error.is_stale() => {
            let error = AppError::refused_at(
                "ten",
                format!("đã có mẫu tên “{name}”; hãy mở mẫu ấy để sửa, hoặc đặt tên khác"),
                format!("there is a template “{name}”; open it to change it, or choose another name"),
            );
            refused_list(&state, &session, fields, &error).await
        }
        Err(error @ (AppError::Refused(_) | AppError::RefusedAt { .. })) => {
            refused_list(&state, &session, fields, &error).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn refused_list(
    state: &WebState,
    session: &Session,
    fields: Fields,
    error: &AppError,
) -> Result<Response, WebError> {
    let mut shown = list(state, session, fields).await?;
    shown.problem = Some(sentence(shown.t.lang.pick(&error.message())));
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&shown)?).into_response())
}

/// The text of a file chosen in a form.
fn file_text(fields: &Fields) -> Option<Result<String, AppError>> {
    let (name, bytes) = fields.files.first()?;
    let text = std::str::from_utf8(bytes).map(|text| text.trim_start_matches('\u{feff}').to_owned());
    Some(text.map_err(|_| {
        AppError::refused_at(
            "tep",
            format!("{name}: tệp mẫu phải là văn bản thuần UTF-8 (.txt); hãy lưu lại dạng .txt UTF-8"),
            format!("{name}: a template is plain UTF-8 text (.txt); save it as such"),
        )
    }))
}

/// What a page of a template is asked to show.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    xong: String,
    #[serde(default)]
    xem: String,
    #[serde(default, rename = "bao-cao")]
    report: String,
    #[serde(default)]
    ky: String,
    #[serde(default)]
    ban: String,
}

/// `GET /mau-bao-cao/{name}`.
pub(crate) async fn show(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(name): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let found = state.app.template(&session.current, &name).await?;
    let source = match asked.ban.trim().parse() {
        Ok(version) => state.app.template_version(&session.current, &name, version).await?,
        Err(_) => found.source.clone(),
    };
    let typed =
        Typed { title: found.row.title.clone(), source, report: asked.report.clone(), period: asked.ky.clone() };
    let mut shown = edit(&session, &found, &typed);
    shown.saved = !asked.xong.is_empty();
    if asked.xem.is_empty() {
        return page(&shown);
    }
    preview(&state, &session, &name, &typed, shown).await
}

/// What is in the form.
struct Typed {
    title: String,
    source: String,
    report: String,
    period: String,
}

async fn preview(
    state: &WebState,
    session: &Session,
    name: &str,
    typed: &Typed,
    mut shown: EditPage,
) -> Result<Response, WebError> {
    let of = match (typed.report.trim().parse().map(ReportId), typed.period.trim()) {
        (_, period) if !period.is_empty() => match ReportingPeriod::read(period) {
            Some(period) => PreviewOf::Period(period),
            None => {
                shown.problem = Some(sentence(shown.t.say(
                    "kỳ xem trước không đọc được; ghi như tháng 4/2026, quý I/2026, năm 2026",
                    "the period cannot be read; write it as tháng 4/2026, quý I/2026, năm 2026",
                )));
                return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&shown)?).into_response());
            }
        },
        (Ok(id), _) => PreviewOf::Report(id),
        (Err(_), _) => PreviewOf::Usual,
    };
    match state.app.preview_template(&session.current, (name, &typed.source), of).await? {
        Ok(previewed) => {
            shown.preview = Some(PreviewView::new(&previewed));
            page(&shown)
        }
        Err(fault) => {
            shown.fault = Some(FaultView::new(&fault, &typed.source, &shown.t));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&shown)?).into_response())
        }
    }
}

/// `POST /mau-bao-cao/{name}`: saves, looks at, or goes back.
pub(crate) async fn act(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(name): Path<String>,
    form: Multipart,
) -> Result<Response, WebError> {
    let fields = Fields::read(form).await?;
    session.confirm(fields.text("csrf"))?;
    let found = state.app.template(&session.current, &name).await?;
    let seen = fields.text("da-xem").parse().unwrap_or(-1);
    let file = file_text(&fields);
    let source = match &file {
        Some(Ok(text)) => text.clone(),
        // The blanks and line ends of the text are its own.
        _ => fields
            .values()
            .iter()
            .find(|(known, _)| known == "noi-dung")
            .map(|(_, text)| text.clone())
            .unwrap_or_default(),
    };
    let typed = Typed {
        title: fields.text("tieu-de").to_owned(),
        source,
        report: fields.text("bao-cao").to_owned(),
        period: fields.text("ky").to_owned(),
    };
    let mut shown = edit(&session, &found, &typed);
    let done = match (fields.text("viec"), file) {
        (_, Some(Err(error))) => Err(error),
        ("xem", _) => return preview(&state, &session, &name, &typed, shown).await,
        ("khoi-phuc", _) => {
            state.app.restore_template(&session.current, &name, seen, &session.origin).await.map(|()| None)
        }
        _ => {
            let draft = TemplateDraft { title: typed.title.clone(), source: typed.source.clone(), seen };
            let saved = state.app.save_template(&session.current, &name, &draft, &session.origin).await;
            saved.map(|saved| match saved {
                Saved::Kept(_) => None,
                Saved::Faulty(fault) => Some(fault),
            })
        }
    };
    match done {
        Ok(None) if found.row.shipped || fields.text("viec") != "khoi-phuc" => {
            Ok(lead_to(&format!("/mau-bao-cao/{name}?xong=1"), false))
        }
        Ok(None) => Ok(lead_to("/mau-bao-cao", false)),
        Ok(Some(fault)) => {
            shown.fault = Some(FaultView::new(&fault, &typed.source, &shown.t));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&shown)?).into_response())
        }
        Err(error) if error.is_stale() => {
            // What was typed stays; what others saved is one of the versions below.
            shown.problem = Some(sentence(shown.t.lang.pick(&error.message())));
            Ok((StatusCode::CONFLICT, page(&shown)?).into_response())
        }
        Err(error @ (AppError::Refused(_) | AppError::RefusedAt { .. })) => {
            shown.problem = Some(sentence(shown.t.lang.pick(&error.message())));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&shown)?).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

fn edit(session: &Session, found: &TemplatePage, typed: &Typed) -> EditPage {
    let t = session.chrome(Section::Regimes);
    let english = t.lang == tt_app::Language::English;
    let pick = |vi: &'static str, en: &'static str| if english { en } else { vi };
    let fact = |fact: &Fact| (fact.name, pick(fact.vi, fact.en));
    let call = |call: &Callable| (call.usage, pick(call.vi, call.en));
    let groups = catalogue::RECORDS.iter().map(|record| FactGroup {
        path: record.path,
        words: pick(record.vi, record.en),
        facts: record.facts.iter().map(fact).collect(),
    });
    let versions = found.versions.iter().map(|kept| VersionView {
        version: kept.version,
        at: show::moment(kept.at),
        by: kept.by_name.clone().unwrap_or_default(),
        restored: kept.source.is_none(),
    });
    let reports = found.reports.iter().map(|(id, words)| {
        let id = id.to_string();
        let chosen = typed.report.trim() == id;
        (id, words.clone(), chosen)
    });
    EditPage {
        row: RowView::new(&found.row, &t),
        title: typed.title.clone(),
        source: typed.source.clone(),
        seen: found.seen,
        versions: versions.collect(),
        may_manage: found.may_manage,
        saved: false,
        problem: None,
        fault: None,
        preview: None,
        reports: reports.collect(),
        period: typed.period.clone(),
        groups: groups.collect(),
        functions: catalogue::FUNCTIONS.iter().map(call).collect(),
        filters: catalogue::FILTERS.iter().map(call).collect(),
        t,
    }
}

/// `GET /mau-bao-cao/{name}/tai-ve/{version}`: the text as a file; the one in use for `dang-dung`, the shipped one for 0.
pub(crate) async fn download(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path((name, version)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let (text, file) = if version == "dang-dung" {
        (state.app.template(&session.current, &name).await?.source, format!("{name}.txt"))
    } else {
        let number: i64 = version.parse().map_err(|_| WebError::NotFound)?;
        let text = state.app.template_version(&session.current, &name, number).await?;
        (text, format!("{name}-{number}.txt"))
    };
    let mut response = Response::new(Body::from(text));
    response.headers_mut().insert(CONTENT_DISPOSITION, as_file(&file)?);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    Ok(response)
}
