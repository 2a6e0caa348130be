//! Briefings: preparing the agenda, recording conclusions, the notice of conclusions.

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::json;
use tt_document::Document;
use tt_document::frame::Frame;
use tt_domain::briefing::{
    AgendaItem, AgendaReason, Briefing, BriefingKind, BriefingState, Candidate, Conclusion, ConclusionKind,
    NewConclusion, agenda,
};
use tt_domain::id::{AgendaItemId, BriefingId, PersonId};
use tt_domain::life::Command;
use tt_domain::permission::Action;
use tt_domain::task::{Task, TaskKind};
use tt_store::{Tx, audit, briefings, divisions, extensions, obstacles, persons, task_events, task_links, tasks};
use tt_text::date::PartialDate;

use crate::app::App;
use crate::drafting::{Draft, file, frame};
use crate::error::AppError;
use crate::notice_words::{shortened, shown};
use crate::outputs::Format;
use crate::sign_in::CurrentUser;
use crate::work::act::{self, Occasion, TaskAction, no_person};
use crate::work::assign::{self, SourceDocument, TaskDraft};
use crate::work::context::TaskContext;
use crate::work::page::code;

/// Briefings on one page.
const PER_PAGE: u32 = 50;

/// A briefing to prepare.
#[derive(Clone, Debug)]
pub struct BriefingDraft {
    /// Which kind.
    pub kind: BriefingKind,
    /// Day it is held.
    pub day: Date,
    /// Who chairs.
    pub chair: Option<PersonId>,
    /// Where.
    pub place: Option<String>,
}

/// A matter of an agenda as it is shown.
#[derive(Clone, Debug)]
pub struct ItemShown {
    /// The matter.
    pub item: AgendaItem,
    /// Its task with its code; `None` for a matter without one, or one the reader may not see.
    pub task: Option<(Task, String)>,
}

/// A briefing with everything about it.
#[derive(Clone, Debug)]
pub struct BriefingShown {
    /// The briefing.
    pub briefing: Briefing,
    /// Name of the chair.
    pub chair: Option<String>,
    /// The agenda.
    pub items: Vec<ItemShown>,
    /// Conclusions, each with who sees to it in words.
    pub conclusions: Vec<(Conclusion, String)>,
    /// Whether the reader may prepare and hold it.
    pub may_hold: bool,
    /// Today.
    pub today: Date,
}

impl App {
    /// The agency's briefings, the latest first.
    ///
    /// # Errors
    /// Not theirs to read, or the database failed.
    pub async fn briefings(&self, current: &CurrentUser, before: Option<Date>) -> Result<Vec<Briefing>, AppError> {
        current.require(Action::ReadRecords)?;
        let mut tx = self.db.begin_read().await?;
        Ok(briefings::page(&mut tx, current.agency.id, before, PER_PAGE).await?)
    }

