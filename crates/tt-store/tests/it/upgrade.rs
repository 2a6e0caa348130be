//! A database of an earlier program is brought up to date with all that was in it.

use sqlx::AssertSqlSafe;
use tt_domain::id::{AgencyId, IndicatorId};
use tt_domain::organisation::Role;
use tt_domain::people::Holding;
use tt_store::{Db, agencies, audit, indicators, observations, persons, posts, reports, users};
use tt_testkit::TestDb;

use crate::fixtures::raw;

/// What the first release may have held, in the words both engines understand.
const FIRST_RELEASE: &str = "
    insert into agencies (symbol, name, place) values ('SCT', 'Sở Công Thương', 'Lạng Sơn'), ('SKT', 'Sở KT', null);
    insert into audit_heads values (1, 0, 'h'), (2, 0, 'h');
    insert into divisions (agency_id, symbol, name) values (1, 'QLTM', 'Phòng Quản lý Thương mại');
    insert into users (agency_id, division_id, login, full_name, role, password_hash, must_change_password) values
        (1, null, 'lanhdao', 'Lãnh đạo Sở', 'leader', 'x', TRUE), (2, null, 'vanthu', 'Văn thư', 'clerk', 'y', FALSE),
        (1, 1, 'truongphong', 'Trưởng phòng', 'division_head', 'z', FALSE);
    insert into sessions values ('t', 3, 'c', 1, 2);
    insert into programmes (agency_id, year, state) values (1, 2019, 'approved');
    insert into tasks (programme_id, number, statement, state, lead_id) values (1, 1, 'Việc một', 'assigned', 1);
    insert into targets (task_id, position, text) values (1, 0, 'Mục tiêu');
    insert into documents (agency_id, kind, sort_date, folded) values (1, 'Báo cáo', '', 'bao cao');
    insert into reports (agency_id, year, document_id, state, frame, created_at, updated_at) values
        (1, 2019, 1, 'draft', '{}', 1, 1);
    insert into report_blocks (report_id, position, kind, content) values (1, 0, 'paragraph', '[]');
";

async fn count(test: &TestDb, table: &str) -> i64 {
    let sql = format!("select count(*) from {table}");
    let (rows,): (i64,) = match &test.db {
        Db::Sqlite(db) => sqlx::query_as(AssertSqlSafe(sql)).fetch_one(&db.reader).await.unwrap(),
        Db::Postgres(pool) => sqlx::query_as(AssertSqlSafe(sql)).fetch_one(pool).await.unwrap(),
    };
    rows
}

#[tokio::test]
async fn nothing_of_the_first_release_is_lost() {
    for test in TestDb::as_left_by(1).await {
        raw(&test, FIRST_RELEASE).await;
        test.db.migrate().await.unwrap();
        for (table, rows) in [
            ("agencies", 2),
            ("divisions", 1),
            ("users", 3),
            ("sessions", 1),
            ("tasks", 1),
            ("targets", 1),
            ("persons", 3),
            ("posts", 3),
            ("report_blocks", 1),
        ] {
            assert_eq!(count(&test, table).await, rows, "{table}");
        }
        let mut tx = test.db.begin_read().await.unwrap();
        let report = reports::find(&mut tx, AgencyId(1), 2019).await.unwrap().unwrap();
        assert_eq!((report.period.code().as_str(), report.key_tasks, report.regime), ("2019", true, None));
        let user = users::find_by_login(&mut tx, "truongphong").await.unwrap().unwrap();
        assert_eq!((user.password_hash.as_str(), user.disabled_at), ("z", None));
        let person = persons::get(&mut tx, user.person.unwrap()).await.unwrap();
        assert_eq!((person.details.full_name.as_str(), person.details.code), ("Trưởng phòng", None));
        let held = posts::of_person(&mut tx, person.id).await.unwrap().remove(0).details;
        assert_eq!((held.agency, held.division), (user.agency, user.division));
        assert_eq!((held.role, held.holding), (Role::DivisionHead, Holding::Regular));
        let today = jiff::civil::date(2026, 11, 23);
        let standing = posts::standing_of(&mut tx, person.id, today).await.unwrap();
        assert_eq!(standing.posts.len(), 1, "held on any day, since from when is not known");
        assert_eq!(agencies::list(&mut tx).await.unwrap().len(), 2);
        assert_eq!(audit::page(&mut tx, user.agency, None, 5).await.unwrap(), []);
        drop(tx);
        test.remove().await;
    }
}

/// Observations as they were recorded before periods had codes.
const OBSERVED: &str = "
    insert into agencies (symbol, name) values ('SCT', 'Sở Công Thương');
    insert into indicators (agency_id, name, unit, folded) values (1, 'Tổng kim ngạch', 'triệu USD', 'tong|trieu usd');
    insert into observations (indicator_id, period, kind, value, recorded_at) values
        (1, 'năm 2019', 'plan', '5180', 1), (1, 'NĂM 2020', 'plan', '150.10', 2),
        (1, 'giai đoạn 2018 - 2030', 'plan', '13', 3), (1, 'đầu năm', 'actual', '7', 4);
";

#[tokio::test]
async fn observations_keep_their_text_and_gain_the_period_it_says() {
    for test in TestDb::as_left_by(8).await {
        raw(&test, OBSERVED).await;
        test.db.migrate().await.unwrap();
        let mut tx = test.db.begin_write().await.unwrap();
        assert!(observations::has_unread_periods(&mut tx).await.unwrap());
        observations::read_periods(&mut tx).await.unwrap();
        assert!(!observations::has_unread_periods(&mut tx).await.unwrap());
        let found = observations::list(&mut tx, IndicatorId(1)).await.unwrap();
        let shown: Vec<_> = found
            .iter()
            .map(|one| {
                let code = one.reporting_period.map(|period| period.code()).unwrap_or_default();
                format!("{}|{code}|{}", one.period, one.value)
            })
            .collect();
        assert_eq!(
            shown,
            ["năm 2019|2019|5180", "NĂM 2020|2020|150.10", "giai đoạn 2018 - 2030|2018-2030|13", "đầu năm||7"]
        );
        let indicator = indicators::get(&mut tx, IndicatorId(1)).await.unwrap();
        assert_eq!((indicator.terms.code.as_str(), indicator.terms.name.as_str()), ("CT1", "Tổng kim ngạch"));
        drop(tx);
        test.remove().await;
    }
}
