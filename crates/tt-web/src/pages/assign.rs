//! Assigning: a new task, a part of one, and changes to what was assigned.

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use jiff::civil::Date;
use serde::Deserialize;
use tt_app::work::{Choices, SourceDocument, TaskChanges, TaskDraft, TaskLife};
use tt_app::{AppError, Language};
use tt_domain::history::Coordinator;
use tt_domain::id::{AgencyId, DivisionId, PersonId, TaskId};
use tt_domain::organisation::Agency;
use tt_domain::task::{CommandLine, Recurrence, TaskKind};

use super::page;
use crate::access::{Session, Visitor};
use crate::chrome::{Chrome, Section};
use crate::error::{WebError, lead_to, sentence};
use crate::forms::Fields;
use crate::routes::WebState;
use crate::show::{self, say};
use crate::views::life;

/// One of a list to choose from.
struct Choice {
    code: String,
    words: String,
    chosen: bool,
}

/// The form for a task.
#[derive(Template)]
#[template(path = "assign.html")]
struct AssignPage {
    t: Chrome,
    action: String,
    title: String,
    back: String,
    /// Code and statement of the task it is a part of.
    parent: Option<(String, String, String)>,
    /// Changes an existing task.
    editing: bool,
    /// The deadline can be set here.
    sets_deadline: bool,
    version: String,
    problem: Option<String>,
    /// What someone else made of the task meanwhile: name and value.
    theirs: Vec<(&'static str, String)>,
    f: Typed,
    kinds: Vec<Choice>,
    lines: Vec<Choice>,
    recurrences: Vec<Choice>,
    divisions: Vec<Choice>,
    /// Agencies below that it can be given to.
    agencies: Vec<Choice>,
    along: Vec<Choice>,
    agencies_along: Vec<Choice>,
    /// One of those is chosen.
    others_chosen: bool,
    officers: Vec<Choice>,
    leaders: Vec<Choice>,
    trackers: Vec<Choice>,
}

/// The texts of the form.
#[derive(Default)]
struct Typed {
    year: String,
    statement: String,
    targets: String,
    product: String,
    source_kind: String,
    source_number: String,
    source_date: String,
    source_issuer: String,
    clause: String,
    assigned_on: String,
    deadline: String,
    review_on: String,
    /// Codes of the tasks it waits for.
    waits_for: String,
}

/// Where the form was opened from.
#[derive(Deserialize)]
pub(crate) struct From {
    cha: Option<String>,
    nam: Option<String>,
}

/// `GET /giao-viec`.
pub(crate) async fn form(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Query(from): Query<From>,
) -> Result<Response, WebError> {
    let today = state.app.clock().today();
    let fields = Fields::of(vec![
        ("cha".to_owned(), from.cha.unwrap_or_default()),
        ("nam".to_owned(), from.nam.unwrap_or_else(|| today.year().to_string())),
        ("ngay-giao".to_owned(), today.to_string()),
        ("loai".to_owned(), TaskKind::Dated.code().to_owned()),
    ]);
    new_page(&state, &session, &fields, None).await
}

/// `POST /giao-viec`.
pub(crate) async fn create(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let fields = Fields::of(form);
    session.confirm(fields.text("csrf"))?;
    let made = match draft(&fields, session.language()) {
        Ok((draft, source)) => {
            state.app.create_tasks(&session.current, &[draft], source.as_ref(), &session.origin).await
        }
        Err(problem) => Err(AppError::refused(problem.clone(), problem)),
    };
    match made {
        Ok(made) => match made.first() {
            Some(first) => Ok(lead_to(&format!("/nhiem-vu/{first}"), false)),
            None => Ok(lead_to("/nhiem-vu", false)),
        },
        Err(error) => {
            let problem = sentence(session.language().pick(&error.message()));
            let shown = new_page(&state, &session, &fields, Some(problem)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response())
        }
    }
}

async fn new_page(
    state: &WebState,
    session: &Session,
    fields: &Fields,
    problem: Option<String>,
) -> Result<Response, WebError> {
    let choices = state.app.choices(&session.current).await?;
    let parent = match fields.id("cha") {
        Some(id) => Some(state.app.task_life(&session.current, TaskId(id)).await?),
        None => None,
    };
    let t = session.chrome(Section::Tasks);
    let title = if parent.is_some() {
        t.say("Giao việc thành phần", "Assign a part")
    } else {
        t.say("Giao nhiệm vụ", "Assign a task")
    };
    let back = parent.as_ref().map_or_else(|| "/nhiem-vu".to_owned(), |parent| format!("/nhiem-vu/{}", parent.task.id));
    page(&AssignPage {
        action: "/giao-viec".to_owned(),
        title: title.to_owned(),
        back,
        parent: parent.as_ref().map(|parent| {
            (parent.task.id.to_string(), parent.code.clone(), show::shortened(&parent.task.statement, 160))
        }),
        editing: false,
        sets_deadline: true,
        version: String::new(),
        problem,
        theirs: Vec::new(),
        ..offered(t, &choices, fields)
    })
}

/// `GET /nhiem-vu/{id}/sua`.
pub(crate) async fn edit_form(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(id): Path<String>,
) -> Result<Response, WebError> {
    let id: TaskId = id.parse().map_err(|_| WebError::NotFound)?;
    let life = state.app.task_life(&session.current, id).await?;
    let fields = as_fields(&life);
    edit_page(&state, &session, &life, &fields, None, Vec::new()).await
}

/// `POST /nhiem-vu/{id}/sua`.
pub(crate) async fn edit(
    State(state): State<WebState>,
    Visitor(session): Visitor,
    Path(id): Path<String>,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let id: TaskId = id.parse().map_err(|_| WebError::NotFound)?;
    let fields = Fields::of(form);
    session.confirm(fields.text("csrf"))?;
    let lang = session.language();
    let life = state.app.task_life(&session.current, id).await?;
    let version = fields.text("ban").parse().unwrap_or_default();
    let done = match changes(&fields, &life, lang) {
        Ok(changes) => edit_with_waits(&state, &session, &life, (&fields, version), changes).await,
        Err(problem) => Err(AppError::refused(problem.clone(), problem)),
    };
    let Err(error) = done else { return Ok(lead_to(&format!("/nhiem-vu/{id}"), false)) };
    // The new version is shown beside what was typed; sent again, it is written over that one knowingly.
    let theirs = if error.is_stale() { seen_anew(&life, &fields, lang) } else { Vec::new() };
    let problem = sentence(lang.pick(&error.message()));
    let status = if error.is_stale() { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
    let shown = edit_page(&state, &session, &life, &fields, Some(problem), theirs).await?;
    Ok((status, shown).into_response())
}

/// Changes the task, and what it waits for where other codes were typed.
async fn edit_with_waits(
    state: &WebState,
    session: &Session,
    life: &TaskLife,
    (fields, version): (&Fields, i64),
    mut changes: TaskChanges,
) -> Result<(), AppError> {
    let typed = fields.text("cho");
    if life.may_edit && typed != as_fields(life).text("cho") {
        changes.depends_on = Some(state.app.tasks_called(&session.current, life.task.id, typed).await?);
    }
    state.app.edit_task(&session.current, life.task.id, version, &changes, &session.origin).await?;
    Ok(())
}

async fn edit_page(
    state: &WebState,
    session: &Session,
    life: &TaskLife,
    fields: &Fields,
    problem: Option<String>,
    theirs: Vec<(&'static str, String)>,
) -> Result<Response, WebError> {
    if !life.may_edit && !life.may_split {
        return Err(WebError::Forbidden);
    }
    let choices = state.app.choices(&session.current).await?;
    let t = session.chrome(Section::Tasks);
    page(&AssignPage {
        action: format!("/nhiem-vu/{}/sua", life.task.id),
        title: format!("{} {}", t.say("Sửa nhiệm vụ", "Change task"), life.code),
        back: format!("/nhiem-vu/{}", life.task.id),
        parent: None,
        editing: true,
        sets_deadline: life.task.state == tt_domain::task::TaskState::Draft,
        version: life.task.version.to_string(),
        problem,
        theirs,
        ..offered(t, &choices, fields)
    })
}

/// The form with what was typed, and everything to choose from.
fn offered(t: Chrome, choices: &Choices, fields: &Fields) -> AssignPage {
    let lang = t.lang;
    let text = |name: &str| fields.text(name).to_owned();
    let coded = |name: &str, codes: &[(&'static str, &'static str)]| {
        let chosen = fields.text(name).to_owned();
        codes
            .iter()
            .map(|(code, words)| Choice {
                code: (*code).to_owned(),
                words: (*words).to_owned(),
                chosen: *code == chosen,
            })
            .collect::<Vec<_>>()
    };
    let kinds: Vec<_> = TaskKind::ALL.iter().map(|kind| (kind.code(), life::kind(*kind, lang))).collect();
    let lines: Vec<_> = CommandLine::ALL.iter().map(|line| (line.code(), life::line(*line, lang))).collect();
    let recurrences: Vec<_> = Recurrence::ALL.iter().map(|one| (one.code(), recurrence(*one, lang))).collect();
    let divisions = |name: &str| division_choices(choices, fields, name);
    let people = |name: &str| {
        choices
            .people
            .iter()
            .map(|(person, division)| {
                let code = person.id.to_string();
                let symbol = division
                    .and_then(|id| choices.divisions.iter().find(|division| division.id == id))
                    .map(|division| format!(" ({})", division.symbol))
                    .unwrap_or_default();
                let words = format!("{}{symbol}", person.details.full_name);
                Choice { chosen: fields.text(name) == code, words, code }
            })
            .collect::<Vec<_>>()
    };
    AssignPage {
        action: String::new(),
        title: String::new(),
        back: String::new(),
        parent: None,
        editing: false,
        sets_deadline: true,
        version: String::new(),
        problem: None,
        theirs: Vec::new(),
        f: Typed {
            year: text("nam"),
            statement: text("noi-dung"),
            targets: text("muc-tieu"),
            product: text("san-pham"),
            source_kind: text("vb-loai"),
            source_number: text("vb-so"),
            source_date: text("vb-ngay"),
            source_issuer: text("vb-co-quan"),
            clause: text("dieu-khoan"),
            assigned_on: text("ngay-giao"),
            deadline: text("han"),
            review_on: text("xem-lai"),
            waits_for: text("cho"),
        },
        kinds: coded("loai", &kinds),
        lines: coded("he-thong", &lines),
        recurrences: coded("lap", &recurrences),
        divisions: divisions("chu-tri"),
        agencies: agency_choices(&choices.agencies, fields, "co-quan"),
        along: divisions("phoi-hop"),
        others_chosen: fields.filled("co-quan-phoi-hop").is_some(),
        agencies_along: agency_choices(&choices.others, fields, "co-quan-phoi-hop"),
        officers: people("thuc-hien"),
        leaders: people("lanh-dao"),
        trackers: people("theo-doi"),
        t,
    }
}

/// The divisions to choose from, with those chosen in this field.
fn division_choices(choices: &Choices, fields: &Fields, name: &str) -> Vec<Choice> {
    let choice = |division: &tt_domain::organisation::Division| {
        let code = division.id.to_string();
        let words = if division.symbol == division.name {
            division.symbol.clone()
        } else {
            format!("{} – {}", division.symbol, division.name)
        };
        Choice { chosen: fields.all(name).any(|chosen| chosen == code), words, code }
    };
    choices.divisions.iter().map(choice).collect()
}

/// Agencies to choose from, with those chosen in this field.
fn agency_choices(agencies: &[Agency], fields: &Fields, name: &str) -> Vec<Choice> {
    let choice = |agency: &Agency| {
        let code = agency.id.to_string();
        Choice { chosen: fields.all(name).any(|chosen| chosen == code), words: agency.name.clone(), code }
    };
    agencies.iter().map(choice).collect()
}

fn recurrence(recurrence: Recurrence, lang: Language) -> &'static str {
    match recurrence {
        Recurrence::Weekly => say(lang, "Hằng tuần", "Weekly"),
        Recurrence::Monthly => say(lang, "Hằng tháng", "Monthly"),
        Recurrence::Quarterly => say(lang, "Hằng quý", "Quarterly"),
    }
}

/// The task a new form stands for, with the document that assigns it.
///
/// # Errors
/// A sentence naming the field that cannot be read.
fn draft(fields: &Fields, lang: Language) -> Result<(TaskDraft, Option<SourceDocument>), String> {
    let year = fields
        .text("nam")
        .parse()
        .map_err(|_| say(lang, "Năm công tác không đúng; hãy nhập bốn chữ số.", "The year is not one.").to_owned())?;
    let kind = TaskKind::from_code(fields.text("loai")).unwrap_or(TaskKind::Dated);
    let mut draft = TaskDraft::new(year, kind, fields.text("noi-dung"));
    draft.parent = fields.id("cha").map(TaskId);
    draft.targets = lines_of(fields.text("muc-tieu"));
    draft.product = owned(fields, "san-pham");
    draft.line = CommandLine::from_code(fields.text("he-thong")).unwrap_or(CommandLine::Government);
    draft.agency = fields.id("co-quan").map(AgencyId);
    draft.lead = fields.id("chu-tri").map(DivisionId);
    draft.officer = fields.id("thuc-hien").map(PersonId);
    draft.leader = fields.id("lanh-dao").map(PersonId);
    draft.tracker = fields.id("theo-doi").map(PersonId);
    draft.coordinators = along(fields, draft.lead);
    draft.clause = owned(fields, "dieu-khoan");
    draft.assigned_on = day(fields, "ngay-giao", lang)?;
    draft.deadline = day(fields, "han", lang)?;
    draft.review_on = day(fields, "xem-lai", lang)?;
    draft.recurrence = Recurrence::from_code(fields.text("lap"));
    draft.assign = fields.filled("du-kien").is_none();
    let source = match fields.filled("vb-so") {
        Some(number) => Some(SourceDocument {
            kind: owned(fields, "vb-loai"),
            number: number.to_owned(),
            date: day(fields, "vb-ngay", lang)?,
            issuer: owned(fields, "vb-co-quan"),
            subject: None,
            approves: false,
        }),
        None => None,
    };
    Ok((draft, source))
}

/// What the form changes of the task as it now is.
fn changes(fields: &Fields, life: &TaskLife, lang: Language) -> Result<TaskChanges, String> {
    let task = &life.task;
    let mut changes = TaskChanges {
        officer: Some(fields.id("thuc-hien").map(PersonId)),
        coordinators: Some(along_with_others(fields, life)),
        ..TaskChanges::default()
    };
    if life.may_edit {
        changes.statement = Some(fields.text("noi-dung").to_owned());
        changes.product = Some(owned(fields, "san-pham"));
        changes.clause = Some(owned(fields, "dieu-khoan"));
        changes.line = CommandLine::from_code(fields.text("he-thong"));
        changes.lead = Some(fields.id("chu-tri").map(DivisionId));
        changes.leader = Some(fields.id("lanh-dao").map(PersonId));
        changes.tracker = Some(fields.id("theo-doi").map(PersonId));
        changes.review_on = Some(day(fields, "xem-lai", lang)?);
        if task.state == tt_domain::task::TaskState::Draft {
            changes.deadline = Some(day(fields, "han", lang)?);
        }
    }
    Ok(changes)
}

fn day(fields: &Fields, name: &str, lang: Language) -> Result<Option<Date>, String> {
    fields.day(name).map_err(|typed| match lang {
        Language::Vietnamese => format!("Ngày “{typed}” không đúng; hãy nhập ngày/tháng/năm."),
        Language::English => format!("“{typed}” is not a day; give day/month/year."),
    })
}

fn owned(fields: &Fields, name: &str) -> Option<String> {
    fields.filled(name).map(str::to_owned)
}

fn lines_of(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// Divisions and agencies ticked, without the lead.
fn along(fields: &Fields, lead: Option<DivisionId>) -> Vec<Coordinator> {
    let divisions = fields
        .all("phoi-hop")
        .filter_map(|id| id.parse().ok().map(DivisionId))
        .filter(|id| Some(*id) != lead)
        .map(Coordinator::Division);
    let agencies =
        fields.all("co-quan-phoi-hop").filter_map(|id| id.parse().ok().map(AgencyId)).map(Coordinator::Agency);
    divisions.chain(agencies).collect()
}

/// Divisions and agencies ticked, and the people that the form does not offer, as they were.
fn along_with_others(fields: &Fields, life: &TaskLife) -> Vec<Coordinator> {
    let mut all = along(fields, fields.id("chu-tri").map(DivisionId));
    all.extend(life.coordinators.iter().filter(|one| matches!(one, Coordinator::Person(_))));
    all
}

/// A task as the form would send it.
fn as_fields(life: &TaskLife) -> Fields {
    let task = &life.task;
    let mut values: Vec<(String, String)> = Vec::new();
    let mut add = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            values.push((name.to_owned(), value));
        }
    };
    add("noi-dung", Some(task.statement.clone()));
    add("san-pham", task.product.clone());
    add("dieu-khoan", task.clause.clone());
    add("loai", Some(task.kind.code().to_owned()));
    add("he-thong", Some(task.line.code().to_owned()));
    add("chu-tri", task.lead.map(|id| id.to_string()));
    add("thuc-hien", task.officer.map(|id| id.to_string()));
    add("lanh-dao", task.leader.map(|id| id.to_string()));
    add("theo-doi", task.tracker.map(|id| id.to_string()));
    add("han", task.deadline.map(|day| day.to_string()));
    add("xem-lai", task.review_on.map(|day| day.to_string()));
    let waits_for: Vec<&str> = life.waits_for.iter().map(|(code, _)| code.as_str()).collect();
    add("cho", Some(waits_for.join(", ")));
    for coordinator in &life.coordinators {
        match coordinator {
            Coordinator::Division(id) => add("phoi-hop", Some(id.to_string())),
            Coordinator::Agency(id) => add("co-quan-phoi-hop", Some(id.to_string())),
            Coordinator::Person(_) => {}
        }
    }
    Fields::of(values)
}

/// What the task now says where it differs from what was typed.
fn seen_anew(life: &TaskLife, typed: &Fields, lang: Language) -> Vec<(&'static str, String)> {
    let task = &life.task;
    let now = as_fields(life);
    let division = task.lead.and_then(|id| life.names.divisions.get(&id)).map(|(symbol, _)| symbol.clone());
    let person = |id: Option<PersonId>| id.and_then(|id| life.names.people.get(&id)).cloned().unwrap_or_default();
    [
        ("noi-dung", say(lang, "Nội dung", "Text"), task.statement.clone()),
        ("san-pham", say(lang, "Sản phẩm", "Product"), task.product.clone().unwrap_or_default()),
        ("dieu-khoan", say(lang, "Điều khoản", "Clause"), task.clause.clone().unwrap_or_default()),
        ("chu-tri", say(lang, "Chủ trì", "Lead"), division.unwrap_or_default()),
        ("thuc-hien", say(lang, "Thực hiện", "Officer"), person(task.officer)),
        ("lanh-dao", say(lang, "Lãnh đạo", "Leader"), person(task.leader)),
        ("theo-doi", say(lang, "Theo dõi", "Follows"), person(task.tracker)),
        ("xem-lai", say(lang, "Xem lại", "Review"), task.review_on.map(show::date).unwrap_or_default()),
    ]
    .into_iter()
    .filter(|(name, _, _)| now.text(name) != typed.text(name))
    .map(|(_, words, value)| (words, if value.is_empty() { "–".to_owned() } else { value }))
    .collect()
}
