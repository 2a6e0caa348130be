//! Taking proposals over into next year's draft programme: all that are chosen, or none.

use std::collections::HashMap;

use jiff::civil::Date;
use tt_domain::id::{ProgrammeId, TaskId};
use tt_domain::life::{Command, EventKind};
use tt_domain::permission::Action;
use tt_domain::programme::{Programme, ProgrammeState};
use tt_domain::task::{NewTarget, NewTask, Target, Task, TaskKind, TaskSeries, TaskState};
use tt_store::{StoreError, Tx, agencies, programmes, targets, task_events, task_links, tasks};

use super::{is_drafted, plain, read_targets};
use crate::app::App;
use crate::error::AppError;
use crate::sign_in::CurrentUser;
use crate::work::TaskAction;
use crate::work::act::{self, Occasion, no_person};
use crate::work::context::TaskContext;
use crate::work::page::code;

/// What was decided about one proposal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// Last year's task, with the version that was seen; `None` for one that continues nothing.
    pub last: Option<(TaskId, i64)>,
    /// Next year's draft, with the version that was seen.
    pub next: Option<(TaskId, i64)>,
    /// It goes into the draft programme; otherwise it is left out, and a draft that is there is withdrawn.
    pub take: bool,
    /// Words of next year's task.
    pub statement: String,
    /// Its targets, in words.
    pub targets: Vec<String>,
}

/// What became of the choices.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Drafts made.
    pub made: usize,
    /// Drafts whose words or targets changed.
    pub changed: usize,
    /// Drafts withdrawn.
    pub left_out: usize,
}

/// Both years as they stand while choices are carried out.
struct Years {
    year: i16,
    programme: Option<Programme>,
    last: HashMap<TaskId, Task>,
    last_targets: HashMap<TaskId, Vec<Target>>,
    next: Vec<Task>,
    next_targets: HashMap<TaskId, Vec<Target>>,
}

/// What one choice came to.
enum Done {
    Nothing,
    Made(TaskId),
    Changed(TaskId),
    LeftOut(TaskId),
}

impl App {
    /// Makes the chosen proposals the draft programme of a year, all of them or none. The same choices sent again change
    /// nothing.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] for anyone but the planning officer, a refusal that names the row (no words, a year that
    /// is approved already, a task that is assigned already), or [`StoreError::Stale`] when someone changed either year's
    /// task since it was seen.
    pub async fn accept_proposals(
        &self,
        current: &CurrentUser,
        year: i16,
        choices: &[Choice],
        origin: &str,
    ) -> Result<Taken, AppError> {
        current.require(Action::ImportReport)?;
        let person = current.user.person.ok_or_else(no_person)?;
        let today = self.clock.today();
        let mut tx = self.db.begin_write().await?;
        let occasion = Occasion { current, person, at: self.clock.now(), origin, delivery: &self.delivery };
        let mut years = Years::load(&mut tx, current, year).await?;
        let (mut taken, mut told) = (Taken::default(), Told::default());
        for (index, choice) in choices.iter().enumerate() {
            let done = Box::pin(carry_out(&mut tx, &mut years, choice, &occasion, today))
                .await
                .map_err(|error| error.in_row(index))?;
            match done {
                Done::Nothing => {}
                Done::Made(id) => told.note(&mut taken.made, "made", id),
                Done::Changed(id) => told.note(&mut taken.changed, "changed", id),
                Done::LeftOut(id) => told.note(&mut taken.left_out, "left_out", id),
            }
        }
        if taken != Taken::default() {
            let object = years.programme.as_ref().map_or_else(String::new, |one| format!("programme-{}", one.id));
            let details = told.details(year);
            let noted = ("programme.proposed", object);
            self.grading_noted(&mut tx, (current, origin), current.agency.id, noted, &details).await?;
        }
        tx.commit().await?;
        Ok(taken)
    }
}

