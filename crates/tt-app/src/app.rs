//! The application: its database, opened and brought up to date.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use tokio::sync::Mutex;
use tt_domain::audit::NewAuditEvent;
use tt_domain::id::{AgencyId, UserId};
use tt_store::{Db, Tx, audit};

use crate::clock::Clock;
use crate::delivery::Delivery;
use crate::error::AppError;
use crate::sign_in::CurrentUser;

/// The application. Cheap to clone; every clone shares the same database.
#[derive(Clone, Debug)]
pub struct App {
    pub(crate) db: Db,
    pub(crate) clock: Clock,
    pub(crate) delivery: Arc<Delivery>,
    /// Held while a report is issued: files are made before the transaction that takes their number, and whoever else
    /// issues meanwhile would make theirs for nothing.
    pub(crate) issuing: Arc<Mutex<()>>,
}

/// Where records are kept.
#[derive(Clone, Debug)]
pub enum DataPlace {
    /// A folder with an SQLite database of our own in it.
    Folder(PathBuf),
    /// A database URL: `sqlite://…` or `postgres://…`.
    Url(String),
}

/// Who does something, from where, for the audit chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The user; `None` on the command line.
    pub user: Option<UserId>,
    /// Network address, or `cli`.
    pub origin: String,
}

impl Actor {
    /// Someone at the machine's own command line.
    pub fn command_line() -> Self {
        Self { user: None, origin: "cli".to_owned() }
    }

    /// An event for the audit chain of an agency: what was done (`action`), to which record (`object`), and how.
    pub(crate) fn event(
        &self,
        agency: AgencyId,
        at: Timestamp,
        (action, object): (&str, String),
        details: &serde_json::Value,
    ) -> NewAuditEvent {
        NewAuditEvent {
            agency,
            at,
            user: self.user,
            origin: self.origin.clone(),
            action: action.to_owned(),
            object,
            details: details.to_string(),
        }
    }
}

impl App {
    /// Opens the database, creating it where it is not there, and brings it up to date.
    ///
    /// # Errors
    /// The folder cannot be made, the database cannot be opened, or is newer than this program.
    pub async fn open(place: &DataPlace) -> Result<Self, AppError> {
        let url = match place {
            DataPlace::Url(url) => url.clone(),
            DataPlace::Folder(folder) => sqlite_url(folder)?,
        };
        let db = Db::open(&url).await?;
        db.migrate().await?;
        let app = Self { db, clock: Clock::Machine, delivery: Arc::new(Delivery::default()), issuing: Arc::default() };
        app.ensure_periods_read().await?;
        app.ensure_indexed().await?;
        Ok(app)
    }

    /// The same application by another clock: a test's, or a rehearsal's.
    #[must_use]
    pub fn with_clock(self, clock: Clock) -> Self {
        Self { clock, ..self }
    }

    /// The clock it goes by.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// The same application, with these ways for messages to leave the house.
    #[must_use]
    pub fn with_delivery(self, delivery: Delivery) -> Self {
        Self { delivery: Arc::new(delivery), ..self }
    }

    /// The ways for messages to leave the house.
    pub fn delivery(&self) -> &Delivery {
        &self.delivery
    }

    /// Appends to the chain of one's own agency what was done there.
    pub(crate) async fn noted(
        &self,
        tx: &mut Tx,
        current: &CurrentUser,
        origin: &str,
        action: &str,
        object: &str,
        details: &serde_json::Value,
    ) -> Result<(), AppError> {
        let object = object.to_owned();
        let event = current.actor(origin).event(current.agency.id, self.clock.now(), (action, object), details);
        audit::append(tx, &event).await?;
        Ok(())
    }

    /// Waits for running transactions and closes the database.
    pub async fn close(&self) {
        self.db.close().await;
    }
}

fn sqlite_url(folder: &Path) -> Result<String, AppError> {
    std::fs::create_dir_all(folder).map_err(|error| {
        let place = folder.display();
        AppError::refused(
            format!("{place}: không tạo được thư mục dữ liệu ({error}); hãy chọn thư mục khác bằng --data"),
            format!("{place}: the data folder cannot be made ({error}); choose another with --data"),
        )
    })?;
    Ok(format!("sqlite://{}", folder.join("trongtam.sqlite").display()))
}
