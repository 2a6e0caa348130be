//! Records the tests begin with, and raw statements for what the store itself never does.

use jiff::Timestamp;
use sqlx::AssertSqlSafe;
use tt_domain::document::NewDocument;
use tt_domain::id::{AgencyId, DocumentId, ReportId};
use tt_domain::report::{NewReport, ReportState};
use tt_domain::reporting_period::ReportingPeriod;
use tt_store::{Db, Tx, documents, reports};
use tt_testkit::TestDb;
use tt_text::date::PartialDate;

pub(crate) fn instant(second: i64) -> Timestamp {
    Timestamp::from_second(1_577_836_800 + second).unwrap()
}

pub(crate) fn date(iso: &str) -> PartialDate {
    PartialDate::from_iso(iso).unwrap_or_default()
}

pub(crate) fn decision(agency: AgencyId, number: &str, iso: &str) -> NewDocument {
    NewDocument {
        agency,
        kind: Some("Quyết định".to_owned()),
        number: Some(number.to_owned()),
        date: date(iso),
        issuer: None,
        subject: None,
    }
}

pub(crate) async fn document(tx: &mut Tx, agency: AgencyId, number: &str) -> DocumentId {
    documents::ensure(tx, &decision(agency, number, "2019-01-30")).await.unwrap().0
}

pub(crate) async fn report(tx: &mut Tx, agency: AgencyId, year: i16) -> ReportId {
    let document = document(tx, agency, &format!("{year}/BC-SCT")).await;
    let new = NewReport {
        agency,
        regime: None,
        period: ReportingPeriod::year(year),
        occasion: String::new(),
        key_tasks: true,
        due: None,
        replaces: None,
        document,
        state: ReportState::Draft,
        frame: "{}".to_owned(),
        source: None,
        created_at: instant(0),
        updated_by: None,
    };
    reports::insert(tx, &new).await.unwrap()
}

/// Runs a statement behind the store's back.
pub(crate) async fn raw(test: &TestDb, sql: &str) {
    let sql = AssertSqlSafe(sql.to_owned());
    match &test.db {
        Db::Sqlite(db) => drop(sqlx::raw_sql(sql).execute(&db.writer).await.unwrap()),
        Db::Postgres(pool) => drop(sqlx::raw_sql(sql).execute(pool).await.unwrap()),
    }
}
