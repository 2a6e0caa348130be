//! The audit log: events by filter, their export, and the proof of the chains.

use askama::Template;
use axum::Form as SentForm;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::Response;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::offset;
use tt_app::audit_trail::{AuditCheck, EXPORT_LIMIT, EventFilter, LogLine};
use tt_app::sheet::{self, Cell};
use tt_app::{AppError, Language};
use tt_domain::id::{AgencyId, UserId};

use super::{TABS, fields};
use crate::access::Visitor;
use crate::chrome::{Chrome, Section};
use crate::error::{WebError, lead_to};
use crate::pages::{as_file, page};
use crate::routes::WebState;
use crate::show::{self, say};
use crate::views::audit::{ACTION_GROUPS, action_words, changes, object_words};

const TAB: &str = "/quan-tri/nhat-ky";

/// Events on one page.
const PER_PAGE: u32 = 50;

/// Something to choose: value, words, whether it is chosen.
type Choice = (String, String, bool);

struct Row {
    sequence: i64,
    at: String,
    who: String,
    origin: String,
    what: String,
    object: String,
    href: Option<String>,
    changes: Vec<(String, String)>,
}

struct CheckRow {
    at: String,
    by: String,
    broken: bool,
    words: String,
}

#[derive(Template)]
#[template(path = "audit_log.html")]
struct AuditPage {
    t: Chrome,
    title: String,
    tabs: Vec<(&'static str, String, bool)>,
    asked: Asked,
    agencies: Vec<Choice>,
    accounts: Vec<Choice>,
    actions: Vec<Choice>,
    problem: Option<String>,
    rows: Vec<Row>,
    /// Sequence before which the next page begins.
    next: Option<String>,
    first: String,
    export: String,
    checks: Vec<CheckRow>,
    broken: Option<String>,
    checked: bool,
}

/// What the address asks for.
#[derive(Clone, Debug, Default, serde::Deserialize)]
pub(crate) struct Asked {
    #[serde(default, rename = "co-quan")]
    agency: String,
    #[serde(default, rename = "ai")]
    who: String,
    #[serde(default, rename = "tu-ngay")]
    from: String,
    #[serde(default, rename = "den-ngay")]
    to: String,
    #[serde(default, rename = "doi-tuong")]
    object: String,
    #[serde(default, rename = "viec")]
    action: String,
    #[serde(default, rename = "tu-dau")]
    origin: String,
    #[serde(default, rename = "truoc")]
    before: String,
    #[serde(default, rename = "da-kiem-tra")]
    checked: String,
}

impl Asked {
    /// The filter, or what stands there that is no day.
    fn filter(&self) -> Result<EventFilter, String> {
        let since = match day(&self.from)? {
            Some(day) => start_of(day),
            None => None,
        };
        let until = match day(&self.to)? {
            Some(day) => day.tomorrow().ok().and_then(start_of),
            None => None,
        };
        Ok(EventFilter {
            user: self.who.parse().ok().map(UserId),
            by_command_line: self.who == "cli",
            object: self.object.trim().to_owned(),
            action: self.action.clone(),
            origin: self.origin.trim().to_owned(),
            since,
            until,
        })
    }

    /// The same request as an address, without the page.
    fn query(&self) -> String {
        let fields = [
            ("co-quan", &self.agency),
            ("ai", &self.who),
            ("tu-ngay", &self.from),
            ("den-ngay", &self.to),
            ("doi-tuong", &self.object),
            ("viec", &self.action),
            ("tu-dau", &self.origin),
        ];
        let given = fields.into_iter().filter(|(_, value)| !value.trim().is_empty());
        given
            .map(|(name, value)| format!("{name}={}", crate::pages::percent_encoded(value.trim())))
            .collect::<Vec<_>>()
            .join("&")
    }

