//! One thing done to several tasks: each by its own right and in its own transaction, each with its verdict, and taken
//! back where it can be.

use jiff::civil::Date;
use tt_check::Message;
use tt_domain::bulk::{BulkDone, BulkKind, BulkRow, Undo};
use tt_domain::id::{BulkActionId, DivisionId, PersonId, TaskId};
use tt_domain::life::Command;
use tt_domain::task::{Task, TaskState};
use tt_store::{bulk_actions, tasks};

use super::act::TaskAction;
use super::context::TaskContext;
use super::edit::TaskChanges;
use super::page::code;
use crate::app::App;
use crate::contract::Language;
use crate::error::AppError;
use crate::sign_in::CurrentUser;
use crate::wording::say;

/// How many tasks are taken at once.
pub const MOST: usize = 500;

/// What is done to each of the tasks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BulkAction {
    /// Urge.
    Urge,
    /// Accept.
    Accept,
    /// Name who does the work.
    Officer(Option<PersonId>),
    /// Let another division lead.
    Lead(Option<DivisionId>),
    /// Ask for a later deadline; of a draft, set it.
    Deadline {
        /// The day.
        until: Date,
        /// Why.
        reason: String,
    },
    /// Comment.
    Comment {
        /// The comment.
        text: String,
    },
    /// Confirm the result.
    Confirm,
    /// Carry over.
    CarryOver {
        /// Into which year.
        year: i16,
    },
}

impl BulkAction {
    /// Which it is.
    pub fn kind(&self) -> BulkKind {
        match self {
            Self::Urge => BulkKind::Urge,
            Self::Accept => BulkKind::Accept,
            Self::Officer(_) => BulkKind::Officer,
            Self::Lead(_) => BulkKind::Lead,
            Self::Deadline { .. } => BulkKind::Deadline,
            Self::Comment { .. } => BulkKind::Comment,
            Self::Confirm => BulkKind::Confirm,
            Self::CarryOver { .. } => BulkKind::CarryOver,
        }
    }

    fn done(&self, state: TaskState) -> Message {
        match self {
            Self::Urge => say("đã đôn đốc", "urged"),
            Self::Accept => say("đã tiếp nhận", "accepted"),
            Self::Officer(_) => say("đã phân công", "allocated"),
            Self::Lead(_) => say("đã đổi phòng chủ trì", "lead changed"),
            Self::Deadline { .. } if state == TaskState::Draft => say("đã đặt hạn", "deadline set"),
            Self::Deadline { .. } => say("đã gửi đề nghị gia hạn", "extension asked for"),
            Self::Comment { .. } => say("đã ghi ý kiến", "comment added"),
            Self::Confirm => say("đã xác nhận", "confirmed"),
            Self::CarryOver { .. } => say("đã chuyển sang năm sau", "carried over"),
        }
    }
}

/// What was done, for the page that tells of it.
#[derive(Clone, Debug)]
pub struct BulkShown {
    /// What and when.
    pub action: BulkDone,
    /// Each task with its code and text, where it may still be seen, and what became of it.
    pub rows: Vec<(Option<(String, Task)>, BulkRow)>,
}

impl BulkShown {
    /// Whether any row can be taken back.
    pub fn can_undo(&self) -> bool {
        self.action.undone_at.is_none() && self.rows.iter().any(|(_, row)| row.done && row.undo.is_some())
    }
}

impl App {
    /// Does it to each task, at the version seen. What is refused stays as it is and says why; the others are done.
    ///
    /// # Errors
    /// Nothing chosen, more than [`MOST`], or the database failed.
    pub async fn bulk(
        &self,
        current: &CurrentUser,
        chosen: &[(TaskId, i64)],
        action: &BulkAction,
        back: &str,
        (lang, origin): (Language, &str),
    ) -> Result<BulkActionId, AppError> {
        if chosen.is_empty() {
            return Err(AppError::refused(
                "chưa chọn việc nào; hãy đánh dấu ở đầu dòng",
                "no task is chosen; tick some",
            ));
        }
        if chosen.len() > MOST {
            return Err(AppError::refused(
                format!("chọn {} việc, mỗi lần tối đa {MOST}; hãy lọc bớt", chosen.len()),
                format!("{} tasks chosen of at most {MOST}; narrow the filter", chosen.len()),
            ));
        }
        let mut tx = self.db.begin_write().await?;
        let id = bulk_actions::insert(&mut tx, current.user.id, action.kind(), back, self.clock.now()).await?;
        tx.commit().await?;
        for (task, version) in chosen {
            let row = match self.bulk_one(current, *task, *version, action, origin).await {
                Ok((undo, state, version)) => BulkRow {
                    task: *task,
                    done: true,
                    verdict: lang.pick(&action.done(state)).to_owned(),
                    undo,
                    version: Some(version),
                },
                // A task one may not know of is not named in what is kept either.
                Err(AppError::NotFound) => continue,
                Err(error @ (AppError::Forbidden | AppError::Refused(_) | AppError::RefusedAt { .. })) => {
                    refused(*task, lang.pick(&error.message()))
                }
                Err(stale) if stale.is_stale() => refused(*task, lang.pick(&stale.message())),
                Err(error) => return Err(error),
            };
            let mut tx = self.db.begin_write().await?;
            bulk_actions::put_row(&mut tx, id, &row).await?;
            tx.commit().await?;
        }
        Ok(id)
    }

