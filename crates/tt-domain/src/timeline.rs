//! The timeline (biểu đồ Gantt): bars, what hangs on what, and how lateness runs on from task to task.
//!
//! A projection by dates alone: an open task that is overdue is taken to end today at the earliest; one that waits for
//! others is taken to need, after the last of them, as many days as were planned between its start and its deadline.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::calendar::{days_after, days_from};
use crate::id::TaskId;
use crate::task::{Task, TaskState};
use crate::tree::find_cycle;

#[cfg(test)]
mod tests;

/// A task as the timeline sees it. Those that are withdrawn or carried over are left out by the caller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// Which.
    pub task: TaskId,
    /// Day it was assigned or is to start.
    pub start: Option<Date>,
    /// Deadline as last decided.
    pub deadline: Option<Date>,
    /// First deadline.
    pub original_deadline: Option<Date>,
    /// Whether its result is confirmed.
    pub completed: bool,
    /// Day its result was handed in, confirmed or waiting.
    pub handed_in: Option<Date>,
    /// Tasks it waits for.
    pub waits_for: Vec<TaskId>,
}

impl Planned {
    /// A task with what it waits for.
    pub fn new(task: &Task, waits_for: Vec<TaskId>) -> Self {
        Self {
            task: task.id,
            start: task.assigned_on,
            deadline: task.deadline,
            original_deadline: task.original_deadline,
            completed: task.state == TaskState::Completed,
            // A result that waits, handed in on a day nobody recorded: taken as planned.
            handed_in: task
                .completed_on
                .or(task.submitted_on)
                .or(task.deadline.filter(|_| task.state == TaskState::ResultSubmitted)),
            waits_for,
        }
    }
}

/// A bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// Which task.
    pub task: TaskId,
    /// First day.
    pub start: Date,
    /// Last day: the deadline, or the day it was handed in where there is none.
    pub end: Date,
    /// Days the deadline was moved by extensions; 0 for none.
    pub moved: i32,
    /// Whether it has a deadline; without one it is never late.
    pub dated: bool,
    /// Day it was handed in.
    pub handed_in: Option<Date>,
    /// Whether its result is confirmed.
    pub completed: bool,
    /// Day it is now expected to end; the day it was handed in, once it was.
    pub expected: Date,
    /// Days it is or is expected to be late; 0 for in time.
    pub late: i32,
    /// The task whose end holds it up, where it is expected later because of another.
    pub held_up_by: Option<TaskId>,
    /// On the chain that makes the last expected end late.
    pub critical: bool,
}

/// A line between two bars.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// What is waited for.
    pub from: TaskId,
    /// What waits.
    pub to: TaskId,
    /// Whether `from` is expected to end only after the day `to` was to start.
    pub strained: bool,
}

/// The timeline.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timeline {
    /// First and last day any bar needs; `None` without bars.
    pub range: Option<(Date, Date)>,
    /// Bars in the order the tasks were given.
    pub bars: Vec<Bar>,
    /// Lines between them.
    pub links: Vec<Link>,
    /// Tasks that have no day to draw them by.
    pub undated: Vec<TaskId>,
}

/// Why there is no timeline.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TimelineError {
    /// The tasks wait for one another in a circle.
    #[error("dependencies run in a circle: {0:?}")]
    Circle(Vec<TaskId>),
}

/// Draws the timeline as of a day. Dependencies on tasks that are not given are left out.
pub fn timeline(tasks: &[Planned], day: Date) -> Result<Timeline, TimelineError> {
    let edges = || tasks.iter().flat_map(|task| task.waits_for.iter().map(|other| (task.task, *other)));
    if let Some(circle) = find_cycle(edges()) {
        return Err(TimelineError::Circle(circle));
    }
    let mut bars: BTreeMap<TaskId, Bar> = BTreeMap::new();
    let mut undated = Vec::new();
    for task in tasks {
        match bar(task, day) {
            Some(bar) => drop(bars.insert(task.task, bar)),
            None => undated.push(task.task),
        }
    }
    let waits: BTreeMap<TaskId, Vec<TaskId>> = tasks
        .iter()
        .map(|task| (task.task, task.waits_for.iter().copied().filter(|other| bars.contains_key(other)).collect()))
        .collect();
    for task in in_order(&waits) {
        hold_up(&mut bars, task, waits.get(&task).map_or(&[], Vec::as_slice));
    }
    mark_critical(&mut bars);
    let links = tasks.iter().flat_map(|task| links(&bars, task)).collect();
    let range = bars
        .values()
        .map(|bar| (bar.start, bar.end.max(bar.expected)))
        .reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)));
    let bars = tasks.iter().filter_map(|task| bars.remove(&task.task)).collect();
    Ok(Timeline { range, bars, links, undated })
}

