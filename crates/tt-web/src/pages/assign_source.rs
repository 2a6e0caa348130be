//! Assigning what a document says: the tasks read from a decision, a plan or conclusions, looked through and then given
//! out all at once.

use askama::Template;
use axum::Form;
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use jiff::civil::Date;
use tt_app::work::{Assignee, Choices, ReadTask, SourceDocument, SourceReading, TaskDraft};
use tt_app::{AppError, Language};
use tt_document::assignment::{Due, Frequency};
use tt_domain::history::Coordinator;
use tt_domain::id::{AgencyId, DivisionId};
use tt_domain::permission::Action;
use tt_domain::task::{Recurrence, TaskKind};

use super::page;
use crate::access::{Session, Visitor};
use crate::chrome::{Chrome, Section};
use crate::error::{WebError, lead_to, sentence};
use crate::forms::{Fields, Upload};
use crate::routes::WebState;
use crate::show::{self, say};

/// Most tasks one document gives out here; a longer list goes in as a table.
const MOST: usize = 300;

#[derive(Template)]
#[template(path = "assign_source_form.html")]
struct FormPage {
    t: Chrome,
    problem: Option<String>,
    text: String,
}

#[derive(Template)]
#[template(path = "assign_source.html")]
struct PreviewPage {
    t: Chrome,
    problem: Option<String>,
    year: String,
    kind: String,
    number: String,
    date: String,
    issuer: String,
    subject: String,
    assigned_on: String,
    approves: bool,
    key: bool,
    draft: bool,
    rows: Vec<Row>,
    chosen: usize,
}

/// A task of the list.
struct Row {
    index: usize,
    chosen: bool,
    clause: String,
    statement: String,
    /// Who and when in the document's words.
    read_lead: String,
    read_due: String,
    to: Vec<Choice>,
    /// Nobody known here is named.
    elsewhere: bool,
    deadline: String,
    recurrences: Vec<Choice>,
    product: String,
    along: String,
    along_words: String,
}

struct Choice {
    code: String,
    words: String,
    chosen: bool,
}

/// `GET /giao-viec/tu-van-ban`.
pub(crate) async fn form(Visitor(session): Visitor) -> Result<Response, WebError> {
    session.current.require(Action::AssignTask)?;
    page(&FormPage { t: session.chrome(Section::Tasks), problem: None, text: String::new() })
}

/// `POST /giao-viec/tu-van-ban`: reads a file or a pasted text.
pub(crate) async fn read(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    form: Multipart,
) -> Result<Response, WebError> {
    session.current.require(Action::AssignTask)?;
    let upload = Upload::read(form).await?;
    session.confirm(&upload.csrf)?;
    let t = session.chrome(Section::Tasks);
    let pasted = t.say("văn bản đã dán", "the text pasted").to_owned();
    let (name, bytes) = match upload.file {
        Some(file) => file,
        None => (pasted, upload.text.clone().into_bytes()),
    };
    let found = match state.app.read_source(&session.current, &name, &bytes).await {
        Ok(found) => found,
        Err(AppError::Refused(message)) => {
            let problem = sentence(session.language().pick(&message));
            return refused(&FormPage { t, problem: Some(problem), text: upload.text });
        }
        Err(error) => return Err(error.into()),
    };
    if found.tasks.is_empty() {
        let problem = t.say(
            "Không thấy nhiệm vụ nào trong văn bản này: không có bảng phân công, không có câu giao việc, không có mục đánh số nhiệm vụ. Hãy kiểm tra tệp, hoặc giao từng việc bằng mẫu.",
            "No task was found in this document: no table, no sentence that assigns one, no numbered tasks. Check the file, or assign them one by one.",
        );
        return refused(&FormPage { problem: Some(problem.to_owned()), t, text: upload.text });
    }
    let today = state.app.clock().today();
    preview(&session, &found.choices, &as_fields(&found, today), None)
}

fn refused(form: &FormPage) -> Result<Response, WebError> {
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page(form)?).into_response())
}

