//! The database: opening it, bringing it up to date, and transactions.

use std::str::FromStr;
use std::time::Duration;

use sqlx::migrate::{MigrateError, Migrator};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, PgPool, Postgres, Sqlite, SqlitePool, Transaction};

use crate::StoreError;

static SQLITE_MIGRATIONS: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES_MIGRATIONS: Migrator = sqlx::migrate!("migrations/postgres");

/// How long a statement waits for others before it gives up.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long opening a connection may take.
const CONNECT_PATIENCE: Duration = Duration::from_secs(10);
/// Rows the SQLite thread reads ahead of whoever takes them; with few, the two wake each other row by row.
const ROWS_AHEAD: usize = 2048;
const SQLITE_READERS: u32 = 8;
const POSTGRES_CONNECTIONS: u32 = 16;

/// An open database. Cheap to clone; all clones share its connections.
#[derive(Clone, Debug)]
pub enum Db {
    /// A file on this machine.
    Sqlite(SqliteDb),
    /// A PostgreSQL server.
    Postgres(PgPool),
}

/// The two pools of an SQLite database: it lets one transaction write while others read what was there before.
#[derive(Clone, Debug)]
pub struct SqliteDb {
    /// One connection, so that writers queue here instead of failing on the file's lock.
    pub writer: SqlitePool,
    /// Connections that cannot write.
    pub reader: SqlitePool,
}

