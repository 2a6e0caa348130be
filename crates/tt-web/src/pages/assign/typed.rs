//! The form for a task as it was typed: read into a draft or into changes, and a task written as the form would send it.

use tt_app::Language;
use tt_app::work::{SourceDocument, TaskChanges, TaskDraft, TaskLife};
use tt_domain::history::Coordinator;
use tt_domain::id::{AgencyId, DivisionId, PersonId, TaskId};
use tt_domain::task::{CommandLine, Recurrence, TaskKind, TaskState};

use crate::forms::Fields;
use crate::show::{self, say};

/// The task a new form stands for, with the document that assigns it.
///
/// # Errors
/// A sentence naming the field that cannot be read.
pub(super) fn draft(fields: &Fields, lang: Language) -> Result<(TaskDraft, Option<SourceDocument>), String> {
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
    draft.assigned_on = fields.day_or_sentence("ngay-giao", lang)?;
    draft.deadline = fields.day_or_sentence("han", lang)?;
    draft.review_on = fields.day_or_sentence("xem-lai", lang)?;
    draft.recurrence = Recurrence::from_code(fields.text("lap"));
    draft.assign = fields.filled("du-kien").is_none();
    let source = match fields.filled("vb-so") {
        Some(number) => Some(SourceDocument {
            kind: owned(fields, "vb-loai"),
            number: number.to_owned(),
            date: fields.day_or_sentence("vb-ngay", lang)?,
            issuer: owned(fields, "vb-co-quan"),
            subject: None,
            approves: false,
        }),
        None => None,
    };
    Ok((draft, source))
}

/// What the form changes of the task as it now is.
pub(super) fn changes(fields: &Fields, life: &TaskLife, lang: Language) -> Result<TaskChanges, String> {
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
        changes.review_on = Some(fields.day_or_sentence("xem-lai", lang)?);
        if task.state == TaskState::Draft {
            changes.deadline = Some(fields.day_or_sentence("han", lang)?);
        }
    }
    Ok(changes)
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
pub(super) fn as_fields(life: &TaskLife) -> Fields {
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
pub(super) fn seen_anew(life: &TaskLife, typed: &Fields, lang: Language) -> Vec<(&'static str, String)> {
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