/// What was done, for the audit chain.
#[derive(Default)]
struct Told(Vec<(&'static str, TaskId)>);

impl Told {
    fn note(&mut self, count: &mut usize, what: &'static str, id: TaskId) {
        *count += 1;
        self.0.push((what, id));
    }

    fn details(&self, year: i16) -> serde_json::Value {
        let of = |wanted: &str| -> Vec<i64> {
            self.0.iter().filter(|(what, _)| *what == wanted).map(|(_, id)| id.0).collect()
        };
        serde_json::json!({ "year": year, "made": of("made"), "changed": of("changed"), "left_out": of("left_out") })
    }
}

impl Years {
    async fn load(tx: &mut Tx, current: &CurrentUser, year: i16) -> Result<Self, AppError> {
        let agency = current.agency.id;
        let ended = year.checked_sub(1).ok_or(AppError::NotFound)?;
        let programme = programmes::find(tx, agency, year).await?;
        if programme.as_ref().is_some_and(|programme| programme.state == ProgrammeState::Approved) {
            return Err(AppError::refused(
                format!(
                    "nhiệm vụ trọng tâm năm {year} đã được phê duyệt nên không đổi dự thảo được; hãy giao thêm bằng trang Giao việc"
                ),
                format!(
                    "the key tasks of {year} are approved, so their draft no longer changes; assign more on the page for it"
                ),
            ));
        }
        let (mut last, mut last_targets) = (Vec::new(), HashMap::new());
        if let Some(before) = programmes::find(tx, agency, ended).await? {
            last = tasks::list_all(tx, before.id).await?;
            last_targets = by_task(targets::list_for_programme(tx, before.id).await?);
        }
        let (mut next, mut next_targets) = (Vec::new(), HashMap::new());
        if let Some(programme) = &programme {
            next = tasks::list_all(tx, programme.id).await?;
            next_targets = by_task(targets::list_for_programme(tx, programme.id).await?);
        }
        let last = last.into_iter().map(|task| (task.id, task)).collect();
        Ok(Self { year, programme, last, last_targets, next, next_targets })
    }

    /// The programme of the year, made as a proposed one where there is none.
    async fn programme(&mut self, tx: &mut Tx, current: &CurrentUser) -> Result<ProgrammeId, AppError> {
        if let Some(programme) = &self.programme {
            return Ok(programme.id);
        }
        let id = programmes::ensure(tx, current.agency.id, self.year, ProgrammeState::Proposed).await?;
        self.programme = Some(programmes::get(tx, id).await?);
        Ok(id)
    }

    fn next_number(&self, series: TaskSeries) -> u32 {
        let taken = self.next.iter().filter(|task| task.parent.is_none() && task.series() == series);
        taken.map(|task| task.number).max().unwrap_or_default().saturating_add(1)
    }

    /// The targets of a choice, read.
    fn targets(&self, choice: &Choice, next: Option<TaskId>) -> Vec<NewTarget> {
        let words: Vec<String> =
            choice.targets.iter().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()).collect();
        let known = next.and_then(|id| self.next_targets.get(&id)).map(Vec::as_slice).unwrap_or_default();
        let last = choice.last.and_then(|(id, _)| self.last_targets.get(&id)).map(Vec::as_slice).unwrap_or_default();
        read_targets(&words, &known.iter().collect::<Vec<_>>(), last, self.year)
    }

    /// Whether a draft says already what a choice asks for.
    fn says(&self, task: &Task, statement: &str, wanted: &[NewTarget]) -> bool {
        let own = self.next_targets.get(&task.id).map(Vec::as_slice).unwrap_or_default();
        let same_goals = own.iter().map(|one| plain(&one.text)).eq(wanted.iter().map(|one| plain(&one.text)));
        same_goals && plain(&task.statement) == plain(statement)
    }
}

fn by_task(all: Vec<Target>) -> HashMap<TaskId, Vec<Target>> {
    let mut found: HashMap<TaskId, Vec<Target>> = HashMap::new();
    for target in all {
        found.entry(target.task).or_default().push(target);
    }
    found
}

async fn carry_out(
    tx: &mut Tx,
    years: &mut Years,
    choice: &Choice,
    occasion: &Occasion<'_>,
    today: Date,
) -> Result<Done, AppError> {
    let last = match choice.last {
        Some((id, seen)) => {
            let task = years.last.get(&id).ok_or(AppError::NotFound)?;
            if task.version != seen {
                return Err(StoreError::Stale.into());
            }
            Some(task.clone())
        }
        None => None,
    };
    // What someone else has taken over meanwhile is the draft of this proposal too.
    let next = match (choice.next, &last) {
        (Some((id, _)), _) => Some(years.next.iter().find(|task| task.id == id).ok_or(AppError::NotFound)?),
        (None, Some(last)) => years.next.iter().find(|task| task.continues_from == Some(last.id) && is_drafted(task)),
        (None, None) => years.next.iter().find(|task| {
            task.continues_from.is_none() && is_drafted(task) && plain(&task.statement) == plain(&choice.statement)
        }),
    };
    let next = next.cloned();
    let wanted = years.targets(choice, next.as_ref().map(|task| task.id));
    match (choice.take, next) {
        (false, None) => Ok(Done::Nothing),
        (false, Some(next)) => leave_out(tx, years, choice, &next, occasion, today).await,
        (true, next) => {
            let statement = choice.statement.trim();
            if statement.is_empty() {
                return Err(AppError::refused(
                    "chưa nhập nội dung nhiệm vụ; hãy nhập hoặc bỏ chọn dòng này",
                    "the task's text is missing; enter it or leave the row out",
                ));
            }
            match next {
                Some(next) if years.says(&next, statement, &wanted) && next.state != TaskState::Cancelled => {
                    Ok(Done::Nothing)
                }
                Some(next) => change(tx, years, choice, (&next, &wanted), occasion, today).await,
                None => make(tx, years, (last.as_ref(), statement, &wanted), occasion, today).await,
            }
        }
    }
}

/// Lets pass a draft that is as it was seen.
fn require_draft(choice: &Choice, next: &Task) -> Result<(), AppError> {
    if choice.next.is_none_or(|(_, seen)| seen != next.version) {
        return Err(StoreError::Stale.into());
    }
    if next.state == TaskState::Draft {
        return Ok(());
    }
    Err(AppError::refused(
        format!(
            "nhiệm vụ {} đã giao hoặc đã hủy nên không sửa trong dự thảo được; hãy mở trang nhiệm vụ",
            code(next, None)
        ),
        format!("task {} is assigned or withdrawn, so the draft no longer changes it; open its page", code(next, None)),
    ))
}

async fn context_of(tx: &mut Tx, years: &Years, task: Task) -> Result<TaskContext, AppError> {
    let programme = years.programme.clone().ok_or(AppError::NotFound)?;
    let superiors = agencies::superiors(tx, programme.agency).await?;
    let coordinators = task_links::coordinators(tx, task.id).await?;
    Ok(TaskContext { task, programme, superiors, coordinators })
}

async fn leave_out(
    tx: &mut Tx,
    years: &mut Years,
    choice: &Choice,
    next: &Task,
    occasion: &Occasion<'_>,
    today: Date,
) -> Result<Done, AppError> {
    if next.state == TaskState::Cancelled {
        return Ok(Done::Nothing);
    }
    // Left out by who had not seen that it was taken over.
    if choice.next.is_none() {
        return Err(StoreError::Stale.into());
    }
    require_draft(choice, next)?;
    let context = context_of(tx, years, next.clone()).await?;
    let reason = format!("Không đưa vào dự thảo nhiệm vụ trọng tâm năm {}", years.year);
    act::perform(tx, &context, &TaskAction::of(Command::Cancel { reason }), today, occasion).await?;
    // It keeps its number, so that no other draft gets it.
    for task in years.next.iter_mut().filter(|task| task.id == next.id) {
        task.state = TaskState::Cancelled;
    }
    Ok(Done::LeftOut(next.id))
}

async fn change(
    tx: &mut Tx,
    years: &Years,
    choice: &Choice,
    (next, wanted): (&Task, &[NewTarget]),
    occasion: &Occasion<'_>,
    today: Date,
) -> Result<Done, AppError> {
    require_draft(choice, next)?;
    let mut task = Task { statement: choice.statement.trim().to_owned(), ..next.clone() };
    task.version = tasks::update(tx, &task).await?;
    targets::replace(tx, task.id, wanted).await?;
    task_events::append(tx, &occasion.noted(&task, EventKind::Edited, today)).await?;
    let details = serde_json::json!({
        "statement": { "before": next.statement, "after": task.statement },
        "targets": { "before": texts(years, next.id), "after": wanted.iter().map(|one| &one.text).collect::<Vec<_>>() },
    });
    let id = task.id;
    let context = context_of(tx, years, task).await?;
    tt_store::audit::append(tx, &occasion.audited(&context, "task.edited", &details)).await?;
    Ok(Done::Changed(id))
}

fn texts(years: &Years, task: TaskId) -> Vec<&str> {
    years.next_targets.get(&task).into_iter().flatten().map(|one| one.text.as_str()).collect()
}

async fn make(
    tx: &mut Tx,
    years: &mut Years,
    (last, statement, wanted): (Option<&Task>, &str, &[NewTarget]),
    occasion: &Occasion<'_>,
    today: Date,
) -> Result<Done, AppError> {
    let programme = years.programme(tx, occasion.current).await?;
    let mut new = NewTask::new(programme, 0, statement, TaskState::Draft);
    if let Some(last) = last {
        new = new.done_as(last);
        new.kind = last.kind;
        new.recurrence = last.recurrence;
        new.continues_from = Some(last.id);
    }
    // A key task is due at the end of its year.
    new.deadline = (new.kind == TaskKind::Key).then(|| Date::new(years.year, 12, 31).ok()).flatten();
    new.number = years.next_number(new.series());
    let id = tasks::insert(tx, &new).await?;
    targets::replace(tx, id, wanted).await?;
    let task = new.numbered(id);
    task_events::append(tx, &occasion.noted(&task, EventKind::Created, today)).await?;
    let details = serde_json::json!({
        "statement": statement,
        "kind": task.kind.code(),
        "number": task.number,
        "continues": task.continues_from.map(|id| id.0),
    });
    years.next.push(task.clone());
    let context = context_of(tx, years, task).await?;
    tt_store::audit::append(tx, &occasion.audited(&context, "task.created", &details)).await?;
    Ok(Done::Made(id))
}
