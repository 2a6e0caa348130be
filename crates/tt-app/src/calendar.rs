//! One's deadlines as a calendar to subscribe to (iCalendar, RFC 5545), at an address only its owner knows.

use chrono::{NaiveDate, TimeDelta};
use icalendar::{Alarm, Calendar, Component as _, Event, EventLike as _, Trigger};
use jiff::Timestamp;
use jiff::civil::Date;
use tt_domain::audit::NewAuditEvent;
use tt_domain::id::DivisionId;
use tt_domain::organisation::Role;
use tt_domain::task::Task;
use tt_store::{audit, calendar_feeds, posts, tasks, users};

use crate::app::App;
use crate::clock;
use crate::error::AppError;
use crate::sign_in::CurrentUser;
use crate::token;
use crate::work::page::code;

impl App {
    /// Gives one's calendar a new address, whose token is told only now; the one before leads nowhere from then on.
    ///
    /// # Errors
    /// The database failed.
    pub async fn open_calendar(&self, current: &CurrentUser, origin: &str) -> Result<String, AppError> {
        let token = token::random()?;
        let mut tx = self.db.begin_write().await?;
        calendar_feeds::put(&mut tx, current.user.id, &token::sha256(token.as_bytes()), Timestamp::now()).await?;
        audit::append(&mut tx, &event(current, origin, "calendar.opened")).await?;
        tx.commit().await?;
        Ok(token)
    }

    /// Takes the address of one's calendar back.
    ///
    /// # Errors
    /// The database failed.
    pub async fn close_calendar(&self, current: &CurrentUser, origin: &str) -> Result<(), AppError> {
        let mut tx = self.db.begin_write().await?;
        if calendar_feeds::delete(&mut tx, current.user.id).await? {
            audit::append(&mut tx, &event(current, origin, "calendar.closed")).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Since when one's calendar has an address.
    ///
    /// # Errors
    /// The database failed.
    pub async fn calendar_since(&self, current: &CurrentUser) -> Result<Option<Timestamp>, AppError> {
        let mut tx = self.db.begin_read().await?;
        Ok(calendar_feeds::since(&mut tx, current.user.id).await?)
    }

    /// The calendar at an address, as an iCalendar file.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for an address that was never given, was taken back, or whose owner's account is closed.
    pub async fn calendar_feed(&self, token: &str) -> Result<String, AppError> {
        let mut tx = self.db.begin_read().await?;
        let owner = calendar_feeds::owner(&mut tx, &token::sha256(token.as_bytes())).await?;
        let user = users::get(&mut tx, owner.ok_or(AppError::NotFound)?).await?;
        if user.disabled_at.is_some() {
            return Err(AppError::NotFound);
        }
        let mut open: Vec<Task> = Vec::new();
        if let Some(person) = user.person {
            open = tasks::open_of_person(&mut tx, person).await?;
            let standing = posts::standing_of(&mut tx, person, clock::today()).await?;
            let headed = standing.posts.iter().filter(|post| post.role == Role::DivisionHead);
            let divisions: Vec<DivisionId> = headed.filter_map(|post| post.division).collect();
            for division in divisions {
                open.extend(tasks::open_of_division(&mut tx, division).await?);
            }
        }
        open.sort_by_key(|task| task.id);
        open.dedup_by_key(|task| task.id);
        let mut calendar = Calendar::new();
        calendar.name(&format!("Trọng Tâm: {}", user.full_name));
        calendar.append_property(("X-PUBLISHED-TTL", "PT1H"));
        for task in &open {
            let parent = match task.parent {
                Some(parent) => Some(tasks::get(&mut tx, parent).await?),
                None => None,
            };
            if let Some(event) = self.entry(task, &code(task, parent.as_ref())) {
                calendar.push(event);
            }
        }
        Ok(calendar.to_string())
    }

    /// A task's day as an entry of a calendar; its name there stays the same whatever changes in it.
    fn entry(&self, task: &Task, code: &str) -> Option<Event> {
        let (day, word) = match (task.deadline, task.review_on) {
            (Some(deadline), _) => (deadline, "Hạn"),
            (None, Some(review)) => (review, "Rà soát"),
            (None, None) => return None,
        };
        let summary = format!("{word} {code}: {}", crate::notice_words::shortened(&task.statement, 120));
        let mut event = Event::new();
        event.uid(&format!("task-{}@trongtam", task.id)).all_day(chrono_day(day)?).summary(&summary);
        event.description(&task.statement);
        if let Some(link) = self.delivery.link(&format!("/nhiem-vu/{}", task.id)) {
            event.url(&link);
        }
        // Eight in the morning of the day before: sixteen hours before the day begins.
        event.alarm(Alarm::display(&summary, Trigger::before_start(TimeDelta::hours(16))));
        Some(event.done())
    }
}

fn chrono_day(day: Date) -> Option<NaiveDate> {
    let (month, of_month) = (u32::try_from(day.month()).ok()?, u32::try_from(day.day()).ok()?);
    NaiveDate::from_ymd_opt(i32::from(day.year()), month, of_month)
}

fn event(current: &CurrentUser, origin: &str, action: &str) -> NewAuditEvent {
    crate::sign_in::account_event(&current.user, origin, Timestamp::now(), action)
}
