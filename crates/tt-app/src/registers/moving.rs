//! Taking entries from stage to stage, and taking back what was recorded wrongly.

use jiff::civil::Date;
use serde_json::json;
use tt_domain::id::{EntryId, RegisterStageId, StageChangeId};
use tt_domain::permission::Action;
use tt_domain::register::standing::{MoveFault, decide};
use tt_domain::register::{Mark, Register, StageChange, Standing};
use tt_store::entries::{Recording, reading};
use tt_store::{Tx, entries};

use super::entering::{answer, stage_trouble};
use super::resolve::Records;
use super::{By, Given, Trouble, entry_for, note, words};
use crate::app::App;
use crate::error::AppError;
use crate::sign_in::CurrentUser;
use crate::wording::say;

/// What someone says of a stage.
#[derive(Clone, Debug)]
pub struct MoveDraft {
    /// Which stage; `None` when none was chosen.
    pub stage: Option<RegisterStageId>,
    /// What is said of it.
    pub mark: Mark,
    /// The day; `None` when none was given.
    pub day: Option<Date>,
    /// Whether it happened on that day; else at the latest then.
    pub exact: bool,
    /// The document it rests on, as written, and anything else.
    pub note: String,
    /// Whether what is unusual is meant.
    pub meant: bool,
}

impl App {
    /// Records a change of stage, if nobody changed the entry since `version`.
    ///
    /// # Errors
    /// Not theirs to write in, [`tt_store::StoreError::Stale`], or the database failed.
    pub async fn move_entry(
        &self,
        current: &CurrentUser,
        id: EntryId,
        version: i64,
        draft: &MoveDraft,
        origin: &str,
    ) -> Result<Given<()>, AppError> {
        let today = self.clock.today();
        let mut tx = self.db.begin_write().await?;
        let (register, entry) = entry_for(&mut tx, current, id, Action::EnterRegister).await?;
        let recording = Recording { by: Some(current.user.id), at: self.clock.now(), import: None };
        let mut history = reading::standing_changes(&entries::changes(&mut tx, id).await?);
        let mut standing = Standing::of(&history, Date::MAX);
        let mut troubles = Vec::new();
        let drafts = std::slice::from_ref(draft);
        let mut records = Records::default();
        let at = (entry.since, &mut standing);
        let new = checked(&mut tx, &mut records, &register, at, drafts, today, &mut troubles).await?;
        if let Some(answer) = answer(troubles, draft.meant) {
            return Ok(answer);
        }
        entries::touch(&mut tx, id, version, None, recording.at).await?;
        for change in new {
            entries::add_change(&mut tx, id, &change, recording).await?;
            let stage = register.stage(change.stage).map(|stage| stage.spec.code.clone());
            let details = json!({
                "register": register.key, "title": entry.title, "stage": stage, "mark": change.mark.code(),
                "day": change.day.to_string(), "exact": change.exact, "note": change.note,
            });
            let object = format!("entry-{id}");
            note(&mut tx, By::new(current, origin, recording.at), &register, ("entry.moved", object, &details)).await?;
            history.push(change);
        }
        entries::set_spans(&mut tx, &register, id, entry.since, &history).await?;
        tx.commit().await?;
        Ok(Given::Taken(()))
    }

    /// Withdraws the last change of an entry's stage as recorded wrongly, with the reason.
    ///
    /// # Errors
    /// Not theirs to write in, not the last change, no reason, [`tt_store::StoreError::Stale`].
    pub async fn withdraw_move(
        &self,
        current: &CurrentUser,
        (id, version): (EntryId, i64),
        change: StageChangeId,
        reason: &str,
        origin: &str,
    ) -> Result<(), AppError> {
        let mut tx = self.db.begin_write().await?;
        let (register, entry) = entry_for(&mut tx, current, id, Action::EnterRegister).await?;
        let recording = Recording { by: Some(current.user.id), at: self.clock.now(), import: None };
        let mut recorded = entries::changes(&mut tx, id).await?;
        recorded.retain(|one| one.withdrawn.is_none());
        if recorded.last().map(|last| last.id) != Some(change) {
            return Err(AppError::refused(
                "chỉ rút được lần chuyển bước ghi sau cùng; hãy rút lần lượt từ lần sau cùng trở về",
                "only the last change can be withdrawn; withdraw the later ones first",
            ));
        }
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(AppError::refused_at("ly-do", "chưa ghi lý do rút lại", "say why it is withdrawn"));
        }
        entries::touch(&mut tx, id, version, None, recording.at).await?;
        entries::withdraw_change(&mut tx, change, reason, recording).await?;
        let gone = recorded.pop();
        let history = reading::standing_changes(&recorded);
        entries::set_spans(&mut tx, &register, id, entry.since, &history).await?;
        let stage = gone.and_then(|one| register.stage(one.change.stage).map(|stage| stage.spec.code.clone()));
        let details = json!({ "register": register.key, "title": entry.title, "stage": stage, "reason": reason });
        let object = format!("entry-{id}");
        note(&mut tx, By::new(current, origin, recording.at), &register, ("entry.move_withdrawn", object, &details))
            .await?;
        tx.commit().await?;
        Ok(())
    }
}

/// Checks the stages of a new entry one after another.
pub(crate) async fn checked_moves(
    tx: &mut Tx,
    records: &mut Records,
    register: &Register,
    since: Date,
    drafts: &[MoveDraft],
    today: Date,
    troubles: &mut Vec<Trouble>,
) -> Result<Vec<StageChange>, AppError> {
    checked(tx, records, register, (since, &mut Standing::default()), drafts, today, troubles).await
}

/// The changes that can be recorded; what is wrong with the others is told. `standing` is what follows from them.
pub(crate) async fn checked(
    tx: &mut Tx,
    records: &mut Records,
    register: &Register,
    (since, standing): (Date, &mut Standing),
    drafts: &[MoveDraft],
    today: Date,
    troubles: &mut Vec<Trouble>,
) -> Result<Vec<StageChange>, AppError> {
    let mut changes = Vec::new();
    for draft in drafts {
        let Some(stage) = draft.stage else {
            let message = words::move_fault(register, &MoveFault::UnknownStage);
            troubles.push(stage_trouble(message, false, "buoc"));
            continue;
        };
        let Some(day) = draft.day else {
            let message = say("chưa ghi ngày của bước; viết như 31/12/2019", "the day of the stage is missing");
            troubles.push(stage_trouble(message, false, "ngay"));
            continue;
        };
        let note = draft.note.trim().to_owned();
        let mut change = StageChange { stage, mark: draft.mark, day, exact: draft.exact, document: None, note };
        match decide(register, standing, since, &change, today) {
            Err(fault) => {
                let field = match fault {
                    MoveFault::BeforeLast(_) | MoveFault::BeforeEntry(_) | MoveFault::Future => "ngay",
                    _ => "buoc",
                };
                troubles.push(stage_trouble(words::move_fault(register, &fault), false, field));
            }
            Ok(doubts) => {
                let asked = doubts.iter().map(|doubt| stage_trouble(words::move_doubt(doubt), true, "buoc"));
                troubles.extend(asked.filter(|_| !draft.meant));
                if !change.note.is_empty() {
                    change.document = records.document(tx, register.agency, &change.note).await?;
                }
                standing.apply(&change);
                changes.push(change);
            }
        }
    }
    Ok(changes)
}
