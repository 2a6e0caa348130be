//! Databases for tests: one of its own for every test, on each engine, taken away afterwards.
//!
//! PostgreSQL is used when `TEST_POSTGRES_URL` names a server (`.ci/postgres run COMMAND…` sets it). A fault in setting
//! up ends the test at once, so these functions panic. Read [`TestDb`] first.

#![expect(clippy::expect_used, clippy::print_stderr, reason = "a test that cannot set up its database has to stop")]

pub mod mail;
pub mod markets;

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use sqlx::{AssertSqlSafe, Connection, PgConnection};
use tt_domain::id::AgencyId;
use tt_domain::organisation::NewAgency;
use tt_store::{Db, Tx, agencies};

/// The environment variable that names the PostgreSQL server.
pub const POSTGRES_VARIABLE: &str = "TEST_POSTGRES_URL";

/// An empty database with all migrations, for one test.
#[derive(Debug)]
pub struct TestDb {
    /// The open database.
    pub db: Db,
    /// The address it was opened by, to open it once more.
    pub url: String,
    place: Place,
}

#[derive(Debug)]
enum Place {
    /// A folder that goes when this value does.
    Folder(PathBuf),
    /// A schema of the server at that address.
    Schema { server: String, name: String },
}

impl Place {
    /// A new folder, with the address of a database in it.
    fn folder() -> (String, Self) {
        let folder = std::env::temp_dir().join(unique_name());
        std::fs::create_dir_all(&folder).expect("make a temporary folder");
        (format!("sqlite://{}", folder.join("trongtam.db").display()), Self::Folder(folder))
    }

    /// A new schema, with its address; `None` when no server is named.
    async fn schema() -> Option<(String, Self)> {
        let server = std::env::var(POSTGRES_VARIABLE).ok().filter(|url| !url.is_empty())?;
        let name = unique_name();
        on_server(&server, format!("create schema {name}")).await;
        let url = format!("{server}{}options[search_path]={name}", if server.contains('?') { '&' } else { '?' });
        Some((url, Self::Schema { server, name }))
    }
}

impl TestDb {
    /// On SQLite, in a temporary folder.
    pub async fn sqlite() -> Self {
        let (url, place) = Place::folder();
        Self::open(url, place).await
    }

    /// On PostgreSQL, in a schema of its own; `None` when no server is named.
    pub async fn postgres() -> Option<Self> {
        let (url, place) = Place::schema().await?;
        Some(Self::open(url, place).await)
    }

    async fn open(url: String, place: Place) -> Self {
        let test = Self::bare(url, place).await;
        test.db.migrate().await.expect("migrate the test database");
        test
    }

    /// Open, without any table.
    async fn bare(url: String, place: Place) -> Self {
        let db = Db::open(&url).await.expect("open the test database");
        Self { db, url, place }
    }

    /// Databases as an earlier program left them, with the migrations up to that version: SQLite, and PostgreSQL when
    /// a server is named.
    pub async fn as_left_by(version: i64) -> Vec<Self> {
        let (url, place) = Place::folder();
        let mut tests = vec![Self::bare(url, place).await];
        if let Some((url, place)) = Place::schema().await {
            tests.push(Self::bare(url, place).await);
        }
        for test in &tests {
            test.db.migrate_to(Some(version)).await.expect("migrate the test database");
        }
        tests
    }

    /// Runs a statement past the program, as someone with the database's password might.
    pub async fn raw(&self, sql: &'static str) {
        match &self.db {
            Db::Sqlite(db) => drop(sqlx::raw_sql(sql).execute(&db.writer).await.expect("run a statement")),
            Db::Postgres(pool) => drop(sqlx::raw_sql(sql).execute(pool).await.expect("run a statement")),
        }
    }

    /// Closes the database and takes it away.
    pub async fn remove(self) {
        self.db.close().await;
        if let Place::Schema { server, name } = &self.place {
            on_server(server, format!("drop schema {name} cascade")).await;
        }
    }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        if let Place::Folder(folder) = &self.place {
            // A folder left behind does no harm, a panic while another is under way would.
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}

/// Runs a test on SQLite, and on PostgreSQL when a server is named.
pub async fn on_each_engine(test: impl AsyncFn(&TestDb)) {
    let sqlite = TestDb::sqlite().await;
    eprintln!("on SQLite");
    test(&sqlite).await;
    sqlite.remove().await;
    match TestDb::postgres().await {
        Some(postgres) => {
            eprintln!("on PostgreSQL");
            test(&postgres).await;
            postgres.remove().await;
        }
        None => eprintln!("not on PostgreSQL: {POSTGRES_VARIABLE} is not set"),
    }
}

/// Adds an agency of that symbol.
pub async fn agency(tx: &mut Tx, symbol: &str) -> AgencyId {
    let new = NewAgency { symbol: symbol.to_owned(), name: format!("Cơ quan {symbol}"), ..NewAgency::default() };
    agencies::insert(tx, &new).await.expect("add an agency")
}

fn unique_name() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    format!("tt_test_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

async fn on_server(server: &str, statement: String) {
    let mut connection = PgConnection::connect(server).await.expect("reach the PostgreSQL server");
    sqlx::query(AssertSqlSafe(statement)).execute(&mut connection).await.expect("run a statement on the server");
    connection.close().await.expect("leave the server");
}
