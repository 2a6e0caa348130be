//! The shape of the database: the same on both engines.

use sqlx::AssertSqlSafe;
use tt_store::Db;
use tt_testkit::TestDb;

/// `table.column kind` of every column, kinds named alike on both engines. The search index is each engine's own.
async fn columns(test: &TestDb) -> Vec<String> {
    const SQLITE: &str = "select m.name || '.' || c.name, c.type, c.\"notnull\" or c.pk > 0 from sqlite_schema m \
                          join pragma_table_info(m.name) c where m.type = 'table' \
                          and m.name not like 'sqlite_%' and m.name not like '_sqlx_%' \
                          and m.name not like 'search_index%'";
    const POSTGRES: &str = "select table_name || '.' || column_name, data_type, is_nullable = 'NO' \
                            from information_schema.columns where table_schema = current_schema() \
                            and table_name not like '\\_sqlx\\_%' and table_name not like 'search_index%'";
    let rows: Vec<(String, String, bool)> = match &test.db {
        Db::Sqlite(db) => sqlx::query_as(SQLITE).fetch_all(&db.reader).await.unwrap(),
        Db::Postgres(pool) => sqlx::query_as(POSTGRES).fetch_all(pool).await.unwrap(),
    };
    let mut columns: Vec<String> = rows
        .into_iter()
        .map(|(name, kind, required)| {
            let kind = match kind.to_ascii_lowercase().as_str() {
                "integer" | "bigint" | "boolean" => "whole",
                "text" => "text",
                "blob" | "bytea" => "bytes",
                other => panic!("{name} is of a kind no column should have: {other}"),
            };
            format!("{name} {kind}{}", if required { " required" } else { "" })
        })
        .collect();
    columns.sort();
    columns
}

async fn indexes(test: &TestDb) -> Vec<String> {
    const SQLITE: &str = "select name from sqlite_schema where type = 'index' and sql is not null \
                          and tbl_name not like 'search_index%' order by name";
    const POSTGRES: &str = "select c.relname::text from pg_index i join pg_class c on c.oid = i.indexrelid \
                            join pg_namespace n on n.oid = c.relnamespace where n.nspname = current_schema() \
                            and c.relname not like 'search_index%' \
                            and not exists (select from pg_constraint k where k.conindid = c.oid) order by 1";
    let rows: Vec<(String,)> = match &test.db {
        Db::Sqlite(db) => sqlx::query_as(SQLITE).fetch_all(&db.reader).await.unwrap(),
        Db::Postgres(pool) => sqlx::query_as(AssertSqlSafe(POSTGRES)).fetch_all(pool).await.unwrap(),
    };
    let mut names: Vec<String> = rows.into_iter().map(|(name,)| name).collect();
    names.sort();
    names
}

#[tokio::test]
async fn both_engines_hold_the_same_tables_columns_and_indexes() {
    let sqlite = TestDb::sqlite().await;
    assert!(columns(&sqlite).await.contains(&"audit_events.hash text required".to_owned()));
    let Some(postgres) = TestDb::postgres().await else { return };
    assert_eq!(columns(&sqlite).await, columns(&postgres).await);
    assert_eq!(indexes(&sqlite).await, indexes(&postgres).await);
    sqlite.remove().await;
    postgres.remove().await;
}

/// PostgreSQL cuts names off at 63 bytes; a conflict would then have two names.
#[tokio::test]
async fn unique_constraints_have_the_names_conflicts_are_reported_by() {
    const SQL: &str = "select conname::text from pg_constraint where contype = 'u' \
                       and connamespace = current_schema()::regnamespace";
    let Some(postgres) = TestDb::postgres().await else { return };
    if let Db::Postgres(pool) = &postgres.db {
        let names: Vec<(String,)> = sqlx::query_as(SQL).fetch_all(pool).await.unwrap();
        assert!(names.len() >= 10);
        for (name,) in names {
            assert!(name.ends_with("_key") && name.len() < 63, "{name}");
        }
    }
    postgres.remove().await;
}

/// SQLite checks references of deleted rows by scanning, unless an index begins with the referring column.
#[tokio::test]
async fn every_reference_is_indexed() {
    const SQL: &str = "select m.name || '.' || f.\"from\" from sqlite_schema m join pragma_foreign_key_list(m.name) f \
                       where m.type = 'table' and not exists (select 1 from pragma_index_list(m.name) l \
                       join pragma_index_info(l.name) i where i.seqno = 0 and i.name = f.\"from\") \
                       and not exists (select 1 from pragma_table_info(m.name) c where c.name = f.\"from\" and c.pk = 1)";
    let sqlite = TestDb::sqlite().await;
    if let Db::Sqlite(db) = &sqlite.db {
        let bare: Vec<(String,)> = sqlx::query_as(SQL).fetch_all(&db.reader).await.unwrap();
        assert_eq!(bare, []);
    }
    sqlite.remove().await;
}