    fn agency(&self) -> Option<AgencyId> {
        self.agency.parse().ok().map(AgencyId)
    }
}

/// A day as date fields send it or as people write it; nothing for nothing.
fn day(text: &str) -> Result<Option<Date>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().or_else(|_| Date::strptime("%d/%m/%Y", text)).map(Some).map_err(|_| text.to_owned())
}

/// The first moment of a day in Viet Nam.
fn start_of(day: Date) -> Option<Timestamp> {
    offset(7).to_timestamp(day.at(0, 0, 0, 0)).ok()
}

fn refused(typed: &str, lang: Language) -> String {
    match lang {
        Language::Vietnamese => format!("“{typed}” không phải ngày; hãy ghi như 31/12/2026."),
        Language::English => format!("“{typed}” is no day; write it as 31/12/2026."),
    }
}

/// `GET /quan-tri/nhat-ky`.
pub(crate) async fn index(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let t = session.chrome(Section::Organisation);
    let lang = t.lang;
    let (filter, problem) = match asked.filter() {
        Ok(filter) => (filter, None),
        Err(typed) => (EventFilter::default(), Some(refused(&typed, lang))),
    };
    let before = match asked.before.as_str() {
        "" => None,
        sequence => Some(sequence.parse().map_err(|_| WebError::NotFound)?),
    };
    let log = state.app.audit_log(&session.current, asked.agency(), &filter, before, PER_PAGE).await?;
    let checks = state.app.audit_checks(&session.current).await?;
    let any = |words: &str| (String::new(), words.to_owned(), false);
    let mut accounts = vec![
        any(say(lang, "Mọi người", "Anyone")),
        ("cli".to_owned(), say(lang, "Dòng lệnh", "Command line").to_owned(), asked.who == "cli"),
    ];
    accounts.extend(log.accounts.iter().map(|(id, name)| {
        let value = id.to_string();
        let here = value == asked.who;
        (value, name.clone(), here)
    }));
    let mut actions = vec![any(say(lang, "Mọi việc", "Anything"))];
    actions.extend(
        ACTION_GROUPS.map(|(code, vi, en)| (code.to_owned(), say(lang, vi, en).to_owned(), code == asked.action)),
    );
    let query = asked.query();
    let next = log.lines.last().filter(|_| log.more).map(|last| {
        let joint = if query.is_empty() { "" } else { "&" };
        format!("{TAB}?{query}{joint}truoc={}", last.event.sequence)
    });
    page(&AuditPage {
        title: say(lang, "Nhật ký", "Audit log").to_owned(),
        tabs: TABS.iter().map(|(href, vi, en)| (*href, say(lang, vi, en).to_owned(), *href == TAB)).collect(),
        agencies: log
            .agencies
            .iter()
            .map(|agency| (agency.id.to_string(), agency.name.clone(), agency.id == log.agency.id))
            .collect(),
        accounts,
        actions,
        problem,
        rows: log.lines.iter().map(|line| row(line, lang)).collect(),
        next,
        first: format!("{TAB}?{query}"),
        export: query,
        broken: checks.first().filter(|check| check.broken.is_some()).map(|check| found(check, lang)),
        checks: checks.iter().map(|check| check_row(check, lang)).collect(),
        checked: !asked.checked.is_empty(),
        asked,
        t,
    })
}

fn row(line: &LogLine, lang: Language) -> Row {
    let event = &line.event.event;
    let (object, href) = object_words(&event.object, lang);
    let details = serde_json::from_str(&event.details).unwrap_or_default();
    Row {
        sequence: line.event.sequence,
        at: show::moment(event.at),
        who: line.who.clone().unwrap_or_else(|| say(lang, "Dòng lệnh", "Command line").to_owned()),
        origin: event.origin.clone(),
        what: action_words(&event.action, lang),
        object,
        href,
        changes: changes(&details, lang),
    }
}

fn check_row(check: &AuditCheck, lang: Language) -> CheckRow {
    let by = if check.user.is_some() {
        say(lang, "Theo yêu cầu", "On request")
    } else {
        say(lang, "Hằng đêm", "Nightly")
    };
    CheckRow {
        at: show::moment(check.at),
        by: by.to_owned(),
        broken: check.broken.is_some(),
        words: found(check, lang),
    }
}

