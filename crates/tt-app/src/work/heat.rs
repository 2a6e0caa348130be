//! How the deadlines of a year lie: tasks by the division in charge and the month they are due.

use std::collections::BTreeMap;

use tt_domain::id::DivisionId;
use tt_domain::task::TaskState;

use super::listing::{Span, in_sight, newest, years};
use crate::app::App;
use crate::error::AppError;
use crate::sign_in::CurrentUser;

/// A division's symbol, and its count of each month.
pub type HeatLine = (Option<String>, [u32; 12]);

/// Tasks by division and month.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TaskHeat {
    /// The year.
    pub year: i16,
    /// A division's symbol and how many of its tasks are due in each month; those without a division last.
    pub rows: Vec<HeatLine>,
    /// How many tasks of the year have no deadline in it.
    pub elsewhere: u32,
}

impl App {
    /// The tasks of a year one may see, by division and month of the deadline; parts and drafts are not counted.
    ///
    /// # Errors
    /// The database failed.
    pub async fn task_heat(&self, current: &CurrentUser, year: Option<i16>) -> Result<TaskHeat, AppError> {
        let mut tx = self.db.begin_read().await?;
        let year = match year {
            Some(year) => year,
            None => newest(&years(&mut tx, current).await?, self.clock.today()),
        };
        let mut by_division: BTreeMap<(bool, Option<DivisionId>), HeatLine> = BTreeMap::new();
        let mut heat = TaskHeat { year, ..TaskHeat::default() };
        for listed in in_sight(&mut tx, current, Span::Year(year)).await? {
            let task = &listed.task;
            let counted = task.is_counted() && !matches!(task.state, TaskState::Draft | TaskState::Cancelled);
            let month =
                task.deadline.filter(|day| day.year() == year).and_then(|day| usize::try_from(day.month() - 1).ok());
            match month.filter(|_| counted) {
                Some(month) => {
                    let key = (task.lead.is_none(), task.lead);
                    let symbol = listed.facts.division.first().cloned();
                    let (_, months) = by_division.entry(key).or_insert_with(|| (symbol, [0; 12]));
                    if let Some(count) = months.get_mut(month) {
                        *count += 1;
                    }
                }
                None if counted => heat.elsewhere += 1,
                None => {}
            }
        }
        heat.rows = by_division.into_values().collect();
        Ok(heat)
    }
}
