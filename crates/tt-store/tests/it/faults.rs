//! What happens when the disk, the database or the program fails.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use tt_domain::audit::NewAuditEvent;
use tt_domain::id::AgencyId;
use tt_store::{Db, StoreError, agencies, attachments, audit, documents};
use tt_testkit::{TestDb, agency, on_each_engine};

use crate::fixtures::{decision, instant, raw};

#[tokio::test]
async fn migrating_again_changes_nothing() {
    on_each_engine(async |test| {
        let mut tx = test.db.begin_write().await.unwrap();
        agency(&mut tx, "SCT").await;
        let kept = agencies::list(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        test.db.migrate().await.unwrap();
        let mut tx = test.db.begin_read().await.unwrap();
        assert_eq!(agencies::list(&mut tx).await.unwrap(), kept);
    })
    .await;
}

/// What lets an acknowledged write outlive a power cut on SQLite, and references hold.
#[tokio::test]
async fn sqlite_waits_for_the_disk() {
    const SQL: &str = "select journal_mode, synchronous, foreign_keys, timeout from pragma_journal_mode, \
                       pragma_synchronous, pragma_foreign_keys, pragma_busy_timeout";
    const FULL: i64 = 2;
    let test = TestDb::sqlite().await;
    if let Db::Sqlite(db) = &test.db {
        let set: (String, i64, i64, i64) = sqlx::query_as(SQL).fetch_one(&db.writer).await.unwrap();
        assert_eq!(set, ("wal".to_owned(), FULL, 1, 5000));
    }
    test.remove().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn programs_that_start_at_once_both_find_the_database_ready() {
    on_each_engine(async |test| {
        raw(test, "drop table _sqlx_migrations; drop table audit_events; drop table audit_heads").await;
        let fresh = match &test.db {
            Db::Sqlite(_) => test.url.replace("trongtam.db", "fresh.db"),
            Db::Postgres(_) => {
                raw(test, "create schema if not exists tt_test_fresh").await;
                raw(test, "drop schema tt_test_fresh cascade; create schema tt_test_fresh").await;
                test.url.rsplit_once('=').map(|(head, _)| format!("{head}=tt_test_fresh")).unwrap()
            }
        };
        let starts: Vec<_> = (0..3)
            .map(|_| {
                let url = fresh.clone();
                tokio::spawn(async move {
                    let db = Db::open(&url).await.unwrap();
                    db.migrate().await.unwrap();
                    db.close().await;
                })
            })
            .collect();
        for start in starts {
            start.await.unwrap();
        }
        if matches!(test.db, Db::Postgres(_)) {
            raw(test, "drop schema tt_test_fresh cascade").await;
        }
    })
    .await;
}

#[tokio::test]
async fn database_of_a_newer_version_is_refused() {
    on_each_engine(async |test| {
        let sql = "insert into _sqlx_migrations (version, description, success, checksum, execution_time) \
                   select 9000, 'later', success, checksum, 0 from _sqlx_migrations where version = 1";
        raw(test, sql).await;
        let refused = test.db.migrate().await;
        assert!(matches!(refused, Err(StoreError::NewerDatabase { found: 9000, known: 1.. })), "{refused:?}");
    })
    .await;
}

#[tokio::test]
async fn full_disk_is_told_and_changes_nothing() {
    const SHA: &str = "30e14955ebf1352266dc2ff8067e68104607e750abb9d3b36582b8af909fcb58";
    let test = TestDb::sqlite().await;
    raw(&test, "pragma max_page_count = 100").await;
    let mut tx = test.db.begin_write().await.unwrap();
    agency(&mut tx, "SCT").await;
    let refused = attachments::put(&mut tx, SHA, "lớn", "application/octet-stream", &vec![0; 1_048_576]).await;
    assert!(matches!(refused, Err(StoreError::DiskFull)), "{refused:?}");
    drop(tx);
    raw(&test, "pragma max_page_count = 100000").await;
    let mut tx = test.db.begin_write().await.unwrap();
    assert!(agencies::list(&mut tx).await.unwrap().is_empty());
    attachments::put(&mut tx, SHA, "lớn", "application/octet-stream", &vec![0; 1_048_576]).await.unwrap();
    tx.commit().await.unwrap();
    test.remove().await;
}

#[tokio::test]
async fn place_that_cannot_be_opened_is_named() {
    let open = async |url: &str| match Db::open(url).await {
        Err(StoreError::Open { place, cause }) => (place, cause),
        other => panic!("{other:?}"),
    };
    let (place, cause) = open("sqlite:///no/such/folder/trongtam.db").await;
    assert_eq!(place, "/no/such/folder/trongtam.db");
    assert!(cause.contains("unable to open"), "{cause}");

    let file = std::env::temp_dir().join(format!("tt_not_a_database_{}", std::process::id()));
    std::fs::write(&file, "Đây là văn bản, không phải cơ sở dữ liệu. ".repeat(100)).unwrap();
    let (place, cause) = open(&format!("sqlite://{}", file.display())).await;
    std::fs::remove_file(&file).unwrap();
    assert_eq!(place, file.display().to_string());
    assert!(cause.contains("not a database"), "{cause}");

    assert_eq!(open("mysql://root@localhost/x").await.0, "mysql://root@localhost/x");
    assert!(open("sqlite::memory:").await.1.contains("name a file"));
    let (place, cause) = open("postgres://anh:bimat@127.0.0.1:1/trongtam").await;
    assert_eq!(place, "postgres://anh@127.0.0.1:1/trongtam");
    assert!(!cause.contains("bimat"), "{cause}");
}

const URL_VARIABLE: &str = "TT_STORE_WRITER_URL";

fn nth_event(agency: AgencyId, n: i64) -> NewAuditEvent {
    NewAuditEvent {
        agency,
        at: instant(n),
        user: None,
        origin: "cli".to_owned(),
        action: "document.recorded".to_owned(),
        object: format!("{n}/QĐ-UBND"),
        details: "{}".to_owned(),
    }
}

/// Not a test of its own: the process that gets killed. Writes until then and says what was acknowledged.
#[tokio::test]
async fn writer_process() {
    let Ok(url) = std::env::var(URL_VARIABLE) else { return };
    let db = Db::open(&url).await.unwrap();
    let mut n = 0;
    loop {
        let mut tx = db.begin_write().await.unwrap();
        let agency = agencies::find_by_symbol(&mut tx, "SCT").await.unwrap().unwrap().id;
        n = if n == 0 {
            1 + audit::page(&mut tx, agency, None, 1).await.unwrap().first().map_or(0, |e| e.sequence)
        } else {
            n + 1
        };
        documents::ensure(&mut tx, &decision(agency, &format!("{n}/QĐ-UBND"), "2019")).await.unwrap();
        audit::append(&mut tx, &nth_event(agency, n)).await.unwrap();
        tx.commit().await.unwrap();
        println!("\nacknowledged {n}");
        std::io::stdout().flush().unwrap();
    }
}

/// Starts the writer, kills it (SIGKILL) after so many acknowledgements, and gives the last one heard.
fn kill_writer_after(url: &str, acknowledgements: usize) -> i64 {
    let mut writer = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "faults::writer_process", "--nocapture", "--test-threads=1"])
        .env(URL_VARIABLE, url)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut last = 0;
    let mut heard = 0;
    for line in BufReader::new(writer.stdout.take().unwrap()).lines() {
        let Ok(line) = line else { break };
        if let Some(n) = line.strip_prefix("acknowledged ") {
            last = n.parse().unwrap();
            heard += 1;
            if heard == acknowledgements {
                // What it says between this and its death still counts: go on reading to the end.
                writer.kill().unwrap();
            }
        }
    }
    assert!(!writer.wait().unwrap().success(), "the writer ended by itself");
    last
}

#[tokio::test]
async fn killed_writer_loses_nothing_it_acknowledged() {
    on_each_engine(async |test| {
        let mut tx = test.db.begin_write().await.unwrap();
        let sct = agency(&mut tx, "SCT").await;
        tx.commit().await.unwrap();
        for round in [1, 20, 53] {
            let last = kill_writer_after(&test.url, round);
            let mut tx = test.db.begin_write().await.unwrap();
            let verification = audit::verify(&mut tx).await.unwrap();
            assert_eq!(verification.broken, None);
            let events = i64::try_from(verification.events).unwrap();
            assert!(events == last || events == last + 1, "{events} events, {last} acknowledged");
            // Event and document were one transaction: there are as many of one as of the other.
            assert_eq!(documents::count(&mut tx, sct).await.unwrap(), verification.events);
        }
    })
    .await;
}