/// `POST /giao-viec/tu-van-ban/giao`: assigns the tasks that are ticked.
pub(crate) async fn assign(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let fields = Fields::of(form);
    session.confirm(fields.text("csrf"))?;
    let lang = session.language();
    let made = match drafts(&fields, lang) {
        Ok((drafts, source)) => {
            state.app.create_tasks(&session.current, &drafts, source.as_ref(), &session.origin).await
        }
        Err(problem) => Err(AppError::refused(problem.clone(), problem)),
    };
    match made {
        Ok(_) => Ok(lead_to(&format!("/cong-viec?nam={}", fields.text("nam")), false)),
        Err(AppError::Forbidden) => Err(WebError::Forbidden),
        Err(error) => {
            let problem = sentence(lang.pick(&error.message()));
            let choices = state.app.choices(&session.current).await?;
            let shown = preview(&session, &choices, &fields, Some(problem))?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response())
        }
    }
}

/// What was read, as the form sends it.
fn as_fields(found: &SourceReading, today: Date) -> Fields {
    let source = &found.source;
    let mut values: Vec<(String, String)> = Vec::new();
    let mut add = |name: &str, value: String| values.push((name.to_owned(), value));
    add("nam", found.year.unwrap_or(today.year()).to_string());
    add("vb-loai", source.kind.clone().unwrap_or_default());
    add("vb-so", source.number.clone());
    add("vb-ngay", source.date.map(|date| date.to_string()).unwrap_or_default());
    add("vb-co-quan", source.issuer.clone().unwrap_or_default());
    add("vb-trich-yeu", source.subject.clone().unwrap_or_default());
    add("ngay-giao", source.date.unwrap_or(today).to_string());
    if found.approves {
        add("phe-duyet", "1".to_owned());
        add("trong-tam", "1".to_owned());
    }
    for (index, task) in found.tasks.iter().take(MOST).enumerate() {
        add("dong", index.to_string());
        if task.to != Assignee::Other {
            add("chon", index.to_string());
        }
        for (name, value) in row_fields(task) {
            add(&format!("{name}.{index}"), value);
        }
    }
    Fields::of(values)
}