impl Db {
    /// Opens `sqlite://PATH` (the file is made if missing, its folder is not) or `postgres://USER@HOST/NAME`.
    ///
    /// The shape of the database is left alone: call [`migrate`](Self::migrate) before anything else.
    ///
    /// # Errors
    /// [`StoreError::Open`] with the place and what the engine said.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        match url.split_once(':') {
            Some(("sqlite", _)) => open_sqlite_patiently(url).await,
            Some(("postgres" | "postgresql", _)) => open_postgres(url).await,
            _ => Err(StoreError::Open {
                place: without_password(url),
                cause: "the address begins with neither sqlite:// nor postgres://".to_owned(),
            }),
        }
    }

    /// Brings the database to the shape this program knows; does nothing to one that already has it.
    ///
    /// # Errors
    /// [`StoreError::NewerDatabase`] for one changed by a later program, [`StoreError::DiskFull`],
    /// [`StoreError::Migrate`].
    pub async fn migrate(&self) -> Result<(), StoreError> {
        self.migrate_to(None).await
    }

    /// Brings the database to the shape an earlier program knew, which had migrations up to that version: what an
    /// upgrade starts from.
    ///
    /// # Errors
    /// As [`migrate`](Self::migrate).
    pub async fn migrate_to(&self, version: Option<i64>) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(db) => migrate_sqlite(&db.writer, &SQLITE_MIGRATIONS, version).await,
            Self::Postgres(pool) => {
                let mut connection = pool.acquire().await?;
                // `run_direct`, because the future of `run` is not known to be `Send` and could not be spawned.
                let done = POSTGRES_MIGRATIONS.run_direct(version, &mut *connection, false).await;
                done.map_err(|error| migration_error(error, &POSTGRES_MIGRATIONS))
            }
        }
    }

    /// Begins a transaction that only reads and sees one state of the database throughout.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when no connection is free in time.
    pub async fn begin_read(&self) -> Result<Tx, StoreError> {
        Ok(match self {
            Self::Sqlite(db) => Tx::Sqlite(db.reader.begin().await?),
            Self::Postgres(pool) => {
                Tx::Postgres(pool.begin_with("begin isolation level repeatable read, read only").await?)
            }
        })
    }

    /// Begins a transaction that may write. On SQLite it is the only one at that time, from its beginning on.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when other writers do not finish in time.
    pub async fn begin_write(&self) -> Result<Tx, StoreError> {
        Ok(match self {
            Self::Sqlite(db) => Tx::Sqlite(db.writer.begin_with("begin immediate").await?),
            Self::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        })
    }

    /// Closes all connections; on SQLite the write-ahead log is folded into the file.
    pub async fn close(&self) {
        match self {
            Self::Sqlite(db) => {
                db.reader.close().await;
                db.writer.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

/// An open transaction: dropped without [`commit`](Self::commit), everything done in it is undone.
#[derive(Debug)]
pub enum Tx {
    /// On SQLite.
    Sqlite(Transaction<'static, Sqlite>),
    /// On PostgreSQL.
    Postgres(Transaction<'static, Postgres>),
}

impl Tx {
    /// Makes everything done in the transaction last. When this returns, it survives a crash and a power cut.
    ///
    /// # Errors
    /// When the engine cannot commit; nothing is kept then.
    pub async fn commit(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(transaction) => transaction.commit().await?,
            Self::Postgres(transaction) => transaction.commit().await?,
        }
        Ok(())
    }

    /// Undoes everything done in the transaction, and waits until it is.
    ///
    /// # Errors
    /// When the connection is lost; nothing is kept then either.
    pub async fn rollback(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(transaction) => transaction.rollback().await?,
            Self::Postgres(transaction) => transaction.rollback().await?,
        }
        Ok(())
    }
}

/// Opens an `SQLite` file. Of programs that start at once only one can switch a new file to its journal, and `SQLite` tells
/// the others so without waiting: they try again for a few seconds.
async fn open_sqlite_patiently(url: &str) -> Result<Db, StoreError> {
    const TRIES: u32 = 50;
    for _ in 1..TRIES {
        match open_sqlite(url).await {
            Err(StoreError::Busy) => tokio::time::sleep(Duration::from_millis(100)).await,
            done => return done,
        }
    }
    open_sqlite(url).await
}

async fn open_sqlite(url: &str) -> Result<Db, StoreError> {
    let refused = |cause: &dyn std::fmt::Display| StoreError::Open { place: url.to_owned(), cause: cause.to_string() };
    let options = SqliteConnectOptions::from_str(url).map_err(|error| refused(&error))?;
    if url.contains(":memory:") || url.contains("mode=memory") {
        return Err(refused(&"a database in memory cannot be shared by a writer and readers; name a file"));
    }
    let path = options.get_filename().display().to_string();
    let refused = |error: sqlx::Error| match StoreError::from(error) {
        StoreError::Sql(error) => StoreError::Open { place: path.clone(), cause: error.to_string() },
        known => known,
    };
    // FULL, not NORMAL: a commit that was acknowledged must outlive a power cut, not only a crash of the program.
    let options = options
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(PATIENCE)
        .row_buffer_size(ROWS_AHEAD)
        .disable_statement_logging();
    let writer = SqlitePoolOptions::new()
        .max_connections(1)
        .acquire_timeout(PATIENCE)
        .idle_timeout(None)
        .max_lifetime(None)
        // On some failures (a full disk) SQLite itself undoes the transaction, and the driver, whose own undoing then
        // fails, believes for ever that one is open. Such a connection is thrown away once what it was told is done.
        .after_release(|connection, _| {
            Box::pin(async move {
                connection.ping().await?;
                Ok(!connection.is_in_transaction())
            })
        })
        .connect_with(options.clone())
        .await
        .map_err(refused)?;
    let reader = SqlitePoolOptions::new()
        .max_connections(SQLITE_READERS)
        .acquire_timeout(PATIENCE)
        .connect_with(options.create_if_missing(false).pragma("query_only", "on"))
        .await
        .map_err(refused)?;
    Ok(Db::Sqlite(SqliteDb { writer, reader }))
}

async fn open_postgres(url: &str) -> Result<Db, StoreError> {
    let refused = |error: &sqlx::Error| StoreError::Open { place: without_password(url), cause: error.to_string() };
    let options = PgConnectOptions::from_str(url)
        .map_err(|error| refused(&error))?
        .application_name("trongtam")
        // A plan made for any parameters would read a whole year to show a page of it.
        .options([("plan_cache_mode", "force_custom_plan")])
        .disable_statement_logging();
    let pool = PgPoolOptions::new()
        .max_connections(POSTGRES_CONNECTIONS)
        .acquire_timeout(CONNECT_PATIENCE)
        .connect_with(options)
        .await
        .map_err(|error| refused(&error))?;
    Ok(Db::Postgres(pool))
}

/// Migrates with references unchecked, so that a table others refer to can be built anew, and checks them all before
/// anything lasts. SQLite can only switch this outside a transaction, hence a connection of its own.
async fn migrate_sqlite(pool: &SqlitePool, migrator: &Migrator, version: Option<i64>) -> Result<(), StoreError> {
    const BROKEN: &str = "select distinct \"table\" from pragma_foreign_key_check";
    let options = (*pool.connect_options()).clone().foreign_keys(false);
    let mut connection = options.connect().await?;
    // One transaction around all: of two programs that start at once, the second waits and finds it done.
    let mut transaction = connection.begin_with("begin immediate").await?;
    let done = migrator.run_direct(version, &mut *transaction, false).await;
    done.map_err(|error| migration_error(error, migrator))?;
    let broken: Vec<(String,)> = sqlx::query_as(BROKEN).fetch_all(&mut *transaction).await?;
    if !broken.is_empty() {
        let tables: Vec<String> = broken.into_iter().map(|(table,)| table).collect();
        transaction.rollback().await?;
        return Err(StoreError::BrokenReferences(tables.join(", ")));
    }
    transaction.commit().await?;
    connection.close().await?;
    Ok(())
}

/// The address with the password left out, fit for a message.
fn without_password(url: &str) -> String {
    let hidden = || {
        let (scheme, rest) = url.split_once("://")?;
        let (account, place) = rest.rsplit_once('@')?;
        let (user, _password) = account.split_once(':')?;
        Some(format!("{scheme}://{user}@{place}"))
    };
    hidden().unwrap_or_else(|| url.to_owned())
}

fn migration_error(error: MigrateError, migrator: &Migrator) -> StoreError {
    match error {
        MigrateError::VersionMissing(found) => {
            let known = migrator.iter().map(|migration| migration.version).max().unwrap_or_default();
            if found > known { StoreError::NewerDatabase { found, known } } else { StoreError::Migrate(error) }
        }
        MigrateError::Execute(error) => error.into(),
        MigrateError::ExecuteMigration(error, version) => match StoreError::from(error) {
            StoreError::Sql(error) => StoreError::Migrate(MigrateError::ExecuteMigration(error, version)),
            known => known,
        },
        error => StoreError::Migrate(error),
    }
}

#[cfg(test)]
mod tests {
    use sqlx::migrate::{Migration, MigrationType};
    use sqlx::{AssertSqlSafe, SqlSafeStr as _};

    use super::*;

    fn migration(version: i64, sql: &'static str) -> Migration {
        let sql = AssertSqlSafe(sql).into_sql_str();
        Migration::new(version, "test".into(), MigrationType::Simple, sql, false)
    }

    const TABLES: &str = "create table towns (id integer primary key, name text); \
                          create table roads (town_id integer not null references towns (id)); \
                          insert into towns values (1, 'A'), (2, 'B'); insert into roads values (1), (2);";
    /// As a table is built anew: made, filled, exchanged.
    const REBUILT: &str = "create table new_towns (id integer primary key, title text not null); \
                           insert into new_towns select id, name from towns; drop table towns; \
                           alter table new_towns rename to towns;";
    const LOSING: &str = "create table new_towns (id integer primary key, title text not null); \
                          insert into new_towns select id, name from towns where id = 1; drop table towns; \
                          alter table new_towns rename to towns;";

    #[tokio::test]
    async fn a_table_is_built_anew_but_never_with_references_lost() {
        let folder = std::env::temp_dir().join(format!("tt_migrate_{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let url = format!("sqlite://{}", folder.join("test.db").display());
        let Db::Sqlite(db) = Db::open(&url).await.unwrap() else { panic!("a file is SQLite's") };
        let migrations = |list: Vec<Migration>| Migrator::with_migrations(list);
        let first = migrations(vec![migration(1, TABLES)]);
        migrate_sqlite(&db.writer, &first, None).await.unwrap();
        // The second migration is good, the third is not: neither lasts.
        let bad = migrations(vec![
            migration(1, TABLES),
            migration(2, "create table rivers (id integer primary key);"),
            migration(3, LOSING),
        ]);
        let refused = migrate_sqlite(&db.writer, &bad, None).await;
        assert!(matches!(refused, Err(StoreError::BrokenReferences(tables)) if tables == "roads"));
        let tables: Vec<(String,)> = sqlx::query_as("select name from sqlite_schema where name in ('rivers', 'towns')")
            .fetch_all(&db.reader)
            .await
            .unwrap();
        assert_eq!(tables, [("towns".to_owned(),)]);
        let towns: Vec<(String,)> = sqlx::query_as("select name from towns").fetch_all(&db.reader).await.unwrap();
        assert_eq!(towns.len(), 2, "all rows of before, under the column of before");
        let good = migrations(vec![migration(1, TABLES), migration(2, REBUILT)]);
        migrate_sqlite(&db.writer, &good, None).await.unwrap();
        let refused = sqlx::query("insert into roads values (3)").execute(&db.writer).await;
        assert!(refused.is_err(), "references to the table built anew are checked again");
        Db::Sqlite(db).close().await;
        let _ = std::fs::remove_dir_all(folder);
    }
}
