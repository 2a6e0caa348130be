//! The board: a column for each state, cards with the moves that may be made.

use std::collections::BTreeMap;

use jiff::civil::Date;
use tt_app::Language;
use tt_app::work::{ListedTask, shapes, words};
use tt_domain::id::TaskId;
use tt_domain::life::CommandKind;
use tt_domain::task::TaskState;

use super::time_of;
use crate::show::{self, Status};
use crate::views::task::TimeNote;

/// How many cards a column shows; the rest is counted.
pub(crate) const CARDS: usize = 50;

/// A column.
pub(crate) struct Column {
    pub(crate) code: &'static str,
    pub(crate) status: Status,
    pub(crate) total: usize,
    pub(crate) cards: Vec<Card>,
}

/// A task.
pub(crate) struct Card {
    pub(crate) id: i64,
    pub(crate) version: i64,
    pub(crate) href: String,
    pub(crate) code: String,
    pub(crate) statement: String,
    pub(crate) division: String,
    pub(crate) officer: String,
    pub(crate) deadline: Option<String>,
    pub(crate) time: Option<TimeNote>,
    pub(crate) moves: Vec<Move>,
}

/// Where a card can go, by which command.
pub(crate) struct Move {
    /// The command's code.
    pub(crate) command: &'static str,
    pub(crate) words: String,
    /// Code of the state it leads into.
    pub(crate) to: &'static str,
    /// Done at once; otherwise its form asks for more first.
    pub(crate) at_once: bool,
}

/// States of the columns; the last two only where there is something in them.
const STATES: [TaskState; 9] = [
    TaskState::Draft,
    TaskState::Assigned,
    TaskState::Accepted,
    TaskState::InProgress,
    TaskState::ResultSubmitted,
    TaskState::Completed,
    TaskState::Returned,
    TaskState::Cancelled,
    TaskState::CarriedOver,
];

/// Moves in the order they are offered: on along the way first, back and out of it last.
const NEXT: [CommandKind; 8] = [
    CommandKind::Accept,
    CommandKind::Confirm,
    CommandKind::Assign,
    CommandKind::Progress,
    CommandKind::Submit,
    CommandKind::SendBack,
    CommandKind::ReturnTask,
    CommandKind::Cancel,
];

/// The tasks whose cards are shown: the first of each state.
pub(crate) fn shown(tasks: &[ListedTask]) -> Vec<&ListedTask> {
    STATES.iter().flat_map(|state| tasks.iter().filter(|listed| listed.task.state == *state).take(CARDS)).collect()
}

/// The columns.
pub(crate) fn columns(
    tasks: &[ListedTask],
    moves: &BTreeMap<TaskId, Vec<CommandKind>>,
    today: Date,
    lang: Language,
) -> Vec<Column> {
    let optional = [TaskState::Draft, TaskState::Returned, TaskState::Cancelled, TaskState::CarriedOver];
    STATES
        .into_iter()
        .map(|state| {
            let here: Vec<&ListedTask> = tasks.iter().filter(|listed| listed.task.state == state).collect();
            Column {
                code: state.code(),
                status: show::task_state(state, lang),
                total: here.len(),
                cards: here.iter().take(CARDS).map(|listed| card(listed, moves, today, lang)).collect(),
            }
        })
        .zip(STATES)
        .filter(|(column, state)| column.total > 0 || !optional.contains(state))
        .map(|(column, _)| column)
        .collect()
}

fn card(listed: &ListedTask, moves: &BTreeMap<TaskId, Vec<CommandKind>>, today: Date, lang: Language) -> Card {
    let ListedTask { task, facts, .. } = listed;
    let possible = moves.get(&task.id).map(Vec::as_slice).unwrap_or_default();
    let known = NEXT.iter().filter(|kind| possible.contains(kind));
    let moves = known.filter_map(|kind| {
        let to = shapes::leads_to(*kind)?.code();
        let words = lang.pick(&words::command(*kind)).to_owned();
        Some(Move { command: kind.code(), words, to, at_once: *kind == CommandKind::Accept })
    });
    Card {
        id: task.id.0,
        version: task.version,
        href: format!("/nhiem-vu/{}", task.id),
        code: facts.code.clone(),
        statement: show::shortened(&task.statement, 140),
        division: facts.division.first().cloned().unwrap_or_default(),
        officer: facts.officer.clone().unwrap_or_default(),
        deadline: task.deadline.map(show::date),
        time: time_of(listed, today, lang),
        moves: moves.collect(),
    }
}