/// A task's own bar, before others hold it up.
fn bar(task: &Planned, day: Date) -> Option<Bar> {
    let end = task.deadline.or(task.handed_in).or(task.start)?;
    let start = task.start.map_or(end, |start| start.min(end));
    let expected = match task.handed_in {
        Some(handed_in) => handed_in,
        // Done on a day nobody recorded: taken as planned.
        None if task.completed => end,
        None => end.max(day),
    };
    let late = task.deadline.map_or(0, |deadline| days_from(deadline, expected).max(0));
    let moved = task.original_deadline.zip(task.deadline).map_or(0, |(first, now)| days_from(first, now));
    Some(Bar {
        task: task.task,
        start,
        end,
        moved,
        dated: task.deadline.is_some(),
        handed_in: task.handed_in,
        completed: task.completed,
        expected,
        late,
        held_up_by: None,
        critical: false,
    })
}

/// Tasks in an order in which each comes after all it waits for; there is no circle.
fn in_order(waits: &BTreeMap<TaskId, Vec<TaskId>>) -> Vec<TaskId> {
    let mut open: BTreeMap<TaskId, usize> = waits.iter().map(|(task, others)| (*task, others.len())).collect();
    let mut followers: BTreeMap<TaskId, Vec<TaskId>> = BTreeMap::new();
    for (task, others) in waits {
        for other in others {
            followers.entry(*other).or_default().push(*task);
        }
    }
    let mut order: Vec<TaskId> = open.iter().filter(|(_, count)| **count == 0).map(|(task, _)| *task).collect();
    let mut at = 0;
    while let Some(task) = order.get(at).copied() {
        at += 1;
        for follower in followers.get(&task).into_iter().flatten() {
            if let Some(count) = open.get_mut(follower) {
                *count -= 1;
                if *count == 0 {
                    order.push(*follower);
                }
            }
        }
    }
    order
}

/// Moves a task's expected end behind the last of those it waits for.
fn hold_up(bars: &mut BTreeMap<TaskId, Bar>, task: TaskId, waits_for: &[TaskId]) {
    let last = waits_for.iter().filter_map(|other| bars.get(other)).map(|bar| (bar.expected, bar.task)).max();
    let (Some((expected, by)), Some(bar)) = (last, bars.get_mut(&task)) else { return };
    if bar.handed_in.is_some() || bar.completed || expected < bar.start {
        return;
    }
    let then = days_after(expected, 1 + days_from(bar.start, bar.end));
    if then > bar.expected {
        bar.late = if bar.dated { days_from(bar.end, then).max(0) } else { 0 };
        bar.expected = then;
        bar.held_up_by = Some(by);
    }
}

/// Marks the open task that is expected to end last, if late, and the chain that holds it up.
fn mark_critical(bars: &mut BTreeMap<TaskId, Bar>) {
    let late = bars.values().filter(|bar| bar.handed_in.is_none() && !bar.completed && bar.late > 0);
    let mut next = late.max_by_key(|bar| (bar.expected, bar.task)).map(|bar| bar.task);
    while let Some(bar) = next.and_then(|task| bars.get_mut(&task)) {
        bar.critical = true;
        next = bar.held_up_by;
    }
}

fn links(bars: &BTreeMap<TaskId, Bar>, task: &Planned) -> Vec<Link> {
    let Some(to) = bars.get(&task.task) else { return Vec::new() };
    let link = |from: &TaskId| {
        let from = bars.get(from)?;
        let strained = !to.completed && to.handed_in.is_none() && from.expected >= to.start;
        Some(Link { from: from.task, to: to.task, strained })
    };
    task.waits_for.iter().filter_map(link).collect()
}
