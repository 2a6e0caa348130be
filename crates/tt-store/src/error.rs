//! What can go wrong with the database, told apart by what a caller can do about it.

use sqlx::error::ErrorKind;

use crate::dialect;

/// Why a store function failed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No such record.
    #[error("no such record")]
    NotFound,
    /// Another record already holds what must be unique. The name is `TABLE_COLUMNS_key` (`users_login_key`).
    #[error("another record already holds this: {0}")]
    Conflict(String),
    /// The record is still referred to, or refers to one that is gone.
    #[error("a record this refers to is missing, or this one is still referred to")]
    Reference,
    /// The database cannot be opened.
    #[error("cannot open the database {place}: {cause}")]
    Open {
        /// Path of the file, or the address without its password.
        place: String,
        /// What the engine said.
        cause: String,
    },
    /// A newer version of the program has changed the database's shape.
    #[error("the database is at version {found}, this program knows versions up to {known}")]
    NewerDatabase {
        /// Last migration in the database.
        found: i64,
        /// Last migration this program has.
        known: i64,
    },
    /// No room left for the database; nothing was changed.
    #[error("no room is left on the disk of the database")]
    DiskFull,
    /// Others held the database for longer than the waiting time.
    #[error("the database is busy")]
    Busy,
    /// A stored value cannot be read: the database was changed from outside or is damaged.
    #[error("a stored value cannot be read: {0}")]
    Corrupt(String),
    /// A migration failed; the database is as it was.
    #[error("the database cannot be brought up to date")]
    Migrate(#[source] sqlx::migrate::MigrateError),
    /// After a migration, rows of these tables would refer to rows that are not there; the database is as it was.
    #[error("a migration would leave references without a record in {0}")]
    BrokenReferences(String),
    /// The record was changed by someone else since it was read.
    #[error("the record was changed meanwhile")]
    Stale,
    /// Anything else the engine reports.
    #[error("the database refused a statement")]
    Sql(#[source] sqlx::Error),
}

impl StoreError {
    /// Whether this is a conflict on that constraint.
    pub fn conflicts_on(&self, constraint: &str) -> bool {
        matches!(self, Self::Conflict(name) if name == constraint)
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::RowNotFound => Self::NotFound,
            sqlx::Error::PoolTimedOut => Self::Busy,
            sqlx::Error::Database(cause) => match cause.kind() {
                ErrorKind::UniqueViolation => Self::Conflict(dialect::constraint_name(cause.as_ref())),
                ErrorKind::ForeignKeyViolation => Self::Reference,
                _ if dialect::is_disk_full(cause.as_ref()) => Self::DiskFull,
                _ if dialect::is_busy(cause.as_ref()) => Self::Busy,
                _ => Self::Sql(error),
            },
            _ => Self::Sql(error),
        }
    }
}

/// Turns the count of rows that a change of one record touched into [`StoreError::NotFound`] when there was none.
pub(crate) fn touched(rows: u64) -> Result<(), StoreError> {
    if rows == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}