fn row_fields(task: &ReadTask) -> [(&'static str, String); 9] {
    let read = &task.read;
    let due = read.due.as_ref();
    let to = match task.to {
        Assignee::Own => String::new(),
        Assignee::Division(id) => format!("d{id}"),
        Assignee::Agency(id) => format!("a{id}"),
        Assignee::Other => "khac".to_owned(),
    };
    let often = due.and_then(|due| due.frequency).map(|often| match often {
        Frequency::Weekly => Recurrence::Weekly,
        Frequency::Monthly => Recurrence::Monthly,
        Frequency::Quarterly => Recurrence::Quarterly,
    });
    let along = task.along.iter().filter_map(|one| match one {
        Coordinator::Division(id) => Some(format!("d{id}")),
        Coordinator::Agency(id) => Some(format!("a{id}")),
        Coordinator::Person(_) => None,
    });
    [
        ("noi-dung", read.text.clone()),
        ("dieu-khoan", read.clause.clone()),
        ("giao", to),
        ("doc-giao", read.lead.clone().unwrap_or_default()),
        ("han", task.deadline.map(|day| day.to_string()).unwrap_or_default()),
        ("doc-han", due.map(|due| due_words(due, task.deadline)).unwrap_or_default()),
        ("lap", often.map(|often| often.code().to_owned()).unwrap_or_default()),
        ("san-pham", read.product.clone().unwrap_or_default()),
        ("phoi-hop", along.collect::<Vec<_>>().join(",")),
    ]
}

/// The words of the source, and where officers read them in two ways, how they were read: `trước ngày 30/6/2019 →
/// đến hết ngày 29/6/2019`.
fn due_words(due: &Due, deadline: Option<Date>) -> String {
    match deadline {
        Some(day) if due.before => format!("{} → {}", due.words, show::date(day)),
        _ => due.words.clone(),
    }
}

fn preview(
    session: &Session,
    choices: &Choices,
    fields: &Fields,
    problem: Option<String>,
) -> Result<Response, WebError> {
    let t = session.chrome(Section::Tasks);
    let rows: Vec<Row> = rows_of(fields).map(|index| row(index, fields, choices, &t)).collect();
    let text = |name: &str| fields.text(name).to_owned();
    page(&PreviewPage {
        problem,
        year: text("nam"),
        kind: text("vb-loai"),
        number: text("vb-so"),
        date: text("vb-ngay"),
        issuer: text("vb-co-quan"),
        subject: text("vb-trich-yeu"),
        assigned_on: text("ngay-giao"),
        approves: fields.filled("phe-duyet").is_some(),
        key: fields.filled("trong-tam").is_some(),
        draft: fields.filled("du-kien").is_some(),
        chosen: rows.iter().filter(|row| row.chosen).count(),
        rows,
        t,
    })
}

/// The numbers of the rows sent.
fn rows_of(fields: &Fields) -> impl Iterator<Item = usize> {
    fields.all("dong").filter_map(|index| index.parse().ok()).take(MOST)
}

fn row(index: usize, fields: &Fields, choices: &Choices, t: &Chrome) -> Row {
    let text = |name: &str| fields.text(&format!("{name}.{index}")).to_owned();
    let to = text("giao");
    let choice = |code: String, words: String| Choice { chosen: code == to, words, code };
    let mut offered =
        vec![choice(String::new(), t.say("Cơ quan, chưa chọn phòng", "The agency, no division yet").to_owned())];
    offered.extend(choices.divisions.iter().map(|one| choice(format!("d{}", one.id), one.name.clone())));
    offered.extend(choices.agencies.iter().map(|one| choice(format!("a{}", one.id), one.name.clone())));
    let along = text("phoi-hop");
    Row {
        index,
        chosen: fields.all("chon").any(|chosen| chosen.parse() == Ok(index)),
        clause: text("dieu-khoan"),
        statement: text("noi-dung"),
        read_lead: text("doc-giao"),
        read_due: text("doc-han"),
        elsewhere: to == "khac",
        to: offered,
        deadline: text("han"),
        recurrences: recurrences(&text("lap"), t.lang),
        product: text("san-pham"),
        along_words: names(&along, choices),
        along,
    }
}

fn recurrences(chosen: &str, lang: Language) -> Vec<Choice> {
    let words = |often: Recurrence| match often {
        Recurrence::Weekly => say(lang, "Hằng tuần", "Weekly"),
        Recurrence::Monthly => say(lang, "Hằng tháng", "Monthly"),
        Recurrence::Quarterly => say(lang, "Hằng quý", "Quarterly"),
    };
    let choice = |often: &Recurrence| Choice {
        code: often.code().to_owned(),
        words: words(*often).to_owned(),
        chosen: often.code() == chosen,
    };
    Recurrence::ALL.iter().map(choice).collect()
}

/// The names behind `d3,a5`.
fn names(along: &str, choices: &Choices) -> String {
    let name = |code: &str| match coordinator(code)? {
        Coordinator::Division(id) => choices.divisions.iter().find(|one| one.id == id).map(|one| one.name.clone()),
        Coordinator::Agency(id) => choices.others.iter().find(|one| one.id == id).map(|one| one.name.clone()),
        Coordinator::Person(_) => None,
    };
    along.split(',').filter_map(name).collect::<Vec<_>>().join(", ")
}

fn coordinator(code: &str) -> Option<Coordinator> {
    let id = |digits: &str| digits.parse::<i64>().ok();
    match code.split_at_checked(1)? {
        ("d", digits) => Some(Coordinator::Division(DivisionId(id(digits)?))),
        ("a", digits) => Some(Coordinator::Agency(AgencyId(id(digits)?))),
        _ => None,
    }
}

/// The tasks that are ticked, with the document that assigns them.
///
/// # Errors
/// A sentence naming the row and the field.
fn drafts(fields: &Fields, lang: Language) -> Result<(Vec<TaskDraft>, Option<SourceDocument>), String> {
    let year = fields
        .text("nam")
        .parse()
        .map_err(|_| say(lang, "Năm công tác không đúng; hãy nhập bốn chữ số.", "The year is not one.").to_owned())?;
    let odd_day = |place: &str, typed: &str| match lang {
        Language::Vietnamese => format!("{place}: ngày “{typed}” không đúng; hãy nhập ngày/tháng/năm."),
        Language::English => format!("{place}: “{typed}” is not a day; give day/month/year."),
    };
    let document = say(lang, "Văn bản giao", "The document");
    let assigned_on = fields.day("ngay-giao").map_err(|typed| odd_day(document, &typed))?;
    let mut drafts = Vec::new();
    for index in rows_of(fields).filter(|index| fields.all("chon").any(|chosen| chosen.parse() == Ok(*index))) {
        let place = match lang {
            Language::Vietnamese => format!("Dòng {}", index + 1),
            Language::English => format!("Row {}", index + 1),
        };
        let mut draft = draft(fields, index, year).ok_or_else(|| match lang {
            Language::Vietnamese => format!(
                "{place}: giao cho cơ quan, đơn vị ngoài hệ thống; hãy chọn nơi nhận hoặc bỏ đánh dấu dòng này."
            ),
            Language::English => format!("{place}: it names nobody known here; choose who gets it, or untick the row."),
        })?;
        draft.deadline = fields.day(&format!("han.{index}")).map_err(|typed| odd_day(&place, &typed))?;
        draft.assigned_on = assigned_on;
        draft.kind = kind(&draft, fields.filled("trong-tam").is_some());
        draft.assign = fields.filled("du-kien").is_none();
        drafts.push(draft);
    }
    if drafts.is_empty() {
        let none = say(
            lang,
            "Chưa chọn nhiệm vụ nào; hãy đánh dấu ít nhất một dòng.",
            "No task is ticked; tick one at least.",
        );
        return Err(none.to_owned());
    }
    let owned = |name: &str| fields.filled(name).map(str::to_owned);
    let source = match owned("vb-so") {
        Some(number) => Some(SourceDocument {
            kind: owned("vb-loai"),
            number,
            date: fields.day("vb-ngay").map_err(|typed| odd_day(document, &typed))?,
            issuer: owned("vb-co-quan"),
            subject: owned("vb-trich-yeu"),
            approves: fields.filled("phe-duyet").is_some(),
        }),
        None => None,
    };
    Ok((drafts, source))
}

/// One row; `None` where nobody known here gets it.
fn draft(fields: &Fields, index: usize, year: i16) -> Option<TaskDraft> {
    let text = |name: &str| fields.text(&format!("{name}.{index}")).to_owned();
    let mut draft = TaskDraft::new(year, TaskKind::Dated, text("noi-dung"));
    let to = text("giao");
    match coordinator(&to) {
        Some(Coordinator::Division(id)) => draft.lead = Some(id),
        Some(Coordinator::Agency(id)) => draft.agency = Some(id),
        _ if to.is_empty() => {}
        _ => return None,
    }
    let filled = |name: &str| Some(text(name)).filter(|text| !text.is_empty());
    draft.clause = filled("dieu-khoan");
    draft.product = filled("san-pham");
    draft.recurrence = Recurrence::from_code(&text("lap"));
    let elsewhere = draft.agency.is_some();
    // Divisions of one's own cannot be named for another agency's task.
    draft.coordinators = text("phoi-hop")
        .split(',')
        .filter_map(coordinator)
        .filter(|one| !(elsewhere && matches!(one, Coordinator::Division(_))))
        .collect();
    Some(draft)
}

/// The kind that fits: recurring, key, dated or undated.
fn kind(draft: &TaskDraft, key: bool) -> TaskKind {
    match (draft.recurrence, key, draft.deadline) {
        (Some(_), _, _) => TaskKind::Recurring,
        (None, true, _) => TaskKind::Key,
        (None, false, Some(_)) => TaskKind::Dated,
        (None, false, None) => TaskKind::Undated,
    }
}