/// What a check found, in words.
fn found(check: &AuditCheck, lang: Language) -> String {
    let (events, agencies) = (check.events, check.agencies);
    let Some((agency, sequence, reason)) = &check.broken else {
        return match lang {
            Language::Vietnamese => format!("Nguyên vẹn: {events} sự kiện của {agencies} cơ quan"),
            Language::English => format!("Whole: {events} events of {agencies} agencies"),
        };
    };
    let reason = match reason.as_str() {
        "changed" => say(lang, "sự kiện đã bị sửa", "the event was changed"),
        "missing" => say(lang, "sự kiện đã bị mất", "the event is missing"),
        "moved" => say(lang, "sự kiện không nối tiếp sự kiện trước", "it does not follow the one before it"),
        "added" => say(lang, "sự kiện bị chèn sau cuối chuỗi", "it was added behind the end of the chain"),
        _ => say(lang, "bản ghi cuối chuỗi đã mất hoặc bị sửa", "the record of the chain’s end is gone or changed"),
    };
    match lang {
        Language::Vietnamese => format!("Nhật ký của {agency} bị đứt ở sự kiện {sequence}: {reason}"),
        Language::English => format!("The log of {agency} breaks at event {sequence}: {reason}"),
    }
}

/// `POST /quan-tri/nhat-ky`: prove the chains now.
pub(crate) async fn verify(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    SentForm(values): SentForm<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    fields(&session, values)?;
    state.app.check_audit(&session.current).await?;
    Ok(lead_to(&format!("{TAB}?da-kiem-tra=1"), false))
}

/// `GET /quan-tri/nhat-ky/tai-ve/{format}`: the events the filter lets pass, newest first.
pub(crate) async fn download(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(format): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let lang = session.language();
    let filter = asked.filter().map_err(|typed| {
        AppError::refused(refused(&typed, Language::Vietnamese), refused(&typed, Language::English))
    })?;
    let log = state.app.audit_log(&session.current, asked.agency(), &filter, None, EXPORT_LIMIT).await?;
    let heads = [
        say(lang, "Số", "No."),
        say(lang, "Lúc", "At"),
        say(lang, "Ai", "Who"),
        say(lang, "Từ đâu", "From where"),
        say(lang, "Việc", "What"),
        say(lang, "Bản ghi", "Record"),
        say(lang, "Nội dung", "Changes"),
        say(lang, "Mã băm", "Hash"),
    ];
    let mut rows = vec![heads.map(Cell::text).to_vec()];
    for line in &log.lines {
        let Row { sequence, at, who, origin, what, object, changes, .. } = row(line, lang);
        let changes = changes.iter().map(|(name, words)| format!("{name}: {words}")).collect::<Vec<_>>().join("; ");
        let cells = [sequence.to_string(), at, who, origin, what, object, changes, line.event.hash.clone()];
        rows.push(cells.map(Cell::text).to_vec());
    }
    table_file(&format!("nhat-ky-{}", log.agency.symbol), &format, &rows, &[8, 18, 26, 18, 26, 24, 60, 66])
}

/// A table as the file that was asked for.
pub(crate) fn table_file(name: &str, format: &str, rows: &[Vec<Cell>], widths: &[u16]) -> Result<Response, WebError> {
    let (bytes, media) = match format {
        "csv" => (sheet::to_csv(rows), "text/csv; charset=utf-8"),
        "xlsx" => (
            sheet::to_xlsx(name, rows, widths)
                .map_err(|error| WebError::Internal(format!("writing a spreadsheet ({error})")))?,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        _ => return Err(WebError::NotFound),
    };
    let mut response = Response::new(Body::from(bytes));
    response.headers_mut().insert(CONTENT_DISPOSITION, as_file(&format!("{name}.{format}"))?);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media));
    Ok(response)
}