    /// Prepares a briefing: its agenda is made from how the agency's tasks stand now.
    ///
    /// # Errors
    /// Not theirs to hold, or the database failed.
    pub async fn prepare_briefing(
        &self,
        current: &CurrentUser,
        draft: &BriefingDraft,
        origin: &str,
    ) -> Result<BriefingId, AppError> {
        current.require(Action::HoldBriefing)?;
        let at = self.clock.now();
        let mut tx = self.db.begin_write().await?;
        let last = briefings::page(&mut tx, current.agency.id, Some(draft.day), 1).await?.into_iter().next();
        let briefing = Briefing {
            id: BriefingId(0),
            agency: current.agency.id,
            kind: draft.kind,
            day: draft.day,
            chair: draft.chair,
            place: draft.place.as_deref().map(str::trim).filter(|place| !place.is_empty()).map(str::to_owned),
            state: BriefingState::Open,
            closed_at: None,
        };
        let id = briefings::insert(&mut tx, &briefing, current.user.id, at).await?;
        let found = candidates(&mut tx, current, last.as_ref()).await?;
        let order = agenda(&found, draft.kind, draft.day);
        for (reason, task) in &order {
            if let Some(one) = found.iter().find(|one| one.task.id == *task) {
                let title = shortened(&one.task.statement, 200);
                briefings::add_item(&mut tx, id, *reason, Some(*task), &title).await?;
            }
        }
        let details = json!({ "kind": draft.kind.code(), "day": draft.day.to_string(), "items": order.len() });
        note(&mut tx, current, origin, at, "briefing.prepared", id, &details).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// A briefing with its agenda and conclusions.
    ///
    /// # Errors
    /// No such briefing of one's own agency.
    pub async fn briefing(&self, current: &CurrentUser, id: BriefingId) -> Result<BriefingShown, AppError> {
        current.require(Action::ReadRecords)?;
        let mut tx = self.db.begin_read().await?;
        let briefing = own(&mut tx, current, id).await?;
        let mut items = Vec::new();
        for item in briefings::items(&mut tx, id).await? {
            let task = match item.task {
                Some(task) => seen(&mut tx, current, task).await?,
                None => None,
            };
            // What one may not see is not on one's agenda either.
            if item.task.is_none() || task.is_some() {
                items.push(ItemShown { item, task });
            }
        }
        let mut conclusions = Vec::new();
        for conclusion in briefings::conclusions(&mut tx, id).await? {
            let who = who(&mut tx, current, &conclusion.conclusion).await?;
            conclusions.push((conclusion, who));
        }
        let chair = match briefing.chair {
            Some(chair) => Some(persons::get(&mut tx, chair).await?.details.full_name),
            None => None,
        };
        let may_hold = current.may(Action::HoldBriefing);
        Ok(BriefingShown { briefing, chair, items, conclusions, may_hold, today: self.clock.today() })
    }

    /// Adds a matter to an agenda by hand.
    ///
    /// # Errors
    /// Not theirs to hold, the briefing is closed, or the matter has no name.
    pub async fn add_agenda_item(
        &self,
        current: &CurrentUser,
        id: BriefingId,
        title: &str,
        origin: &str,
    ) -> Result<(), AppError> {
        let title = title.trim();
        if title.is_empty() {
            return Err(AppError::refused("chưa nhập tên nội dung", "the matter has no name"));
        }
        let mut tx = self.db.begin_write().await?;
        open(&mut tx, current, id).await?;
        briefings::add_item(&mut tx, id, AgendaReason::Other, None, title).await?;
        note(&mut tx, current, origin, self.clock.now(), "briefing.changed", id, &json!({ "added": title })).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Puts an agenda into an order; matters not named are taken off.
    ///
    /// # Errors
    /// Not theirs to hold, or the briefing is closed.
    pub async fn order_agenda(
        &self,
        current: &CurrentUser,
        id: BriefingId,
        order: &[AgendaItemId],
        origin: &str,
    ) -> Result<(), AppError> {
        let mut tx = self.db.begin_write().await?;
        open(&mut tx, current, id).await?;
        briefings::order_items(&mut tx, id, order).await?;
        let details = json!({ "order": order.iter().map(|item| item.0).collect::<Vec<_>>() });
        note(&mut tx, current, origin, self.clock.now(), "briefing.changed", id, &details).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Records a conclusion. A task is made and assigned, a directive given on the matter's task, in the same
    /// transaction and under the same rights as anywhere else.
    ///
    /// # Errors
    /// Not theirs to hold; the briefing is closed; the text, owner or task is missing; the task cannot be made.
    pub async fn conclude(
        &self,
        current: &CurrentUser,
        id: BriefingId,
        new: &NewConclusion,
        origin: &str,
    ) -> Result<(), AppError> {
        let mut tx = self.db.begin_write().await?;
        let briefing = open(&mut tx, current, id).await?;
        let text = new.text.trim();
        if text.is_empty() {
            return Err(AppError::refused("chưa nhập nội dung kết luận", "the conclusion has no text"));
        }
        let person = current.user.person.ok_or_else(no_person)?;
        let at = self.clock.now();
        let occasion = Occasion { current, person, at, origin, delivery: &self.delivery };
        let items = briefings::items(&mut tx, id).await?;
        let about = new.item.and_then(|item| items.iter().find(|known| known.id == item)).and_then(|item| item.task);
        let mut made = NewConclusion { text: text.to_owned(), task: None, ..new.clone() };
        match new.kind {
            ConclusionKind::Task => {
                if new.division.is_none() && new.person.is_none() {
                    return Err(AppError::refused(
                        "nhiệm vụ cần phòng hoặc người thực hiện; hãy chọn một",
                        "a task needs a division or a person; choose one",
                    ));
                }
                let kind = if new.deadline.is_some() { TaskKind::AdHoc } else { TaskKind::Undated };
                let mut draft = TaskDraft::new(briefing.day.year(), kind, text);
                (draft.lead, draft.officer, draft.deadline) = (new.division, new.person, new.deadline);
                draft.review_on = new
                    .deadline
                    .is_none()
                    .then(|| tt_domain::calendar::days_after(briefing.day, briefing.kind.days_ahead()));
                let source = source(current, &briefing);
                let today = self.clock.today();
                made.task = Some(assign::create(&mut tx, &occasion, &draft, Some(&source), today).await?);
            }
            ConclusionKind::Directive => {
                let task = about.ok_or_else(|| {
                    AppError::refused(
                        "nội dung này không gắn nhiệm vụ nào; hãy ghi thành nhiệm vụ mới hoặc kết luận chung",
                        "this matter is about no task; record a new task or a general conclusion",
                    )
                })?;
                let context = TaskContext::load(&mut tx, current, task).await?;
                current.require_on(Action::GiveDirective, &context.scope())?;
                let command = Command::Direct { text: text.to_owned(), until: new.deadline };
                act::perform(&mut tx, &context, &TaskAction::of(command), self.clock.today(), &occasion).await?;
                made.task = Some(task);
            }
            ConclusionKind::Note => {}
        }
        let conclusion = briefings::conclude(&mut tx, id, &made, current.user.id, at).await?;
        let details =
            json!({ "conclusion": conclusion.0, "kind": new.kind.code(), "task": made.task.map(|task| task.0) });
        note(&mut tx, current, origin, at, "briefing.concluded", id, &details).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Settles a briefing: nothing is added to it any more.
    ///
    /// # Errors
    /// Not theirs to hold, or it is closed already.
    pub async fn close_briefing(&self, current: &CurrentUser, id: BriefingId, origin: &str) -> Result<(), AppError> {
        let at = self.clock.now();
        let mut tx = self.db.begin_write().await?;
        open(&mut tx, current, id).await?;
        briefings::close(&mut tx, id, at).await?;
        note(&mut tx, current, origin, at, "briefing.closed", id, &json!({})).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The notice of conclusions (thông báo kết luận) as a draft, as a file of a format: name and bytes.
    ///
    /// # Errors
    /// No such briefing, or it cannot be written.
    pub async fn briefing_notice(
        &self,
        current: &CurrentUser,
        id: BriefingId,
        format: Format,
    ) -> Result<(String, Vec<u8>), AppError> {
        let shown = self.briefing(current, id).await?;
        let document = notice_of(current, &shown);
        file(format!("thong-bao-ket-luan-{}", shown.briefing.day), document, format).await
    }
}

/// A briefing's name in a sentence: `giao ban tuần ngày 23/11/2026`.
pub fn title(briefing: &Briefing) -> String {
    let kind = match briefing.kind {
        BriefingKind::Weekly => "giao ban tuần",
        BriefingKind::Monthly => "giao ban tháng",
        BriefingKind::Quarterly => "giao ban quý",
    };
    format!("{kind} ngày {}", shown(briefing.day))
}

fn source(current: &CurrentUser, briefing: &Briefing) -> SourceDocument {
    SourceDocument {
        kind: Some("Thông báo".to_owned()),
        // Provisional, one for each briefing, until the notice itself is numbered.
        number: format!("GB{}/TB-{}", briefing.id, current.agency.symbol),
        date: Some(briefing.day),
        issuer: Some(current.agency.name.clone()),
        approves: false,
        subject: Some(format!("Kết luận cuộc họp {}", title(briefing))),
    }
}

fn notice_of(current: &CurrentUser, shown_briefing: &BriefingShown) -> Document {
    let BriefingShown { briefing, chair, conclusions, .. } = shown_briefing;
    let agency = &current.agency;
    let subject = format!("Kết luận cuộc họp {}", title(briefing));
    let mut text = Draft::new(Frame {
        recipients: vec!["Lãnh đạo cơ quan".to_owned(), "Các phòng, đơn vị".to_owned(), "Lưu: VT".to_owned()],
        ..frame(agency, "Thông báo", format!("TB-{}", agency.symbol), PartialDate::whole(briefing.day), subject)
    });
    let place = briefing.place.as_ref().map(|place| format!(", tại {place}")).unwrap_or_default();
    let chair = chair.as_ref().map(|name| format!(" Đồng chí {name} chủ trì.")).unwrap_or_default();
    text.paragraph(&format!(
        "Ngày {}{place}, {} tổ chức cuộc họp {}.{chair} Sau khi nghe báo cáo và ý kiến thảo luận, cuộc họp thống nhất \
         kết luận như sau:",
        shown(briefing.day),
        agency.name,
        title(briefing)
    ));
    if conclusions.is_empty() {
        text.paragraph("(Chưa ghi kết luận nào.)");
    }
    for (index, (conclusion, who)) in conclusions.iter().enumerate() {
        let NewConclusion { text: said, deadline, .. } = &conclusion.conclusion;
        let said = said.trim_end_matches('.');
        let who = if who.is_empty() { String::new() } else { format!(" {who} thực hiện") };
        let by = deadline.map(|day| format!("hoàn thành chậm nhất ngày {}", shown(day))).unwrap_or_default();
        let duty = match (who.is_empty(), by.is_empty()) {
            (true, true) => String::new(),
            (false, true) => format!("{who}."),
            (true, false) => format!(" Hạn: {by}."),
            (false, false) => format!("{who}, {by}."),
        };
        text.paragraph(&format!("{}. {said}.{duty}", index + 1));
    }
    text.paragraph(&format!("{} thông báo để các phòng, đơn vị biết, thực hiện./.", agency.name));
    text.finish()
}

async fn who(tx: &mut Tx, current: &CurrentUser, new: &NewConclusion) -> Result<String, AppError> {
    let division = match new.division {
        Some(id) => {
            let all = divisions::list(tx, current.agency.id).await?;
            all.into_iter().find(|division| division.id == id).map(|division| division.spoken_name())
        }
        None => None,
    };
    let person = match new.person {
        Some(id) => Some(format!("đồng chí {}", persons::get(tx, id).await?.details.full_name)),
        None => None,
    };
    Ok([division, person].into_iter().flatten().collect::<Vec<_>>().join(", "))
}

async fn own(tx: &mut Tx, current: &CurrentUser, id: BriefingId) -> Result<Briefing, AppError> {
    let briefing = briefings::get(tx, id).await?;
    if briefing.agency == current.agency.id { Ok(briefing) } else { Err(AppError::NotFound) }
}

/// A briefing one may hold and that is not settled.
async fn open(tx: &mut Tx, current: &CurrentUser, id: BriefingId) -> Result<Briefing, AppError> {
    current.require(Action::HoldBriefing)?;
    let briefing = own(tx, current, id).await?;
    if briefing.state == BriefingState::Open {
        return Ok(briefing);
    }
    Err(AppError::refused(
        "cuộc giao ban đã kết thúc; hãy ghi vào cuộc giao ban sau",
        "the briefing is closed; record this in the next one",
    ))
}

/// A task with its code, if the reader may see it.
async fn seen(
    tx: &mut Tx,
    current: &CurrentUser,
    id: tt_domain::id::TaskId,
) -> Result<Option<(Task, String)>, AppError> {
    match TaskContext::load(tx, current, id).await {
        Ok(context) => {
            let parent = match context.task.parent {
                Some(parent) => Some(tasks::get(tx, parent).await?),
                None => None,
            };
            let code = code(&context.task, parent.as_ref());
            Ok(Some((context.task, code)))
        }
        Err(AppError::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The agency's open tasks as an agenda sees them.
async fn candidates(tx: &mut Tx, current: &CurrentUser, last: Option<&Briefing>) -> Result<Vec<Candidate>, AppError> {
    let agency = current.agency.id;
    let waiting = extensions::waiting_in_agency(tx, agency).await?;
    let concluded = match last {
        Some(last) => briefings::conclusions(tx, last.id).await?,
        None => Vec::new(),
    };
    let mut found = Vec::new();
    let open = tasks::open_of_agency(tx, agency).await?;
    for task in &open {
        let changed = match last {
            Some(last) => task_events::list(tx, task.id).await?.iter().any(|one| one.event.day >= last.day),
            None => false,
        };
        let mut blocked = !obstacles::list_for_task(tx, task.id).await?.is_empty();
        if !blocked {
            let needs = task_links::dependencies(tx, task.programme).await?;
            blocked = needs.iter().any(|(one, on)| *one == task.id && open.iter().any(|other| other.id == *on));
        }
        found.push(Candidate {
            extension: waiting.iter().any(|(one, _)| *one == task.id),
            concluded: concluded.iter().any(|one| one.conclusion.task == Some(task.id)),
            task: task.clone(),
            blocked,
            changed,
        });
    }
    Ok(found)
}

async fn note(
    tx: &mut Tx,
    current: &CurrentUser,
    origin: &str,
    at: Timestamp,
    action: &str,
    id: BriefingId,
    details: &serde_json::Value,
) -> Result<(), AppError> {
    let event = current.actor(origin).event(current.agency.id, at, (action, format!("briefing-{id}")), details);
    audit::append(tx, &event).await?;
    Ok(())
}
