//! The audit chain: unbroken when many write at once, broken where someone tampers.

use tt_domain::audit::NewAuditEvent;
use tt_domain::id::AgencyId;
use tt_store::audit::{self, BrokenReason, Verification};
use tt_store::{StoreError, Tx};
use tt_testkit::{TestDb, agency, on_each_engine};

use crate::fixtures::{instant, raw};

fn event(agency: AgencyId, n: i64) -> NewAuditEvent {
    NewAuditEvent {
        agency,
        at: instant(n),
        user: None,
        origin: "cli".to_owned(),
        action: "report.imported".to_owned(),
        object: format!("report-{n}"),
        details: format!("{{\"n\":{n}}}"),
    }
}

async fn append(tx: &mut Tx, agency: AgencyId, events: std::ops::RangeInclusive<i64>) {
    for n in events {
        let appended = audit::append(tx, &event(agency, n)).await.unwrap();
        assert_eq!(appended.sequence, n);
    }
}

async fn verify(test: &TestDb) -> Verification {
    let mut tx = test.db.begin_read().await.unwrap();
    audit::verify(&mut tx).await.unwrap()
}

/// Five events, then a raw statement; gives where the chain breaks and why.
async fn after(test: &TestDb, tampering: &str) -> Option<(i64, BrokenReason)> {
    let mut tx = test.db.begin_write().await.unwrap();
    agency(&mut tx, "A").await;
    let sct = agency(&mut tx, "SCT").await;
    append(&mut tx, sct, 1..=5).await;
    tx.commit().await.unwrap();
    assert_eq!(verify(test).await, Verification { agencies: 2, events: 5, broken: None });
    raw(test, tampering).await;
    verify(test).await.broken.map(|link| {
        assert_eq!(link.agency, "SCT");
        (link.sequence, link.reason)
    })
}