    async fn bulk_one(
        &self,
        current: &CurrentUser,
        id: TaskId,
        version: i64,
        action: &BulkAction,
        origin: &str,
    ) -> Result<(Option<Undo>, TaskState, i64), AppError> {
        let before = {
            let mut tx = self.db.begin_read().await?;
            TaskContext::load(&mut tx, current, id).await?.task
        };
        let command = match action {
            BulkAction::Officer(officer) => {
                let changes = TaskChanges { officer: Some(*officer), ..TaskChanges::default() };
                let task = self.edit_task(current, id, version, &changes, origin).await?;
                return Ok((Some(Undo::Officer(before.officer)), before.state, task.version));
            }
            BulkAction::Lead(lead) => {
                let changes = TaskChanges { lead: Some(*lead), ..TaskChanges::default() };
                let task = self.edit_task(current, id, version, &changes, origin).await?;
                return Ok((Some(Undo::Lead(before.lead)), before.state, task.version));
            }
            BulkAction::Deadline { until, .. } if before.state == TaskState::Draft => {
                let changes = TaskChanges { deadline: Some(Some(*until)), ..TaskChanges::default() };
                let task = self.edit_task(current, id, version, &changes, origin).await?;
                return Ok((Some(Undo::Deadline(before.deadline)), before.state, task.version));
            }
            BulkAction::Deadline { until, reason } => Command::AskExtension { until: *until, reason: reason.clone() },
            BulkAction::Urge => Command::Urge,
            BulkAction::Accept => Command::Accept,
            BulkAction::Comment { text } => Command::Comment { text: text.clone() },
            BulkAction::Confirm => Command::Confirm,
            BulkAction::CarryOver { year } => Command::CarryOver { year: *year },
        };
        let seen = (!matches!(command, Command::Comment { .. } | Command::Urge)).then_some(version);
        let done = self.act(current, id, &TaskAction { version: seen, ..TaskAction::of(command) }, origin).await?;
        let undo = matches!(action, BulkAction::Deadline { .. }).then_some(Undo::Withdraw);
        Ok((undo, before.state, done.task.version))
    }

    /// What was done, told row by row, to whoever did it.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for anyone else's.
    pub async fn bulk_done(&self, current: &CurrentUser, id: BulkActionId) -> Result<BulkShown, AppError> {
        let mut tx = self.db.begin_read().await?;
        let action = bulk_actions::get(&mut tx, id).await?;
        if action.user != current.user.id {
            return Err(AppError::NotFound);
        }
        let mut rows = Vec::new();
        for row in bulk_actions::rows(&mut tx, id).await? {
            let task = match TaskContext::load(&mut tx, current, row.task).await {
                Ok(context) => {
                    let parent = match context.task.parent {
                        Some(parent) => Some(tasks::get(&mut tx, parent).await?),
                        None => None,
                    };
                    Some((code(&context.task, parent.as_ref()), context.task))
                }
                Err(AppError::NotFound) => None,
                Err(error) => return Err(error),
            };
            rows.push((task, row));
        }
        Ok(BulkShown { action, rows })
    }

    /// Takes back what can be, of those tasks that nobody changed since.
    ///
    /// # Errors
    /// Anyone else's, taken back before, or the database failed.
    pub async fn undo_bulk(
        &self,
        current: &CurrentUser,
        id: BulkActionId,
        lang: Language,
        origin: &str,
    ) -> Result<(), AppError> {
        let shown = self.bulk_done(current, id).await?;
        if !shown.can_undo() {
            return Err(AppError::refused("không còn gì để hoàn tác", "nothing is left to undo"));
        }
        let mut tx = self.db.begin_write().await?;
        bulk_actions::set_undone(&mut tx, id, self.clock.now()).await?;
        tx.commit().await?;
        for (_, row) in shown.rows {
            let (true, Some(undo), Some(version)) = (row.done, row.undo, row.version) else { continue };
            let verdict = match self.undo_one(current, row.task, undo, version, origin).await {
                Ok(()) => say("đã hoàn tác", "undone"),
                Err(error @ (AppError::Forbidden | AppError::NotFound | AppError::Refused(_))) => error.message(),
                Err(stale) if stale.is_stale() => {
                    say("không hoàn tác: việc đã có thay đổi khác sau đó", "not undone: changed again since")
                }
                Err(error) => return Err(error),
            };
            let row = BulkRow { verdict: lang.pick(&verdict).to_owned(), undo: None, ..row };
            let mut tx = self.db.begin_write().await?;
            bulk_actions::put_row(&mut tx, id, &row).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    async fn undo_one(
        &self,
        current: &CurrentUser,
        task: TaskId,
        undo: Undo,
        version: i64,
        origin: &str,
    ) -> Result<(), AppError> {
        let changes = match undo {
            Undo::Officer(officer) => TaskChanges { officer: Some(officer), ..TaskChanges::default() },
            Undo::Lead(lead) => TaskChanges { lead: Some(lead), ..TaskChanges::default() },
            Undo::Deadline(deadline) => TaskChanges { deadline: Some(deadline), ..TaskChanges::default() },
            Undo::Withdraw => {
                let action = TaskAction { version: Some(version), ..TaskAction::of(Command::WithdrawExtension) };
                self.act(current, task, &action, origin).await?;
                return Ok(());
            }
        };
        self.edit_task(current, task, version, &changes, origin).await?;
        Ok(())
    }
}

fn refused(task: TaskId, verdict: &str) -> BulkRow {
    BulkRow { task, done: false, verdict: verdict.to_owned(), undo: None, version: None }
}