#[tokio::test]
async fn events_are_chained_and_paged_backwards() {
    on_each_engine(async |test| {
        let mut tx = test.db.begin_write().await.unwrap();
        let (sct, snv) = (agency(&mut tx, "SCT").await, agency(&mut tx, "SNV").await);
        append(&mut tx, sct, 1..=3).await;
        append(&mut tx, snv, 1..=1).await;
        let last = audit::page(&mut tx, sct, None, 2).await.unwrap();
        assert_eq!(last.iter().map(|event| event.sequence).collect::<Vec<_>>(), [3, 2]);
        let first = audit::page(&mut tx, sct, Some(2), 2).await.unwrap();
        assert_eq!(first.len(), 1);
        assert_eq!(first.first().unwrap().event, event(sct, 1));
        assert_eq!(last.last().unwrap().previous_hash, first.first().unwrap().hash);
        let stranger = audit::append(&mut tx, &event(AgencyId(99), 1)).await;
        assert!(matches!(stranger, Err(StoreError::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn instants_finer_than_kept_do_not_break_the_chain() {
    on_each_engine(async |test| {
        let mut tx = test.db.begin_write().await.unwrap();
        let sct = agency(&mut tx, "SCT").await;
        let mut fine = event(sct, 1);
        fine.at = jiff::Timestamp::from_nanosecond(1_577_836_800_123_456_789).unwrap();
        let appended = audit::append(&mut tx, &fine).await.unwrap();
        assert_eq!(audit::page(&mut tx, sct, None, 1).await.unwrap(), [appended]);
        assert_eq!(audit::verify(&mut tx).await.unwrap().broken, None);
    })
    .await;
}

/// The hash of a known event, worked out apart from this program: a change of the hashing would break every chain
/// that stands.
#[tokio::test]
async fn hash_of_an_event_is_fixed() {
    let test = TestDb::sqlite().await;
    let mut tx = test.db.begin_write().await.unwrap();
    let sct = agency(&mut tx, "SCT").await;
    assert_eq!(sct, AgencyId(1));
    let appended = audit::append(&mut tx, &event(sct, 1)).await.unwrap();
    assert_eq!(appended.previous_hash, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_eq!(appended.hash, "e3cbddf37ec742c0dc5145890a7205f91a3f2ad32399bca0cc1ba2c40287dcd3");
    drop(tx);
    test.remove().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn appending_at_once_keeps_one_chain() {
    on_each_engine(async |test| {
        let mut tx = test.db.begin_write().await.unwrap();
        let sct = agency(&mut tx, "SCT").await;
        tx.commit().await.unwrap();
        let writers: Vec<_> = (0..8)
            .map(|_| {
                let db = test.db.clone();
                tokio::spawn(async move {
                    for n in 0..25 {
                        let mut tx = db.begin_write().await.unwrap();
                        audit::append(&mut tx, &event(sct, n)).await.unwrap();
                        tx.commit().await.unwrap();
                    }
                })
            })
            .collect();
        for writer in writers {
            writer.await.unwrap();
        }
        assert_eq!(verify(test).await, Verification { agencies: 1, events: 200, broken: None });
    })
    .await;
}

#[tokio::test]
async fn changed_event_is_named() {
    on_each_engine(async |test| {
        let broken = after(test, "update audit_events set details = '{\"n\":7}' where sequence = 3").await;
        assert_eq!(broken, Some((3, BrokenReason::Changed)));
    })
    .await;
}

#[tokio::test]
async fn changed_hash_is_named() {
    on_each_engine(async |test| {
        let broken = after(test, "update audit_events set hash = previous_hash where sequence = 2").await;
        assert_eq!(broken, Some((2, BrokenReason::Changed)));
    })
    .await;
}

#[tokio::test]
async fn text_moved_between_fields_is_named() {
    on_each_engine(async |test| {
        let sql = "update audit_events set origin = origin || 'r', action = substr(action, 2) where sequence = 4";
        assert_eq!(after(test, sql).await, Some((4, BrokenReason::Changed)));
    })
    .await;
}

#[tokio::test]
async fn missing_event_is_named() {
    on_each_engine(async |test| {
        let broken = after(test, "delete from audit_events where sequence in (2, 4)").await;
        assert_eq!(broken, Some((2, BrokenReason::Missing)));
    })
    .await;
}

#[tokio::test]
async fn swapped_events_are_named() {
    on_each_engine(async |test| {
        let broken = after(
            test,
            "update audit_events set sequence = 99 where sequence = 2; \
             update audit_events set sequence = 2 where sequence = 3; \
             update audit_events set sequence = 3 where sequence = 99",
        )
        .await;
        assert_eq!(broken, Some((2, BrokenReason::Moved)));
    })
    .await;
}

#[tokio::test]
async fn cut_off_tail_is_named() {
    on_each_engine(async |test| {
        let broken = after(test, "delete from audit_events where sequence > 3").await;
        assert_eq!(broken, Some((4, BrokenReason::Missing)));
    })
    .await;
}

#[tokio::test]
async fn emptied_chain_is_named() {
    on_each_engine(async |test| {
        assert_eq!(after(test, "delete from audit_events").await, Some((1, BrokenReason::Missing)));
    })
    .await;
}

#[tokio::test]
async fn tail_cut_off_with_its_head_is_named() {
    on_each_engine(async |test| {
        let sql = "delete from audit_events where sequence > 3; \
                   update audit_heads set last_sequence = 3 where last_sequence = 5";
        assert_eq!(after(test, sql).await, Some((3, BrokenReason::Head)));
    })
    .await;
}

#[tokio::test]
async fn lost_head_is_named() {
    on_each_engine(async |test| {
        let sql = "delete from audit_heads where last_sequence = 5";
        assert_eq!(after(test, sql).await, Some((0, BrokenReason::Head)));
    })
    .await;
}

#[tokio::test]
async fn event_added_behind_the_end_is_named() {
    on_each_engine(async |test| {
        let sql = "insert into audit_events (agency_id, sequence, at, origin, action, object, details, previous_hash, \
                   hash) select agency_id, 6, at, origin, action, object, details, hash, hash from audit_events \
                   where sequence = 5";
        assert_eq!(after(test, sql).await, Some((6, BrokenReason::Added)));
    })
    .await;
}
